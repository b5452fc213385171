import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { crush } from '../../../src/index.ts'
import { splitLines } from '../../../src/transforms/text-results/lines.ts'
import { shrinkContext } from '../../../src/transforms/text-results/diff/shrink-context.ts'

/** A line of a file and what a diff says of it. */
type Line = readonly [sign: ' ' | '+' | '-', text: string]

const head = 'diff --git a/src/app.ts b/src/app.ts\nindex 1234567..89abcde 100644\n--- a/src/app.ts\n+++ b/src/app.ts\n'
const numbered = (count: number, from = 0): Line[] => Array.from({ length: count }, (_, i): Line => [' ', `line ${from + i}`])
const without = (lines: readonly Line[], sign: '+' | '-'): string[] => lines.filter(([of]) => of !== sign).map(([, text]) => text)
/** All of a file as one hunk. */
const hunk = (lines: readonly Line[], start = 1, title = ''): string => `@@ -${start},${without(lines, '+').length} +${start},${without(lines, '-').length} @@${title}\n${lines.map(([sign, text]) => `${sign}${text}\n`).join('')}`
const nothing = (text: string): Uint8Array => new Uint8Array(splitLines(text).count)
const shrink = (text: string): string | undefined => shrinkContext(splitLines(text), nothing(text))?.text

test('a hunk with a gap becomes two with numbers that are right', () => {
  const lines: Line[] = [...numbered(20), ['-', 'old'], ['+', 'new'], ['+', 'newer'], ...numbered(40, 20), ['+', 'last'], ...numbered(12, 60)]
  expect(shrink(head + hunk(lines, 101, ' function run() {'))).toBe(`${head}@@ -118,7 +118,8 @@ function run() { [... 17 unchanged lines left out by headroom]
 line 17
 line 18
 line 19
-old
+new
+newer
 line 20
 line 21
 line 22
@@ -159,6 +160,7 @@ [... 34 unchanged lines left out by headroom]
 line 57
 line 58
 line 59
+last
 line 60
 line 61
 line 62
[... 9 unchanged lines left out by headroom]
`)
})

test.each([
  { name: 'the usual context', text: head + hunk([...numbered(3), ['+', 'a'], ...numbered(6, 3), ['-', 'line 9'], ...numbered(3, 9)]) },
  { name: 'a hunk that is shorter than it says', text: (head + hunk([...numbered(40), ['+', 'a']])).replace('+1,41', '+1,44') },
  { name: 'a hunk without a change', text: head + hunk(numbered(40)) },
  { name: 'a merge', text: `diff --cc a.ts\n@@@ -1,40 -1,40 +1,41 @@@\n${numbered(40).map(([, text]) => `  ${text}\n`).join('')}++a\n` },
])('$name stays', ({ text }) => {
  expect(shrink(text)).toBeUndefined()
})

test('unchanged lines between hunks are told in the header of the next one', () => {
  const text = head + hunk([['+', 'a'], ...numbered(30)]) + hunk([...numbered(3, 90), ['+', 'b']], 91)
  expect(shrink(text)).toContain(' line 2\n@@ -91,3 +91,4 @@ [... 27 unchanged lines left out by headroom]\n line 90\n')
})

interface Patch { readonly start: number, readonly lines: readonly string[] }

/** Reads a diff of one file as `git apply` does: by the numbers of its headers. */
function readPatch(diff: string): Patch[] {
  const patches: { start: number, lines: string[] }[] = []
  let [before, after] = [0, 0]
  for (const line of diff.split('\n')) {
    const found = /^@@ -(\d+),(\d+) \+\d+,(\d+) @@/.exec(line)
    if (found) {
      patches.push({ start: Number(found[1]), lines: [] })
      ;[before, after] = [Number(found[2]), Number(found[3])]
    } else if (before > 0 || after > 0) {
      patches.at(-1)!.lines.push(line)
      if (!line.startsWith('+')) before--
      if (!line.startsWith('-')) after--
    }
  }
  expect([before, after]).toEqual([0, 0])
  return patches
}

function apply(file: readonly string[], diff: string): string[] {
  const written: string[] = []
  let at = 0
  for (const { start, lines } of readPatch(diff)) {
    while (at < start - 1) written.push(file[at++]!)
    for (const line of lines) {
      if (!line.startsWith('+')) expect(file[at++]).toBe(line.slice(1))
      if (!line.startsWith('-')) written.push(line.slice(1))
    }
  }
  return [...written, ...file.slice(at)]
}

const files = fc.array(fc.tuple(fc.constantFrom<' ' | '+' | '-'>(' ', '+', '-'), fc.integer({ min: 1, max: 25 })), { minLength: 1, maxLength: 12 }).map((runs): Line[] => {
  let next = 0
  return runs.flatMap(([sign, count]) => Array.from({ length: sign === ' ' ? count : Math.ceil(count / 8) }, (): Line => [sign, ++next % 5 === 0 ? '' : `line ${next}`]))
}).filter((lines) => lines[0]![0] === ' ')

test('what is left applies to the same file and gives the same file, and every line is there or counted', () => {
  fc.assert(fc.property(files, fc.array(fc.nat(200), { maxLength: 3 }), (lines, named) => {
    const diff = head + hunk(lines)
    const stays = nothing(diff)
    for (const line of named) if (line < stays.length) stays[line] = 1
    const shrunk = shrinkContext(splitLines(diff), stays)
    if (shrunk === undefined) return
    expect(apply(without(lines, '+'), shrunk.text)).toEqual(without(lines, '-'))
    expect(shrunk.text.split('\n').filter((line) => /^[+-]/.test(line))).toEqual(diff.split('\n').filter((line) => /^[+-]/.test(line)))
    const counted = [...shrunk.text.matchAll(/\[\.\.\. (\d+) unchanged lines left out by headroom\]/g)].reduce((sum, [, count]) => sum + Number(count), 0)
    expect(counted).toBe(shrunk.linesLeftOut)
    const standing = readPatch(shrunk.text).reduce((sum, patch) => sum + patch.lines.length, 0)
    expect(standing + counted).toBe(lines.length)
    for (const line of named) if (line >= 5 && line < stays.length) expect(shrunk.text.split('\n')).toContain(diff.split('\n')[line])
    if (named.length === 0) expect(shrink(shrunk.text)).toBeUndefined()
  }), { numRuns: 300 })
})

const model = 'gpt-4o'
const wide = head + hunk([...Array.from({ length: 80 }, (_, i): Line => [' ', `  const value${i} = read('${String.fromCharCode(97 + i % 26)}${i}') // what it was`]), ['-', '  return 1'], ['+', '  return 2'], ...numbered(3, 80)])

test('a wide diff shrinks, and what the query names stays', async () => {
  const { text, report: { decisions: [decision] } } = await crush(wide, { model, query: 'What changed?' })
  expect(text).toContain('[... 77 unchanged lines left out by headroom]')
  expect(decision).toMatchObject({ contentType: 'diff', action: 'crushed', reason: 'left out 77 unchanged lines', lines: { kept: 13, total: 90 } })
  expect((await crush(text, { model, query: 'What changed?' })).text).toBe(text)
  const named = (await crush(wide, { model, query: 'Is `value40` used?' })).text
  expect(named).toContain("const value40 = read('o40')")
  expect(named).not.toContain('value20 ')
})

test('it stays where that is switched off, and where the call asked for it', async () => {
  expect((await crush(wide, { model, textResults: { diffContext: false } })).text).toBe(wide)
  const { optimize } = await import('../../../src/index.ts')
  const ofCall = async (call: Readonly<Record<string, unknown>>): Promise<unknown> => (await optimize([
    { role: 'user', content: 'What changed?' },
    { role: 'assistant', content: null, tool_calls: [{ id: 'c', type: 'function', function: { name: 'bash', arguments: JSON.stringify(call) } }] },
    { role: 'tool', tool_call_id: 'c', content: wide },
  ], { model })).messages[2]!.content
  const of = async (command: string): Promise<unknown> => ofCall({ command })
  expect(await of('git diff')).not.toBe(wide)
  expect(await of('git diff -U99')).toBe(wide)
  expect(await of('git show --function-context HEAD')).toBe(wide)
  expect(await of('diff -u8 a b')).toBe(wide)
  expect(await of('git diff -U3')).not.toBe(wide)
  expect(await ofCall({ repo_path: '/r', context_lines: 25 })).toBe(wide)
  expect(await ofCall({ repo_path: '/r', context_lines: 3 })).not.toBe(wide)
})
