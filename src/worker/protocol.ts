import type { Edit } from '../conversation/edits.ts'
import type { HeadroomErrorCode } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { MetricsRecord } from '../metrics/record.ts'
import type { SessionOptions } from '../options.ts'
import type { Report } from '../report/types.ts'

/** What can be asked of the session in a worker. */
export type WorkerMethod = 'optimize' | 'simulate' | 'crush' | 'countTokens' | 'getStats' | 'getMetrics' | 'getSummary' | 'toPrometheus' | 'validateSetup' | 'close'

export type ToWorker =
  /** The first message: options of the session; functions stay on the page. */
  | { readonly kind: 'open'; readonly options: SessionOptions; readonly wantsLines: boolean }
  | { readonly kind: 'call'; readonly id: number; readonly method: WorkerMethod; readonly args: readonly unknown[] }
  | { readonly kind: 'abort'; readonly id: number; readonly reason: unknown }
  /** Whether anybody listens to records on the page. */
  | { readonly kind: 'listen'; readonly isWanted: boolean }
  /** The page may be about to end, and the worker with it. */
  | { readonly kind: 'leave' }

export type FromWorker =
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: SentError }
  | { readonly kind: 'record'; readonly record: MetricsRecord }
  | { readonly kind: 'line'; readonly level: keyof Logger; readonly text: string }

/** What `optimize` gives across: the caller's own request gets the edits, so that what no edit names is the same reference. */
export interface SentOutcome {
  readonly edits: readonly Edit[]
  readonly report: Report
}

/** Errors lose their class on the way. */
export interface SentError {
  readonly name: string
  readonly message: string
  readonly code?: HeadroomErrorCode
  readonly details?: Readonly<Record<string, unknown>>
}

/** The part of `Worker`, and of the scope inside one, that both sides need. */
export interface MessageEnd<In, Out> {
  postMessage(message: Out): void
  addEventListener(type: 'message', listener: (event: { readonly data: In }) => void): void
}
