import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { crush } from '../../../src/index.ts'
import { shortenNoise } from '../../../src/transforms/text-results/terminal/shorten-noise.ts'

const line = (sign: string, length = 60): string => sign.repeat(length)

test.each([
  { name: 'a line', text: `a\n${line('-')}\nb`, short: `a\n--------\nb` },
  { name: 'a line of boxes', text: `${line('═')}\n  ${line('─')}\n`, short: `════════\n  ────────\n` },
  { name: 'a frame around a title', text: `${line('=', 25)} test session starts ${line('=', 25)}`, short: '======== test session starts ========' },
  { name: 'a line before a title, and one behind', text: `${line('-')} build\nbuild ${line('*')}`, short: '-------- build\nbuild ********' },
  { name: 'blanks at the ends of lines', text: 'a  \nb\t\r\n  \nc', short: 'a\nb\r\n\nc' },
  { name: 'blank lines in a row', text: 'a\n\n \n\n\nb\n\nc\n\n\n', short: 'a\n\nb\n\nc\n\n' },
  { name: 'a short line', text: `a\n${line('-', 15)}\nb`, short: `a\n${line('-', 15)}\nb` },
  { name: 'the rule below heads of columns', text: `name  size\n${line('-', 20)} ${line('-', 20)}\n${line('-', 20)}+${line('-', 20)}\n`, short: `name  size\n${line('-', 20)} ${line('-', 20)}\n${line('-', 20)}+${line('-', 20)}\n` },
  { name: 'what points at a place', text: `x = ;\n${line(' ', 20)}${line('^', 20)}\n${line('~', 20)}`, short: `x = ;\n${line(' ', 20)}${line('^', 20)}\n${line('~', 20)}` },
  { name: 'a word that a line goes through', text: `--------------------${line('a', 5)}--------------------`, short: `--------------------${line('a', 5)}--------------------` },
  { name: 'leading blanks', text: '    at run (a.ts:1:1)\n\tb', short: '    at run (a.ts:1:1)\n\tb' },
])('$name', ({ text, short }) => {
  expect(shortenNoise(text)).toBe(short)
  expect(shortenNoise(short)).toBe(short)
})

test('words and their order stay, and shortening twice is shortening once', () => {
  const pieces = fc.array(fc.constantFrom('word', ' ', '\t', '\n', '\r\n', line('-', 20), line('=', 9), '-', '+', '=', ' title ', '─'.repeat(30)), { maxLength: 30 }).map((list) => list.join(''))
  fc.assert(fc.property(pieces, (text) => {
    const once = shortenNoise(text)
    const words = (of: string): string[] => of.match(/word|title/g) ?? []
    expect(words(once)).toEqual(words(text))
    // Every line that says anything is there.
    const said = (of: string): number => of.split('\n').filter((of) => of.trim() !== '').length
    expect(said(once)).toBe(said(text))
    expect(once.length).toBeLessThanOrEqual(text.length)
    expect(shortenNoise(once)).toBe(once)
  }), { numRuns: 400 })
})

const model = 'gpt-4o'
/** Lines that share no word. */
const steps = Array.from({ length: 16 }, (_, i) => Array.from({ length: 8 }, (_, j) => ['ka', 'lo', 'mi', 'nu', 're', 'so', 'ti', 'vu'].map((part, k) => (i * 8 + j) >> k & 1 ? part : part[1]).join('')).join(' '))

test('output of a build that says everything once loses what only fills it', async () => {
  const text = steps.map((step) => `${line('─')}\n[INFO] ${step}     \n\n\n`).join('')
  const { text: shorter, report: { decisions: [decision] } } = await crush(text, { model })
  expect(shorter).toBe(shortenNoise(text))
  expect(decision).toMatchObject({ contentType: 'log', action: 'rewritten', reason: 'what only fills its lines is gone' })
  expect((await crush(shorter, { model })).text).toBe(shorter)
})

test('source and prose keep their blanks and rules', async () => {
  const text = `# Title  \n\n\n${line('-')}\n${steps.map((step, i) => `${i}. ${step}.  \n\n\n`).join('')}`
  expect((await crush(text, { model })).text).toBe(text)
})
