import { describe, expect, test } from 'vitest'
import { parseTime } from '../../../src/transforms/smart-crusher/times.ts'
import { readColumns } from '../../../src/transforms/smart-crusher/read-columns.ts'
import { profileColumn, type ColumnProfile } from '../../../src/transforms/smart-crusher/profile-columns.ts'
import { profileOf, profilesOf, rowsOf, tableOf, tableOfText } from './table-of.ts'

describe('readColumns', () => {
  test('reads nested objects and arrays by path', () => {
    const columns = readColumns(tableOf([{ id: 1, user: { name: 'a' }, tags: ['x', 'y'] }, { user: { name: 'b', age: 3 } }, { id: 2, tags: [] }]))
    expect(columns.map(({ path, rows, inArray }) => ({ path, rows: [...rows], inArray }))).toEqual([
      { path: 'id', rows: [0, 2], inArray: false },
      { path: 'user.name', rows: [0, 1], inArray: false },
      { path: 'tags', rows: [0, 2], inArray: false },
      { path: 'tags[]', rows: [0, 0], inArray: true },
      { path: 'user.age', rows: [1], inArray: false },
    ])
  })

  test('reads rows that are arrays of one length as records without names', () => {
    expect(readColumns(tableOf([[1, 'a'], [2, 'b'], [3, 'c']])).map(({ path }) => path)).toEqual(['0', '1'])
  })

  test('reads rows of any other kind as one column', () => {
    expect(readColumns(tableOf([1, 'a', null])).map(({ path, rows }) => [path, [...rows]])).toEqual([['', [0, 1, 2]]])
  })

  test('reads a key in any of its spellings as one', () => {
    expect(readColumns(tableOfText('[{"a":1},{"\\u0061":2},{"a":3}]')).map(({ path, rows }) => [path, [...rows]])).toEqual([['a', [0, 1, 2]]])
  })

  test('gives no two columns one path', () => {
    const rows = [{ 'a.b': 1, a: { b: 2, 'c.d': [{ e: 3 }] }, '': 4 }, 5, { a: { c: { d: [{ e: 6 }] } } }]
    expect(readColumns(tableOf(rows)).map(({ path }) => path)).toEqual(["['a.b']", 'a.b', "a['c.d']", "a['c.d'][].e", "['']", '', 'a.c.d', 'a.c.d[].e'])
  })

  test('does not let thousands of columns or rows that share no key outgrow the text', () => {
    const rows = rowsOf(500, (i) => Object.fromEntries(rowsOf(10, (j) => [`k${i}_${j}`, j])))
    const columns = readColumns(tableOf(rows))
    expect(columns.length).toBe(1000)
    expect(columns.every(({ rows: cells }) => cells.length === 1)).toBe(true)
  })
})

describe('profileColumn', () => {
  test.each([
    { kind: 'constant', cell: () => 'same' },
    { kind: 'flag', cell: (i: number) => i % 3 === 0 },
    { kind: 'category', cell: (i: number) => ['open', 'closed', 'merged'][i % 3] },
    { kind: 'sequence', cell: (i: number) => 100 + 5 * i },
    { kind: 'number', cell: (i: number) => (i * 37) % 101 },
    { kind: 'number', cell: (i: number) => `${(i * 37) % 101} ms` },
    { kind: 'time', cell: (i: number) => `2024-03-0${1 + (i % 9)}T10:00:0${i % 10}Z` },
    { kind: 'identifier', cell: (i: number) => `https://example.org/items/${i}` },
    { kind: 'identifier', cell: (i: number) => `3ad66f8937403ae58c066093ef25f9dd1ae${1000 + i}` },
    { kind: 'label', cell: (i: number) => `Report number ${i} of many` },
    { kind: 'text', cell: (i: number) => `${'A long description that goes on and on. '.repeat(5)}${i}` },
    { kind: 'other', cell: (i: number) => (i % 2 ? i : `t${i}`) },
    { kind: 'other', cell: () => null },
  ])('calls a column $kind ($cell)', ({ kind, cell }) => {
    expect(profileOf(rowsOf(30, (i) => ({ field: cell(i) })), 'field').kind).toBe(kind)
  })

  test('goes by the name only where values alone do not tell', () => {
    const values = rowsOf(30, (i) => ({ score: (i * 37) % 101, id: 1e6 + ((i * 7919) % 9973), created_at: 1.7e9 + ((i * 7919) % 997) }))
    expect(profilesOf(values).map(({ kind }) => kind)).toEqual(['score', 'identifier', 'time'])
  })

  test('counts rows per value, nulls and missing cells', () => {
    const profile = profileOf([{ a: 'x' }, { a: 'x' }, { a: null }, {}, { a: 'y' }, { a: 'x' }], 'a')
    expect([...profile.counts].map(([raw, { count }]) => [raw, count])).toEqual([['"x"', 3], ['"y"', 1]])
    expect({ nulls: profile.nulls, rowsPresent: profile.rowsPresent }).toEqual({ nulls: 1, rowsPresent: 5 })
  })

  test('counts the elements of arrays', () => {
    const profile = profileOf(rowsOf(6, () => ({ tags: ['a', 'a', 'b'] })), 'tags[]')
    expect([...profile.counts].map(([raw, { count }]) => [raw, count])).toEqual([['"a"', 12], ['"b"', 6]])
  })

  const profileOfText = (text: string): ColumnProfile => profileColumn(tableOfText(text).doc, readColumns(tableOfText(text))[0]!, 4)

  test('takes numbers that no double holds for the largest', () => {
    expect(profileOfText('[{"n":1e400},{"n":2},{"n":3},{"n":-1e400}]').numbers).toEqual(Float64Array.of(Number.MAX_VALUE, 2, 3, -Number.MAX_VALUE))
  })

  test.each([
    ['"caf\\u00e9"', '"café"', ['"café"']], ['"café"', '"caf\\u00e9"', ['"café"']], ['"a\\/b"', '"a/b"', ['"a/b"']],
    ['1', '1.0', ['1']], ['1.0', '1', ['1.0']], ['10e-1', '1', ['10e-1']], ['-0', '0', ['-0']], ['1.5', '1.50', ['1.5']], ['1e400', '1e401', ['1e400', '1e401']],
    ['12345678901234567890', '12345678901234567891', ['12345678901234567890', '12345678901234567891']],
  ])('counts %s and %s by value', (one, other, values) => {
    expect([...profileOfText(`[{"n":${one}},{"n":${other}},{"n":${one}},{"n":${other}}]`).counts.keys()]).toEqual(values)
  })

  test.each([
    { name: 'version', cells: ['1.9', '1.24', '1.10'] }, { name: 'release', cells: ['2.1', '2.10', '2.2'] }, { name: 'zip', cells: ['02134', '02135', '94103'] }, { name: 'phone', cells: ['+49301', '+49302', '+49303'] },
  ])('takes no $name in a string for a number', ({ name, cells }) => {
    expect(profileOf(rowsOf(30, (i) => ({ [name]: cells[i % 3] })), name).numbers.length).toBe(0)
  })

  test('gives up counting values that nearly all differ', () => {
    const profile = profileOf(rowsOf(1000, (i) => ({ name: `n${i}` })), 'name')
    expect({ nearlyAllDiffer: profile.nearlyAllDiffer, counted: profile.counts.size }).toEqual({ nearlyAllDiffer: true, counted: 0 })
  })
})

describe('parseTime', () => {
  test.each([
    ['2024-03-01', Date.UTC(2024, 2, 1)],
    ['2024/03/01 07:05', Date.UTC(2024, 2, 1, 7, 5)],
    ['2024-03-01T07:05:09.250Z', Date.UTC(2024, 2, 1, 7, 5, 9, 250)],
    ['2024-03-01T07:05:09+02:00', Date.UTC(2024, 2, 1, 5, 5, 9)],
    ['Tue, 24 Nov 2026 03:10:00 GMT', Date.UTC(2026, 10, 24, 3, 10)],
    ['24/Nov/2026:03:10:00 +0000', Date.UTC(2026, 10, 24, 3, 10)],
    ['Wed Oct 10 20:19:24 +0000 2018', Date.UTC(2018, 9, 10, 20, 19, 24)],
  ])('reads %s', (text, milliseconds) => {
    expect(parseTime(text)).toBe(milliseconds)
  })

  test.each(['march', 'now', '12345678', '1.2.3', '2024-13-01', 'version 2024', '10.0.0.1:8080'])('takes %s for no time', (text) => {
    expect(parseTime(text)).toBeNaN()
  })
})
