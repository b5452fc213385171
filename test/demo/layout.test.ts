import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layOut, showLine } from '../../demo/worker/layout.ts'
import type { Line } from '../../demo/worker/layout.ts'

const textOf = (lines: readonly Line[]): string => lines.map(({ text, start, end }) => text.slice(start, end)).join('')
const deep = (open: string, close: string, depth: number): string => `${open.repeat(depth)}1${close.repeat(depth)}`

describe('layOut', () => {
  test('of JSON loses and adds nothing but white space between values, at any width', () => {
    // A lone string may be JSON in JSON, which is shown as what it says.
    fc.assert(fc.property(fc.oneof(fc.array(fc.jsonValue({ stringUnit: 'grapheme' })), fc.dictionary(fc.string(), fc.jsonValue())), fc.integer({ min: 1, max: 200 }), (value, columns) => {
      const lines = layOut(JSON.stringify(value, null, 2), columns)
      expect(textOf(lines)).toBe(JSON.stringify(value))
      for (const line of lines) {
        const { spans, indent } = showLine(line)
        const shown = spans.map(([, text]) => text).join('')
        expect(shown).toBe(line.text.slice(line.start, line.end))
        expect(shown.length).toBeLessThanOrEqual(Math.max(21, columns - 2 * indent + 2))
        expect(shown.isWellFormed?.() ?? true).toBe(true)
      }
    }), { numRuns: 200 })
  })

  test('of plain text keeps every line', () => {
    fc.assert(fc.property(fc.array(fc.stringMatching(/^[a-zé😀 ,]{0,90}$/u)), fc.integer({ min: 20, max: 60 }), (rows, columns) => {
      expect(textOf(layOut(rows.join('\n'), columns))).toBe(rows.join(''))
    }), { numRuns: 100 })
  })

  test.each([
    { name: 'nothing', text: '' }, { name: 'lists in lists', text: deep('[', ']', 20_000) }, { name: 'objects in objects', text: deep('{"a":', '}', 20_000) }, { name: 'brackets that never close', text: '['.repeat(50_000) },
    { name: 'two megabytes of numbers without a space', text: JSON.stringify([Array.from({ length: 500_000 }, (_, i) => i % 1000)]) }, { name: 'a huge number', text: `[${'9'.repeat(100_000)}]` }, { name: 'one long string', text: JSON.stringify(['"\\'.repeat(50_000)]) }, { name: 'words from right to left', text: JSON.stringify([{ '\u202Eשם': 'مرحبا' }]) },
    { name: 'half a pair', text: '["\ud800"]' }, { name: 'a table of ours that lies', text: '[{"_headroom":"3 of 9 rows whole","rows":7,"index":null}]' }, { name: 'markup', text: '["</script><img src=x onerror=alert(1)>"]' },
  ])('$name is laid out in no time', ({ text }) => {
    const startedAt = performance.now()
    const lines = layOut(text, 80)
    // A third of a second on a busy machine; half a minute where every line looks through the whole text.
    expect(performance.now() - startedAt).toBeLessThan(8000)
    expect(textOf(lines)).toBe(text)
    const first = lines.slice(0, 2000)
    expect(first.flatMap((line) => showLine(line).spans).map(([, piece]) => piece).join('')).toBe(textOf(first))
  })
})
