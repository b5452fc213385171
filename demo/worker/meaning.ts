import type { Embedder, RelevanceTier, StaticTable } from '../../src/index.ts'
import type { MiniLm } from '../../src/relevance/drivers/minilm.ts'
import type { Stage } from '../protocol.ts'
import { SourceError } from './read-source.ts'

/** What ranks by meaning, as far as it is loaded. */
export interface Meaning {
  readonly table?: StaticTable
  readonly embedder?: Embedder
}

let table: StaticTable | undefined
let miniLm: MiniLm | undefined
/** MiniLM that remembers the vectors of texts; there once it is loaded. */
let embedder: Embedder | undefined
let onBytes: (loadedBytes: number, totalBytes: number) => void = () => undefined

/**
 * Loads what a tier needs, once: from the page's own files the first time, then from what the browser kept.
 *
 * @param modelUrl the folder of MiniLM's files
 */
export async function loadMeaning(tier: RelevanceTier, modelUrl: string, signal: AbortSignal, onStage: (stage: Stage) => void): Promise<Meaning> {
  if (tier === 'static' || tier === 'hybrid') table ??= await orSay('The static table', signal, () => loadTable(signal, onStage))
  if (tier === 'embedding' || tier === 'hybrid') embedder = await orSay('MiniLM', signal, () => loadEmbedder(modelUrl, signal, onStage))
  return {
    ...(table !== undefined && (tier === 'static' || tier === 'hybrid') ? { table } : {}),
    ...(embedder !== undefined && (tier === 'embedding' || tier === 'hybrid') ? { embedder } : {}),
  }
}

/** What is missing is missing on the server of this page: advice for programs would help nobody here. */
async function orSay<Loaded>(what: string, signal: AbortSignal, load: () => Promise<Loaded>): Promise<Loaded> {
  try {
    return await load()
  } catch (error) {
    signal.throwIfAborted()
    console.info(error)
    throw new SourceError({ text: `${what} could not be loaded: a file of this page is missing, or the network is. Rank by words, which needs no file, or try again.` })
  }
}

/** What is loaded already. */
export function loadedMeaning(): Meaning {
  return { ...(table === undefined ? {} : { table }), ...(embedder === undefined ? {} : { embedder }) }
}

async function loadTable(signal: AbortSignal, onStage: (stage: Stage) => void): Promise<StaticTable> {
  onStage({ kind: 'loading', what: 'static', loadedBytes: 0 })
  const { loadStaticTable } = await import('../../src/relevance/drivers/static.ts')
  return loadStaticTable({
    signal,
    onProgress: ({ loadedBytes, totalBytes }) => { onStage({ kind: 'loading', what: 'static', loadedBytes, ...(totalBytes === undefined ? {} : { totalBytes }) }) },
  })
}

async function loadEmbedder(modelUrl: string, signal: AbortSignal, onStage: (stage: Stage) => void): Promise<Embedder> {
  if (embedder === undefined) onStage({ kind: 'loading', what: 'minilm', loadedBytes: 0 })
  onBytes = (loadedBytes, totalBytes) => { onStage(loadedBytes < totalBytes ? { kind: 'loading', what: 'minilm', loadedBytes, totalBytes } : { kind: 'starting' }) }
  const { cacheVectors, createMiniLm, createMemoryVectors } = await import('../../src/relevance/drivers/minilm.ts')
  miniLm ??= createMiniLm({ modelPath: modelUrl, onProgress: ({ loadedBytes, totalBytes }) => { onBytes(loadedBytes, totalBytes) } })
  await miniLm.load({ signal })
  return embedder ?? cacheVectors(miniLm, createMemoryVectors())
}
