import { readFileSync } from 'node:fs'
import { createMiniLm } from '../../src/relevance/drivers/minilm.ts'
import { loadStaticTable } from '../../src/relevance/drivers/static.ts'
import type { Embedder } from '../../src/relevance/embedder.ts'
import { createMemoryVectors } from '../../src/relevance/memory-vectors.ts'
import type { StaticTable } from '../../src/relevance/static-table.ts'
import { cacheVectors } from '../../src/relevance/vector-cache.ts'
import { crushed, type Variant } from './variants.ts'

export interface TierSources {
  readonly table: StaticTable
  readonly embedder: Embedder
  /** Gives MiniLM's memory back. */
  close(): Promise<void>
}

/** The static table and MiniLM of this repository, with vectors that are kept as long as the program runs. */
export async function loadTierSources(root: string): Promise<TierSources> {
  const miniLm = createMiniLm({ modelPath: `${root}models/all-MiniLM-L6-v2` })
  const table = await loadStaticTable({ vectors: readFileSync(`${root}models/static/vectors.i8`), vocabulary: readFileSync(`${root}models/static/vocab.bin`) })
  return { table, embedder: cacheVectors(miniLm, createMemoryVectors({ maxVectors: 65_536 })), close: () => miniLm.unload() }
}

/** Ours in every tier, with index lines and without. */
export function tierVariants({ table, embedder }: TierSources): readonly Variant[] {
  const tiers = { bm25: {}, static: { table }, embedding: { embedder }, hybrid: { table, embedder } } as const
  return Object.entries(tiers).flatMap(([tier, sources]) => {
    const relevance = { tier: tier as keyof typeof tiers, timeLimitMs: 600_000, ...sources } // figures of a busy machine are those of any
    return [crushed(tier, { relevance }), crushed(`${tier}, no index lines`, { index: false, relevance })]
  })
}
