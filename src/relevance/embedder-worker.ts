import { ConfigurationError, HeadroomError, isHeadroomError, messageOf } from '../errors.ts'
import type { Embedder } from './embedder.ts'
import { awaitUntilAborted } from '../until-aborted.ts'

/** An embedder that is loaded and unloaded, such as MiniLM. */
export interface LoadableEmbedder extends Embedder {
  load(context?: { readonly signal?: AbortSignal }): Promise<void>
  unload(): Promise<void>
}

export type ToEmbedderWorker =
  /** The first message. Functions stay on the page. */
  | { readonly kind: 'open'; readonly options: object }
  | { readonly kind: 'call'; readonly id: number; readonly method: 'load' | 'unload' | 'embed'; readonly texts: readonly string[] }
  | { readonly kind: 'abort'; readonly id: number }

export type FromEmbedderWorker =
  | { readonly kind: 'done'; readonly id: number; readonly vectors: readonly Float32Array[] }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string; readonly isConfiguration: boolean }
  | { readonly kind: 'progress'; readonly progress: unknown }

/** What a worker has, as far as it is used here. */
export interface EmbedderWorkerLike {
  postMessage(message: ToEmbedderWorker): void
  addEventListener(type: 'message', listener: (event: { readonly data: FromEmbedderWorker }) => void): void
  addEventListener(type: 'error' | 'messageerror', listener: (event: { readonly message?: string }) => void): void
  terminate(): void
}

/** The scope inside a worker. */
export interface EmbedderScope {
  postMessage(message: FromEmbedderWorker): void
  addEventListener(type: 'message', listener: (event: { readonly data: ToEmbedderWorker }) => void): void
}

export interface EmbedderWorkerOptions {
  readonly id: string
  readonly dimensions: number
  /** Plain data that the other side makes its embedder of. */
  readonly options: object
  readonly startWorker: () => EmbedderWorkerLike
  readonly onProgress?: ((progress: unknown) => void) | undefined
}

interface Waiting {
  readonly resolve: (vectors: readonly Float32Array[]) => void
  readonly reject: (error: unknown) => void
}

interface OpenWorker {
  readonly worker: EmbedderWorkerLike
  readonly waiting: Map<number, Waiting>
}

/**
 * An embedder whose work is done in a worker, in which `serveEmbedder` runs. The worker starts with the first call and ends with `unload`,
 * also one that hangs, and with a failure of the worker itself; the next call starts another.
 */
export function openEmbedderWorker({ id, dimensions, options, startWorker, onProgress }: EmbedderWorkerOptions): LoadableEmbedder {
  let open: OpenWorker | undefined
  let lastId = 0

  const end = (own: OpenWorker, error: Error): void => {
    if (open === own) open = undefined
    own.worker.terminate()
    for (const { reject } of own.waiting.values()) reject(error)
    own.waiting.clear()
  }
  const start = (): OpenWorker => {
    if (open !== undefined) return open
    const worker = startWorker()
    const own: OpenWorker = { worker, waiting: new Map() }
    open = own
    worker.addEventListener('message', ({ data }) => {
      if (data.kind === 'progress') {
        onProgress?.(data.progress)
        return
      }
      const call = own.waiting.get(data.id)
      own.waiting.delete(data.id)
      if (data.kind === 'done') call?.resolve(data.vectors)
      else call?.reject(new (data.isConfiguration ? ConfigurationError : HeadroomError)(data.message))
    })
    worker.addEventListener('error', ({ message }) => { end(own, new HeadroomError(`the embedder's worker failed: ${message ?? 'it could not be loaded'}`)) })
    worker.addEventListener('messageerror', () => { end(own, new HeadroomError("the embedder's worker sent something that cannot be read")) })
    try {
      worker.postMessage({ kind: 'open', options })
    } catch (error) {
      // Else the next call would find a worker that knows nothing.
      const unsent = new ConfigurationError(`the embedder's options cannot be sent to a worker: ${messageOf(error)}`, { cause: error })
      end(own, unsent)
      throw unsent
    }
    return own
  }
  const call = async (method: 'load' | 'embed', texts: readonly string[], signal: AbortSignal | undefined): Promise<readonly Float32Array[]> => {
    signal?.throwIfAborted()
    const { worker, waiting } = start()
    const callId = ++lastId
    const answer = new Promise<readonly Float32Array[]>((resolve, reject) => { waiting.set(callId, { resolve, reject }) })
    const abort = (): void => {
      if (waiting.delete(callId)) worker.postMessage({ kind: 'abort', id: callId })
    }
    signal?.addEventListener('abort', abort, { once: true })
    try {
      worker.postMessage({ kind: 'call', id: callId, method, texts })
      return await awaitUntilAborted(answer, signal)
    } finally {
      signal?.removeEventListener('abort', abort)
    }
  }

  return {
    id,
    dimensions,
    async load({ signal } = {}) { await call('load', [], signal) },
    embed: async (texts, { signal } = {}) => texts.length === 0 ? [] : call('embed', texts, signal),
    async unload() {
      if (open !== undefined) end(open, new HeadroomError('the embedder was unloaded while this call waited'))
    },
  }
}

/**
 * Answers the calls of an `openEmbedderWorker` on the other side.
 *
 * @param create makes the embedder of the options that came across
 */
export function serveEmbedder(scope: EmbedderScope, create: (options: object, onProgress: (progress: unknown) => void) => LoadableEmbedder): void {
  let embedder: LoadableEmbedder | undefined
  let failure: unknown
  const running = new Map<number, AbortController>()
  const answer = async (method: 'load' | 'unload' | 'embed', texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> => {
    if (embedder === undefined) throw failure ?? new HeadroomError('the worker was called before it was opened')
    if (method === 'embed') return embedder.embed(texts, { signal })
    await (method === 'load' ? embedder.load({ signal }) : embedder.unload())
    return []
  }
  scope.addEventListener('message', ({ data }) => {
    switch (data.kind) {
      case 'open':
        try {
          embedder = create(data.options, (progress) => { scope.postMessage({ kind: 'progress', progress }) })
        } catch (error) {
          failure = error
        }
        return
      case 'abort':
        running.get(data.id)?.abort()
        return
      case 'call': {
        const controller = new AbortController()
        running.set(data.id, controller)
        answer(data.method, data.texts, controller.signal)
          .then((vectors) => { scope.postMessage({ kind: 'done', id: data.id, vectors }) })
          .catch((error: unknown) => { scope.postMessage({ kind: 'failed', id: data.id, message: messageOf(error), isConfiguration: isHeadroomError(error) && error.code === 'CONFIGURATION' }) })
          .finally(() => { running.delete(data.id) })
      }
    }
  })
}
