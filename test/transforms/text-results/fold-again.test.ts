import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { crush } from '../../../src/index.ts'
import { foldAgain, quoteOf } from '../../../src/transforms/text-results/again/fold-again.ts'
import { splitLines } from '../../../src/transforms/text-results/lines.ts'

const again = (text: string): string | undefined => foldAgain(splitLines(text))?.text

const note = /^\[\.\.\. (\d+) lines again, as above from "(.*)" on\]$/

/** The text that notes stand for: of each, the lines from the nearest one above that begins as it says. */
function unfold(text: string): string {
  const sent = text.split('\n')
  return sent.flatMap((line, at) => {
    const found = note.exec(line.replace(/\r$/, ''))
    if (!found) return [line]
    let from = at - 1
    while (from >= 0 && (note.test(sent[from]!.replace(/\r$/, '')) || quoteOf(sent[from]!) !== found[2])) from--
    const lines = sent.slice(from, from + Number(found[1]))
    expect(from).toBeGreaterThanOrEqual(0)
    expect(lines.some((other) => note.test(other.replace(/\r$/, '')))).toBe(false)
    expect(from + lines.length).toBeLessThanOrEqual(at)
    // The note ends as the last line that it stands for.
    return lines.map((other, i) => (i === lines.length - 1 ? other.replace(/\r$/, '') + (line.endsWith('\r') ? '\r' : '') : other))
  }).join('\n')
}

const trace = (name: string): string[] => [
  `Error: ${name} could not be sent to the queue of the broker, since all of its connections were closed before`, '',
  ...Array.from({ length: 6 }, (_, i) => `    at deliver${i} (/home/ada/project/src/queue/${name}/deliver.ts:${i + 10}:7)`),
]

test('lines that stand above are one note, which says how many and where they begin', () => {
  const [a, b] = [trace('mail'), trace('page')]
  expect(again([...a, 'x', ...b, 'y', ...a, '', 'z', ...a.slice(2), ''].join('\n'))).toBe([
    ...a, 'x', ...b, 'y', `[... 8 lines again, as above from "${quoteOf(a[0]!)}" on]`, '', 'z', `[... 6 lines again, as above from "${a[2]!.trim()}" on]`, '',
  ].join('\n'))
})

test.each([
  { name: 'nothing twice', text: [...trace('mail'), ...trace('page')].join('\n') },
  { name: 'two lines', text: `${'a'.repeat(150)}\n${'b'.repeat(150)}\nc\n`.repeat(1) + `${'a'.repeat(150)}\n${'b'.repeat(150)}\n` },
  { name: 'little text', text: 'one line\ntwo lines\nthree lines\n'.repeat(2) },
  { name: 'brackets that close alike', text: '  }\n});\n'.repeat(60) },
  { name: 'lines above which differ in their end alone', text: `${'a'.repeat(100)}1\n${'b'.repeat(90)}\n${'c'.repeat(90)}\n${'a'.repeat(100)}2\nx\n` },
])('$name stays', ({ text }) => {
  expect(again(text)).toBeUndefined()
})

test('every note stands for exactly what it replaced', () => {
  const words = ['connect', 'retry in 5 s', '', '    at x', `${'long '.repeat(20)}1`, `${'long '.repeat(20)}2`, '"quoted" on]', 'a line of middling length, as programs write them', 'ünï 💥 ok'.repeat(5)]
  const piece = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 8 })
  fc.assert(fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), fc.array(fc.nat({ max: 3 }), { maxLength: 14 }), fc.constantFrom('\n', '\r\n'), fc.boolean(), (pieces, order, ending, isEnded) => {
    const text = order.flatMap((at) => pieces[at % pieces.length]!).join(ending) + (isEnded ? ending : '')
    const folded = again(text)
    if (folded === undefined) return
    expect(unfold(folded)).toBe(text)
    expect(folded.length).toBeLessThan(text.length)
  }), { numRuns: 400 })
})

test('hostile lines are read in linear time', () => {
  const time = (n: number): number => {
    const text = `${'12345678\n'.repeat(n)}${'\n'.repeat(n)}${`12345678\n${'\n'.repeat(20)}`.repeat(n / 20)}`
    const startedAt = performance.now()
    again(text)
    return performance.now() - startedAt
  }
  time(2_000)
  expect(time(80_000)).toBeLessThan(40 * Math.max(20, time(8_000)))
})

test('only what a program wrote is folded, and only once', async () => {
  const lines = [...trace('mail'), 'The second time:', ...trace('mail'), 'The third time:', ...trace('mail')]
  const options = { query: 'Why is mail late?', model: 'gpt-4o', tokenCounter: 'estimate' } as const
  const output = `Exit code 1\n${lines.map((line) => line.replace('Error: ', '')).join('\n')}`
  const { text, report: { decisions: [decision] } } = await crush(output, options)
  expect(unfold(text)).toBe(output)
  expect(decision).toMatchObject({ action: 'rewritten', reason: '16 of its lines stand above in it' })
  expect((await crush(text, options)).text).toBe(text)
  const source = lines.map((line) => `const a = '${line}'`).join('\n')
  expect((await crush(source, options)).text).toBe(source)
})

test('data that cannot be read stays, whatever white space it has', async () => {
  const gap = ' \n\t\r '
  const row = (id: number): string => ['{', `'id' : ${id} ,`, ...Array.from({ length: 8 }, (_, i) => `'value${i}' : 'a text of its own, the same in every row' ,`), "'last' : None }"].join(gap)
  const text = `[${Array.from({ length: 30 }, (_, id) => row(id)).join(` ,${gap}`)}]`
  expect((await crush(text, { model: 'gpt-4o-mini' })).text).toBe(text)
})
