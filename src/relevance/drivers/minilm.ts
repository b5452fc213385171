import { ConfigurationError, HeadroomError } from '../../errors.ts'
import { createEmbeddingQueue } from '../embedding-queue.ts'
import type { EmbeddingQueue, SentenceModel } from '../embedding-queue.ts'
import type { Embedder } from '../embedder.ts'
import { awaitUntilAborted } from '../../until-aborted.ts'
import { importBuiltin } from './import-builtin.ts'
import { modelSha256, readModelFiles, remoteModel } from './model-files.ts'
import type { ModelProgress } from './model-files.ts'
import { loadTransformersModel } from './transformers-model.ts'
import type { RuntimeOptions, WasmPaths } from './transformers-model.ts'

export { cacheVectors } from '../vector-cache.ts'
export { createMemoryVectors } from '../memory-vectors.ts'
export type { CacheVectorsOptions, VectorCache, VectorEntry } from '../vector-cache.ts'
export type { EmbedContext, Embedder } from '../embedder.ts'
export type { ModelProgress } from './model-files.ts'
export type { WasmPaths } from './transformers-model.ts'

/** Where the model is and how it runs. One of `modelPath` and `remote` is needed. */
export interface MiniLmOptions {
  /**
   * The folder that `headroom model DIR` filled, or one of the same layout: in Node a path, or a `file:`, `https:` or `http:` URL; in a page
   * a URL, which may be relative to the page.
   */
  readonly modelPath?: string | URL
  /** Downloads the model from huggingface.co, 24 MB, the first time: in Node to the user's cache folder, in a page to the browser's. @default false */
  readonly remote?: boolean
  /** @default 'cpu' in Node, 'wasm' in a page; `webgpu` pays only with large batches */
  readonly device?: 'cpu' | 'wasm' | 'webgpu'
  /**
   * Threads of one run; vectors do not depend on them. More than one in a page needs `wasmPaths` and a page that is isolated from other origins.
   * @default 2 in Node, where there are two processors; 1 in a page
   */
  readonly threads?: number
  /** Pieces of a text that are looked at, with the two that begin and end it: 3 to 512. @default 24, which finds as much as 128 in a quarter of the time */
  readonly maxTokens?: number
  /**
   * Texts of one run. With more than one a text's vector also depends on what runs with it (the int8 model has one scale for all that it
   * sees at once), so that a result may differ from one call to the next. @default 1
   */
  readonly batchSize?: number
  /** Where ONNX Runtime's WebAssembly is. @default what the bundler put beside the page */
  readonly wasmPaths?: WasmPaths
  /** Told while files load. */
  readonly onProgress?: (progress: ModelProgress) => void
  /** Gives the package in place of `import('@huggingface/transformers')`. */
  readonly importTransformers?: () => Promise<unknown>
}

export interface LoadContext {
  /** Rejects this call, and stops the download unless another call waits for it. */
  readonly signal?: AbortSignal
}

/** all-MiniLM-L6-v2. It loads when it is first used, once for all calls. */
export interface MiniLm extends Embedder {
  /** Loads it now. A failed load may be repeated. */
  load(context?: LoadContext): Promise<void>
  /** Gives the memory back; calls that wait are rejected. The next call loads it again. */
  unload(): Promise<void>
}

/** What `createMiniLm` works with, after its checks; plain data but for the two functions. */
export interface ResolvedMiniLmOptions extends Omit<RuntimeOptions, 'threads'> {
  /** As many as pay, when undefined. */
  readonly threads: number | undefined
  /** A string is a path. */
  readonly folder: URL | string | undefined
  readonly batchSize: number
  readonly onProgress: ((progress: ModelProgress) => void) | undefined
}

export const miniLmDimensions = 384

interface Loading {
  readonly queue: Promise<Loaded>
  readonly abort: AbortController
  /** Calls that keep it going. */
  waiting: number
  /** There is nothing more to stop then. */
  isLoaded: boolean
}

interface Loaded {
  readonly queue: EmbeddingQueue
  readonly model: SentenceModel
}

/**
 * The sentence embedder all-MiniLM-L6-v2 (int8, 384 dimensions), in this thread. Needs the package `@huggingface/transformers`.
 * Nothing is loaded, and nothing fetched, before the first call.
 *
 * @throws ConfigurationError for options that are wrong, or do not say where the model is
 */
export function createMiniLm(options: MiniLmOptions): MiniLm {
  const settings = resolveMiniLmOptions(options)
  let loading: Loading | undefined

  const start = (): Loading => {
    if (loading !== undefined) return loading
    const abort = new AbortController()
    const own: Loading = { queue: loadQueue(settings, abort.signal), abort, waiting: 0, isLoaded: false }
    loading = own
    const forget = (): void => { if (loading === own) loading = undefined }
    own.queue.then(() => { own.isLoaded = true }, forget)
    // Else a call that comes while the aborted download winds down would share its failure.
    abort.signal.addEventListener('abort', forget, { once: true })
    return own
  }

  return {
    id: miniLmId(settings),
    dimensions: miniLmDimensions,
    async load({ signal } = {}) {
      signal?.throwIfAborted()
      const own = start()
      own.waiting++
      try {
        await awaitUntilAborted(own.queue, signal)
      } finally {
        own.waiting--
        if (own.waiting === 0 && signal?.aborted && !own.isLoaded) own.abort.abort(signal.reason)
      }
    },
    async embed(texts, { signal } = {}) {
      signal?.throwIfAborted()
      if (texts.length === 0) return []
      const own = start()
      // A call with a time limit gives up; the download does not, so that a later one finds it done.
      own.waiting++
      const { queue } = await awaitUntilAborted(own.queue, signal)
      own.waiting--
      return queue.embed(texts, signal)
    },
    async unload() {
      const own = loading
      if (own === undefined) return
      loading = undefined
      const reason = new HeadroomError('the embedder was unloaded while this call waited')
      own.abort.abort(reason)
      const loaded = await own.queue.catch(() => undefined)
      if (loaded === undefined) return
      await loaded.queue.close(reason)
      await loaded.model.release()
    },
  }
}

async function loadQueue(settings: ResolvedMiniLmOptions, signal: AbortSignal): Promise<Loaded> {
  const { folder } = settings
  const base = folder === undefined ? await findRemote(settings, signal) : typeof folder === 'string' ? await pathToUrl(folder) : folder
  const files = await readModelFiles(base, signal, settings.onProgress ?? (() => undefined), folder === undefined ? modelSha256 : undefined)
  if (files.config['hidden_size'] !== miniLmDimensions) {
    throw new ConfigurationError(`${files.place} holds another model: its vectors have ${String(files.config['hidden_size'])} dimensions, MiniLM's have ${miniLmDimensions}`)
  }
  signal.throwIfAborted()
  let model: SentenceModel
  try {
    model = await loadTransformersModel(files, { ...settings, threads: settings.threads ?? await findThreads() })
  } catch (error) {
    if (!(error instanceof ConfigurationError)) await files.settle(false)
    throw error
  }
  await files.settle(true)
  if (signal.aborted) {
    // The runtime cannot be stopped while it loads, and nobody will have what it made.
    await model.release()
    throw signal.reason
  }
  return { queue: createEmbeddingQueue(model, { batchSize: settings.batchSize, pause }), model }
}

/** In a page the server itself: what comes from there the browser keeps. In Node the folder into which it was downloaded. */
async function findRemote(settings: ResolvedMiniLmOptions, signal: AbortSignal): Promise<URL> {
  if (!isNode()) return new URL(remoteModel)
  const { downloadToCacheFolder } = await import('./download-model.ts')
  return downloadToCacheFolder(signal, settings.onProgress)
}

/** @throws ConfigurationError that names the option, the value and what would be right */
export function resolveMiniLmOptions({ modelPath, remote = false, device, threads, maxTokens = 24, batchSize = 1, wasmPaths, onProgress, importTransformers }: MiniLmOptions = {}): ResolvedMiniLmOptions {
  checkWhole('threads', threads ?? 1, 1, 64)
  checkWhole('maxTokens', maxTokens, 3, 512)
  checkWhole('batchSize', batchSize, 1, 1024)
  if (device !== undefined && !['cpu', 'wasm', 'webgpu'].includes(device)) {
    throw new ConfigurationError(`device must be 'cpu', 'wasm' or 'webgpu', got ${JSON.stringify(device)}`, { details: { device } })
  }
  if ((modelPath === undefined) === !remote) {
    throw new ConfigurationError(
      remote ? 'modelPath and remote: true contradict each other: give one of them'
        : 'createMiniLm needs the model: "npx headroom model DIR" puts its files into a folder, which is named as modelPath; or say remote: true to download it from huggingface.co',
      { details: { option: 'modelPath' } },
    )
  }
  if (modelPath !== undefined && (modelPath === '' || !(typeof modelPath === 'string' || modelPath instanceof URL))) {
    throw new ConfigurationError(`modelPath must be the path or the URL of a folder, got ${typeof modelPath === 'string' ? "''" : String(modelPath)}`, { details: { option: 'modelPath' } })
  }
  // A bundled build of ONNX Runtime starts its threads from a script of its own, which is not there: it would wait for them for ever.
  if (threads !== undefined && threads > 1 && wasmPaths === undefined && !isNode()) {
    throw new ConfigurationError(`threads: ${threads} needs wasmPaths in a page: unbundled copies of ONNX Runtime's .mjs and .wasm files`, { details: { threads } })
  }
  return { folder: modelPath === undefined ? undefined : findFolder(modelPath), device, threads, maxTokens, batchSize, wasmPaths: wasmPaths === undefined ? undefined : fromPage(wasmPaths), onProgress, importTransformers }
}

/** Names all that changes a vector. */
export function miniLmId({ maxTokens, batchSize, device, folder }: ResolvedMiniLmOptions): string {
  const path = typeof folder === 'object' ? folder.pathname : folder
  return [path?.split(/[/\\]/).filter(Boolean).at(-1) ?? 'all-MiniLM-L6-v2', 'q8', maxTokens, ...(batchSize > 1 ? [`batch-${batchSize}`] : []), ...(device === 'webgpu' ? ['webgpu'] : [])].join('/')
}

/** The folder, with a slash at its end; in Node a path is left as it is, since what makes a URL of it is not at hand yet. */
function findFolder(modelPath: string | URL): URL | string {
  const text = modelPath instanceof URL ? modelPath.href : modelPath
  const folder = text.endsWith('/') ? text : `${text}/`
  if (/^[a-z][a-z\d+.-]+:/i.test(folder) && URL.canParse(folder)) { // one letter alone is a drive
    if (URL.canParse('config.json', folder)) return new URL(folder)
    throw new ConfigurationError(`modelPath must be the path or the URL of a folder, got ${JSON.stringify(text.slice(0, 100))}`, { details: { option: 'modelPath' } })
  }
  if (isNode()) return folder
  try {
    return new URL(folder, globalThis.location?.href)
  } catch (error) {
    throw new ConfigurationError(`modelPath must be the URL of a folder, got ${JSON.stringify(text)}`, { details: { modelPath: text }, cause: error })
  }
}

async function pathToUrl(folder: string): Promise<URL> {
  const { pathToFileURL } = await importBuiltin('node:url')
  return new URL(pathToFileURL(folder).href) // it keeps the slash
}

/** The second of Node's threads takes a quarter of the time away, further ones hardly more: a text is short. */
async function findThreads(): Promise<number> {
  if (!isNode()) return 1
  const { availableParallelism } = await importBuiltin('node:os')
  return Math.min(2, availableParallelism())
}

/** Addresses as the page means them: a script elsewhere, or a worker, would take relative ones for its own. */
function fromPage(paths: WasmPaths): WasmPaths {
  const base = globalThis.location?.href
  if (base === undefined) return paths
  return typeof paths === 'string' ? new URL(paths, base).href : { mjs: new URL(paths.mjs, base).href, wasm: new URL(paths.wasm, base).href }
}

function isNode(): boolean {
  return globalThis.process?.release?.name === 'node' && typeof globalThis.document === 'undefined'
}

/** The next task; a timer would cost a page four milliseconds each time. */
function pause(): Promise<void> {
  if (typeof setImmediate === 'function') return new Promise((resolve) => { setImmediate(resolve) })
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}

function checkWhole(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new ConfigurationError(`${name} must be a whole number from ${least} to ${most}, got ${value}`, { details: { [name]: value } })
  }
}
