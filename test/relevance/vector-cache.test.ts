import { deleteDB, openDB } from 'idb'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createIndexedDbVectors } from '../../src/relevance/drivers/indexeddb-vectors.ts'
import { createMemoryVectors } from '../../src/relevance/memory-vectors.ts'
import { cacheVectors } from '../../src/relevance/vector-cache.ts'
import type { Embedder } from '../../src/relevance/embedder.ts'
import type { VectorCache, VectorEntry } from '../../src/relevance/vector-cache.ts'
import { describeEmbedder } from '../contracts/embedder.ts'
import { describeVectorCache } from '../contracts/vector-cache.ts'
import { createHashEmbedder, hashVector } from './hash-embedder.ts'

// The browser's own in Chromium. The name is not written in place, so that the browser's bundler does not look for the package.
const fake = 'fake-indexeddb/auto'
if (globalThis.indexedDB === undefined) await import(/* @vite-ignore */ fake)

let names = 0
const createName = (): string => {
  const name = `vectors-test-${Date.now()}-${names++}`
  onTestFinished(async () => { await deleteDB(name) })
  return name
}

describeVectorCache('memory', (maxVectors) => {
  const cache = createMemoryVectors({ maxVectors })
  return { open: () => cache }
})
describeVectorCache('IndexedDB', (maxVectors) => {
  const databaseName = createName()
  return { open: () => createIndexedDbVectors({ databaseName, maxVectors }) }
})
describeEmbedder('an embedder with a cache', () => cacheVectors(createHashEmbedder(), createMemoryVectors()))

test('a database that does not open is given up', async () => {
  const databaseName = createName()
  const inTheWay = await openDB(databaseName, 1)
  const deletion = deleteDB(databaseName) // waits for the connection, and who opens waits for it
  await expect(createIndexedDbVectors({ databaseName, openTimeLimitMs: 20 }).read(['a'])).rejects.toThrow('does not open')
  inTheWay.close()
  await deletion
})

describe('cacheVectors', () => {
  test('any calls give the vectors of the embedder, and each text is embedded once', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.array(fc.string({ maxLength: 3 }), { maxLength: 6 }), { maxLength: 5 }), async (calls) => {
      const embedder = createHashEmbedder()
      const cached = cacheVectors(embedder, createMemoryVectors())
      for (const texts of calls) expect(await cached.embed(texts)).toEqual(texts.map(hashVector))
      expect(embedder.asked.flat().sort()).toEqual([...new Set(calls.flat())].sort())
    }), { numRuns: 50 })
  })

  test('embedders of other ids do not share vectors', async () => {
    const cache = createMemoryVectors()
    await cacheVectors(createHashEmbedder(), cache).embed(['a'])
    const other = { ...createHashEmbedder(), id: 'other' }
    await cacheVectors(other, cache).embed(['a'])
    expect(other.asked).toEqual([['a']])
  })

  const broken = (part: Partial<VectorCache>): VectorCache => ({ read: async (keys) => keys.map(() => undefined), write: async () => undefined, ...part })
  test.each([
    { name: 'cannot be read', cache: broken({ read: () => Promise.reject(new Error('read')) }), says: ['read'] },
    { name: 'cannot be written', cache: broken({ write: () => Promise.reject(new Error('full')) }), says: ['full'] },
    { name: 'throws at once', cache: broken({ read: () => { throw new Error('read') }, write: () => { throw new Error('full') } }), says: ['read', 'full'] },
    { name: 'holds vectors of another length', cache: broken({ read: async (keys) => keys.map(() => Float32Array.of(1)) }), says: [] },
    { name: 'holds what is no number', cache: broken({ read: async (keys) => keys.map(() => Float32Array.of(1, NaN, 0, 0)) }), says: [] },
    { name: 'holds too little', cache: broken({ read: async () => [] }), says: [] },
  ])('a cache that $name costs time and nothing more', async ({ cache, says }) => {
    const errors: unknown[] = []
    const cached = cacheVectors(createHashEmbedder(), cache, { onError: (error) => errors.push((error as Error).message) })
    expect(await cached.embed(['a', 'b', 'a'])).toEqual(['a', 'b', 'a'].map(hashVector))
    await Promise.resolve()
    expect(errors).toEqual(says)
  })

  test('what is no vector is not kept, and too few are an error', async () => {
    const written: VectorEntry[] = []
    const cache = broken({ write: async (entries) => { written.push(...entries) } })
    const answers = (vectors: readonly Float32Array[]): Embedder => cacheVectors({ ...createHashEmbedder(), embed: async () => vectors }, cache)
    await answers([Float32Array.of(NaN, 0, 0, 1), Float32Array.of(1), hashVector('c')]).embed(['a', 'b', 'c'])
    expect(written.map(({ vector }) => vector)).toEqual([hashVector('c')])
    await expect(answers([hashVector('a')]).embed(['a', 'b'])).rejects.toThrow('2 texts gave 1 vectors')
  })

  test('a vector that is a part of a longer array is kept without the rest', async () => {
    const written: VectorEntry[] = []
    const all = new Float32Array(400).fill(0.5)
    const cached = cacheVectors({ ...createHashEmbedder(), embed: async (texts) => texts.map((_, i) => all.subarray(4 * i, 4 * i + 4)) }, broken({ write: async (entries) => { written.push(...entries) } }))
    await cached.embed(['a', 'b'])
    expect(written.map(({ vector }) => vector.buffer.byteLength)).toEqual([16, 16])
  })

  test('an embedder that fails is not remembered', async () => {
    let fails = true
    const embedder = { ...createHashEmbedder(), embed: async (texts: readonly string[]) => { if (fails) throw new Error('no'); return texts.map(hashVector) } }
    const cached = cacheVectors(embedder, createMemoryVectors())
    await expect(cached.embed(['a'])).rejects.toThrow('no')
    fails = false
    expect(await cached.embed(['a'])).toEqual([hashVector('a')])
  })
})

test.each([0, 1.5, NaN, 2_000_000])('room for %s vectors is refused', (maxVectors) => {
  expect(() => createMemoryVectors({ maxVectors })).toThrow(`maxVectors must be a whole number from 1 to 1048576, got ${maxVectors}`)
})
