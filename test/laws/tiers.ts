import type { Options } from '../../src/options.ts'
import { loadStaticTable } from '../../src/relevance/drivers/static.ts'
import type { RelevanceOptions } from '../../src/transforms/smart-crusher/options.ts'
import { createHashEmbedder } from '../relevance/hash-embedder.ts'
import type { Pipeline } from './pipeline.ts'

/** What ranks rows where it is not words alone. MiniLM's part plays an embedder that knows no meaning: any order of rows has to do. */
export const tiers: readonly { readonly name: string, readonly relevance: () => Promise<RelevanceOptions> }[] = [
  { name: 'the static tier', relevance: async () => ({ tier: 'static', table: await loadStaticTable() }) },
  { name: 'the embedding tier', relevance: async () => ({ tier: 'embedding', embedder: createHashEmbedder(), maxEmbeddedRows: 8 }) },
  { name: 'the hybrid tier', relevance: async () => ({ table: await loadStaticTable(), embedder: createHashEmbedder(), maxEmbeddedRows: 16 }) },
]

/** The pipeline of somebody who has set these options; those of a call go before. */
export function withTier(pipeline: Pipeline, relevance: RelevanceOptions): Pipeline {
  const merged = <Given extends Options>(options: Given | undefined): Given => ({
    ...options,
    smartCrusher: { ...options?.smartCrusher, relevance: { ...relevance, ...options?.smartCrusher?.relevance } },
  }) as Given // it has all that was given
  return {
    ...pipeline,
    optimize: (request, options) => pipeline.optimize(request, merged(options)),
    createSession: (options) => pipeline.createSession(merged(options)),
    crush: (text, options) => pipeline.crush(text, merged(options)),
  }
}
