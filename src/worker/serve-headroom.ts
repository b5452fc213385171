import { countTokens } from '../count-tokens.ts'
import { diffEdits } from '../conversation/diff-edits.ts'
import { HeadroomError, isHeadroomError, messageOf } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { Options, SessionOptions } from '../options.ts'
import type { Report } from '../report/types.ts'
import { createHeadroom } from '../session.ts'
import type { Headroom } from '../session.ts'
import type { FromWorker, MessageEnd, SentError, SentOutcome, ToWorker, WorkerMethod } from './protocol.ts'

/** Options of the worker's side, or what gives them: it is called when the page opens the session, and calls wait for it. */
export type OwnOptions = SessionOptions | (() => SessionOptions | Promise<SessionOptions>)

/** `self` of a worker. */
export interface WorkerScope extends MessageEnd<ToWorker, FromWorker> {
  /** Has stores in the worker hear what their page hears: `pagehide`, which no browser tells a worker. */
  dispatchEvent?(event: { readonly type: string }): boolean
}

/**
 * Answers the calls of a `createHeadroomWorker` on the other side, in one session.
 *
 * @param scope `self` of a worker
 * @param own what cannot cross from the page: a static table, an embedder, an own scorer, counter, transforms or store. Where the page's
 * options name the same, they win. Options that are wrong, or cannot be loaded, reject the page's calls
 */
export function serveHeadroom(scope: WorkerScope, own: OwnOptions = {}): void {
  let headroom: Promise<Headroom> | undefined
  let stopListening: (() => void) | undefined
  const running = new Map<number, AbortController>()
  scope.addEventListener('message', ({ data }) => {
    switch (data.kind) {
      case 'open':
        headroom = openSession(own, { ...data.options, ...(data.wantsLines ? { logger: createLineSender(scope) } : {}) })
        headroom.catch(() => undefined) // each call says so
        return
      case 'listen':
        headroom?.then((session) => {
          stopListening?.()
          stopListening = data.isWanted ? session.onRecord((record) => { scope.postMessage({ kind: 'record', record }) }) : undefined
        }).catch((error: unknown) => { createLineSender(scope).warn(`onRecord hears nothing: ${messageOf(error)}`) })
        return
      case 'leave':
        // In this turn: there may be no other.
        scope.dispatchEvent?.(new Event('pagehide'))
        return
      case 'abort':
        running.get(data.id)?.abort(data.reason)
        return
      case 'call': {
        const controller = new AbortController()
        running.set(data.id, controller)
        answer(headroom, data.method, data.args, controller.signal)
          .then((value) => { scope.postMessage({ kind: 'done', id: data.id, value }) })
          .catch((error: unknown) => { scope.postMessage({ kind: 'failed', id: data.id, error: describeError(error) }) })
          .finally(() => { running.delete(data.id) })
      }
    }
  })
}

async function openSession(own: OwnOptions, given: SessionOptions): Promise<Headroom> {
  const { smartCrusher, ...options } = typeof own === 'function' ? await own() : own
  const relevance = { ...smartCrusher?.relevance, ...given.smartCrusher?.relevance }
  return createHeadroom({ ...options, ...given, smartCrusher: { ...smartCrusher, ...given.smartCrusher, relevance } })
}

async function answer(opening: Promise<Headroom> | undefined, method: WorkerMethod, args: readonly unknown[], signal: AbortSignal): Promise<unknown> {
  if (opening === undefined) throw new HeadroomError('the worker was called before it was opened')
  const headroom = await opening
  const [input, options] = args as readonly [unknown, Options | undefined]
  switch (method) {
    case 'optimize': {
      const [sent, report] = await optimizeIn(headroom, input, { ...options, signal })
      return { edits: diffEdits(input, sent), report } satisfies SentOutcome
    }
    case 'simulate': return headroom.simulate(input, { ...options, signal })
    case 'crush': return headroom.crush(input as string, { ...options, signal }) // the session checks what it gets
    case 'countTokens': return countTokens(input, args[1] as string | undefined, args[2] as Parameters<typeof countTokens>[2])
    case 'getStats': return headroom.getStats()
    case 'getMetrics': return headroom.getMetrics(input as Parameters<Headroom['getMetrics']>[0])
    case 'getSummary': return headroom.getSummary(input as Parameters<Headroom['getSummary']>[0])
    case 'toPrometheus': return headroom.toPrometheus()
    case 'validateSetup': return headroom.validateSetup()
    case 'close': return headroom.close()
  }
}

async function optimizeIn(headroom: Headroom, input: unknown, options: Options): Promise<readonly [sent: unknown, report: Report]> {
  if (Array.isArray(input)) {
    const { messages, report } = await headroom.optimize(input as readonly unknown[], options)
    return [messages, report]
  }
  const { request, report } = await headroom.optimize(input, options)
  return [request, report]
}

function createLineSender(scope: MessageEnd<ToWorker, FromWorker>): Logger {
  const send = (level: keyof Logger) => (text: string): void => { scope.postMessage({ kind: 'line', level, text }) }
  return { debug: send('debug'), info: send('info'), warn: send('warn'), error: send('error') }
}

function describeError(error: unknown): SentError {
  const name = error instanceof Error ? error.name : 'Error'
  return { name, message: messageOf(error), ...(isHeadroomError(error) ? { code: error.code, details: error.details } : {}) }
}
