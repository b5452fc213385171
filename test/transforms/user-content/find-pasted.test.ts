import { expect, test } from 'vitest'
import * as fc from 'fast-check'
import { findPasted } from '../../../src/transforms/user-content/find-pasted.ts'

const rows = (count: number, space?: number): string => JSON.stringify(Array.from({ length: count }, (_, id) => ({ id, name: `person ${id}` })), null, space)
const lines = (count: number, line: (i: number) => string): string => Array.from({ length: count }, (_, i) => line(i)).join('\n')
const time = (i: number): string => `2025-03-01 12:00:${String(i % 60).padStart(2, '0')}`
const log = lines(30, (i) => `${time(i)} INFO worker-${i % 4} done in ${i} ms`)
const traced = log.replace('worker-1 done in 5 ms', 'worker-1 done in 5 ms\n    at run (src/run.ts:3:1)\nCaused by: nothing')
const json = rows(20)
const jsonLines = lines(20, (id) => `{"id":${id},"name":"person ${id}"}`)
const csv = `time,level,host\n${lines(30, (i) => `${time(i)},INFO,web-${i % 3}`)}`
const code = lines(30, (i) => `const value${i} = read(${i}) // as it was`)

/** The blocks stand between « and ». */
test.each([
  { name: 'a document between words', text: `Who is 17?\n«${json}»\nThanks  a lot. ` },
  { name: 'an indented document after blanks', text: `Look:\n  «${rows(20, 2)}»  \n\nok` },
  { name: 'a message that is nothing else, without the white space around', text: `\n «${json}»\n\n` },
  { name: 'JSON lines, as one', text: `These\n«${jsonLines}»\nfailed` },
  { name: 'two documents with words between', text: `a\n«${json}»\nand\n«${rows(30)}»` },
  { name: 'line breaks of Windows', text: `a\r\n«${rows(20, 1).replaceAll('\n', '\r\n')}»\r\nb\r\n` },
  { name: 'a fence of JSON', text: `Look:\n\`\`\`json\n«${rows(20, 2)}»\n\`\`\`\nok?` },
  { name: 'a fence that says nothing, of tildes', text: `~~~\n«${json}»\n~~~` },
  { name: 'a fence that is not closed', text: `Look:\n\`\`\`\n«${json}»` },
  { name: 'a longer fence around a shorter one', text: `\`\`\`\`text\n\`\`\`\n«${json}»\n\`\`\`\n\`\`\`\`\nbye` },
  { name: 'a document in tags', text: `<data>\n«${json}»\n</data>` },
  { name: 'a log in a fence', text: `Why?\n\`\`\`log\n«${log}»\n\`\`\`\n` },
  { name: 'a log in a fence with words of its service in JSON', text: `\`\`\`\n«${log}\n{"level":"error","message":"gone"}\n${log}»\n\`\`\`` },
  { name: 'a log between words', text: `Why does it stop?\n«${log}»\nI see no reason.` },
  { name: 'a log with a stack trace in it', text: `Why?\n\n«${traced}»\n\nSo?` },
  { name: 'a log without the blanks around', text: `Why?\n  «${log}»  \nSo?` },
  { name: 'words between two logs', text: `On one host:\n«${log}»\nand on the other\n«${log}»` },
  { name: 'a log and a document', text: `«${log}»\n«${json}»\nand?` },
  { name: 'a log that was folded before', text: `Why?\n«[log of 300 lines: 2 stand here as they were]\n${time(1)} INFO a\n[#1: 299 lines like this]\n[... 12 like #1]\n${time(2)} INFO b»\nSo?` },
  { name: 'a short document that we wrote', text: `Who?\n«{"_headroom":"table of 9 rows","columns":["a"],"rows":[[1]]}»\nThanks` },
])('finds $name', ({ text: marked }) => {
  const text = marked.replaceAll(/[«»]/g, '')
  const blocks = findPasted(text)
  let shown = ''
  let at = 0
  for (const { start, end } of blocks) {
    shown += `${text.slice(at, start)}«${text.slice(start, end)}»`
    at = end
  }
  expect(shown + text.slice(at)).toBe(marked)
})

test.each([
  { name: 'words', text: 'What is wrong here? '.repeat(40) },
  { name: 'a short document', text: `${'I mean this one, '.repeat(20)}\n{"id": 17, "name": "x"}\nthanks` },
  { name: 'a document in the middle of a line', text: `The rows ${json} are wrong` },
  { name: 'a document that ends in the middle of a line', text: `${json} are wrong` },
  { name: 'JSON that was cut off', text: `Look:\n${json.slice(0, -9)}\nok?` },
  { name: 'JSON with a comma too many', text: `Look:\n${json.slice(0, -1)},]\nok?` },
  { name: 'a text in quotes', text: JSON.stringify('What is wrong here? '.repeat(40)) },
  { name: 'data in source code', text: `\`\`\`ts\nexport default\n${rows(20, 2)}\n\`\`\`` },
  { name: 'footnotes', text: lines(60, (i) => `[${i}]\nSee the manual, page ${i}`) },
  { name: 'source code', text: code },
  { name: 'source code in a fence', text: `\`\`\`\n${code}\n\`\`\`` },
  { name: 'a table with times', text: `\`\`\`\n${csv}\n\`\`\`\nand\n${csv}` },
  { name: 'a diary', text: lines(30, (i) => `We went home at ${time(i)} and slept`) },
  { name: 'a few lines of a log', text: `Why?\n${log.split('\n').slice(0, 8).join('\n')}\nSo?` },
  { name: 'a log with words after every few lines', text: lines(30, (i) => (i % 6 === 5 ? 'here it hangs' : `${time(i)} INFO done`)) },
  { name: 'lines of a terminal outside of a fence', text: lines(30, (i) => `${time(i)} \u001b[32mINFO\u001b[0m done`) },
])('takes $name for words', ({ text }) => {
  expect(findPasted(text)).toEqual([])
})

test('blocks ascend, never overlap and fill whole lines, whatever the text', () => {
  const piece = fc.constantFrom('```', '~~~json', '````', json, rows(20, 2), jsonLines, log, traced, '[', '{"a":', ']', '', ' ', 'words', '  at run (x:1)', '[log of 9 lines: x]', '\t', '"', '\u001b[0m')
  fc.assert(fc.property(fc.array(piece, { maxLength: 14 }), fc.constantFrom('\n', '\r\n', '\n\n'), (pieces, end) => {
    const text = pieces.join(end)
    let at = 0
    for (const block of findPasted(text)) {
      expect(block.start).toBeGreaterThanOrEqual(at)
      expect(block.end).toBeGreaterThan(block.start)
      expect(text.slice(0, block.start)).toMatch(/(?:^|\n)[ \t\r]*$/)
      expect(text.slice(block.end)).toMatch(/^[ \t\r]*(?:\n|$)/)
      at = block.end
    }
  }), { numRuns: 150 })
})

test.each([
  { name: 'fences that open', text: '```\n'.repeat(100_000) },
  { name: 'fences of another kind', text: '```x`\n~~~~\n'.repeat(50_000) },
  { name: 'brackets', text: '[\n'.repeat(200_000) },
  { name: 'lines that go on', text: '  at\n'.repeat(100_000) },
  { name: 'times with words between', text: `${time(1)} x\nwords\n`.repeat(20_000) },
  { name: 'heads of folded logs', text: '[log of 9 lines: x]\n'.repeat(30_000) },
])('a long text of $name takes no quadratic time', ({ text }) => {
  const startedAt = performance.now()
  findPasted(text)
  // Quadratic would be minutes.
  expect(performance.now() - startedAt).toBeLessThan(4000)
})
