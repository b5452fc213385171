import { describe, expect, test } from 'vitest'
import { expand } from '../../src/columns/expand.ts'
import { carriesOurs, rewriteDocument, rewriteText } from '../../src/columns/rewrite.ts'
import { planColumns, writeColumns } from '../../src/columns/write.ts'
import { writeRows } from '../../src/columns/write-rows.ts'
import type { Rows } from '../../src/columns/types.ts'
import { NodeMap } from '../../src/json/node-map.ts'
import { parseJson } from '../../src/json/parse.ts'

const quick = (text: string): number => Math.ceil(text.length / 4)

function rowsOf(text: string): Rows {
  const doc = parseJson(text)!
  const values: number[] = []
  for (let row = 1; row < doc.count; row = doc.next[row]!) values.push(row)
  return { doc, values }
}

const columnsOf = (text: string, selected?: readonly number[]): string | undefined => {
  const plan = planColumns(rowsOf(text), { quick })
  return plan && writeColumns(plan, selected)
}

const link = 'https://example.org/things'

test.each([
  { name: 'keys once', rows: '[{"id":1,"b":"x"},{"id":2,"b":"y"}]', written: '"columns":["id","b"],"rows":[[1,"x"],[2,"y"]]' },
  { name: 'what is the same everywhere', rows: '[{"id":1,"b":1.0},{"id":2,"b":1.0}]', written: '"columns":["id",{"b":{"always":1.0}}],"rows":[[1],[2]]' },
  { name: 'equal numbers in two spellings apart', rows: '[{"b":1.0},{"b":1}]', written: '"columns":["b"],"rows":[[1.0],[1]]' },
  {
    name: 'missing, null and empty apart', rows: '[{"a":1,"b":null},{"a":2,"b":""},{"a":3}]',
    written: '"columns":["a","b"],"absent":"-","rows":[[1,null],[2,""],[3,"-"]]',
  },
  {
    name: 'a missing key by a mark that no cell equals', rows: '[{"a":"-","b":1},{"a":"~","b":2},{"a":"x"}]',
    written: '"columns":["a","b"],"absent":"absent","rows":[["-",1],["~",2],["x","absent"]]',
  },
  {
    name: 'objects by path', rows: '[{"u":{"n":"a","m":1}},{"u":{"n":"b","m":2}},{"u":null}]',
    written: '"columns":[{"u":["n","m"]}],"rows":[[["a",1]],[["b",2]],[null]]',
  },
  {
    name: 'lists of objects by path', rows: '[{"l":[{"n":1},{"n":2}]},{"l":[]},{"l":[{"n":3},"x"]}]',
    written: '"columns":[{"l":[["n"]]}],"rows":[[[[1],[2]]],[[]],[[[3],"x"]]]',
  },
  {
    name: 'objects as they stand where one of them is a list', rows: '[{"u":{"n":1}},{"u":{"n":2}},{"u":[3]}]',
    written: '"columns":["u"],"rows":[[{"n":1}],[{"n":2}],[[3]]]',
  },
  {
    name: 'addresses made of other values', rows: `[{"id":1,"url":"${link}/1","more":"${link}/1/more{/x}"},{"id":2,"url":"${link}/2","more":"${link}/2/more{/x}"}]`,
    written: `"columns":["id",{"url":{"is":"${link}/{id}"}},{"more":{"is":"{url}/more{/x}"}}],"rows":[[1],[2]]`,
  },
  {
    name: 'addresses made of values of the object around', rows: `[{"id":"ab","links":{"self":"${link}/ab"}},{"id":"cd","links":{"self":"${link}/cd"}}]`,
    written: `"columns":["id",{"links":{"fields":[{"self":{"is":"${link}/{../id}"}}]}}],"rows":[["ab"],["cd"]]`,
  },
  {
    name: 'no address whose text would name another value', rows: `[{"id":1,"url":"${link}/1/{id}"},{"id":2,"url":"${link}/2/{id}"}]`,
    written: `"columns":["id","url"],"rows":[[1,"${link}/1/{id}"],[2,"${link}/2/{id}"]]`,
  },
  {
    name: 'a copy of another column', rows: '[{"a":"2025-03-01","b":"2025-03-01"},{"a":"2025-03-02","b":"2025-03-02"}]',
    written: '"columns":["a",{"b":{"same as":"a"}}],"rows":[["2025-03-01"],["2025-03-02"]]',
  },
  {
    name: 'rows that do not fit as they stand', rows: '[{"a":1,"b":2},{"a":3,"b":4},{"b":5,"a":6},{"a":7,"a":8},9]',
    written: '"columns":["a","b"],"rows":[[1,2],[3,4],{"b":5,"a":6},{"a":7,"a":8},9]',
  },
  { name: 'the reserved key in data with one more underscore', rows: '[{"_headroom":1},{"_headroom":2}]', written: '"columns":["__headroom"],"rows":[[1],[2]]' },
  { name: 'nothing where a row is a list', rows: '[{"a":1},{"a":2},[3]]', written: undefined },
  { name: 'nothing where rows share no key', rows: '[{"a":1},{"b":2},{"c":3}]', written: undefined },
])('writes $name', ({ rows, written }) => { expect(columnsOf(rows)).toBe(written) })

test('long values that repeat are written once', () => {
  const long = 'The same words stand in many of the rows, and there are so many of them that a name pays.'
  const rows = `[${[long, 'x', long, long, '&x'].map((text, i) => `{"id":${i},"text":"${text}"}`).join(',')}]`
  expect(columnsOf(rows)).toBe(`"columns":["id","text"],"repeated":{"&&1":"${long}"},"rows":[[0,"&&1"],[1,"x"],[2,"&&1"],[3,"&&1"],[4,"&x"]]`)
})

test('in rows that are to be read every value stands in its place, and what then stands once more has no name', () => {
  const long = 'The same words stand in many of the rows, and there are so many of them that a name pays.'
  const rows = (texts: readonly string[]): Rows => rowsOf(`[${texts.map((text, i) => `{"id":${i},"text":"${text}"}`).join(',')}]`)
  const columns = (texts: readonly string[], row: number): string => {
    const { doc, values } = rows(texts)
    return writeColumns(planColumns({ doc, values }, { quick })!, undefined, { inPlace: new Set([values[row]!]) })
  }
  expect(columns([long, 'x', long, long], 0)).toBe(`"columns":["id","text"],"repeated":{"&1":"${long}"},"rows":[[0,"${long}"],[1,"x"],[2,"&1"],[3,"&1"]]`)
  expect(columns([long, 'x', long], 2)).toBe(`"columns":["id","text"],"rows":[[0,"${long}"],[1,"x"],[2,"${long}"]]`)
})

test('of chosen rows only what they need is written', () => {
  expect(columnsOf('[{"a":1,"b":2},{"a":3},{"a":4,"b":5}]', [0, 2])).toBe('"columns":["a","b"],"rows":[[1,2],[4,5]]')
})

test('rows as plain JSON, pairs of a map as objects', () => {
  const rows = rowsOf('[{"a":1},{"a":2},3]')
  expect(writeRows(rows, new NodeMap([[rows.values[1]!, '"two"']]), [1, 2])).toBe('"rows":["two",3]')
  expect(writeRows({ ...rows, values: [3, 6], keys: [2, 5] })).toBe('"rows":[{"a":1},{"a":2}]')
})

const table = '[{"identifier":1,"description":"x"},{"identifier":2,"description":"y"},{"identifier":3,"description":"z"},{"identifier":4,"description":"w"}]'
const asColumns = '"columns":["identifier","description"],"rows":[[1,"x"],[2,"y"],[3,"z"],[4,"w"]]}'

test.each([
  { name: 'an array', text: `{"items":${table}}`, written: `{"items":{"_headroom":"table of 4 rows",${asColumns}}` },
  { name: 'JSON lines', text: table.slice(1, -1).replaceAll('},{', '}\n{'), written: `{"_headroom":"4 JSON lines as table",${asColumns}` },
  { name: 'an array in longer text', text: `Found:\n${table}\nDone`, written: `Found:\n{"_headroom":"table of 4 rows",${asColumns}\nDone` },
])('$name becomes a table, and is given back', ({ text, written }) => {
  expect(rewriteText(text, { quick })).toBe(written)
  expect(expand(written)).toBe(text)
})

test('an object used as a map becomes a table whose first cells are its keys', () => {
  const text = `{${[1, 2, 3, 4, 5, 6].map((i) => `"key ${i}":{"identifier":${i},"description":"x${i}"}`).join(',')}}`
  const written = rewriteText(text, { quick })
  expect(written.startsWith('{"_headroom":"object of 6 keys as table, first cell of each row is the key","columns":["(key)","identifier","description"],"rows":[["key 1",1,"x1"],')).toBe(true)
  expect(expand(written)).toBe(text)
})

test('JSON in a string is rewritten in the spelling of the string; white space in it is part of its value', () => {
  const written = JSON.stringify(`{"_headroom":"table of 4 rows",${asColumns}`)
  expect(rewriteText(`{"text":${JSON.stringify(table)}}`, { quick })).toBe(`{"text":${written}}`)
  expect(expand(`{"text":${written}}`)).toBe(`{"text":${JSON.stringify(table)}}`)
  const spaced = `{"text":${JSON.stringify(table.replaceAll(',', ', '))}}`
  expect(rewriteText(spaced, { quick })).toBe(spaced)
})

test('nodes that texts stand in for are not looked into', () => {
  const doc = parseJson(`{"a":${table},"b":${table}}`)!
  const written = rewriteDocument(doc, { replacements: new NodeMap([[2, '"left out"']]), quick })
  expect(written).toBe(`{"a":"left out","b":{"_headroom":"table of 4 rows",${asColumns}}`)
})

describe('what carries our key', () => {
  test.each([
    ['a table', '{"_headroom":"table of 3 rows","columns":["a"],"rows":[[1]]}', true],
    ['a table of which rows were left out', '{"x":[{"_headroom":"3 of 9 rows whole, 0 as index lines, 6 only counted"}]}', true],
    ['data that has the key', '{"_headroom":"anything else","a":{"_headroom":1}}', false],
    ['a string that only speaks of it', '["\\"_headroom\\":\\"table of 3 rows\\""]', false],
  ])('%s', (_, text, ours) => { expect(carriesOurs(text)).toBe(ours) })
})

describe('what only looks like a table stays unchanged', () => {
  const like = (words: string, more: string, cells: string): string =>
    `{"_headroom":"${words}","columns":["a",{"b":{"always":"${'x'.repeat(99)}"}}]${more},"rows":[${cells || '[1],[2],[3],[4]'}]}`
  test('and a real one does not', () => {
    expect(expand(like('table of 4 rows', '', ''))).toBe(JSON.stringify([1, 2, 3, 4].map((a) => ({ a, b: 'x'.repeat(99) }))))
  })

  const rows = (columns: string, cells: string, more = ''): string => `{"_headroom":"table of 1 rows","columns":${columns}${more},"rows":${cells}}`
  test.each([
    ['too few cells', rows('["a","b"]', '[[1]]')],
    ['too many cells', rows('["a"]', '[[1,2]]')],
    ['no columns', rows('[]', '[[]]')],
    ['a column twice', rows('["a","a"]', '[[1,2]]')],
    ['an unknown word', rows('[{"a":{"sometimes":1}}]', '[[]]')],
    ['values that follow from each other in a circle', rows('[{"a":{"is":"{b}x"}},{"b":{"is":"{a}x"}}]', '[[]]')],
    ['a value made of a missing one', rows('["a",{"b":{"is":"x{a}"}}]', '[["-"]]', ',"absent":"-"')],
    ['a value made of an object', rows('["a",{"b":{"is":"x{a}"}}]', '[[{}]]')],
    ['an unknown member', rows('["a"]', '[[1]]', ',"more":1')],
    ['one row', rows(`[{"a":{"always":"${'x'.repeat(99)}"}}]`, '[[]]')],
    ...Object.entries({
      'another number of rows than it says': ['table of 99 rows', '', ''],
      'a mark that no cell has': ['table of 4 rows', ',"absent":"-"', ''],
      'a name that no cell has': ['table of 4 rows', `,"repeated":{"&1":"${'y'.repeat(40)}"}`, ''],
      'rows that are all something else': ['table of 4 rows', '', '{"a":1},{"a":2},{"a":3},{"a":4}'],
      'white space between its tokens': ['table of 4 rows', ' ', ''],
    }).map(([name, [words, more, cells]]): [string, string] => [name, like(words!, more!, cells!)]),
    ['a table as another program prints it', JSON.stringify(JSON.parse(like('table of 4 rows', '', '')), null, 2)],
    ['a table that is longer than its rows', '{"_headroom":"table of 2 rows","columns":["a"],"rows":[[1],[2]]}'],
    ['the same in a string', JSON.stringify({ doc: '{"_headroom":"table of 2 rows","columns":["a"],"rows":[[1],[2]]}' })],
    ['a text of kilobytes that stands for gigabytes', `{"_headroom":"table of 9000 rows","columns":["a",{"b":{"always":"${'z'.repeat(100_000)}"}}],"rows":[${Array(9000).fill('[1]').join(',')}]}`],
    ['the same in many small documents', Array(50).fill(`{"_headroom":"table of 900 rows","columns":["a",{"b":{"always":"${'z'.repeat(9_000)}"}}],"rows":[${Array(900).fill('[1]').join(',')}]}`).join('\nand\n')],
    ['rows left out', '{"_headroom":"1 of 9 rows whole, 0 as index lines, 8 only counted","columns":["a"],"rows":[[1]]}'],
    ['a table that claims to be endless', rows(`["a0",${Array.from({ length: 60 }, (_, i) => `{"a${i + 1}":{"is":"{a${i}}{a${i}}"}}`).join(',')}]`, '[["x"]]')],
  ])('%s', (_, text) => { expect(expand(text)).toBe(text) })
})
