import { openPlatformFetch } from './clients/platform-fetch.ts'
import { wrapClient } from './clients/wrap-client.ts'
import type { Wrapped } from './clients/wrap-client.ts'
import type { HeadroomFetch } from './clients/fetch.ts'
import type { HintedCall } from './cache-optimizer/add-cache-hints.ts'
import type { CacheHint } from './cache-optimizer/cache-hint.ts'
import { crushWith } from './crush.ts'
import type { CrushOptions, Crushed } from './crush.ts'
import { createDecisionMemory } from './decision-memory.ts'
import { deliverReport } from './deliver-report.ts'
import { HeadroomError } from './errors.ts'
import type { RequestFacts } from './metrics/record.ts'
import type { MetricsRecord } from './metrics/record.ts'
import type { MetricsFilter, MetricsQuery } from './metrics/store.ts'
import type { MetricsSummary } from './metrics/summarize.ts'
import { nameOutcome } from './optimize.ts'
import type { optimize } from './optimize.ts'
import { optimizeRequest } from './optimize-request.ts'
import { checkSessionMetrics, resolveOptions } from './options.ts'
import type { Options, ResolvedOptions, SessionOptions } from './options.ts'
import type { Report } from './report/types.ts'
import type { DecisionMemory } from './transforms/transform.ts'
import { createSessionMetrics } from './session-metrics.ts'
import { createSessionTotals, describeConfig } from './session-stats.ts'
import type { HeadroomStats } from './session-stats.ts'
import type { Plan } from './simulate.ts'
import type { Usage } from './usage/usage.ts'
import type { SetupCheck } from './validate-setup.ts'

declare global {
  /** As `lib.esnext.disposable` has it, for those who compile with an older library. */
  interface SymbolConstructor { readonly asyncDispose: unique symbol }
}

/** One session: options that hold for all calls, decisions that are taken once, and what it all came to. */
export interface Headroom {
  /** As the function of this name; options of the call win over the session's. */
  readonly optimize: typeof optimize
  readonly simulate: (request: unknown, options?: Options) => Promise<Plan>
  readonly crush: (text: string, options?: CrushOptions) => Promise<Crushed>
  /** For clients: the request on its way out, and what to call when its answer is there. `optimize` is this without the answer. */
  readonly prepare: <Request>(request: Request, options?: Options) => Promise<Prepared<Request>>
  /** As `createHeadroomFetch` of the entry `headroom-ts/fetch` makes it, with this session and the platform's `fetch`. */
  readonly fetch: typeof fetch
  /** A client of OpenAI, Anthropic or Google GenAI like the given one, whose requests go through this session. */
  readonly wrap: <Client extends object>(client: Client) => Wrapped<Client>
  readonly getStats: () => HeadroomStats
  /** The records of this session's store, the newest first. */
  readonly getMetrics: (query?: MetricsQuery) => Promise<MetricsRecord[]>
  readonly getSummary: (filter?: MetricsFilter) => Promise<MetricsSummary>
  /** Calls `listener` with every record of this session, whatever becomes of it in the store. @returns ends that */
  readonly onRecord: (listener: (record: MetricsRecord) => void) => () => void
  /** This session's counters in the text format of Prometheus; its content type is `text/plain; version=0.0.4`. */
  readonly toPrometheus: () => Promise<string>
  /** Tries out everything once, without a provider: what is configured, what is missing. Throws nothing. */
  readonly validateSetup: () => Promise<SetupCheck>
  /** Forgets all decisions and waits for what is being recorded; calls after it reject. Calls under way come to their end. */
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

export interface Prepared<Request> {
  /** The very same reference when nothing was worth changing, and in audit mode. */
  readonly request: Request
  readonly report: Report
  /** What was added for the provider's prefix cache, or could be; none unless `cacheOptimizer.enabled`. */
  readonly hints: readonly CacheHint[]
  /** To be called once, when the answer is over or failed: adds to the totals and writes the record. Never throws. */
  readonly finish: (answer?: Answer) => void
}

const unhinted = <Request>(request: Request): HintedCall<Request> => ({ request, hints: [], warnings: [] })

async function addHints<Request>(request: Request, settings: ResolvedOptions, memory: DecisionMemory): Promise<HintedCall<Request>> {
  if (!settings.cacheOptimizer.enabled || settings.mode === 'audit' || settings.bypass) return unhinted(request)
  const { addCacheHints } = await import('./cache-optimizer/add-cache-hints.ts')
  return addCacheHints(request, settings, memory)
}

/** What became of a request. */
export interface Answer {
  readonly usage?: Usage
  /** What was thrown, where the request failed. */
  readonly error?: unknown
  /** Such as `openai`. */
  readonly provider?: string
}

/**
 * A session. Each content block is decided once: the next request that carries it, grown by what followed, sends the same bytes
 * without reading it again.
 *
 * @throws ConfigurationError for wrong options
 */
export function createHeadroom({ metrics: metricsOptions = {}, ...options }: SessionOptions = {}): Headroom {
  checkSessionMetrics(metricsOptions)
  const settings = resolveOptions(options)
  const memory = createDecisionMemory()
  const totals = createSessionTotals()
  const metrics = metricsOptions === false ? undefined : createSessionMetrics(metricsOptions, settings.logger)
  let isClosed = false

  const checkOpen = (): void => {
    if (isClosed) throw new HeadroomError('this session is closed; create another with createHeadroom()')
  }
  const switchedOff = (what: string): HeadroomError => new HeadroomError(`there is no ${what}: metrics are switched off in the options of this session`)
  const record = (report: Report, facts: RequestFacts = {}): void => {
    metrics?.add(report, facts)
  }

  const run = async <Request>(request: Request, merged: ResolvedOptions, withHints: boolean): Promise<Prepared<Request>> => {
    checkOpen()
    const startedAt = performance.now()
    const outcome = await optimizeRequest(request, merged, merged.mode, memory)
    const { request: sent, hints, warnings } = withHints ? await addHints(outcome.request, merged, memory) : unhinted(outcome.request)
    const report = warnings.length === 0 ? outcome.report : { ...outcome.report, warnings: [...outcome.report.warnings, ...warnings] }
    deliverReport(report, sent, merged)
    let isFinished = false
    return {
      // The shape that goes in comes out.
      request: sent as Request,
      report,
      hints,
      finish({ usage, error, provider } = {}) {
        if (isFinished) return
        isFinished = true
        // What failed saved nothing, and a retry of it counts when it is answered.
        if (error === undefined) totals.addReport(report)
        else totals.addFailure()
        if (usage !== undefined) totals.addUsage(usage)
        record(report, {
          content: sent,
          durationMs: performance.now() - startedAt,
          ...(usage === undefined ? {} : { usage }),
          ...(error === undefined ? {} : { error }),
          ...(provider === undefined ? {} : { provider }),
        })
      },
    }
  }

  const optimizeInSession = async (request: unknown, own?: Options): Promise<unknown> => {
    const prepared = await run(request, resolveOptions(own, options), false)
    prepared.finish()
    return nameOutcome(request, prepared)
  }

  const close = async (): Promise<void> => {
    isClosed = true
    memory.clear()
    await metrics?.close()
  }

  /** A `fetch` of this session; what it does is loaded with the first call. */
  const openFetch = (send: typeof fetch = openPlatformFetch()): HeadroomFetch => {
    const sessionFetch = async (input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> => {
      const { createHeadroomFetch } = await import('./clients/fetch.ts')
      return createHeadroomFetch({ headroom, fetch: send })(input, init)
    }
    return Object.defineProperty(sessionFetch, 'headroom', { get: () => headroom }) as HeadroomFetch // it has one now
  }

  const headroom: Headroom = {
    // The overloads tell a caller which of the two outcomes `nameOutcome` gives, by the type of what goes in.
    optimize: optimizeInSession as typeof optimize,
    prepare: async (request, own) => run(request, resolveOptions(own, options), true),
    async simulate(request, own = {}) {
      checkOpen()
      const merged = resolveOptions(own, options)
      const { report } = await optimizeRequest(request, merged, 'simulate', memory)
      deliverReport(report, request, { logger: merged.logger })
      record(report, { content: request })
      return { ...report, mode: 'simulate' }
    },
    async crush(text, own = {}) {
      checkOpen()
      const crushed = await crushWith(text, own, options, memory)
      totals.addReport(crushed.report)
      record(crushed.report, { content: crushed.text })
      return crushed
    },
    fetch: openFetch(),
    wrap: (client) => wrapClient(client, openFetch),
    getStats: () => ({ session: totals.describe(), ...describeConfig(settings), ...(metrics === undefined ? {} : { metrics: metrics.counts() }) }),
    async getMetrics(query) {
      return metrics === undefined ? [] : metrics.getMetrics(query)
    },
    async getSummary(filter) {
      if (metrics === undefined) throw switchedOff('summary')
      return metrics.getSummary(filter)
    },
    onRecord(listener) {
      if (metrics === undefined) throw switchedOff('record')
      return metrics.onRecord(listener)
    },
    async toPrometheus() {
      if (metrics === undefined) throw switchedOff('text for Prometheus')
      return metrics.toPrometheus()
    },
    async validateSetup() {
      const { validateSetup } = await import('./validate-setup.ts')
      return validateSetup({ settings, hasMetrics: metrics !== undefined, isClosed, getMetrics: headroom.getMetrics })
    },
    close,
    [Symbol.asyncDispose]: close,
  }
  return headroom
}
