import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crush } from '../../../src/index.ts'
import { splitLines } from '../../../src/transforms/text-results/lines.ts'
import { findDiffs } from '../../../src/transforms/text-results/parts/find-diffs.ts'
import { splitParts } from '../../../src/transforms/text-results/parts/split-parts.ts'
import { markdown } from '../../arbitraries/text-table.ts'

const options = { model: 'gpt-4o', tokenCounter: 'estimate' } as const

const each = (count: number, line: (i: number) => string): string => Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('')

const log = (count: number): string => each(count, (i) => `2026-11-26 10:${String(Math.floor(i / 60) % 60).padStart(2, '0')}:${String(i % 60).padStart(2, '0')} INFO worker handled request ${i * 7} in ${i % 13} ms`)
const diff = (count: number): string => `diff --git a/src/a.ts b/src/a.ts\nindex 1111111..2222222 100644\n--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1,${count + 1} +1,${count + 1} @@\n const first = 1\n${each(count, (i) => `-const old${i} = "2026-11-26 10:00:00 ERROR ${i}"`)}${each(count, (i) => `+const new${i} = ${i}`)}`
const csv = (count: number): string => `id,name,state\n${each(count, (i) => `${i},thing number ${i},${i === 7 ? 'failed' : 'ok'}`)}`
const json = (count: number): string => `${JSON.stringify(Array.from({ length: count }, (_, i) => ({ id: i, name: `thing number ${i}`, state: i === 7 ? 'failed' : 'ok' })), null, 1)}\n`
const paths = (count: number): string => each(count, (i) => `packages/server/src/features/area${Math.floor(i / 12)}/module-${i}.service.ts`)
const words = (count: number): string => each(count, (i) => `This is what somebody wrote about it, sentence ${'abcdefghij'[i % 10]}.`)

const kindsOf = (text: string): string[] => splitParts(splitLines(text), { tables: true, mixed: true }).map(({ type }) => type)

describe('a text is split where its kind changes', () => {
  test.each([
    { name: 'a patch and a log', text: `${diff(10)}${log(60)}`, kinds: ['diff', 'log'] },
    { name: 'a command with each', text: `$ git diff\n${diff(10)}\n$ npm test\n${log(60)}`, kinds: ['text', 'diff', 'log'] },
    { name: 'paths and a log', text: `$ git ls-files\n${paths(30)}\n$ npm test\n${log(60)}`, kinds: ['text', 'paths', 'log'] },
    { name: 'two tables of two files', text: `==> a.csv <==\n${csv(30)}\n==> b.csv <==\n${csv(40)}`, kinds: ['text', 'table', 'text', 'table'] },
    { name: 'a table under a command, among words', text: `${words(30)}$ kubectl get pods\nNAME     READY   AGE\n${each(30, (i) => `web-${String(i).padEnd(4)} 1/1     ${i}d`)}\n${words(30)}`, kinds: ['text', 'table', 'text'] },
    { name: 'tables under commands of as many words and commas', text: `$ kubectl get pods\nNAME     READY   STATUS    AGE\n${each(30, (i) => `web-${String(i).padEnd(4)} 1/1     Running   ${i}d`)}$ cat b.md 1\n${markdown(['id', 'n'], Array.from({ length: 30 }, (_, i) => [String(i), `t${i}`]))}\n$ cut -d, -f1,2\n${csv(30)}`, kinds: ['text', 'table', 'text', 'table', 'text', 'table'] },
    { name: 'lines between two tables, none of them blank', text: `${csv(30)}one\ntwo\nthree\nfour\n${markdown(['id', 'n'], Array.from({ length: 30 }, (_, i) => [String(i), `t${i}`]))}\n`, kinds: ['table', 'text', 'table'] },
    { name: 'a long table in a document', text: `${words(100)}\n${markdown(['id', 'name'], Array.from({ length: 120 }, (_, i) => [String(i), `thing ${i}`]))}\n\n${words(200)}`, kinds: ['text', 'table', 'text'] },
    { name: 'a table of options in a document', text: `${words(100)}\n${markdown(['option', 'default'], Array.from({ length: 60 }, (_, i) => [`option-${i}`, String(i)]))}\n\n${words(100)}`, kinds: ['text'] },
    { name: 'rows and lines that do not fit behind them', text: `${csv(40)}${each(20, (i) => `2026-11-26 10:00:00 ERROR row ${i} was cut`)}`, kinds: ['table', 'text'] },
    { name: 'one kind with words around', text: `${words(4)}\n${log(60)}`, kinds: ['log'] },
    { name: 'a history of patches', text: `commit 1111111\n\n    why\n\n${diff(10)}\ncommit 2222222\n\n    why not\n\n${diff(10)}`, kinds: ['diff'] },
    { name: 'words', text: words(60), kinds: ['text'] },
    { name: 'source that stands numbered', text: each(60, (i) => `${String(i + 1).padStart(6)}\u2192${i === 20 ? 'diff --git a/x b/x' : i === 21 ? 'index 111..222' : 'a,b,c'}`), kinds: ['numbered-source'] },
  ])('$name', ({ text, kinds }) => {
    expect(kindsOf(text)).toEqual(kinds)
  })

  test('and the parts are the whole text, whatever it is', () => {
    const block = fc.oneof(fc.constantFrom(log(20), diff(3), csv(16), `${markdown(['id', 'n'], Array.from({ length: 12 }, (_, i) => [String(i), 't']))}\n`, `NAME  AGE\n${each(12, (i) => `w${i}   ${i}d`)}`, paths(14), words(5), '\n', '$ ls -la\n', '=== a ===\n', '@@ -1,9 +1,9 @@\n', '```\n'), fc.string({ maxLength: 20 }))
    fc.assert(fc.property(fc.array(block, { maxLength: 8 }), (blocks) => {
      const lines = splitLines(blocks.join(''))
      const parts = splitParts(lines, { tables: true, mixed: true })
      let at = 0
      for (const { from, to, confidence } of parts) {
        expect(from).toBe(at)
        expect(confidence).toBeGreaterThanOrEqual(0)
        at = to
      }
      expect(at).toBe(lines.count)
    }), { numRuns: 200 })
  })
})

test('a patch ends where the numbers at the head of its hunk say', () => {
  const text = `before\n${diff(4)}-- not of it\n+nor this\n${diff(2)}\\ No newline at end of file\nafter\n`
  expect(findDiffs(splitLines(text))).toEqual([{ from: 1, to: 15 }, { from: 17, to: 28 }])
})

test('of a patch and a log each line of the patch stays, and the log is folded', async () => {
  const source = `$ git diff\n${diff(30)}$ npm test\n${log(300)}`
  const { text, report: { decisions: [decision] } } = await crush(source, { query: 'Did it pass?', ...options })
  expect(text).toContain(`$ git diff\n${diff(30)}`)
  expect(text).toContain('$ npm test\n')
  expect(text.length).toBeLessThan(source.length / 3)
  expect(decision).toMatchObject({ contentType: 'mixed', action: 'crushed', parts: [{ contentType: 'text', line: 1, lines: 1 }, { contentType: 'diff', confidence: 1, line: 2, lines: 66, action: 'kept' }, { contentType: 'log', line: 68, action: 'crushed' }] })
  expect((await crush(source, { query: 'Did it pass?', ...options, toolName: 'sh', toolProfiles: { sh: { textResults: { mixed: false } } } })).report.decisions[0]!.parts).toBeUndefined()
})

test.each([
  { name: 'commands and how they ended', seams: Array.from({ length: 6 }, (_, i) => [`$ npm run step-${i}`, `Exit code ${i % 3}`]) },
  { name: 'files', seams: Array.from({ length: 6 }, (_, i) => [`==> logs/service-${i}.log <==`, '']) },
  { name: 'files, otherwise marked', seams: Array.from({ length: 6 }, (_, i) => [`=== logs/service-${i}.log ===`, '']) },
])('lines that name $name stay between logs', async ({ seams }) => {
  const source = seams.map(([above, below]) => `${above}\n${log(60)}${below}\n`).join('')
  const { text } = await crush(source, { query: 'Did it work?', ...options })
  expect(text.split('\n').filter((line) => seams.flat().includes(line) && line !== '')).toEqual(seams.flat().filter((line) => line !== ''))
  expect(text.length).toBeLessThan(source.length / 4)
})

test.each([
  { name: 'under a sentence', before: 'Here are the results:\n', after: '' },
  { name: 'under the head of a response', before: each(20, (i) => `< x-header-${i}: value ${i}`), after: '\n' },
  { name: 'between lines of a log', before: log(200), after: log(200) },
  { name: 'between words', before: words(10), after: words(10) },
])('JSON $name is read as JSON', async ({ before, after }) => {
  const array = json(100)
  const source = `${before}${array}${after}`
  const { text, report: { decisions: [decision] } } = await crush(source, { query: 'What about "thing number 42"?', ...options })
  const found = text.split('\n').filter((line) => line.startsWith('{"_headroom"'))
  expect(found).toHaveLength(1)
  expect(found[0]).toMatch(/"thing number 42"/)
  expect(found[0]).toMatch(/failed/)
  if (before.startsWith('2026')) expect(text).toMatch(/^\[log of 200 lines: [^]*\n\{"_headroom"[^]*\n\[log of 200 lines: /)
  else expect(text.startsWith(before)).toBe(true)
  expect(decision).toMatchObject({ contentType: 'text with json', action: 'crushed', arrays: [{ rowsTotal: 100 }] })
  expect(decision!.parts!.map(({ line }) => line)).toContain(before.split('\n').length)
  expect((await crush(text, { query: 'What about "thing number 42"?', ...options })).text).toBe(text)
})

test('whatever stands together: patches and words stay, it is never longer, and once is enough', async () => {
  const block = fc.constantFrom(log(60), diff(6), csv(60), json(40), paths(40), words(6), '{"a": 1,\n "b": [1, 2]}\n', '$ make\n')
  await fc.assert(fc.asyncProperty(fc.array(block, { minLength: 1, maxLength: 6 }), async (blocks) => {
    const source = blocks.join('\n')
    const { text, report } = await crush(source, { query: 'What about thing number 42?', ...options })
    expect(report.tokensAfter).toBeLessThanOrEqual(report.tokensBefore)
    expect(report.warnings).toEqual([])
    if (blocks.includes(diff(6)) && !blocks.includes(json(40))) expect(text).toContain(diff(6))
    const again = await crush(text, { query: 'What about thing number 42?', ...options })
    expect(again.text).toBe(text)
  }), { numRuns: 60 })
})

test('a log with as many commas in each line is no table, not even behind a line that ends like a heading', async () => {
  const head = (i: number, letter: string): string => `${letter}, [2026-02-10T09:0${Math.floor(i / 60)}:${String(i % 60).padStart(2, '0')}.123456 #7]`
  const lines = Array.from({ length: 250 }, (_, i) => `${head(i, 'I')}  INFO -- : [${(i * 7919 + 65_536).toString(16)}] Completed 200 OK in ${i % 40}ms`)
  lines.splice(130, 0, `${head(130, 'F')} FATAL -- : [abc] RecordNotFound (no user with id=7):`, `${head(130, 'F')} FATAL -- : [abc]`)
  const { report: { decisions: [decision] } } = await crush(lines.join('\n'), { model: 'gpt-4o' })
  expect(decision).toMatchObject({ contentType: 'log', action: 'crushed', lines: { total: 252 } })
})
