import { findShape } from '../adapters/find-adapter.ts'
import { applyEdits } from '../conversation/edits.ts'
import type { countTokens } from '../count-tokens.ts'
import { deliverReport } from '../deliver-report.ts'
import { ConfigurationError, HeadroomError, errorClasses, messageOf } from '../errors.ts'
import { guardLogger, silentLogger } from '../logger.ts'
import type { MetricsRecord } from '../metrics/record.ts'
import { nameOutcome } from '../optimize.ts'
import type { optimize } from '../optimize.ts'
import { resolveOptions } from '../options.ts'
import type { Options, SessionOptions } from '../options.ts'
import type { Headroom } from '../session.ts'
import type { HeadroomStats } from '../session-stats.ts'
import { untilAborted } from '../until-aborted.ts'
import type { FromWorker, MessageEnd, SentError, SentOutcome, ToWorker, WorkerMethod } from './protocol.ts'

/** What a worker has beside its messages. */
export interface WorkerLike extends MessageEnd<FromWorker, ToWorker> {
  addEventListener(type: 'message', listener: (event: { readonly data: FromWorker }) => void): void
  addEventListener(type: 'error' | 'messageerror', listener: (event: { readonly message?: string }) => void): void
  terminate(): void
}

/** A session in a worker: the same functions, all but `onRecord` asynchronous. */
export interface HeadroomWorker extends Pick<Headroom, 'optimize' | 'simulate' | 'crush' | 'getMetrics' | 'getSummary' | 'onRecord' | 'toPrometheus' | 'validateSetup' | 'close'> {
  readonly countTokens: typeof countTokens
  readonly getStats: () => Promise<HeadroomStats>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * A session whose work is done in `worker`, in which `serveHeadroom` runs.
 *
 * Requests go across as copies, and edits come back, so that what no edit names is the caller's own reference. What cannot be copied
 * (class instances, functions) is optimized here, in the same thread as the caller, and is in no totals of the worker. Own transforms,
 * scorers, embedders, tables, counters and stores cannot cross: `serveHeadroom` takes them; `onReport`, `onRecord` and `logger` are called here.
 *
 * @param watchLeave calls back whenever the page may be about to end, and gives what ends that: records that wait in the worker are then written
 * @throws ConfigurationError for wrong options, and for those that cannot cross
 */
export function openWorker(worker: WorkerLike, { logger, onReport, signal, ...options }: SessionOptions, watchLeave?: (leave: () => void) => () => void): HeadroomWorker {
  const { metrics, ...crossing } = options
  const here: Options = { ...crossing, ...(logger === undefined ? {} : { logger }), ...(onReport === undefined ? {} : { onReport }), ...(signal === undefined ? {} : { signal }) }
  const settings = resolveOptions(here)
  checkCrossing(options)
  const waiting = new Map<number, Waiting>()
  const listeners = new Set<(record: MetricsRecord) => void>()
  let lastId = 0
  let failure: Error | undefined
  const stopWatching = watchLeave?.(() => { worker.postMessage({ kind: 'leave' }) })

  const failAll = (error: Error): void => {
    failure = error
    stopWatching?.()
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const complain = (error: unknown): void => { guardLogger(settings.logger).warn(`onRecord failed: ${messageOf(error)}`) }
  const tell = (listener: (record: MetricsRecord) => void, record: MetricsRecord): void => {
    try {
      // An async listener fits the type; its rejection must not stay unhandled.
      Promise.resolve<unknown>(listener(record)).catch(complain)
    } catch (error) {
      complain(error)
    }
  }
  worker.addEventListener('message', ({ data }) => {
    if (data.kind === 'line') {
      guardLogger(settings.logger)[data.level](data.text)
      return
    }
    if (data.kind === 'record') {
      for (const listener of listeners) tell(listener, data.record)
      return
    }
    const call = waiting.get(data.id)
    waiting.delete(data.id)
    if (data.kind === 'done') call?.resolve(data.value)
    else call?.reject(rebuildError(data.error))
  })
  worker.addEventListener('error', ({ message = 'it could not be loaded' }) => { failAll(new HeadroomError(`the worker failed: ${message}`)) })
  worker.addEventListener('messageerror', () => { failAll(new HeadroomError('the worker sent something that cannot be read')) })
  worker.postMessage({ kind: 'open', options, wantsLines: settings.logger !== silentLogger })

  const call = <Value>(method: WorkerMethod, args: readonly unknown[], abortable?: AbortSignal): Promise<Value> => {
    const id = ++lastId
    const abort = (): void => {
      waiting.delete(id)
      worker.postMessage({ kind: 'abort', id, reason: messageOf(abortable?.reason) })
    }
    return untilAborted(abortable, () => new Promise<unknown>((resolve, reject) => {
      if (failure !== undefined) throw failure
      waiting.set(id, { resolve, reject })
      abortable?.addEventListener('abort', abort, { once: true })
      try {
        worker.postMessage({ kind: 'call', id, method, args })
      } catch (error) {
        waiting.delete(id)
        throw error
      }
    }).finally(() => { abortable?.removeEventListener('abort', abort) })) as Promise<Value> // each method's answer has its type
  }

  /** Options of a call without what stays on the page. */
  const split = ({ signal: own = signal, logger: _logger, onReport: ownOnReport, ...rest }: Options): { readonly rest: Options; readonly abortable: AbortSignal | undefined; readonly settings: typeof settings } => {
    checkCrossing(rest)
    return { rest, abortable: own, settings: ownOnReport === undefined ? settings : { ...settings, onReport: ownOnReport } }
  }

  let local: Promise<Headroom> | undefined
  /** What cannot cross, by a session on this side. */
  const optimizeHere = async (request: unknown, own: Options): Promise<unknown> => {
    local ??= import('../session.ts').then(({ createHeadroom }) => createHeadroom({ ...here, metrics: false }))
    return (await local).optimize(request, own)
  }

  const optimizeThere = async (request: unknown, own: Options = {}): Promise<unknown> => {
    const { rest, abortable, settings: delivered } = split(own)
    if (!canCross(request)) return optimizeHere(request, own)
    let outcome: SentOutcome
    try {
      outcome = await call<SentOutcome>('optimize', [request, rest], abortable)
    } catch (error) {
      if ((error as { readonly name?: unknown } | null)?.name !== 'DataCloneError') throw error
      return optimizeHere(request, own)
    }
    const sent = applyEdits(request, outcome.edits)
    deliverReport(outcome.report, sent, { ...delivered, logger: silentLogger }) // its lines came across
    return nameOutcome(request, { request: sent, report: outcome.report })
  }

  const close = async (): Promise<void> => {
    if (failure === undefined) await call('close', [])
    worker.terminate()
    failAll(new HeadroomError('this session is closed; open another worker'))
  }

  return {
    // The overloads tell a caller which of the two outcomes `nameOutcome` gives.
    optimize: optimizeThere as typeof optimize,
    simulate: (request, own = {}) => { const { rest, abortable } = split(own); return call('simulate', [request, rest], abortable) },
    async crush(text, own = {}) {
      const { rest, abortable, settings: delivered } = split(own)
      const crushed = await call<Awaited<ReturnType<Headroom['crush']>>>('crush', [text, rest], abortable)
      deliverReport(crushed.report, crushed.text, { ...delivered, logger: silentLogger })
      return crushed
    },
    countTokens: (textOrRequest, model, own) => call('countTokens', [textOrRequest, model, own]),
    getStats: () => call('getStats', []),
    getMetrics: (query) => call('getMetrics', [query]),
    getSummary: (filter) => call('getSummary', [filter]),
    onRecord(listener) {
      if (typeof listener !== 'function') throw new ConfigurationError(`onRecord takes a function, got ${typeof (listener as unknown)}`, { details: { option: 'listener' } })
      if (metrics === false) throw new HeadroomError('there is no record: metrics are switched off in the options of this session')
      // One of its own each time, so that the same function twice is two.
      const own = (record: MetricsRecord): void | Promise<void> => listener(record)
      listeners.add(own)
      if (listeners.size === 1) worker.postMessage({ kind: 'listen', isWanted: true })
      return () => {
        if (listeners.delete(own) && listeners.size === 0) worker.postMessage({ kind: 'listen', isWanted: false })
      }
    },
    toPrometheus: () => call('toPrometheus', []),
    validateSetup: () => call('validateSetup', []),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Instances of classes would arrive without their class. */
function canCross(request: unknown): boolean {
  try {
    return findShape(request).shape?.format !== 'langchain'
  } catch {
    return true
  }
}

function checkCrossing(options: SessionOptions): void {
  const foreign = findForeign(options, '')
  if (foreign !== undefined) throw new ConfigurationError(`${foreign} cannot cross to a worker: it is made of functions. Give it to serveHeadroom() in a worker of your own, or use it without a worker`, { details: { option: foreign } })
}

/** Name of the first option that is a function, or an object with methods. */
function findForeign(value: unknown, name: string): string | undefined {
  if (typeof value === 'function') return name
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) return value.some((element) => findForeign(element, name) !== undefined) ? name : undefined
  const prototype: unknown = Object.getPrototypeOf(value)
  if ((prototype !== Object.prototype && prototype !== null) || (name !== '' && Object.values(value).some((inner) => typeof inner === 'function'))) return name
  for (const [key, inner] of Object.entries(value)) {
    const found = findForeign(inner, name === '' ? key : `${name}.${key}`)
    if (found !== undefined) return found
  }
  return undefined
}

function rebuildError({ name, message, code, details }: SentError): Error {
  const ErrorClass = code === undefined ? undefined : errorClasses.find((candidate) => candidate.name === name)
  if (ErrorClass !== undefined) return new ErrorClass(message, { details: details ?? {} })
  return code === undefined ? Object.assign(new Error(message), { name }) : new HeadroomError(message, { details: details ?? {} })
}
