import * as fc from 'fast-check'

/** A page, and what of it must be found again. */
export interface GeneratedPage {
  readonly html: string
  /** The words that it shows, in order. */
  readonly words: readonly string[]
  /** Addresses of its links, in order. */
  readonly links: readonly string[]
  readonly scripts: number
  readonly navigationLinks: number
}

const names = ['harbour', 'timber', 'captain', 'lantern', 'anchor', 'pilot', 'cargo', 'signal']
const kinds = fc.constantFrom('paragraph', 'list', 'table', 'code', 'link', 'script', 'heading', 'navigation', 'picture')

/** Pages as servers write them: blocks in wrappers with classes, scripts and navigation between them; long enough to be worth reading. */
export function pages(): fc.Arbitrary<GeneratedPage> {
  return fc.record({ list: fc.array(kinds, { minLength: 2, maxLength: 14 }), isClosed: fc.boolean(), isIndented: fc.boolean() }).map(({ list, isClosed, isIndented }) => {
    const words: string[] = []
    const links: string[] = []
    let scripts = 0
    let navigationLinks = 0
    const word = (): string => {
      words.push(`${names[words.length % names.length]}${words.length}`)
      return words.at(-1)!
    }
    const blocks = [...Array.from({ length: 12 }, () => 'paragraph'), ...list].map((kind, at): string => {
      switch (kind) {
        case 'list': return `<ul class="list"><li>${word()}</li><li><b>${word()}</b></li></ul>`
        case 'table': return `<table><tr><th>${word()}</th><th>${word()}</th></tr><tr><td>${word()}</td><td><span>${word()}</span></td></tr></table>`
        case 'code': return `<pre><code>${word()} &lt; ${word()}\n  ${word()}</code></pre>`
        case 'link': {
          links.push(`/pages/${at}?a=1&b=2`)
          return `<p>see <a class="link" href="/pages/${at}?a=1&amp;b=2">${word()}</a></p>`
        }
        case 'script':
          scripts++
          return `<script>if (a < ${at}) { document.write("<p>hidden</p>") }</script>`
        case 'heading': return `<h2 id="part-${at}">${word()} &amp; ${word()}</h2>`
        case 'navigation':
          navigationLinks += 2
          return '<nav><a href="/one">hidden</a><a href="/two">hidden</a></nav>'
        case 'picture': return '<img src="/a.png" alt=""><svg><path class="hidden"/><style>.hidden { fill: none }</style></svg>'
        default: return `<div class="row row--${at}"><p class="text" data-track="${at}">${word()} ${word()},\n${word()}.</p></div>`
      }
    })
    const end = isClosed ? '</body></html>' : ''
    return { html: `<!DOCTYPE html>\n<html lang="en"><head><title>A page</title></head><body>${blocks.join(isIndented ? '\n    ' : '')}${end}`, words, links, scripts, navigationLinks }
  })
}
