import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchTerms, matchTermsInTexts } from '../../src/relevance/match-terms.ts'
import { isPhraseAt } from '../../src/relevance/phrases.ts'
import { findQueryTerms } from '../../src/relevance/terms.ts'
import type { QueryTermKind } from '../../src/relevance/terms.ts'
import { createWordScanner } from '../../src/relevance/words.ts'

/** Numbers of the documents in which a term of this kind is found. */
function found(query: string, kind: QueryTermKind, documents: readonly string[]): number[] {
  const matches = matchTermsInTexts(findQueryTerms(query), documents)
  const rows = new Set(matches.terms.flatMap((term, t) => term.kind === kind ? [...matches.rows[t]!] : []))
  return [...rows].sort((a, b) => a - b)
}

/** The same for rows of one JSON text. */
function foundInJson(query: string, kind: QueryTermKind, rows: readonly string[]): number[] {
  const starts: number[] = []
  const ends: number[] = []
  let text = '['
  for (const row of rows) {
    starts.push(text.length)
    text += row
    ends.push(text.length)
    text += ','
  }
  const matches = matchTerms(findQueryTerms(query), `${text.slice(0, -1)}]`, starts, ends)
  return [...new Set(matches.terms.flatMap((term, t) => term.kind === kind ? [...matches.rows[t]!] : []))].sort((a, b) => a - b)
}

/** The whole words of a slice of JSON, and where they begin. */
function wordsAt(text: string, start: number, end: number): { word: string; offset: number }[] {
  const words: { word: string; offset: number }[] = []
  createWordScanner((letters, from, to, offset, whole) => {
    if (whole) words.push({ word: String.fromCharCode(...letters.subarray(from, to)), offset })
  })(text, start, end, true)
  return words
}

describe('matchTermsInTexts', () => {
  test.each([
    { name: 'endings of a verb', query: 'failed', kind: 'word', documents: ['fails', 'failing', 'failure', 'fail', 'fall', 'failsafe'], rows: [0, 1, 2, 3] },
    { name: 'plurals', query: 'queries', kind: 'word', documents: ['query', 'Query!', 'quern'], rows: [0, 1] },
    { name: 'doubled consonants', query: 'stop', kind: 'word', documents: ['stopped', 'stopping', 'stoop'], rows: [0, 1] },
    { name: 'no singular of status', query: 'statu', kind: 'word', documents: ['status', 'statu'], rows: [1] },
    { name: 'parts of camelCase and the whole', query: 'thread ghthread', kind: 'word', documents: ['GHThread', 'ghThread', 'threads', 'gh'], rows: [0, 1, 2] },
    { name: 'parts of snake_case and paths', query: 'file', kind: 'word', documents: ['innodb_log_file_size', 'a/file.txt', 'profile'], rows: [0, 1] },
    { name: 'accents and case', query: 'MÜNCHEN straße', kind: 'word', documents: ['munchen', 'Mu\u0308nchen', 'STRASSE', 'mench'], rows: [0, 1, 2] },
    { name: 'Cyrillic and Greek', query: 'Ошибка Ελλάδος', kind: 'word', documents: ['ошибка', 'ελλαδοσ', 'оши'], rows: [0, 1] },
    { name: 'digits of other scripts', query: '2024', kind: 'number', documents: ['٢٠٢٤', '२०२४', '2025'], rows: [0, 1] },
    { name: 'pairs of letters', query: '東京', kind: 'word', documents: ['東京都', '京東', 'in 東京'], rows: [0, 2] },
    { name: 'a single letter that stands alone', query: '猫', kind: 'word', documents: ['猫', 'a猫b', '黒猫'], rows: [0, 1] },
    { name: 'quoted text without spaces', query: '"東京タワー"', kind: 'quoted', documents: ['これは東京タワーです', '東京とタワー'], rows: [0] },
    { name: 'an abbreviated hash', query: '92a015ca4', kind: 'id', documents: ['92a015ca4d3f99', '92A015CA4', '92a015c', 'x92a015ca4'], rows: [0, 1] },
    { name: 'identifiers whole', query: 'sg-c67c7dba', kind: 'id', documents: ['sg-c67c7dba', '(SG-C67C7DBA)', 'sg-c67c7dbaf', 'sg c67c7dba', 'c67c7dba'], rows: [0, 1] },
    { name: 'identifiers that go on after a joiner', query: 'europe-west6', kind: 'id', documents: ['europe-west6-c', 'europe-west61'], rows: [0] },
    { name: 'a date before its time', query: '2024-01-15', kind: 'id', documents: ['2024-01-15T10:00:00Z', '2024-01-150', '2024-01-1'], rows: [0] },
    { name: 'numbers whole', query: '#647', kind: 'number', documents: ['647', '6470', '1647', 'issue #647.'], rows: [0, 3] },
    { name: 'no version in a list', query: '10.5.3', kind: 'id', documents: ['10.5.3', '10,5,3'], rows: [0] },
    { name: 'e-mail', query: 'bob@example.com', kind: 'email', documents: ['Bob@Example.com', 'bob at example.com', 'bob@example.community'], rows: [0] },
    { name: 'names as neighbours', query: 'of Burkina Faso', kind: 'name', documents: ['Burkina Faso', 'burkina  faso', 'Faso, Burkina', 'Burkina and Faso'], rows: [0, 1] },
    { name: 'quoted text with other punctuation', query: '"Hello world"', kind: 'quoted', documents: ['hello, world', 'hello new world', 'hello worlds'], rows: [0] },
  ] satisfies { name: string; query: string; kind: QueryTermKind; documents: string[]; rows: number[] }[])('finds $name', ({ query, kind, documents, rows }) => {
    expect(found(query, kind, documents)).toEqual(rows)
  })

  test('counts words and occurrences', () => {
    const { rows, counts, lengths } = matchTermsInTexts(findQueryTerms('apple'), ['apple, apples', 'fooBar_baz', '', '東京都 x'])
    expect([...rows[0]!]).toEqual([0])
    expect([...counts[0]!]).toEqual([2])
    expect([...lengths]).toEqual([2, 3, 0, 3])
  })

  test('agrees with splitting, for words that have no endings', () => {
    const word = fc.constantFrom('apricot', 'lemon', 'plum', 'fig', 'limon')
    const document = fc.array(fc.tuple(word, fc.constantFrom(' ', ', ', '_', '/', '.\n', '"')), { maxLength: 10 }).map((pairs) => pairs.flat().join(''))
    fc.assert(fc.property(word, fc.array(document, { maxLength: 8 }), (query, documents) => {
      const split = documents.map((text) => text.split(/[^a-z]+/).filter((part) => part !== ''))
      const { rows, counts, lengths } = matchTermsInTexts(findQueryTerms(query), documents)
      expect([...lengths]).toEqual(split.map((parts) => parts.length))
      expect([...rows[0]!]).toEqual(split.flatMap((parts, i) => parts.includes(query) ? [i] : []))
      expect([...counts[0]!]).toEqual([...rows[0]!].map((i) => split[i]!.filter((part) => part === query).length))
    }), { numRuns: 100 })
  })

  test('many phrases of one first word are found wherever each of them stands', () => {
    const word = fc.constantFrom('row', 'column', 'a', 'ab', 'longer_word', 'responsibilities', 'responsible', '1', '12', '123', 'straße', 'café', 'cafe\u0301', '数据', '数据库')
    const phrase = fc.tuple(fc.constantFrom('row', 'café', 'straße'), word, fc.option(word)).map((words) => words.filter((part) => part !== null).join('_'))
    const gap = fc.constantFrom('_', '-', ' ', '\\n', '\\u005f', '\\u0061', ': ', '","', '')
    const row = fc.array(fc.tuple(fc.oneof(word, phrase), gap), { maxLength: 8 }).map((pairs) => `"${pairs.flat().join('')}"`)
    fc.assert(fc.property(fc.array(phrase, { minLength: 1, maxLength: 8 }), fc.array(row, { maxLength: 6 }), (phrases, rows) => {
      const terms = findQueryTerms(phrases.join(', '))
      const text = rows.join('')
      const ends = rows.map((_, i) => rows.slice(0, i + 1).join('').length)
      const starts = ends.map((end, i) => end - rows[i]!.length)
      const { rows: found, counts } = matchTerms(terms, text, starts, ends)
      for (const [t, term] of terms.entries()) {
        if (term.words.length < 2) continue
        const rule = { joined: term.kind !== 'quoted' && term.kind !== 'name', escapes: true }
        const times = rows.map((_, i) => wordsAt(text, starts[i]!, ends[i]!).filter(({ word: first, offset }) => first === term.words[0] && isPhraseAt(text, offset, ends[i]!, term.words, rule)).length)
        expect([...found[t]!]).toEqual(times.flatMap((count, i) => (count > 0 ? [i] : [])))
        expect([...counts[t]!]).toEqual(times.filter((count) => count > 0))
      }
    }), { seed: 20_251_107, numRuns: 300 })
  })

  test('any text can be read', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string({ unit: 'binary' }), { maxLength: 5 }), (query, documents) => {
      const { rows } = matchTermsInTexts(findQueryTerms(query), documents)
      for (const list of rows) expect([...list]).toEqual([...new Set(list)].sort((a, b) => a - b))
    }), { numRuns: 100 })
  })

  test('a document finds itself by each of its words', () => {
    const word = fc.stringMatching(/^[a-z]{3,12}$/)
    fc.assert(fc.property(word, (text) => {
      const terms = findQueryTerms(text)
      if (terms.length === 1) expect([...matchTermsInTexts(terms, [`x ${text} y`]).rows[0]!]).toEqual([0])
    }), { numRuns: 200 })
  })

  test.each(['a', 'aA', 'é', '漢', 'a-', '\\'])('300,000 code units of %j end', (piece) => {
    const text = piece.repeat(300_000 / piece.length)
    expect(matchTerms(findQueryTerms('apple a-b-1234 "a a"'), text, [0], [text.length]).lengths[0]).toBeGreaterThanOrEqual(0)
  })
})

describe('matchTerms', () => {
  test.each([
    { name: 'escapes as what they mean', query: 'Müller', kind: 'word', rows: ['"M\\u00fcller"', '"M\\u00FCller\\nX"', '"Mu\\nller"'], found: [0, 1] },
    { name: 'separators in escapes', query: 'next', kind: 'word', rows: ['"a\\nnext"', '"a\\u0020next"', '"anext"', '"\\\\next"'], found: [0, 1, 3] },
    { name: 'no half escape at the end', query: 'ab', kind: 'word', rows: ['"ab\\u00"', '"\\u"'], found: [0] },
    { name: 'paths with escaped slashes', query: 'src/main/x.ts', kind: 'path', rows: ['"src\\/main\\/x.ts"', '"src\\\\main\\\\x.ts"', '"src","main/x.ts"'], found: [0, 1] },
    { name: 'no name across two strings', query: 'in New York', kind: 'name', rows: ['["New","York"]', '["New York"]', '["a New\\tYork"]'], found: [1, 2] },
    { name: 'nothing past a row', query: 'in New York', kind: 'name', rows: ['"New', 'York"'], found: [] },
    { name: 'quotation marks inside a quotation', query: '"say yes loudly"', kind: 'quoted', rows: ['"say \\"yes\\" loudly"'], found: [0] },
  ] satisfies { name: string; query: string; kind: QueryTermKind; rows: string[]; found: number[] }[])('reads $name', ({ query, kind, rows, found: expected }) => {
    expect(foundInJson(query, kind, rows)).toEqual(expected)
  })
})
