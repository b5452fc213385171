import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { crush } from '../../../src/index.ts'
import { foldLocks } from '../../../src/transforms/text-results/diff/fold-locks.ts'
import { splitLines } from '../../../src/transforms/text-results/lines.ts'

const file = (path: string, added: number, removed: number, hunks = 1): string => `diff --git a/${path} b/${path}\nindex 1234567..89abcde 100644\n--- a/${path}\n+++ b/${path}\n${
  Array.from({ length: hunks }, (_, h) => `@@ -${h * 50 + 1},${removed + 2} +${h * 50 + 1},${added + 2} @@\n context\n${Array.from({ length: removed }, (_, i) => `-  "old-${h}-${i}": "1.0.${i}",\n`).join('')}${
    Array.from({ length: added }, (_, i) => `+  "new-${h}-${i}": "2.0.${i}",\n`).join('')} context\n`).join('')}`

const code = file('src/app.ts', 3, 2)
const lock = file('web/package-lock.json', 40, 30, 2)
const never = (): boolean => false

test('hunks of a lock file are counted, its name and all other files stay', () => {
  const folded = foldLocks(splitLines(code + lock + code), never)!
  expect(folded.text).toBe(`${code}${lock.slice(0, lock.indexOf('@@'))}[... 146 lines of hunks in this generated file: 80 lines added, 60 removed]\n${code}`)
  expect(folded.linesLeftOut).toBe(146)
})

test.each([
  { name: 'no lock file', text: code + code },
  { name: 'a small change of one', text: code + file('yarn.lock', 2, 1) },
  { name: 'a lock file that was only renamed', text: 'diff --git a/old/yarn.lock b/new/yarn.lock\nsimilarity index 100%\nrename from old/yarn.lock\nrename to new/yarn.lock\n' },
  { name: 'a file that is called alike', text: file('src/package-lock.json.ts', 40, 30) },
])('$name stays as it is', ({ text }) => {
  expect(foldLocks(splitLines(text), never)).toBeUndefined()
})

test('a file that the query names stays', async () => {
  const options = { model: 'gpt-4o' }
  expect((await crush(code + lock, { query: 'What changed?', ...options })).text).toContain('146 lines of hunks')
  expect((await crush(code + lock, { query: 'What changed in package-lock.json?', ...options })).text).toBe(code + lock)
})

test('what follows a diff is no part of it', () => {
  const behind = '$ npm test\nall is well\n'
  expect(foldLocks(splitLines(lock + behind), never)!.text.endsWith(behind)).toBe(true)
})

test('each line that is left out is counted, whatever the hunks say', () => {
  const pieces = fc.array(fc.constantFrom(lock, code, '@@ -1,900 +1,900 @@\n', '@@ -1 +1 @@\n', '\\ No newline at end of file\n', '+a\n', '-b\n', '\n', 'diff --git a/go.sum b/go.sum\n'), { maxLength: 8 }).map((list) => list.join(''))
  fc.assert(fc.property(pieces, (text) => {
    const lines = splitLines(text)
    const folded = foldLocks(lines, never)
    if (folded === undefined) return
    const notes = [...folded.text.matchAll(/^\[\.\.\. (\d+) lines of hunks/gm)].map(([, count]) => Number(count))
    expect(notes.reduce((a, b) => a + b, 0)).toBe(folded.linesLeftOut)
    expect(splitLines(folded.text).count).toBe(lines.count - folded.linesLeftOut + notes.length)
  }), { numRuns: 200 })
})
