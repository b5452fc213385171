import { ConfigurationError } from './errors.ts'
import type { SessionOptions } from './options.ts'
import { openWorker } from './worker/create-headroom-worker.ts'
import type { HeadroomWorker, WorkerLike } from './worker/create-headroom-worker.ts'

export interface HeadroomWorkerOptions extends SessionOptions {
  /** A worker in which `serveHeadroom(self)` runs. @default ours, as a module worker beside this file */
  readonly worker?: Worker
}

/**
 * A session in a worker of its own, off the thread of the page: the same functions, abort included.
 *
 * @throws ConfigurationError for wrong options, for those that cannot cross to a worker, and where there are no workers
 */
export function createHeadroomWorker({ worker, ...options }: HeadroomWorkerOptions = {}): HeadroomWorker {
  if (worker === undefined && typeof Worker === 'undefined') {
    throw new ConfigurationError('there are no web workers here; use createHeadroom(), or hand in a worker', { details: { option: 'worker' } })
  }
  const own = worker ?? new Worker(new URL('./worker-thread.ts', import.meta.url), { type: 'module', name: 'headroom' })
  return openWorker(own as unknown as WorkerLike, options, watchPage) // the platform's type has more overloads than we need
}

/** A page that is hidden may end without any further word; one that is left ends its workers at once. Elsewhere nothing is to be heard. */
function watchPage(leave: () => void): () => void {
  const page = typeof document === 'undefined' ? undefined : document
  const onHidden = (): void => { if (page?.visibilityState === 'hidden') leave() }
  page?.addEventListener('visibilitychange', onHidden)
  if (page !== undefined) addEventListener('pagehide', leave)
  return () => {
    page?.removeEventListener('visibilitychange', onHidden)
    if (page !== undefined) removeEventListener('pagehide', leave)
  }
}

export { serveHeadroom } from './worker/serve-headroom.ts'
export type { OwnOptions, WorkerScope } from './worker/serve-headroom.ts'
export type { HeadroomWorker, WorkerLike } from './worker/create-headroom-worker.ts'
export type { FromWorker, MessageEnd, ToWorker } from './worker/protocol.ts'
export {
  CacheError, CompressionError, ConfigurationError, HeadroomError, ProviderError, StorageError, TokenizationError, TransformError, ValidationError,
  isHeadroomError,
} from './errors.ts'
