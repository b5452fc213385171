import { expect, test } from 'vitest'
import { readRows } from '../../bench/savings/read-rows.ts'

const rowsOf = (written: object): unknown => (JSON.parse(readRows(JSON.stringify(written))) as { rows: unknown }).rows

test.each([
  { name: 'cells under their keys', columns: ['id', 'name'], row: [1, 'a'], read: { id: 1, name: 'a' } },
  { name: 'a constant', columns: ['id', { kind: { always: 'x' } }], row: [1], read: { id: 1, kind: 'x' } },
  { name: 'a value made from others', columns: ['url', { forks: { is: '{url}/forks' } }], row: ['u'], read: { url: 'u', forks: 'u/forks' } },
  { name: 'a nested object', columns: [{ user: ['id', 'name'] }, 'b'], row: [[1, 'n'], 2], read: { user: { id: 1, name: 'n' }, b: 2 } },
  { name: 'a nested list', columns: [{ tags: [['id']] }], row: [[[1], [2]]], read: { tags: [{ id: 1 }, { id: 2 }] } },
  { name: 'a missing key', columns: ['id', 'name'], row: [1, '-'], read: { id: 1 } },
  { name: 'a value written once', columns: ['id', 'text'], row: [1, '&1'], read: { id: 1, text: 'long' } },
  { name: 'a row that fits no columns', columns: ['id'], row: { other: 1 }, read: { other: 1 } },
])('a table is read with $name', ({ columns, row, read }) => {
  expect(rowsOf({ _headroom: '1 of 9 rows whole', absent: '-', repeated: { '&1': 'long' }, columns, rows: [row] })).toEqual([read])
})

test('rows of a map keep their keys, and tables inside other values are read too', () => {
  const table = { _headroom: '1 of 9 entries whole', columns: ['id'], rows: { a: [1] } }
  expect(JSON.parse(readRows(JSON.stringify({ data: [table] })))).toEqual({ data: [{ _headroom: '1 of 9 entries whole', rows: { a: { id: 1 } } }] })
})

test('a text that is no document is the very same', () => {
  expect(readRows('plain {')).toBe('plain {')
})
