import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { crush } from '../../../src/index.ts'
import { splitLines } from '../../../src/transforms/text-results/lines.ts'
import { unpadNumbers } from '../../../src/transforms/text-results/numbered/unpad-numbers.ts'

const unpad = (text: string): string => unpadNumbers(splitLines(text)) ?? text
const numbered = (source: readonly string[], { first = 1, separator = '\t', width = 6, ending = '\n' } = {}): string =>
  source.map((line, i) => `${String(first + i).padStart(width)}${separator}${line}`).join(ending)

test.each([
  { name: 'tabs', from: '     1\ta\n     2\t\tb\n', to: '1\ta\n2\t\tb\n' },
  { name: 'arrows, and numbers that grow', from: '   99→a\n  100→\n  101→  b', to: '99→a\n100→\n101→  b' },
  { name: 'numbers as wide as their column', from: ' 9\ta\n10\tb\n11\tc', to: ' 9\ta\n10\tb\n11\tc' },
  { name: 'lines around, and a second stretch', from: 'The file:\n  7→a\n  8→b\n...\n 10→c\n 11→d\n', to: 'The file:\n7→a\n8→b\n...\n10→c\n11→d\n' },
  { name: 'numbers within the source', from: '     1\t     1\ta\r\n     2\t     2\tb\r\n', to: '1\t     1\ta\r\n2\t     2\tb\r\n' },
])('unpadNumbers: $name', ({ from, to }) => {
  expect(unpad(from)).toBe(to)
})

test.each([
  { name: 'a mapping with numbers as keys', text: '  1: one\n  2: two\n  3: three\n' },
  { name: 'the margin of an excerpt', text: '  1 | let a = 1\n  2 | let b\n    |     ^ expected\n' },
  { name: 'counts', text: '      4\tGET\n      9\tPOST\n     12\tPUT\n' },
  { name: 'numbers on a slope', text: ' 1\ta\n  2\tb\n   3\tc\n' },
  { name: 'different separators', text: '  1\ta\n  2→b\n' },
  { name: 'a number alone', text: '   1\ta\n' },
  { name: 'numbers with zeros before them', text: '  01\ta\n  02\tb\n' },
])('unpadNumbers leaves $name', ({ text }) => {
  expect(unpadNumbers(splitLines(text))).toBeUndefined()
})

test('what stands behind blanks stays, whatever it is, and a second time changes nothing', () => {
  const line = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.tuple(fc.nat({ max: 14 }), fc.integer({ min: 0, max: 20_000_000 }), fc.constantFrom('\t', '→', ': ')).map(([blanks, number, separator]) => `${' '.repeat(blanks)}${number}${separator}x`),
    fc.tuple(fc.array(fc.string({ maxLength: 8 }), { maxLength: 6 }), fc.integer({ min: 1, max: 9_999 })).map(([source, first]) => numbered(source, { first })),
  )
  fc.assert(fc.property(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), (list, ending) => {
    const text = list.join(ending)
    const once = unpad(text)
    const [before, after] = [text.split('\n'), once.split('\n')]
    expect(after).toHaveLength(before.length)
    before.forEach((was, at) => {
      const padding = was.length - after[at]!.length
      expect(was).toBe(' '.repeat(padding) + after[at]!)
      if (padding > 0) expect(after[at]).toMatch(/^[1-9]\d*[\t→]/)
    })
    expect(unpad(once)).toBe(once)
  }), { numRuns: 300 })
})

test('source with numbers costs fewer tokens, and its text is the same', async () => {
  const source = Array.from({ length: 60 }, (_, i) => (i % 7 === 0 ? '' : `${'\t'.repeat(i % 4)}const value${i} = read("${i}")   `))
  const { text, report: { decisions: [decision] } } = await crush(numbered(source, { separator: '→' }), { query: 'Change value12.', model: 'gpt-4o' })
  expect(text).toBe(numbered(source, { separator: '→', width: 0 }))
  expect(decision).toMatchObject({ contentType: 'numbered-source', action: 'rewritten' })
  expect(decision!.tokensAfter).toBeLessThan(decision!.tokensBefore * 0.9)
  expect((await crush(text, { query: 'Change value12.', model: 'gpt-4o' })).text).toBe(text)
})
