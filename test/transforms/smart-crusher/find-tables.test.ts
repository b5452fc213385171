import { describe, expect, test } from 'vitest'
import { parseJson } from '../../../src/json/parse.ts'
import { findTables } from '../../../src/transforms/smart-crusher/find-tables.ts'
import { rowsOf } from './table-of.ts'

const pointersOf = (value: unknown, minRows = 5, minLength = 0): string[] => {
  const doc = parseJson(JSON.stringify(value))
  if (!doc) throw new Error('not JSON')
  return findTables(doc, minRows, minLength).map(({ pointer }) => pointer)
}

describe('findTables', () => {
  test('finds arrays of every kind, inner ones before those they stand in', () => {
    const rows = rowsOf(6, (i) => ({ id: i, tags: ['a', 'b', 'c', 'd', 'e'] }))
    expect(pointersOf({ data: { rows }, numbers: [1, 2, 3, 4, 5] })).toEqual([
      '/numbers', '/data/rows/5/tags', '/data/rows/4/tags', '/data/rows/3/tags', '/data/rows/2/tags', '/data/rows/1/tags', '/data/rows/0/tags', '/data/rows',
    ])
  })

  test('leaves arrays with fewer rows or less text alone', () => {
    expect(pointersOf([1, 2, 3, 4])).toEqual([])
    expect(pointersOf({ short: [1, 2, 3, 4, 5], long: rowsOf(30, (i) => i) }, 5, 40)).toEqual(['/long'])
  })

  test('escapes keys in pointers', () => {
    expect(pointersOf({ 'a/b~c': [1, 2, 3, 4, 5] })).toEqual(['/a~1b~0c'])
  })

  test.each([
    { name: 'takes a big object of objects of one shape for a map', value: Object.fromEntries(rowsOf(20, (i) => [`user-${i}`, { name: `n${i}`, age: i }])), isMap: true },
    { name: 'takes many scalars of one type for a map', value: Object.fromEntries(rowsOf(60, (i) => [`v${i}`, `2024-01-${i}`])), isMap: true },
    { name: 'takes few scalars for a record', value: Object.fromEntries(rowsOf(30, (i) => [`field${i}`, `text ${i}`])), isMap: false },
    { name: 'takes scalars of several types for a record', value: Object.fromEntries(rowsOf(60, (i) => [`field${i}`, i % 2 ? i : `text ${i}`])), isMap: false },
    { name: 'takes sections of different shapes for a configuration', value: Object.fromEntries(rowsOf(25, (i) => [`section${i}`, { [`key${i}`]: i, [`other${i}`]: i }])), isMap: false },
    { name: 'takes lists of objects of one shape for a map', value: Object.fromEntries(rowsOf(40, (i) => [`2024-01-${i}`, rowsOf(1 + (i % 3), (j) => ({ hour: j, degrees: i }))])), isMap: true },
    { name: 'takes many lists of scalars for a map', value: Object.fromEntries(rowsOf(60, (i) => [`word${i}`, rowsOf(1 + (i % 3), (j) => `synonym ${i}-${j}`)])), isMap: true },
    { name: 'takes lists of one length for columns', value: Object.fromEntries(rowsOf(60, (i) => [`column${i}`, rowsOf(3, (j) => i * j)])), isMap: false },
    { name: 'takes lists of objects of different shapes for a record', value: Object.fromEntries(rowsOf(25, (i) => [`field${i}`, [{ [`key${i}`]: i, [`other${i}`]: i }]])), isMap: false },
  ])('$name', ({ value, isMap }) => {
    expect(pointersOf(value)).toEqual(isMap ? [''] : [])
  })

  test('gives the node of each row, and of each key of a map', () => {
    const doc = parseJson('{"list":[10,{"a":[1]},"x"]}')!
    const [table] = findTables(doc, 3, 0)
    expect(Array.from(table!.values, (node) => doc.text.slice(doc.start[node], doc.end[node]))).toEqual(['10', '{"a":[1]}', '"x"'])
    const map = parseJson(JSON.stringify(Object.fromEntries(rowsOf(50, (i) => [`k${i}`, { v: i }]))))!
    const keys = findTables(map, 5, 0)[0]!.keys!
    expect(map.text.slice(map.start[keys[7]!], map.end[keys[7]!])).toBe('"k7"')
  })

  test('does not look below 32 levels', () => {
    let value: unknown = [1, 2, 3, 4, 5]
    for (let i = 0; i < 40; i++) value = { down: value }
    expect(pointersOf(value)).toEqual([])
  })
})
