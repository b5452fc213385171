import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadStaticTable } from '../../src/relevance/drivers/static.ts'
import { packPieces } from '../../src/relevance/pack-pieces.ts'
import { readPieceTrie } from '../../src/relevance/piece-trie.ts'
import { createStaticTable, type StaticTable } from '../../src/relevance/static-table.ts'
import examples from '../../models/static/examples.json'
import { randomTexts } from './random-texts.ts'
import { hashText } from '../../src/hash/fnv1a.ts'

let table: StaticTable
beforeAll(async () => { table = await loadStaticTable() })

describe('the static table', () => {
  test.each(examples.examples)('sums the rows of $text', ({ text, sumFirst8, squaredNorm }) => {
    const vector = table.vectorOf(text)
    expect(Array.from(vector.sum.subarray(0, 8))).toEqual(sumFirst8)
    expect(vector.squaredNorm).toBe(squaredNorm)
  })

  test.each(examples.cosines)('text %i is as near to text %i as the example says: %f', (a, b, cosine) => {
    const [query, text] = [examples.examples[a]!.text, examples.examples[b]!.text]
    expect(table.cosines(query, [text])[0]).toBe(cosine)
    expect(table.cosines(text, [query])[0]).toBe(cosine)
  })

  test('a text is as near to itself as can be, one without words to nothing', () => {
    expect(Array.from(table.cosines('connection refused', ['connection refused', 'Connection  REFUSED', '', '\u0000']))).toEqual([1, 1, 0, 0])
    expect(Array.from(table.cosines(' ', ['connection refused', '']))).toEqual([0, 0])
  })

  test('what means the same is nearer than what does not', () => {
    const texts = ['the process was killed since memory ran out', 'certificate expired yesterday', 'user logged in', 'disk quota exceeded']
    const nearest = (query: string): string => texts[table.cosines(query, texts).reduce((best, cosine, i, all) => cosine > all[best]! ? i : best, 0)]!
    expect(nearest('which one had not enough RAM?')).toBe(texts[0])
    expect(nearest('TLS problem')).toBe(texts[1])
    expect(nearest('no space left on the drive')).toBe(texts[3])
  })

  // The same number in every engine.
  test('says the same in every runtime', () => {
    const cosines = table.cosines('which connection was refused by the database in 東京?', randomTexts(11, 500))
    expect(hashText(Array.from(cosines).join(' '))).toBe('e176ec26b4558bfa')
  })
})

/** A vocabulary of one-letter words, and rows of 8 entries. */
const letters = ['[UNK]', ...'abcdefghijklmnopqrstuvwxyz']
const vocabulary = packPieces(letters.join('\n'))
const bytes = fc.int8Array({ minLength: letters.length * 8, maxLength: letters.length * 8 })
const text = fc.array(fc.constantFrom(...letters.slice(1), '?'), { maxLength: 60 }).map((words) => words.join(' ').replaceAll('?', '§'))

function obviousVector(rows: Int8Array, words: string, most: number): number[] {
  const sum = Array.from({ length: 8 }, () => 0)
  for (const word of words.split(' ').filter(Boolean).slice(0, most)) {
    const row = Math.max(0, letters.indexOf(word))
    for (let i = 0; i < 8; i++) sum[i]! += rows[row * 8 + i]!
  }
  return sum
}

const product = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0)

function obviousCosine(a: readonly number[], b: readonly number[]): number {
  const lengths = Math.sqrt(product(a, a) * product(b, b))
  return lengths === 0 ? 0 : Math.round(1e6 * product(a, b) / lengths) / 1e6
}

describe('a table', () => {
  test('agrees with the obvious version, whatever it remembers', () => {
    fc.assert(fc.property(bytes, text, fc.array(text, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (rows, query, texts, maxRemembered) => {
      const small = createStaticTable(rows, vocabulary, { maxRemembered })
      const expected = texts.map((one) => obviousCosine(obviousVector(rows, query, 256), obviousVector(rows, one, 48)))
      // Minus zero is zero.
      for (let time = 0; time < 3; time++) expect(Array.from(small.cosines(query, texts), (cosine) => cosine + 0)).toEqual(expected.map((cosine) => cosine + 0))
    }), { numRuns: 300 })
  })

  test.each([-128, 127])('the longest sums of %i stay exact', (value) => {
    const rows = new Int8Array(letters.length * 8).fill(value)
    const small = createStaticTable(rows, vocabulary, { maxPieces: 256 })
    const long = 'a '.repeat(1000)
    expect(Array.from(small.vectorOf(long).sum)).toEqual(Array.from({ length: 8 }, () => 256 * value))
    expect(Array.from(small.cosines('b', [long]))).toEqual([1])
  })

  test('does not mind where in memory its bytes are', () => {
    const rows = Int8Array.from({ length: letters.length * 8 }, (_, i) => (i * 37) % 251 - 125)
    for (let offset = 0; offset < 5; offset++) {
      const movedRows = new Int8Array(new ArrayBuffer(rows.length + 8), offset, rows.length)
      movedRows.set(rows)
      const movedVocabulary = new Uint8Array(new ArrayBuffer(vocabulary.length + 8), offset, vocabulary.length)
      movedVocabulary.set(vocabulary)
      expect(createStaticTable(movedRows, movedVocabulary).vectorOf('a b z')).toEqual(createStaticTable(rows, vocabulary).vectorOf('a b z'))
    }
  })

  const rows = new Int8Array(letters.length * 8)
  test.each([
    { name: 'rows that are too few', make: () => createStaticTable(rows.subarray(1), vocabulary), says: /multiple of 4/ },
    { name: 'no rows', make: () => createStaticTable(new Int8Array(0), vocabulary), says: /got 0 in all/ },
    { name: 'rows of a length that four do not divide', make: () => createStaticTable(new Int8Array(letters.length * 6), vocabulary), says: /multiple of 4/ },
    { name: 'something else as a vocabulary', make: () => createStaticTable(rows, new TextEncoder().encode('<!doctype html><p>not here</p>')), says: /no packed vocabulary/ },
    { name: 'an empty vocabulary', make: () => readPieceTrie(new Uint8Array(0)), says: /no packed vocabulary/ },
    { name: 'a vocabulary cut short', make: () => readPieceTrie(vocabulary.subarray(0, vocabulary.length - 2)), says: /no packed vocabulary/ },
    { name: 'a vocabulary whose nodes were changed', make: () => readPieceTrie(vocabulary.map((byte, i) => i === 16 ? byte + 1 : byte)), says: /damaged/ },
    { name: 'a vocabulary without an unknown piece', make: () => packPieces('a\nb'), says: /\[UNK\]/ },
    { name: 'a vocabulary too long for 16 bits', make: () => packPieces(['[UNK]', ...Array.from({ length: 70_000 }, (_, i) => `w${i}`)].join('\n')), says: /65534/ },
    { name: 'more pieces than sums have room for', make: () => createStaticTable(rows, vocabulary, { maxPieces: 257 }), says: /maxPieces must be a whole number from 1 to 256, got 257/ },
    { name: 'room for nothing', make: () => createStaticTable(rows, vocabulary, { maxRemembered: 0 }), says: /maxRemembered/ },
  ])('refuses $name', ({ make, says }) => {
    expect(make).toThrow(expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringMatching(says) as string }))
  })
})
