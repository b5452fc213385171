import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Scorer } from '../../src/relevance/scorer.ts'

/** What every scorer promises; run it from the scorer's own spec. */
export function describeScorer(name: string, createScorer: () => Scorer | Promise<Scorer>): void {
  describe(`${name} is a scorer`, () => {
    test('it has a name', async () => {
      expect((await createScorer()).name).not.toBe('')
    })

    test('no documents have no scores', async () => {
      const scorer = await createScorer()
      expect(Array.from(await scorer.score('database', []))).toEqual([])
    })

    test('a document that says what the query asks scores above one that says nothing of it', async () => {
      const scorer = await createScorer()
      const [unrelated, related] = await scorer.score('database connection refused', ['the cat sleeps on a sofa', 'connection to the database was refused'])
      expect(related).toBeGreaterThan(unrelated!)
    })

    test('scores are numbers from 0 to 1, one for each document, the same each time, and nothing is written to', async () => {
      const scorer = await createScorer()
      const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom('', 'a b c', '{"id":1}', '東京タワー', '\ud800'))
      await fc.assert(fc.asyncProperty(texts, fc.array(texts, { maxLength: 8 }), async (query, documents) => {
        const scores = Array.from(await scorer.score(query, Object.freeze(documents)))
        expect(scores).toHaveLength(documents.length)
        for (const score of scores) expect(score >= 0 && score <= 1).toBe(true)
        expect(Array.from(await scorer.score(query, documents))).toEqual(scores)
      }), { numRuns: 50 })
    })
  })
}
