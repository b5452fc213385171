import { describe, expect, test } from 'vitest'
import { holdsDocument, withoutWhiteSpace, withoutWhiteSpaceInDocuments } from './documents.ts'
import { unaccounted } from './07-nothing-uncounted.ts'
import { errorRows, rowsThatHold } from './row-reading.ts'
import { wrongFigures } from './true-figures.ts'
import { Table, readWritten, wholeRows } from './written-form.ts'

describe('the reader of written tables', () => {
  test('reads columns of every kind back into rows', () => {
    const written = {
      _headroom: 'table of 3 rows',
      columns: ['id', { user: ['login', { type: { always: 'User' } }] }, { labels: [['name', 'color']] }, 'url', { forks_url: { is: '{url}/forks' } }, 'note'],
      absent: '-',
      repeated: { '&1': 'a long text' },
      rows: [[1, ['a'], [['bug', 'red']], 'u1', '&1'], [2, ['b'], [], 'u2', '-'], { id: 3, odd: true }],
    }
    expect(readWritten(JSON.stringify({ items: written }))).toEqual({
      items: [
        { id: 1, user: { login: 'a', type: 'User' }, labels: [{ name: 'bug', color: 'red' }], url: 'u1', forks_url: 'u1/forks', note: 'a long text' },
        { id: 2, user: { login: 'b', type: 'User' }, labels: [], url: 'u2', forks_url: 'u2/forks' },
        { id: 3, odd: true },
      ],
    })
  })

  test('keeps apart what is whole, what is an index line and what is only counted', () => {
    const table = readWritten('{"_headroom":"2 of 9 rows whole, 1 as index lines, 6 only counted","rows":[{"id":1},{"id":9}],"index":{"columns":["id"],"rows":[[4]]}}')
    expect(table).toBeInstanceOf(Table)
    expect(table).toMatchObject({ numbers: [2, 9, 1, 6], whole: [{ id: 1 }, { id: 9 }], indexLines: [[4]] })
    expect([...wholeRows({ table })]).toEqual(['{"id":1}', '{"id":9}'])
  })

  test('reads arrays of one length beside their table', () => {
    const source = { report: { unit: 'mm', hour: [1, 2, 3, 4, 5], rain: [0, 0, 7, 0, 0], notes: ['a'] } }
    const written = (rows: unknown, positions = [0, 2], figures: object = { rain: { min: 0, max: 7 } }, rest: object = { notes: ['a'] }): unknown => readWritten(JSON.stringify({
      report: {
        'unit': 'mm',
        'arrays of 5 each': {
          '_headroom': '2 of 5 positions whole, 0 as index lines, 3 only counted', 'figures over all 5 positions': figures,
          'columns': ['hour', 'rain'], rows, 'positions of these rows, from 0': positions,
        },
        ...rest,
      },
    }))
    expect(unaccounted(source, written([[1, 0], [3, 7]]))).toEqual([])
    expect(wrongFigures(source, written([[1, 0], [3, 7]]))).toEqual([])
    expect(unaccounted(source, written([[1, 0], [4, 7]]))).not.toEqual([])
    expect(unaccounted(source, written([[1, 0], [3, 7]], [0, 3]))).not.toEqual([])
    expect(unaccounted(source, written([[1, 0], [3, 7]], [0]))).not.toEqual([])
    expect(unaccounted(source, written([[1, 0], [3, 7]], [0, 2], {}, {}))).not.toEqual([])
    expect(wrongFigures(source, written([[1, 0], [3, 7]], [0, 2], { rain: { min: 0, max: 8 } }))).not.toEqual([])
    expect([...wholeRows(source)]).toContain('{"hour":3,"rain":7}')
    expect([...wholeRows(written([[1, 0], [3, 7]]))]).toContain('{"hour":3,"rain":7}')
  })

  test('finds rows that nobody accounts for', () => {
    const source = [1, 2, 3, 4, 5].map((id) => ({ id, kind: 'a' }))
    const written = (disclosure: string, figures: object): unknown =>
      readWritten(JSON.stringify({ _headroom: disclosure, 'figures over all 5 rows': figures, columns: ['id', 'kind'], rows: [[1, 'a'], [5, 'a']] }))
    expect(unaccounted(source, written('2 of 5 rows whole, 0 as index lines, 3 only counted', { kind: { a: 5 }, id: { min: 1, max: 5 } }))).toEqual([])
    expect(unaccounted(source, written('2 of 4 rows whole, 0 as index lines, 2 only counted', {}))).toHaveLength(1)
    expect(unaccounted(source, written('2 of 5 rows whole, 0 as index lines, 3 only counted', { kind: { a: 4 }, id: { max: 6 } }))).toHaveLength(2)
    expect(unaccounted(source, source.slice(1))).toHaveLength(1)
    expect(unaccounted(source.slice(1), written('2 of 4 rows whole, 0 as index lines, 2 only counted', {}))).not.toHaveLength(0)
  })
})

describe('the reader of documents in text', () => {
  test.each([
    { text: '[1]', holds: true },
    { text: 'see:\n```json\n{\n "a": 1\n}\n```', holds: true },
    { text: 'see {"a":1}', holds: false },
    { text: '{"a":1', holds: false },
  ])('$text', ({ text, holds }) => {
    expect(holdsDocument(text)).toBe(holds)
  })

  test('takes white space from documents only, and from between tokens only', () => {
    expect(withoutWhiteSpace(' {"a b" : [1.0,\n"\\" "] }')).toBe('{"a b":[1.0,"\\" "]}')
    expect(withoutWhiteSpaceInDocuments('see  this:\n{\n "a" : 1\n}\n\nend ')).toBe('see  this:\n{"a":1}\n\nend ')
  })
})

test('rows are named by whole words, ids and numbers', () => {
  const rows = [{ id: 1043, at: '/a/b-1.txt' }, { id: 21043 }, { note: 'the 1043, again' }, { deep: [{ at: '/a/b-1.txt.bak' }] }]
  expect(rowsThatHold('1043', rows)).toEqual([0, 2])
  expect(rowsThatHold('/a/b-1.txt', rows)).toEqual([0, 3])
  expect(rowsThatHold('"The 1043"', rows)).toEqual([2])
})

test('rows are errors by the meaning of a field', () => {
  expect(errorRows([{ status: 'ok', error: null }, { status: 'failed' }, { text: 'no error' }, { http_status: 503 }, { exit_code: 0 }, { error: { code: 1 } }])).toEqual([1, 3, 5])
})
