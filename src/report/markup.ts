/** Elements of HTML pages; XML of other kinds and comparisons such as `a < b` are not markup to be stripped. */
const elements = new Set((
  'a abbr article aside b base blockquote body br button canvas caption center code col colgroup dd del details div dl dt em embed fieldset '
  + 'figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins label legend li link main map mark meta nav '
  + 'noscript object ol optgroup option p param picture pre script section select small source span strong style sub summary sup svg table '
  + 'tbody td template textarea tfoot th thead time title tr track u ul video path g'
).split(' '))

/** Fewer tags than these are an example in prose. */
const fewestTags = 8

/** How many characters of a text are HTML markup: tags, comments, scripts and styles; 0 for a text of fewer than 8 tags. */
export function countMarkup(text: string): number {
  let characters = 0
  let tags = 0
  const findTagEnd = createForwardSearch(text, '>')
  const findCommentEnd = createForwardSearch(text, '-->')
  const searches = { script: createForwardSearch(text, '</script'), style: createForwardSearch(text, '</style') }
  let at = text.indexOf('<')
  while (at !== -1) {
    let end = at + 1
    if (text.startsWith('<!--', at)) {
      end = findCommentEnd(at + 4)
      if (end === -1) break
      end += 3
      characters += end - at
    } else {
      const name = elementName(text, at)
      const tagEnd = name === undefined ? at : findTagEnd(at)
      if (tagEnd === -1) break
      if (name !== undefined) {
        tags++
        end = tagEnd + 1
        if ((name === 'script' || name === 'style') && text[at + 1] !== '/') {
          const close = searches[name](end)
          if (close !== -1) end = close
        }
        characters += end - at
      }
    }
    at = text.indexOf('<', end)
  }
  return tags < fewestTags ? 0 : characters
}

/** The element that a tag at `<` opens or closes, in lower case. */
function elementName(text: string, at: number): string | undefined {
  const start = text[at + 1] === '/' ? at + 2 : at + 1
  const name = /^[a-z][a-z0-9]{0,9}(?=[\s/>]|$)/i.exec(text.slice(start, start + 11))?.[0].toLowerCase()
  return name !== undefined && elements.has(name) ? name : undefined
}

/** `indexOf` for places that only grow: each character is looked at once in all, however often what is sought is missing. */
function createForwardSearch(text: string, sought: string): (from: number) => number {
  let found = -2
  return (from) => {
    if (found === -2 || (found !== -1 && found < from)) found = text.indexOf(sought, from)
    return found
  }
}
