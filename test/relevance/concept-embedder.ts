import type { EmbedContext, Embedder } from '../../src/relevance/embedder.ts'

/** Words that mean the same, a dimension for each list. */
const concepts: readonly (readonly string[])[] = [
  ['cat', 'feline', 'kitten'],
  ['rest', 'sleeps', 'nap', 'doze'],
  ['money', 'invoice', 'payment', 'bill'],
  ['broken', 'crashed', 'stopped'],
  ['weather', 'rain', 'storm'],
]

export interface ConceptEmbedder extends Embedder {
  /** The texts of every call. */
  readonly asked: readonly (readonly string[])[]
}

/** Knows a few words and what they mean: fast, and the same everywhere. @param change what to answer, or to do, instead */
export function createConceptEmbedder(change: (vectors: Float32Array[], context: EmbedContext) => unknown = (vectors) => vectors): ConceptEmbedder {
  const asked: string[][] = []
  return {
    id: 'concepts',
    dimensions: concepts.length + 1,
    asked,
    async embed(texts, context = {}) {
      asked.push([...texts])
      return await change(texts.map(vectorOf), context) as Float32Array[] // faults are put in here
    },
  }
}

function vectorOf(text: string): Float32Array {
  const words = text.toLowerCase().split(/[^a-z]+/)
  const counts = [...concepts.map((concept) => words.filter((word) => concept.includes(word)).length), 0.2]
  const norm = Math.hypot(...counts)
  return Float32Array.from(counts, (count) => count / norm)
}
