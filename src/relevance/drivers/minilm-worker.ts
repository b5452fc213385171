import { ConfigurationError } from '../../errors.ts'
import { openEmbedderWorker } from '../embedder-worker.ts'
import type { EmbedderWorkerLike } from '../embedder-worker.ts'
import { miniLmDimensions, miniLmId, resolveMiniLmOptions } from './minilm.ts'
import type { MiniLm, MiniLmOptions } from './minilm.ts'

export { cacheVectors, createMemoryVectors } from './minilm.ts'
export type { CacheVectorsOptions, EmbedContext, Embedder, LoadContext, MiniLm, ModelProgress, VectorCache, VectorEntry, WasmPaths } from './minilm.ts'

export interface MiniLmWorkerOptions extends Omit<MiniLmOptions, 'importTransformers'> {
  /** Starts a worker whose script is a copy of ours. @default ours, as a module worker beside this file */
  readonly startWorker?: () => Worker
}

/**
 * The same as `createMiniLm`, in a web worker of its own, so that a page never stutters. The worker starts with the first call; `unload`
 * ends it.
 *
 * @throws ConfigurationError for wrong options, and where there are no workers
 */
export function createMiniLmWorker({ startWorker, onProgress, ...options }: MiniLmWorkerOptions): MiniLm {
  const settings = resolveMiniLmOptions(options)
  if (startWorker === undefined && typeof Worker === 'undefined') {
    throw new ConfigurationError('there are no web workers here; use createMiniLm() of headroom-ts/embeddings', { details: { option: 'startWorker' } })
  }
  // Addresses that are relative to the page are not so to the worker.
  const { folder } = settings
  const crossing: MiniLmOptions = { ...options, ...(folder === undefined ? {} : { modelPath: typeof folder === 'string' ? folder : folder.href }), ...(settings.wasmPaths === undefined ? {} : { wasmPaths: settings.wasmPaths }) }
  return openEmbedderWorker({
    id: miniLmId(settings),
    dimensions: miniLmDimensions,
    options: crossing,
    startWorker: () => (startWorker?.() ?? new Worker(new URL('./minilm-thread.ts', import.meta.url), { type: 'module', name: 'headroom-minilm' })) as unknown as EmbedderWorkerLike, // the platform's type has more overloads than we need
    onProgress: onProgress as ((progress: unknown) => void) | undefined, // our own thread sends them
  })
}

