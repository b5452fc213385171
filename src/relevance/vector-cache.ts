import { hashTexts } from '../hash/fnv1a.ts'
import type { Embedder } from './embedder.ts'

export interface VectorEntry {
  readonly key: string
  readonly vector: Float32Array
}

/** Keeps vectors. As many as there is room for; the oldest make way. The contract for own caches. */
export interface VectorCache {
  /** @returns for each key its vector, `undefined` where it is not kept */
  read(keys: readonly string[]): Promise<readonly (Float32Array | undefined)[]>
  write(entries: readonly VectorEntry[]): Promise<void>
}

export interface CacheVectorsOptions {
  /** Told when the cache fails: the texts are embedded then, as if it were empty. */
  readonly onError?: (error: unknown) => void
}

/**
 * An embedder that asks `cache` first, and gives it what it did not have. Keys are 64 bits of a hash of the embedder's id and the text, so
 * that no text is kept. A cache that fails, or holds something else, costs time and nothing more.
 */
export function cacheVectors(embedder: Embedder, cache: VectorCache, { onError }: CacheVectorsOptions = {}): Embedder {
  const { id, dimensions } = embedder
  return {
    id,
    dimensions,
    async embed(texts, context = {}) {
      context.signal?.throwIfAborted()
      const keys = texts.map((text) => hashTexts([id, text]))
      const known = await readAll(cache, keys, dimensions, onError)
      context.signal?.throwIfAborted()
      const missing = new Map<string, string>()
      for (const [i, key] of keys.entries()) if (!known.has(key)) missing.set(key, texts[i]!)
      if (missing.size > 0) {
        const vectors = await embedder.embed([...missing.values()], context)
        if (vectors.length !== missing.size) throw new RangeError(`${missing.size} texts gave ${vectors.length} vectors`)
        const entries = Array.from(missing.keys(), (key, i): VectorEntry => ({ key, vector: vectors[i]! })) // as many as there are keys
        for (const { key, vector } of entries) known.set(key, vector)
        // Nobody waits for it: the answer is there. What is no vector would be asked for, and written, again and again.
        void write(cache, entries.filter(({ vector }) => isVector(vector, dimensions)).map(({ key, vector }) => ({ key, vector: withoutOthers(vector) })), onError)
      }
      return keys.map((key) => known.get(key)!) // what was missing has been added
    },
  }
}

async function readAll(cache: VectorCache, keys: readonly string[], dimensions: number, onError: CacheVectorsOptions['onError']): Promise<Map<string, Float32Array>> {
  const known = new Map<string, Float32Array>()
  const distinct = [...new Set(keys)]
  try {
    const vectors = distinct.length === 0 ? [] : await cache.read(distinct)
    for (const [i, key] of distinct.entries()) {
      const vector = vectors[i]
      if (isVector(vector, dimensions)) known.set(key, vector)
    }
  } catch (error) {
    onError?.(error)
  }
  return known
}

function isVector(value: unknown, dimensions: number): value is Float32Array {
  if (!(value instanceof Float32Array) || value.length !== dimensions) return false
  // A loop: `every` takes ten times as long, which is felt where nothing is left to embed.
  for (let i = 0; i < dimensions; i++) if (!Number.isFinite(value[i])) return false
  return true
}

/** A part of a longer array would keep all of it alive, and a database copies all of it. */
function withoutOthers(vector: Float32Array): Float32Array {
  return vector.byteLength === vector.buffer.byteLength ? vector : vector.slice()
}

async function write(cache: VectorCache, entries: readonly VectorEntry[], onError: CacheVectorsOptions['onError']): Promise<void> {
  try {
    await cache.write(entries)
  } catch (error) {
    onError?.(error)
  }
}
