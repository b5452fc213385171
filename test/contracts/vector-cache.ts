import { describe, expect, test } from 'vitest'
import type { VectorCache, VectorEntry } from '../../src/relevance/vector-cache.ts'

/** Opens one cache, and opens it again as the next start of a program would. */
export interface OpensCache { open(): VectorCache }

const keyOf = (i: number): string => i.toString(16).padStart(16, '0')
const entry = (i: number): VectorEntry => ({ key: keyOf(i), vector: Float32Array.of(i, -i / 3, 1e-30) })

/** What every cache of vectors promises; run it from the cache's own spec. */
export function describeVectorCache(name: string, create: (maxVectors: number) => OpensCache): void {
  describe(`${name} is a cache of vectors`, () => {
    test('gives back what was written, bit for bit, in the order of the keys', async () => {
      const { open } = create(100)
      const cache = open()
      expect(await cache.read([])).toEqual([])
      expect(await cache.read([keyOf(1)])).toEqual([undefined])
      await cache.write([entry(1), entry(2)])
      await cache.write([])
      for (const one of [cache, open()]) expect(await one.read([keyOf(2), keyOf(3), keyOf(1)])).toEqual([entry(2).vector, undefined, entry(1).vector])
    })

    test('keeps the newest, and never more than there is room for', async () => {
      const { open } = create(10)
      const cache = open()
      for (let i = 0; i < 40; i += 4) await cache.write([0, 1, 2, 3].map((more) => entry(i + more)))
      for (const one of [cache, open()]) {
        const kept = (await one.read(Array.from({ length: 40 }, (_, i) => keyOf(i)))).map((vector) => vector !== undefined)
        const count = kept.filter(Boolean).length
        expect(count).toBeGreaterThanOrEqual(5)
        expect(count).toBeLessThanOrEqual(10)
        expect(kept.lastIndexOf(false)).toBe(40 - count - 1)
      }
    })

    test('takes more at once than there is room for', async () => {
      const cache = create(4).open()
      await cache.write(Array.from({ length: 30 }, (_, i) => entry(i)))
      expect(await cache.read([keyOf(29), keyOf(0)])).toEqual([entry(29).vector, undefined])
    })

    test('takes writes that come together', async () => {
      const cache = create(100).open()
      await Promise.all([1, 2, 3, 4].map((i) => cache.write([entry(i)])))
      expect(await cache.read([1, 2, 3, 4].map(keyOf))).toEqual([1, 2, 3, 4].map((i) => entry(i).vector))
    })
  })
}
