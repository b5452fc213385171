import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layOut } from '../../demo/worker/layout.ts'
import { findRewritten } from '../../demo/worker/rewritten.ts'
import { findRows } from '../../demo/worker/rows.ts'
import { crush } from '../../src/index.ts'

const rows = Array.from({ length: 30 }, (_, i) => ({ id: 1000 + i, service: 'billing', level: 'info', ms: 20 + (i % 7) }))
const lossless = async (text: string) => (await crush(text, { model: 'gpt-4o-mini', smartCrusher: { lossless: true, minTokensToCrush: 0 } })).text

describe('findRewritten', () => {
  test.each([
    { name: 'a list', text: JSON.stringify(rows), pointers: [''] },
    { name: 'lists inside of objects, not the numbers of the same length', text: JSON.stringify({ n: rows.map(({ id }) => id), 'a/b': rows, c: { d: rows } }), pointers: ['/a~1b', '/c/d'] },
    { name: 'JSON lines', text: rows.map((row) => JSON.stringify(row)).join('\n'), pointers: [''] },
    { name: 'a document between words', text: `Here it is:\n${JSON.stringify(rows, null, 1)}\nThat is all.`, pointers: [''] },
    { name: 'JSON in a string', text: JSON.stringify(JSON.stringify(rows)), pointers: [''] },
    { name: 'an object used as a map', text: JSON.stringify(Object.fromEntries(rows.map((row) => [`key ${row.id}`, row]))), pointers: [''] },
  ])('finds $name, and each row in what goes out', async ({ text, pointers }) => {
    const after = await lossless(text)
    const found = findRewritten(text, after, [])
    expect(found.map(({ pointer }) => pointer)).toEqual(pointers)
    expect(findRows(text, found).every((list) => list?.count === rows.length)).toBe(true)
    const linked = new Set<number>()
    const lines = layOut(after, 200, found.map((decision, array) => ({ array, decision })), (array) => linked.add(array))
    expect(linked.size).toBe(pointers.length)
    const last = lines.findLast(({ mark }) => mark?.row !== undefined)!
    expect(last.mark).toEqual({ kind: 'whole', array: pointers.length - 1, row: rows.length - 1 })
    expect(last.text.slice(last.start, last.end)).toContain('1029')
  })

  test('where only white space went, lists of objects are those of rows', () => {
    const text = JSON.stringify({ few: rows.slice(0, 2), many: rows, words: ['a', 'b', 'c', 'd', 'e', 'f'] }, null, 2)
    expect(findRewritten(text, JSON.stringify(JSON.parse(text)), []).map(({ pointer }) => pointer)).toEqual(['/many'])
    expect(findRewritten(text, text, [])).toEqual([])
  })

  test('a list of which rows went is not found again', async () => {
    const many = Array.from({ length: 300 }, (_, i) => ({ ...rows[i % 30]!, id: i, level: i === 123 ? 'error' : 'info' }))
    const text = JSON.stringify({ many, rows })
    const { text: after, report: { decisions: [decision] } } = await crush(text, { model: 'gpt-4o-mini' })
    expect(decision!.arrays.map(({ pointer }) => pointer)).toContain('/many')
    const all = [...decision!.arrays, ...findRewritten(text, after, decision!.arrays)]
    expect(all.map(({ pointer }) => pointer)).toEqual(['/many', '/rows'])
    // Nor one of the same length.
    const twins = JSON.stringify({ a: rows, b: rows })
    const decided = { pointer: '/a', rowsTotal: 30, rowsKept: 3, rowsIndexed: 0, rowsCounted: 27, keptRows: [], indexedRows: [] }
    expect(findRewritten(twins, await lossless(JSON.stringify({ b: rows })), [decided]).map(({ pointer }) => pointer)).toEqual(['/b'])
  })

  test('reads any two texts', () => {
    const word = fc.constantFrom('{"_headroom":"table of 2 rows","rows":[[1],[2]]}', '[{"a":1},{"a":2}]', '{"_headroom":"table of 99999999999 rows"}', 'x', '\n', '[', '{"a":', '1}')
    const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(''))
    fc.assert(fc.property(text, text, (before, after) => {
      const found = findRewritten(before, after, [])
      expect(findRows(before, found).every((list, i) => list?.count === found[i]!.rowsTotal)).toBe(true)
    }), { numRuns: 300 })
  })
})
