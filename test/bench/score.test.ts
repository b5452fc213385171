import { expect, test } from 'vitest'
import { positionsOf, scoreNeedle, type Needle } from '../../bench/savings/score.ts'

const source = JSON.stringify({
  total: 3,
  rows: [{ id: 17, name: 'Café Ålborg', kind: 'bar' }, { id: 170, name: 'Zum Löwen', kind: 'inn' }, { id: 4, name: 'Bistro', kind: 'bar' }],
})
const about = (needle: Partial<Needle>): Needle => ({ id: 'q', kind: 'exact', query: '', mustKeep: [], ...needle })
const cafe = about({
  targets: ['/rows/0'],
  mustKeep: [{ pointer: '/rows/0/id', value: 17 }, { pointer: '/rows/0/name', value: 'Café Ålborg' }],
})

interface RecordCase {
  readonly name: string
  readonly needle: Needle
  readonly compressed: string
  readonly pass: boolean
}

test.each([
  { name: 'passes on the source', needle: cafe, compressed: source, pass: true },
  { name: 'passes on a row in another notation', needle: cafe, compressed: '17, Café Ålborg', pass: true },
  { name: 'passes where letters are escaped', needle: cafe, compressed: '[17,"Caf\\u00e9 \\u00c5lborg"]', pass: true },
  { name: 'fails on an empty text', needle: cafe, compressed: '', pass: false },
  { name: 'fails where one value is gone', needle: cafe, compressed: 'Café Ålborg', pass: false },
  { name: 'does not take 170 for 17', needle: cafe, compressed: '170, Café Ålborg', pass: false },
  { name: 'fails where the values of a record stand far apart', needle: cafe, compressed: `17${' x'.repeat(300)} Café Ålborg`, pass: false },
  {
    name: 'needs every record asked for',
    needle: about({ targets: ['/rows/0', '/rows/2'], mustKeep: [{ pointer: '/rows/0/id', value: 17 }, { pointer: '/rows/2/id', value: 4 }] }),
    compressed: '{"id":17}', pass: false,
  },
  {
    name: 'takes either record of a tie',
    needle: about({ kind: 'outlier', mustKeep: [{ value: 'Bistro' }], alternatives: [[{ value: 'Zum Löwen' }]] }),
    compressed: '{"name":"Zum Löwen"}', pass: true,
  },
] satisfies RecordCase[])('a question about records $name', ({ needle, compressed, pass }) => {
  expect(scoreNeedle(needle, source, compressed).pass).toBe(pass)
})

const bars = about({ kind: 'aggregate', mustKeep: [{ token: 'bar' }, { token: '4' }] })

test.each([
  { name: 'a count by category', compressed: '{"kind":{"bar":4,"inn":1}}', pass: true },
  { name: 'a count in words', compressed: 'bar: 4 of 12', pass: true },
  { name: 'the number as the value of something else', compressed: '{"id":4,"kind":"bar"}', pass: false },
  { name: 'the count without the name', compressed: '4 of 12', pass: false },
])('a question about all records, given $name: $pass', ({ compressed, pass }) => {
  expect(scoreNeedle(bars, source, compressed).pass).toBe(pass)
})

test('recall is the share of the records kept', () => {
  const both = about({ targets: ['/rows/0', '/rows/2'], mustKeep: [{ pointer: '/rows/0/name', value: 'Café Ålborg' }, { pointer: '/rows/2/name', value: 'Bistro' }] })
  expect(scoreNeedle(both, source, '{"name":"Bistro"}')).toEqual({ pass: false, recall: 0.5 })
})

test('a short word is not found inside a longer one', () => {
  expect(positionsOf('abcbar bar', 'bar')).toEqual([7])
})

test('a long text is found by its first hundred characters', () => {
  const long = 'word '.repeat(40).trim()
  expect(positionsOf(`x ${long.slice(0, 100)}…`, long)).toHaveLength(1)
})
