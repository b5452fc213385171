import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findRows, readLevels, summarize } from '../../demo/worker/rows.ts'
import type { ArrayDecision } from '../../src/index.ts'

const decisionOf = (pointer: string, rowsTotal: number, more: Partial<ArrayDecision> = {}): ArrayDecision =>
  ({ pointer, rowsTotal, rowsKept: 0, rowsIndexed: 0, rowsCounted: rowsTotal, keptRows: [], indexedRows: [], ...more })
const escape = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

describe('findRows', () => {
  test('finds the elements of a list under any key', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.constantFrom('~1', '/', '~', '__proto__', '', '"', '\u202E')), fc.array(fc.jsonValue(), { minLength: 1 }), (key, list) => {
      const text = JSON.stringify(Object.fromEntries([['first', 1], [key, list]]), null, 1)
      const [rows] = findRows(text, [decisionOf(`/${escape(key)}`, list.length)])
      expect(Array.from({ length: rows!.count }, (_, i) => JSON.parse(rows!.textOf(i)) as unknown)).toEqual(JSON.parse(JSON.stringify(list)))
    }), { numRuns: 200 })
  })

  test.each([
    { name: 'pairs of an object', text: '{"a":1,"b":2}', decision: decisionOf('', 2), rows: ['"a":1', '"b":2'] },
    { name: 'lists of one length', text: '{"t":[1,2],"v":["x","y"],"n":0}', decision: decisionOf('', 2), rows: ['{"t":1,"v":"x"}', '{"t":2,"v":"y"}'] },
    { name: 'JSON in a string', text: JSON.stringify({ result: '[{"a":1},{"a":2}]' }), decision: decisionOf('/result', 2), rows: ['{"a":1}', '{"a":2}'] },
    { name: 'the last of two keys', text: '{"a":[1],"a":[2,3]}', decision: decisionOf('/a', 2), rows: ['2', '3'] },
    { name: 'JSON lines', text: '{"a":1}\n{"a":2}\n', decision: decisionOf('', 2), rows: ['{"a":1}', '{"a":2}'] },
  ])('reads $name', ({ text, decision, rows }) => {
    const [found] = findRows(text, [decision])
    expect(Array.from({ length: found?.count ?? 0 }, (_, i) => found!.textOf(i))).toEqual(rows)
  })

  test.each([
    { name: 'in the order of the text', pointers: ['/a', '/a', '/b'], rows: ['1', '3', '5'] }, { name: 'in two runs of that order', pointers: ['/b', '/a', '/a'], rows: ['5', '1', '3'] },
  ])('of two documents finds each list once, $name', ({ pointers, rows }) => {
    const text = 'one:\n{"a":[1,2]}\nanother:\n{"a":[3,4],"b":[5,6]}\n'
    expect(findRows(text, pointers.map((pointer) => decisionOf(pointer, 2))).map((found) => found?.textOf(0))).toEqual(rows)
  })

  test.each([
    { name: 'no such key', text: '{"a":[1]}', pointer: '/b', total: 1 }, { name: 'another length', text: '{"a":[1]}', pointer: '/a', total: 2 }, { name: 'no place', text: '[[1]]', pointer: '/-1', total: 1 },
    { name: 'a place beyond the end', text: '[[1]]', pointer: '/99999999999', total: 1 }, { name: 'text', text: 'hello', pointer: '', total: 1 }, { name: 'nothing', text: '', pointer: '', total: 1 },
  ])('finds nothing where there is $name', ({ text, pointer, total }) => { expect(findRows(text, [decisionOf(pointer, total)])).toEqual([undefined]) })
})

test('summarize shows the values in one line of a given length at most', () => {
  expect(summarize('{"id":7,"name":"a\\n  b","deep":{"x":1}}', 100)).toBe('7 · a b · {"x":1}')
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), fc.integer({ min: 0, max: 60 }), (text, length) => {
    expect(summarize(text, length).length).toBeLessThanOrEqual(length)
  }), { numRuns: 200 })
})

test('readLevels tells of each row what became of it', () => {
  const levels = readLevels(decisionOf('', 4, { rowsKept: 1, rowsIndexed: 1, keptRows: [{ row: 2, reasons: ['error', 'last'] }], indexedRows: [3] }))
  expect([0, 1, 2, 3].map((row) => levels.levelOf(row))).toEqual(['counted', 'counted', 'whole', 'indexed'])
  expect([0, 2].map((row) => levels.reasonsOf(row))).toEqual([[], ['error', 'last']])
  const all = readLevels(decisionOf('', 2, { rowsKept: 2 }))
  expect([all.levelOf(1), all.reasonsOf(1)]).toEqual(['whole', ['all-rows']])
})
