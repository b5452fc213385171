import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { crush } from '../../../src/index.ts'
import { findQueryTerms } from '../../../src/relevance/terms.ts'
import { splitLines } from '../../../src/transforms/text-results/lines.ts'
import { foldMatches } from '../../../src/transforms/text-results/search/fold-matches.ts'
import { readMatches } from '../../../src/transforms/text-results/search/read-matches.ts'

async function fold(text: string, query = ''): Promise<{ readonly text: string, readonly linesKept: number, readonly linesTotal: number } | undefined> {
  const lines = splitLines(text)
  return foldMatches(lines, readMatches(lines), { text: query, terms: findQueryTerms(query) })
}

/** `count` matches of `files` files, far from each other. */
const matches = (count: number, files: number, text = (i: number): string => `  const value${i} = read(${i})`): string =>
  Array.from({ length: count }, (_, i) => `src/part-${Math.floor(i * files / count)}/main.ts:${(i * 7) % 5000 + 1}:${text(i)}`).join('\n')

const note = /^\[\.\.\. (\d+) match(?:es)?(?: and (\d+) lines? beside (?:it|them))?\]$/

test('a hundred matches all stay, and those of one more are counted', async () => {
  expect(await fold(matches(100, 10))).toBeUndefined()
  const folded = await fold(matches(101, 10))
  expect(folded).toMatchObject({ linesKept: 60, linesTotal: 101 })
  expect(folded!.text.split('\n')[0]).toBe('[101 matches by file: a path, then its lines as "line:text", or "line-text" beside a match; 60 stand here, the others are counted]')
})

test('of each file something stays, and every path', async () => {
  const folded = (await fold(matches(400, 40)))!.text.split('\n')
  for (let file = 0; file < 40; file++) {
    const at = folded.indexOf(`src/part-${file}/main.ts`)
    expect(at).toBeGreaterThan(0)
    expect(folded.slice(at + 1, at + 3).some((line) => /^\d+:/.test(line))).toBe(true)
  }
  const many = (await fold(matches(400, 200)))!
  expect(many.linesKept).toBe(60)
  expect(many.text.match(/^src\/part-\d+\/main\.ts$/gm)).toHaveLength(200)
})

test('what the query names stays, and more of a file that it names', async () => {
  const source = matches(300, 3, (i) => (i === 211 ? '  refundOrder(order)' : `  value${i}()`)).replaceAll('part-1/main.ts', 'part-1/billing.ts')
  expect((await fold(source))!.text).not.toContain('refundOrder')
  expect((await fold(source, 'Who calls refundOrder?'))!.text).toContain('refundOrder(order)')
  const inFile = (text: string): number => text.slice(text.indexOf('billing.ts'), text.indexOf('part-2')).split('\n').filter((line) => /^\d+:/.test(line)).length
  expect(inFile((await fold(source, 'What is called in billing.ts?'))!.text)).toBeGreaterThanOrEqual(30)
})

test('lines beside a match go with it, and what grep writes between groups with both', async () => {
  const source = Array.from({ length: 150 }, (_, i) => `a.ts-${10 * i + 1}-before ${i}\na.ts:${10 * i + 2}:match ${i}\na.ts-${10 * i + 3}-after ${i}`).join('\n--\n')
  const { text } = (await fold(source))!
  const lines = text.split('\n').slice(1)
  expect(lines[0]).toBe('a.ts')
  for (const [at, line] of lines.entries()) {
    const kept = /^\d+:match (\d+)$/.exec(line)?.[1]
    if (kept === undefined) continue
    expect(lines[at - 1]).toBe(`${10 * Number(kept) + 1}-before ${kept}`)
    expect(lines[at + 1]).toBe(`${10 * Number(kept) + 3}-after ${kept}`)
  }
  expect(text).toMatch(/\[\.\.\. 1 match and 2 lines beside it\]/)
})

test('a file that is read by searching it stays', async () => {
  expect(await fold(Array.from({ length: 300 }, (_, i) => `src/a.ts:${i + 1}:line ${i}`).join('\n'))).toBeUndefined()
})

const places = fc.array(fc.record({
  file: fc.integer({ min: 0, max: 12 }), kind: fc.constantFrom(':', ':', ':', '-', '--', 'Binary file x matches'), number: fc.integer({ min: 1, max: 9999 }), text: fc.constantFrom('', 'x = 1', 'call(y)', '7:8'),
}), { minLength: 130, maxLength: 260 })

test('every line stands word for word, in its place, or is counted there', async () => {
  await fc.assert(fc.asyncProperty(places, fc.constantFrom('\n', '\r\n'), async (list, ending) => {
    const source = list.map(({ file, kind, number, text }) => (kind.length > 1 ? kind : `lib/f${file}.c${kind}${number}${kind}${text}`))
    const folded = await fold(source.join(ending))
    if (folded === undefined) return
    const results = source.filter((line) => line.startsWith('lib/'))
    let at = 0
    let path = ''
    let kept = 0
    for (const line of folded.text.split(ending).slice(1)) {
      const gap = note.exec(line)
      if (gap) {
        const gone = results.slice(at, at + Number(gap[1]) + Number(gap[2] ?? 0))
        expect(gone.every((one) => one.startsWith(path))).toBe(true)
        expect(gone.filter((one) => one[path.length] === ':')).toHaveLength(Number(gap[1]))
        at += gone.length
      } else if (/^\d+[:-]/.test(line)) {
        expect(`${path}${/^\d+(.)/.exec(line)![1]}${line}`).toBe(results[at++])
        if (/^\d+:/.test(line)) kept++
      } else if (line.startsWith('lib/')) path = line
    }
    expect(at).toBe(results.length)
    expect(kept).toBe(folded.linesKept)
    expect(folded.linesTotal).toBe(results.filter((line) => /^lib\/f\d+\.c:/.test(line)).length)
    expect(folded.text.split(ending).filter((line) => line.startsWith('Binary'))).toHaveLength(source.filter((line) => line.startsWith('Binary')).length)
  }), { numRuns: 100, seed: 8 })
})

test('a wide search costs less, says so, and once', async () => {
  const source = matches(600, 25)
  const { text, report: { decisions: [decision] } } = await crush(source, { query: 'Where is value377 set?', model: 'gpt-4o' })
  expect(decision).toMatchObject({ contentType: 'search-results', action: 'crushed', lines: { total: 600 } })
  expect(decision!.reason).toMatch(/^kept \d+ of 600 matches, and counted the others by file$/)
  expect(text).toContain('const value377 = read(377)')
  expect(decision!.tokensAfter).toBeLessThan(decision!.tokensBefore / 4)
  expect((await crush(text, { query: 'Where is value377 set?', model: 'gpt-4o' })).text).toBe(text)
})

test('errors in logs that were searched stay', async () => {
  const source = Array.from({ length: 400 }, (_, i) => `logs/app${Math.floor(i / 100)}.log:${i * 7 + 1}:2026-02-10T09:0${Math.floor(i / 60)}:${String(i % 60).padStart(2, '0')}Z ${i % 100 === 57 ? `ERROR payment ${i} refused` : `INFO payment ${i} done`}`).join('\n')
  const { text } = (await fold(source))!
  expect(text.match(/ERROR payment \d+ refused/g)).toEqual([57, 157, 257, 357].map((i) => `ERROR payment ${i} refused`))
  const code = await fold(matches(400, 4, (i) => (i % 100 === 57 ? '  throw new Error("refused")' : '  pay()')))
  expect(code!.linesKept).toBe(60)
})
