/** What the head of a page says about it to people, line by line. */
export interface PageHead {
  title(text: string): void
  base(url: string): void
  /** An element `meta` or `link`. */
  element(name: string, attribute: (of: string) => string): void
  /** A line for each; empty where there is nothing. */
  written(): string
}

/** Of elements `meta`, by their `name` or `property`. */
const said: ReadonlyMap<string, string> = new Map([
  ['description', 'description'], ['og:description', 'description'], ['author', 'author'], ['article:author', 'author'],
  ['article:published_time', 'published'], ['date', 'published'], ['article:modified_time', 'modified'], ['last-modified', 'modified'],
  ['og:price:amount', 'price'], ['product:price:amount', 'price'], ['og:price:currency', 'currency'], ['product:price:currency', 'currency'],
])
/** Of elements `link`: where reading goes on, and where news come from. */
const relations = new Set(['next', 'prev'])
const feed = /^application\/(?:rss|atom)\+xml$/i
const longest = 1000

/** @param inline a text on one line @param urlOf an address that leads somewhere, else '' */
export function createPageHead(inline: (text: string) => string, urlOf: (href: string) => string): PageHead {
  const lines = new Map<string, string>()
  const say = (what: string, text: string): void => {
    const line = inline(text).slice(0, longest)
    if (line !== '' && !lines.has(what)) lines.set(what, line)
  }
  return {
    title: (text) => say('title', text),
    base: (url) => say('base of links', url),
    element(name, attribute) {
      if (name === 'meta') {
        if (/^refresh$/i.test(attribute('http-equiv'))) {
          if (/url\s*=/i.test(attribute('content'))) say('goes on to', attribute('content'))
        } else {
          const what = said.get((attribute('name') || attribute('property')).toLowerCase())
          if (what !== undefined) say(what, attribute('content'))
        }
        return
      }
      const rel = attribute('rel').toLowerCase()
      if (relations.has(rel)) say(`${rel} page`, urlOf(attribute('href')))
      else if (rel === 'alternate' && feed.test(attribute('type'))) say('feed', urlOf(attribute('href')))
    },
    written: () => ['title', 'description', ...[...lines.keys()].filter((what) => what !== 'title' && what !== 'description')].flatMap((what) => (lines.has(what) ? [`${what}: ${lines.get(what)!}`] : [])).join('\n'),
  }
}
