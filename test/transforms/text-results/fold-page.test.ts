import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { findQueryTerms } from '../../../src/relevance/terms.ts'
import { crush } from '../../../src/index.ts'
import { foldPage } from '../../../src/transforms/text-results/html/fold-page.ts'
import { isFetched } from '../../../src/transforms/text-results/html/page-source.ts'
import { readPage } from '../../../src/transforms/text-results/html/read-page.ts'
import { readAttributes, readTags } from '../../../src/transforms/text-results/html/read-tags.ts'

const ask = (text: string): { text: string, terms: ReturnType<typeof findQueryTerms> } => ({ text, terms: findQueryTerms(text) })
const body = (html: string, withImages = false): string | undefined => readPage(html, { terms: [], withImages })?.body

test.each([
  { name: 'headings and paragraphs', html: '<h1>One</h1><p>First\n  line.</p><p>Second &amp; last.</p><h2>Two</h2>text', text: '# One\n\nFirst line.\n\nSecond & last.\n\n## Two\ntext' },
  { name: 'words that tags cut', html: '<p>un<b>believ</b>able <i>and</i>\n<em>so</em> on', text: 'unbelievable and so on' },
  { name: 'lists', html: '<ul><li>a<li>b<ol start="3"><li>x</li><li>y</li></ol></li></ul>', text: '- a\n- b\n  3. x\n  4. y' },
  { name: 'an item without a text', html: '<ul><li></li><li>b</li></ul><p>c</p>', text: '- b\n\nc' },
  { name: 'a table', html: '<table><tr><th>name</th><th>price</th></tr><tr><td>oak</td><td><p>12</p></td></tr></table>after', text: 'name | price\noak | 12\n\nafter' },
  { name: 'cells without a text', html: '<table><tr><td>a</td><td></td><td>c</td></tr><tr><td></td><td>b</td></tr></table>', text: 'a | | c\n| b' },
  { name: 'blocks in a cell', html: '<table><tr><td><div>a</div><div>b</div></td><td>c</td></tr></table>', text: 'a b | c' },
  { name: 'a table that lays out a page', html: '<table><tr><td><h1>Head</h1><p>one</p><p>two</p></td><td><p>three</p></td></tr></table>', text: '# Head\n\none\n\ntwo\n\nthree' },
  { name: 'code', html: '<p>Run:</p><pre><code class="language-ts">const a = 1 &lt; 2\n\n  if (<b>a</b>) { }\n</code></pre><p>Then.</p>', text: 'Run:\n\n```ts\nconst a = 1 < 2\n\n  if (a) { }\n```\n\nThen.' },
  { name: 'code by the line', html: '<pre><div>a</div><div>  b</div></pre>', text: '```\na\n  b\n```' },
  { name: 'links', html: '<a href="/a?b=1&amp;c=2">Read more</a>, <a href="https://x.example/">x.example</a>, <a href="#top">up</a>, <a href="javascript:void(0)">do</a>.', text: 'Read more (/a?b=1&c=2), x.example, up, do.' },
  { name: 'a word right behind a link', html: '<a href="/f">f</a><span>new</span><a href="/g">g</a>, <b>h</b>', text: 'f (/f) newg (/g), h' },
  { name: 'a link around blocks', html: '<a href="/p/1"><h3>Oak</h3><p>A tree.</p></a><p>next</p>', text: '### Oak\n\nA tree. (/p/1)\n\nnext' },
  { name: 'a link without a text', html: 'go <a href="/home" aria-label="Home"><svg><path/></svg></a> now', text: 'go Home (/home) now' },
  { name: 'images', html: '<img src="a.png" alt="A red  door"> and <img src="b.png">', text: '[image: A red door] and' },
  { name: 'what does not hold any more', html: '<del>$20</del> <s></s>$15, 10<sup>6</sup>, H<sub>2</sub>O', text: '~~$20~~ $15, 10^6, H_2O' },
  { name: 'fields', html: '<label>Name <input type="text" value="Ada"></label> <input type="checkbox" checked> news <input type="hidden" value="t0k3n"><select><option>S</option><option>M<option>L</select>', text: 'Name [field: Ada] [x] news [choices: S, M, L]' },
  { name: 'a formula', html: 'so <math alttext="E = mc^2"><mi>E</mi></math> holds', text: 'so E = mc^2 holds' },
  { name: 'a time as people say it', html: 'posted <time datetime="2026-01-02T10:00Z">2 days ago</time>, <time datetime="2026-01-05">5 January 2026</time>', text: 'posted 2 days ago (2026-01-02T10:00Z), 5 January 2026' },
  { name: 'what something short stands for, once', html: '<abbr title="World Health Organization">WHO</abbr>, <abbr title="World Health Organization">WHO</abbr>', text: 'WHO (World Health Organization), WHO' },
  { name: 'buttons and pictures that have a name alone', html: '<button aria-label="Close"><svg><path/></svg></button><div role="img" aria-label="4.7 stars"></div><button aria-label="x">Buy</button>', text: '[Close]\n[image: 4.7 stars]\nBuy' },
  { name: 'words of a drawing', html: '<a href="/in"><svg><title>Log in</title><path/></svg></a> <svg><text>Revenue</text><text> 42</text></svg>', text: '[drawing: Log in] (/in) [drawing: Revenue 42]' },
  { name: 'a film and an area of a map', html: '<video src="/a.mp4"><source src="/b.webm"></video><map><area href="/north" alt="North"></map>', text: '[video: /a.mp4] [media: /b.webm] North (/north)' },
  { name: 'what a field asks for', html: '<input placeholder="you@example.org"><input type="submit" value="Send">', text: '[field, such as: you@example.org] [field: Send]' },
  { name: 'a long list of choices', html: `<select>${Array.from({ length: 40 }, (_, i) => `<option${i === 30 ? ' selected' : ''}>c${i}</option>`).join('')}</select>`, text: '[choices: c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c30 (chosen), and 27 more]' },
  { name: 'a link as long as signed ones are', html: `<a href="/f?sign=${'a1B2'.repeat(500)}">file</a>`, text: `file (/f?sign=${'a1B2'.repeat(500)})` },
  { name: 'where a page stands', html: '<nav aria-label="Breadcrumb"><a href="/">Home</a> / Shoes</nav><p>text', text: 'Home (/) / Shoes\n\ntext' },
  { name: 'a number to call within the navigation', html: '<nav><a href="/">Home</a><span>Call 0800 1234</span></nav><p>text', text: 'Call 0800 1234\n\ntext' },
  { name: 'a frame', html: '<iframe src="https://v.example/1" title="A film"><p>old browser</p></iframe>', text: '[frame A film: https://v.example/1]' },
  { name: 'a quotation', html: '<blockquote><p>To be.</p></blockquote>x', text: '> To be.\n\nx' },
  { name: 'signs that are no tags', html: 'a < b, 1<2, <3, </ >, a<b>c</b> & d &unknown; &#x41;&#66;&#0;', text: 'a < b, 1<2, <3, </ >, ac & d &unknown; AB\ufffd' },
  { name: 'values in quotes', html: '<p title="a > b" data-x=\'<b>\'>text</p>', text: 'text' },
  { name: 'a quote that never ends', html: '<p title="a>text</p><p>more</p>', text: 'text\n\nmore' },
  { name: 'a tag that never ends', html: 'text <b', text: 'text <b' },
  { name: 'character data', html: 'a <![CDATA[b < c]]> d', text: 'a b < c d' },
  { name: 'tags in capitals', html: '<H1>One</H1><SCRIPT>x()</SCRIPT><P>two', text: '# One\n\ntwo' },
  { name: 'a script with tags', html: 'a<script>if (a < b) document.write("<p>no</p><!-- ")</script>b', text: 'ab' },
])('$name read', ({ html, text }) => {
  expect(body(html)).toBe(text)
})

test.each([
  { name: 'a comment', html: 'a <!-- b' },
  { name: 'a script', html: 'a <script>b' },
  { name: 'the navigation', html: 'a <nav><a href="/b">b</a>' },
  { name: 'a list of choices', html: 'a <select><option>b' },
])('$name that does not end leaves the page as it is', ({ html }) => {
  expect(body(html)).toBeUndefined()
})

test('what is left out is counted', () => {
  const { leftOut } = readPage('<nav><ul><li><a href="/a">A</a><li><a href="/b">B</a></ul></nav><script>1</script><script>22</script><style>p{}</style><svg><title>x</title></svg><img src=a>', { terms: [], withImages: false })!
  expect(leftOut).toEqual(['1 navigation with 2 links', '2 scripts of 3 characters', '1 style sheet of 3 characters', '1 drawing', '1 image without a text'])
})

test('the head says who wrote a page, when, and where it goes on; choices that the question names are there', () => {
  const html = `<head><title>One</title><meta name="author" content="Jane Roe"><meta property="article:published_time" content="2026-03-04"><meta name="viewport" content="w">
    <meta http-equiv="refresh" content="0; url=/moved"><link rel="next" href="?page=2"><link rel="stylesheet" href="a.css"></head><select>${Array.from({ length: 40 }, (_, i) => `<option>${i === 33 ? 'Portugal' : `c${i}`}`).join('')}</select>`
  const { head, body: text } = readPage(html, { terms: findQueryTerms('Does it ship to Portugal?'), withImages: false })!
  expect(head).toBe('title: One\nauthor: Jane Roe\npublished: 2026-03-04\ngoes on to: 0; url=/moved\nnext page: ?page=2')
  expect(text).toMatch(/c11, Portugal, and 27 more\]/)
})

test('links of the navigation that the query names stay', () => {
  const { body: text, leftOut } = readPage('<nav><a href="/">Home</a><a href="/plans">Pricing</a></nav><p>Welcome</p>', { terms: findQueryTerms('Open the pricing page'), withImages: false })!
  expect(text).toBe('Pricing (/plans)\n\nWelcome')
  expect(leftOut).toEqual(['1 navigation with 1 link'])
})

const article = Array.from({ length: 12 }, (_, i) => `<div class="row row-${i} wide" data-track="t${i}"><h2 class="title">Chapter ${i}</h2><p class="text" style="margin:0">The harbour of port ${i} was built in ${1900 + i}, see <a class="link" href="/ports/${i}" rel="nofollow">its page</a>.</p></div>`).join('\n')
const page = `<!DOCTYPE html>\n<html lang="en"><head><title>Ports &amp; harbours</title><meta name="description" content="All of them"><script type="application/ld+json">\n{"@type":"Thing"}\n</script><style>.row{color:red}</style></head><body>${article}<script>track()</script></body></html>`
const model = 'gpt-4o'

test('a page becomes the text that it shows, below one note', async () => {
  const { text, report } = await crush(page, { model, query: 'When was port 7 built?', toolName: 'fetch_url' })
  const lines = text.split('\n')
  expect(lines.slice(0, 7)).toEqual([
    '[web page as text, links as "text (url)"; left out by headroom: its tags, 1 block of JSON of 19 characters, 1 style sheet of 15 characters, 1 script of 7 characters]',
    'title: Ports & harbours', 'description: All of them', '', '## Chapter 0', '', 'The harbour of port 0 was built in 1900, see its page (/ports/0).',
  ])
  expect(text).toContain('The harbour of port 7 was built in 1907, see its page (/ports/7).')
  expect(report.decisions[0]).toMatchObject({ contentType: 'html', action: 'crushed', reason: 'wrote a page as the text that it shows' })
  expect((await crush(text, { model, query: 'When was port 7 built?', toolName: 'fetch_url' })).text).toBe(text)
})

test('what a program wrote around a page stays', () => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n'
  const folded = foldPage(`${head}${page}\nexit code 0\n`, ask(''), { call: '' })!
  expect(folded.startsWith(`${head}[web page as text`)).toBe(true)
  expect(folded.endsWith('its page (/ports/11).\nexit code 0\n')).toBe(true)
})

test('a page in a string of JSON is read too', async () => {
  const { text } = await crush(JSON.stringify({ status: 200, body: page }), { model, toolName: 'fetch' })
  expect((JSON.parse(text) as { body: string }).body).toMatch(/^\[web page as text[^\n]*\ntitle: Ports & harbours\n/)
})

test.each([
  { name: 'a part of a page', text: article },
  { name: 'source in a fence', text: `\`\`\`html\n${page}\n\`\`\`` },
  { name: 'source with numbers', text: page.split('\n').map((line, i) => `${i + 1}\t${line}`).join('\n') },
  { name: 'a page that scripts make', text: `<!doctype html><html><head><title>App</title></head><body><div id="root"></div>${'<script src="a.js"></script>'.repeat(40)}</body></html>` },
  { name: 'a feed', text: `<?xml version="1.0"?><rss><channel>${'<item><title>a</title></item>'.repeat(40)}</channel></rss>` },
  { name: 'a page where the query is about its markup', text: page, query: 'Which CSS selector matches the title?' },
  { name: 'a page that a file holds', text: page, toolName: 'read_file' },
  { name: 'a page that a command prints', text: page, toolName: 'bash' },
])('$name stays as it is', async ({ text, query = 'What is on it?', toolName = 'fetch' }) => {
  expect((await crush(text, { model, query, toolName })).text).toBe(text)
})

test('pages stay where that is switched off', async () => {
  expect((await crush(page, { model, textResults: { html: false } })).text).toBe(page)
  expect((await crush(page, { model, smartCrusher: { lossless: true } })).text).toBe(page)
})

test.each([
  { toolName: 'WebFetch', call: '{"url":"https://a.example/x","prompt":"summarize"}', is: true },
  { toolName: 'browser.goto', call: '{"url":"https://a.example/index.html"}', is: true },
  { toolName: 'bash', call: '{"command":"curl -s https://a.example/docs.html | head -200"}', is: true },
  { toolName: 'get_document', call: '{"url":"https://a.example"}', is: true },
  { toolName: 'Read', call: '{"file_path":"/srv/index.html"}', is: false },
  { toolName: 'Read', call: '{"file_path":"/srv/pages/home.tsx"}', is: false },
  { toolName: 'get_page_source', call: '{"path":"templates/mail.html"}', is: false },
  { toolName: 'bash', call: '{"command":"cat build/page"}', is: false },
  { toolName: 'bash', call: '{"command":"git show https://a.example"}', is: false },
  { toolName: 'bash', call: '{"command":"curl -s http://localhost:3000/"}', is: false },
  { toolName: 'fetch', call: '{"url":"http://app:8080/"}', is: false },
  { toolName: 'get_document', call: '{"id":"12"}', is: false },
  { toolName: 'update_web_page', call: '{"id":"12"}', is: false },
  { toolName: 'editPage', call: '{"url":"https://a.example"}', is: false },
  { toolName: 'browser_get_html', call: '{"url":"https://a.example"}', is: false },
  { toolName: undefined, call: '', is: true },
  { toolName: undefined, call: '{"id":"12"}', is: false },
])('a result of $toolName $call came from the web: $is', ({ toolName, call, is }) => {
  expect(isFetched({ ...(toolName === undefined ? {} : { toolName }), call })).toBe(is)
})

const hostile = fc.array(fc.constantFrom('<', '>', '</', '<!--', '-->', '<![CDATA[', ']]>', '<p', '<p>', '</p>', '<a href="', '"', "'", '=', '<pre>', '</pre>', '<table>', '<tr>', '<td>', '</table>', '<script>', '</script>', '<ul><li>', '<nav>', '</nav>', '<sup>', '<del>', '</del>', '<select>', '<option>', '</select>', '&amp;', '&#', ' ', '\n', 'word', 'é', '🙂', '\ud800'), { maxLength: 40 }).map((list) => list.join(''))

test('pieces of any text stand one behind the other and are all of it', () => {
  fc.assert(fc.property(hostile, (html) => {
    let at = 0
    for (const piece of readTags(html)) {
      // What opens a section of character data, and a closing tag of raw text, are passed over.
      expect(html.slice(at, piece.start)).toMatch(/^(?:\]\]>)?(?:<!\[CDATA\[)?$/)
      expect(piece.end).toBeGreaterThan(piece.start - 1)
      at = piece.kind === 'open' && piece.rawEnd !== undefined ? closed(html, piece.rawEnd) : piece.end
    }
    expect(html.slice(at)).toMatch(/^(?:\]\]>)?$/)
  }), { numRuns: 500 })
})

function closed(html: string, at: number): number {
  const end = html.indexOf('>', at)
  return at === html.length || end < 0 ? html.length : end + 1
}

test('words that stand outside of tags are never lost', () => {
  const safe = fc.array(fc.constantFrom('<p>', '</p>', '<b>', '</div>', '<div>', '<table>', '<tr>', '<td>', '</td>', '</tr>', '</table>', '<ul>', '<li>', '</ul>', '<h2>', '</h2>', '<a href="/x">', '</a>', '<pre>', '</pre>', '<br>', '<sup>', '</sup>', '<del>', '</del>', ' one ', ' two ', 'three', '< ', '&lt;'), { maxLength: 40 }).map((list) => list.join(''))
  fc.assert(fc.property(safe, (html) => {
    const words = (text: string): string[] => text.match(/one|two|three/g) ?? []
    expect(words(body(html)!)).toEqual(words(html))
  }), { numRuns: 500 })
})

test.each([
  { tag: '<a href="/x" title=\'a "b"\' checked data-n=5>', read: { href: '/x', title: 'a "b"', checked: '', 'data-n': '5' } },
  { tag: '<a href = /x/y HREF=z/>', read: { href: '/x/y' } },
  { tag: '<a title="href=1" href=2>', read: { title: 'href=1', href: '2' } },
  { tag: '<a>', read: {} },
])('attributes of $tag', ({ tag, read }) => {
  expect(Object.fromEntries(readAttributes(tag))).toEqual(read)
})
