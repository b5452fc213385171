import { ConfigurationError } from '../errors.ts'
import type { VectorCache } from './vector-cache.ts'

export interface MemoryVectorsOptions {
  /** Vectors kept; MiniLM's take 1.5 KB each. @default 8192 */
  readonly maxVectors?: number
}

/** Vectors in memory, as long as the program runs. */
export function createMemoryVectors({ maxVectors = 8192 }: MemoryVectorsOptions = {}): VectorCache {
  checkMaxVectors(maxVectors)
  const vectors = new Map<string, Float32Array>()
  return {
    read: async (keys) => keys.map((key) => vectors.get(key)),
    async write(entries) {
      for (const { key, vector } of entries) {
        vectors.set(key, vector)
        if (vectors.size > maxVectors) vectors.delete(vectors.keys().next().value!) // it has more than one
      }
    },
  }
}

/** @throws ConfigurationError */
export function checkMaxVectors(maxVectors: number): void {
  if (!Number.isInteger(maxVectors) || maxVectors < 1 || maxVectors > 1_048_576) {
    throw new ConfigurationError(`maxVectors must be a whole number from 1 to 1048576, got ${maxVectors}`, { details: { maxVectors } })
  }
}
