import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createNaturalTextReader, readNaturalTexts } from '../../src/relevance/natural-text.ts'
import { jsonTexts as jsonText } from '../arbitraries/json.ts'

const read = createNaturalTextReader()

/** The natural texts of rows that stand in one text, as in an array. */
function readRows(rows: readonly string[]): string[] {
  const starts: number[] = []
  let text = '['
  for (const row of rows) {
    starts.push(text.length)
    text += `${row},`
  }
  return readNaturalTexts(text, starts, starts.map((start, i) => start + rows[i]!.length))
}

describe('the natural text', () => {
  test.each([
    { name: 'has phrases before names, without the keys', row: '{"state":"open","title":"the build is red","user":{"login":"octocat"}}', text: 'the build is red open octocat' },
    { name: 'leaves out numbers, dates, hashes and ids', row: '{"id":17,"sha":"3ad66f8937403ae58c066093ef25f9dd1ae707e5","node":"MDExOlB1bGxSZXF1ZXN0MQ","at":"2025-01-07T10:00:00Z","day":"2025-01-07","uuid":"8a6e0804-2bd0-4672-b79d-d97027f9071a","name":"web"}', text: 'web' },
    { name: 'leaves out URLs, also inside of phrases', row: '{"url":"https://example.org/some/page","body":"see https://example.org/x?y=z for the details"}', text: 'see for the details' },
    { name: 'leaves out times and measures inside of phrases', row: '"connection refused to db after 300ms at 10:00:01 [v1.2.3]"', text: 'connection refused to db after at' },
    { name: 'keeps words with a digit or two', row: '"the k8s cluster has ipv6 and a 2nd node"', text: 'the k8s cluster has ipv6 and a 2nd node' },
    { name: 'leaves out signs that stand alone', row: '"a -> b => c -- d"', text: 'a b c d' },
    { name: 'leaves out what no one says: long tokens', row: `{"blob":"${'QUJD'.repeat(40)}","note":"one two three"}`, text: 'one two three' },
    { name: 'says nothing twice', row: '{"a":"ready","b":"ready","c":"all is well","d":"all is well"}', text: 'all is well ready' },
    { name: 'resolves escapes', row: '"caf\\u00e9 \\"au lait\\"\\nand \\\\ bread\\tor a\\/b"', text: 'café "au lait" and bread or a/b' },
    { name: 'takes a wrong escape for a space', row: '"one\\u00zztwo\\qthree"', text: 'one two three' },
    { name: 'counts two letters of a script without spaces as a word', row: '{"a":"ok","b":"東京は日本の首都です"}', text: '東京は日本の首都です ok' },
    { name: 'is that of elements in arrays too', row: '["one two three",["four"],{"x":["five six seven"]}]', text: 'one two three five six seven four' },
    { name: 'of a row of a map has its key as a name', row: '"web-server":{"image":"nginx","note":"serves the front page"}', text: 'serves the front page web-server nginx' },
    { name: 'of a plain text is the text', row: 'error: the disk is full (code 28)', text: 'error: the disk is full (code' },
    { name: 'allows spaces around', row: ' {"a" : "one two three" , "b" :\n "four" } ', text: 'one two three four' },
    { name: 'of a number is nothing', row: '12.5', text: '' },
    { name: 'of numbers and flags is nothing', row: '{"a":1,"b":true,"c":null}', text: '' },
    { name: 'of nothing is nothing', row: '', text: '' },
    { name: 'of an open string is what there is of it', row: '{"a":"one two three', text: 'one two three' },
    { name: 'is not misled by a quote behind two backslashes', row: '{"a":"one two three\\\\","b":"four"}', text: 'one two three\\ four' },
    { name: 'looks at values, whatever the keys', row: '{"__proto__":"one two three","__proto__":"four"}', text: 'one two three four' },
  ])('$name', ({ row, text }) => {
    expect(read(row)).toBe(text)
  })

  test.each([
    { row: '"one two three four"', maxLength: 13, text: 'one two three' },
    { row: '"one two three four"', maxLength: 12, text: 'one two' },
    { row: '{"a":"x","b":"one two three"}', maxLength: 15, text: 'one two three x' },
    { row: '{"a":"xy","b":"one two three"}', maxLength: 15, text: 'one two three' },
    { row: '{"a":"one two three","b":"four five six"}', maxLength: 18, text: 'one two three four' },
    { row: '"東京は日本の首都です"', maxLength: 4, text: '東京は日' },
    { row: '"🙂🙂🙂"', maxLength: 3, text: '🙂' },
  ])('of $row within $maxLength is $text', ({ row, maxLength, text }) => {
    expect(createNaturalTextReader(maxLength)(row)).toBe(text)
  })

  test('of a part of a text is that of the part', () => {
    fc.assert(fc.property(jsonText(), jsonText(), jsonText(), (before, row, after) => {
      expect(read(`${before},${row},${after}`, before.length + 1, before.length + 1 + row.length)).toBe(read(row))
    }), { numRuns: 500 })
  })

  test('stays within its length and throws at nothing', () => {
    fc.assert(fc.property(fc.oneof(jsonText(), fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: fc.constantFrom('"', '\\', 'u', '{', ':', 'a', ' ', '0', '\ud83d', '\ude42'), maxLength: 100 })), fc.integer({ min: 1, max: 60 }), (row, maxLength) => {
      const text = createNaturalTextReader(maxLength)(row)
      expect(text.length).toBeLessThanOrEqual(maxLength)
      expect(text).toBe(text.trim())
      expect(createNaturalTextReader(maxLength)(row)).toBe(text)
    }), { numRuns: 2000 })
  })

  test('does not depend on what was read before', () => {
    fc.assert(fc.property(jsonText(), jsonText(), (before, row) => {
      const fresh = createNaturalTextReader()(row)
      read(before)
      expect(read(row)).toBe(fresh)
    }), { numRuns: 300 })
  })

  test.each([
    { name: 'a million letters', row: `"${'a'.repeat(1_000_000)}"`, text: '' },
    { name: 'a million backslashes', row: `{"a":"${'\\'.repeat(1_000_000)}","b":"one two three"}`, text: 'one two three' },
    { name: 'a million quotes', row: '"'.repeat(1_000_000), text: '' },
    { name: 'a million escaped quotes', row: `"${'\\"'.repeat(500_000)} one two three"`, text: 'one two three' },
    { name: 'half a million values', row: `[${'"ab",'.repeat(200_000)}"one two three"]`, text: 'one two three ab' },
    { name: 'a hundred thousand brackets', row: `${'['.repeat(100_000)}"one two three"`, text: 'one two three' },
  ])('reads $name', ({ row, text }) => {
    expect(read(row)).toBe(text)
  })
})

describe('the natural texts of rows', () => {
  const rowsOf = (count: number, make: (i: number) => unknown): string[] => Array.from({ length: count }, (_, i) => JSON.stringify(make(i)))
  const letters = (i: number): string => `word${'abcdefghij'[i % 10]}${'klmnopqrst'[Math.floor(i / 10) % 10]}`

  test.each([
    { name: 'lack what more than half of them say', rows: rowsOf(9, (i) => ({ kind: 'a track of an album', state: i < 5 ? 'open' : 'closed', title: letters(i) })), texts: (i: number) => i < 5 ? letters(i) : `closed ${letters(i)}` },
    { name: 'have what half of them say', rows: rowsOf(10, (i) => ({ state: i < 5 ? 'open' : 'shut', title: letters(i) })), texts: (i: number) => `${i < 5 ? 'open' : 'shut'} ${letters(i)}` },
    { name: 'are nothing where all say the same', rows: rowsOf(5, () => ({ state: 'open', note: 'all is well' })), texts: () => '' },
    { name: 'have what all of two say, which may be chance', rows: rowsOf(2, (i) => ({ state: 'open', title: letters(i) })), texts: (i: number) => `open ${letters(i)}` },
    { name: 'count a value that a row says twice once', rows: rowsOf(8, (i) => ({ tags: i < 3 ? ['red', 'red', 'red'] : [], title: letters(i) })), texts: (i: number) => i < 3 ? `red ${letters(i)}` : letters(i) },
    { name: 'of many rows are told by a sample', rows: rowsOf(900, (i) => ({ state: i % 10 === 0 ? 'shut' : 'open', title: letters(i) })), texts: (i: number) => i % 10 === 0 ? `shut ${letters(i)}` : letters(i) },
    { name: 'of lines lack no part of a line', rows: Array.from({ length: 6 }, (_, i) => `server ${letters(i)} is up`), texts: (i: number) => `server ${letters(i)} is up` },
  ])('$name', ({ rows, texts }) => {
    expect(readRows(rows)).toEqual(rows.map((_, i) => texts(i)))
  })

  test('of no rows are none', () => {
    expect(readRows([])).toEqual([])
  })

  test('are those of each row where no value stands in most', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer(), fc.constantFrom('the build is red', 'all is well', 'one two three four')), { maxLength: 60 }), (cells) => {
      const rows = cells.map(([number, note], i) => JSON.stringify({ number, title: letters(i), note: `${note} ${letters(i)}` }))
      expect(readRows(rows)).toEqual(rows.map((row) => read(row)))
    }), { numRuns: 100 })
  })

  // A search past the end of a row goes to the end of all where nothing is found.
  test.each([
    { name: 'without a space', make: (i: number) => `{"name":"${letters(i)}","kind":"x"}`, text: 'wordhk' },
    { name: 'without a quote', make: (i: number) => `[${i},${2 * i}]`, text: '' },
  ])('take time in proportion to the rows, however many are $name', ({ make, text }) => {
    expect(readRows(Array.from({ length: 150_000 }, (_, i) => make(i)))[7]).toBe(text)
  })

  test('take time in proportion to the rows, however long they are', () => {
    const rows = Array.from({ length: 60 }, (_, i) => `[${'"ab",'.repeat(20_000)}"one two three ${letters(i)}"]`)
    expect(readRows(rows)[7]).toBe('one two three wordhk')
  })
})
