import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crush } from '../../src/index.ts'
import { rankByMeaning, type MeaningSources } from '../../src/relevance/rank-by-meaning.ts'
import type { StaticTable } from '../../src/relevance/static-table.ts'
import { hashVector } from './hash-embedder.ts'

/** A table of somebody's own: any numbers in place of cosines. */
const tableOf = (cosines: (texts: readonly string[]) => unknown): StaticTable => ({
  name: 'own', dimensions: 4, vectorOf: () => ({ sum: new Int32Array(4), squaredNorm: 0 }), cosines: (_, texts) => cosines(texts) as Float64Array,
})

function rowsOf(values: readonly unknown[]): Parameters<typeof rankByMeaning>[1] {
  const parts = values.map((value) => JSON.stringify(value))
  const starts: number[] = []
  let text = '['
  for (const part of parts) {
    starts.push(text.length)
    text += `${part},`
  }
  return { text, starts, ends: starts.map((start, i) => start + parts[i]!.length), lexical: new Float64Array(parts.length) }
}

const faults = [
  { name: 'throws', table: tableOf(() => { throw new Error('torn') }), says: 'torn' },
  { name: 'answers with NaN', table: tableOf((texts) => Float64Array.from(texts, (_, i) => i === 3 ? NaN : 0.5)), says: 'row 3 got the cosine NaN' },
  { name: 'answers with infinity', table: tableOf((texts) => texts.map(() => -Infinity)), says: 'row 0 got the cosine -Infinity' },
  { name: 'answers with more than cosines', table: tableOf((texts) => Float64Array.from(texts, (_, i) => i % 2 === 0 ? 0.5 : 1e308)), says: 'row 1 got the cosine 1e\\+308' },
  { name: 'answers for too few rows', table: tableOf(() => [0.5]), says: 'rows got 1 cosines' },
  { name: 'answers with nothing', table: tableOf(() => undefined), says: 'undefined' },
]

const notes = ['paint on the wall', 'letters of the council', 'spare parts', 'the last meeting', 'keys of the side door']
const rows = JSON.stringify(Array.from({ length: 120 }, (_, i) => ({ id: 9000 + i, note: `${notes[i % 5]} ${'abcdefghij'[i % 10]}${'klmnopqrstuv'[i % 12]}` })))
const log = Array.from({ length: 200 }, (_, i) => `2026-01-01T00:00:${String(i % 60).padStart(2, '0')}Z ${i % 50 === 7 ? 'ERROR' : 'INFO'} service ${notes[i % 5]} attempt ${i}`).join('\n')

describe('a table that', () => {
  test.each(faults.flatMap((fault) => [{ ...fault, what: 'rows', text: rows }, { ...fault, what: 'lines', text: log }]))('$name leaves $what to BM25, with one warning', async ({ what, text, table, says }) => {
    const plain = await crush(text, { model: 'gpt-4o', query: 'Where does the cat rest?' })
    const { text: after, report } = await crush(text, { model: 'gpt-4o', query: 'Where does the cat rest?', smartCrusher: { relevance: { table } } })
    expect(plain.text.length).toBeLessThan(text.length)
    expect(after).toBe(plain.text)
    expect(report.decisions[0]!.relevance).toBe('bm25')
    expect(report.warnings).toEqual([expect.stringMatching(new RegExp(`^ranking by meaning failed \\(.*${says}.*\\); ${what} were ranked by bm25$`))])
  })
})

test.each([
  { tier: 'hybrid', by: 'hybrid (bm25, static)' },
  { tier: 'static', by: 'static' },
  { tier: 'bm25', by: 'bm25' },
] as const)('the report says of lines what it says of rows: tier $tier ranks by $by', async ({ tier, by }) => {
  const table = tableOf((texts) => texts.map(() => 0.5))
  for (const text of [rows, log]) {
    const { report } = await crush(text, { model: 'gpt-4o', query: 'Where does the cat rest?', smartCrusher: { relevance: { tier, table } } })
    expect(report.decisions[0]!.relevance).toBe(by)
  }
})

test.each([
  { name: 'numbers', values: Array.from({ length: 40 }, (_, i) => ({ id: 9000 + i, at: `2026-01-01T00:00:${i % 60}Z` })) },
  { name: 'what all rows say', values: Array.from({ length: 40 }, (_, i) => ({ id: 9000 + i, note: 'paint on the wall' })) },
])('rows of $name are ranked by words: none is nearer than another', async ({ values }) => {
  const table = tableOf((texts) => texts.map(() => 0))
  const embed = async (): Promise<never> => { throw new Error('there is nothing to embed') }
  expect(await rankByMeaning('Where does the cat rest?', rowsOf(values), { table, embed, maxEmbeddedRows: 9 })).toBeUndefined()
})

test('a question without spaces is embedded in whole characters', async () => {
  const asked: string[] = []
  await rankByMeaning(`a${'😀'.repeat(150)}`, rowsOf(['a feline sleeps', 'spare parts']), {
    table: undefined, maxEmbeddedRows: 9,
    embed: async (texts) => {
      asked.push(...texts)
      return texts.map(hashVector)
    },
  })
  expect(asked.map((text) => text.length)).toEqual([109, 110, 82, 15, 11])
  expect(asked.filter((text) => /[\ud800-\udfff]/u.test(text))).toEqual([])
})

test('vectors of any length are compared by their direction', async () => {
  const values = ['a feline sleeps', 'letters of the council', 'spare parts', 'the last meeting', 'keys of the side door']
  const [first, ...others] = await Promise.all([1, 1e100, 1e-100].map((length) =>
    rankByMeaning('Where does the cat rest?', rowsOf(values), { table: undefined, embed: async (texts) => texts.map((text) => Float64Array.from(hashVector(text), (value) => value * length)), maxEmbeddedRows: 9 })))
  expect(first!.order).toHaveLength(values.length)
  for (const other of others) expect(other).toEqual(first)
})

test('any rows and any question give an order of all rows, and no more texts than there is room for', async () => {
  const words = fc.constantFrom('cat', 'feline', 'собака', '猫が寝る', '\ud800', '🐱', '4711', '', 'https://example.org/a', 'the printer is out of paper', '\u0000', ' ')
  const sentence = fc.array(words, { maxLength: 5 }).map((parts) => parts.join(' '))
  const value = fc.oneof(sentence, fc.constant(null), fc.integer(), fc.record({ id: fc.nat(), note: sentence }), fc.record({ a: fc.record({ b: sentence }) }))
  await fc.assert(fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 30 }), fc.oneof(sentence, fc.string()), fc.integer({ min: 1, max: 40 }), fc.constantFrom<(value: Float32Array) => Float32Array>((same) => same, (some) => some.fill(0)), fc.boolean(),
    async (values, query, maxEmbeddedRows, change, hasTable) => {
      const asked: string[][] = []
      const embed: MeaningSources['embed'] = async (texts) => {
        asked.push([...texts])
        return texts.map((text) => change(hashVector(text)))
      }
      const table = hasTable ? tableOf((texts) => Float64Array.from(texts, (text) => hashVector(text)[0]!)) : undefined
      const ranked = await rankByMeaning(query, rowsOf(values), { table, embed, maxEmbeddedRows })
      for (const texts of asked) {
        expect(texts.length).toBeLessThanOrEqual(maxEmbeddedRows + 4)
        expect(texts).not.toContain('')
      }
      if (ranked === undefined) return
      expect([...ranked.order].sort((a, b) => a - b)).toEqual(values.map((_, row) => row))
      expect(ranked.closest.length).toBeGreaterThan(0)
      expect(ranked.order.slice(0, ranked.closest.length)).toEqual(ranked.closest)
    }), { numRuns: 150 })
})
