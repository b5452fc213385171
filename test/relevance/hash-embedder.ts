import { hashText } from '../../src/hash/fnv1a.ts'
import type { Embedder } from '../../src/relevance/embedder.ts'

/** Embeds texts by their hash: fast, and without any meaning. `asked` holds every call's texts. */
export function createHashEmbedder(): Embedder & { readonly asked: string[][] } {
  const asked: string[][] = []
  return {
    id: 'hash', dimensions: 4, asked,
    async embed(texts, { signal } = {}) {
      signal?.throwIfAborted()
      if (texts.length > 0) asked.push([...texts])
      await Promise.resolve()
      signal?.throwIfAborted()
      return texts.map(hashVector)
    },
  }
}

export function hashVector(text: string): Float32Array {
  const hash = hashText(text)
  const values = [0, 4, 8, 12].map((at) => parseInt(hash.slice(at, at + 4), 16) - 0x8000 + 0.5)
  const norm = Math.hypot(...values)
  return Float32Array.from(values, (value) => value / norm)
}
