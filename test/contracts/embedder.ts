import { describe, expect, test } from 'vitest'
import type { Embedder } from '../../src/relevance/embedder.ts'

/** Cosine of two vectors. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, ofA, ofB] = [0, 0, 0]
  for (const [i, value] of a.entries()) {
    dot += value * b[i]!
    ofA += value * value
    ofB += b[i]! * b[i]!
  }
  return dot / Math.sqrt(ofA * ofB)
}

/** What every embedder promises; run it from the embedder's own spec. */
export function describeEmbedder(name: string, createEmbedder: () => Embedder | Promise<Embedder>): void {
  describe(`${name} is an embedder`, () => {
    test('it has an id and dimensions', async () => {
      const { id, dimensions } = await createEmbedder()
      expect(id).not.toBe('')
      expect(dimensions).toBeGreaterThan(0)
    })

    test('no texts have no vectors', async () => {
      expect(await (await createEmbedder()).embed([])).toEqual([])
    })

    test('vectors are of unit length, one for each text in their order, the same each time and in any company', async () => {
      const embedder = await createEmbedder()
      const texts = ['The cat sits outside', '', 'A feline is outdoors', '東京タワー \ud800 \0', 'The cat sits outside', 'x'.repeat(5000)]
      const vectors = await embedder.embed(Object.freeze(texts))
      expect(vectors).toHaveLength(texts.length)
      for (const vector of vectors) {
        expect(vector).toBeInstanceOf(Float32Array)
        expect(vector).toHaveLength(embedder.dimensions)
        expect(Math.hypot(...vector)).toBeCloseTo(1, 2)
      }
      expect(vectors[4]).toEqual(vectors[0])
      const [alone] = await embedder.embed([texts[2]!])
      expect(alone).toEqual(vectors[2])
      const backwards = await embedder.embed([...texts].reverse())
      expect([...backwards].reverse()).toEqual(vectors)
    })

    test('an aborted call rejects with the reason', async () => {
      const embedder = await createEmbedder()
      const reason = new Error('too late')
      await expect(embedder.embed(['a'], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
      const controller = new AbortController()
      const call = embedder.embed(['one that nobody has asked for yet', 'and another'], { signal: controller.signal })
      controller.abort(reason)
      await expect(call).rejects.toBe(reason)
      expect(await embedder.embed(['a'])).toHaveLength(1)
    })
  })
}
