import fc from 'fast-check'
import { expect, test } from 'vitest'
import { escapeHtml, html, name } from '../../src/report-page/html.ts'
import { visibleName } from '../../src/report-page/visible-name.ts'

test.each([
  ['a tool', 'search', 'search'],
  ['no name', '', '(empty)'],
  ['a turn of direction', 'abc\u202egpj.exe', 'abc\\u{202e}gpj.exe'],
  ['an isolate that nobody ends', '\u2067x', '\\u{2067}x'],
  ['a terminal code', '\u001b[2Jgone', '\\u{1b}[2Jgone'],
  ['lines', 'a\nb\u2028c', 'a\\u{a}b\\u{2028}c'],
  ['no width', 'a\u200bb\ufeff', 'a\\u{200b}b\\u{feff}'],
  ['half a character', 'x\ud800', 'x\\u{d800}'],
  ['Arabic, Japanese and pictures', 'بحث 東京 🔎', 'بحث 東京 🔎'],
])('%s is shown as what it is', (_, text, shown) => {
  expect(visibleName(text)).toBe(shown)
})

test('10,000 characters are cut, and a cut is seen', () => {
  expect(visibleName('x'.repeat(10_000))).toBe(`${'x'.repeat(199)}…`)
  expect(visibleName('abcdef', 4)).toBe('abc…')
})

test('whatever a name is, nothing of it acts on what stands around it', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
    expect(visibleName(text)).not.toMatch(/[\p{Cs}\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u)
    expect(name(text).text).not.toMatch(/<(?!\/?bdi>)|["']|&(?!#\d+;)/)
  }))
})

test('values are escaped, HTML of ours is not, lists are joined, nothing is nothing', () => {
  expect(html`<p title="${'"&\'<>'}">${3}${undefined}${html`<b>${'<i>'}</b>`}${[html`1`, html`2`]}</p>`.text)
    .toBe('<p title="&#34;&#38;&#39;&#60;&#62;">3<b>&#60;i&#62;</b>12</p>')
  expect(escapeHtml('\ud800')).toBe('\ufffd')
})
