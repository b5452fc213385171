import { ConfigurationError, messageOf } from './errors.ts'
import { guardLogger } from './logger.ts'
import type { Logger } from './logger.ts'
import type { MetricsRecord, RequestFacts } from './metrics/record.ts'
import type { RecorderCounts } from './metrics/recorder.ts'
import type { Recording } from './metrics/recording.ts'
import type { MetricsFilter, MetricsQuery } from './metrics/store.ts'
import type { MetricsSummary } from './metrics/summarize.ts'
import type { SessionMetricsOptions } from './options.ts'
import type { Report } from './report/types.ts'

export interface SessionMetrics {
  /** Never fails and never waits: what is lost is counted, and a log line. */
  readonly add: (report: Report, facts: RequestFacts) => void
  readonly onRecord: (listener: (record: MetricsRecord) => void) => () => void
  readonly counts: () => RecorderCounts
  readonly getMetrics: (query?: MetricsQuery) => Promise<MetricsRecord[]>
  readonly getSummary: (filter?: MetricsFilter) => Promise<MetricsSummary>
  readonly toPrometheus: () => Promise<string>
  /** Waits for what is being written. A store of the caller's stays open. */
  readonly close: () => Promise<void>
}

/** Reports that are kept while the code behind them loads. */
const maxWaiting = 1000

/** What a session holds at once; all that records, keeps and reads is loaded with the first request. */
export function createSessionMetrics(options: SessionMetricsOptions, unguarded: Logger): SessionMetrics {
  const logger = guardLogger(unguarded)
  /** With what ends each of them, once there is a recording. */
  const listeners = new Map<(record: MetricsRecord) => void, (() => void) | undefined>()
  let recording: Recording | undefined
  let loading: Promise<Recording> | undefined
  let [waiting, lost] = [0, 0]

  const loadOnce = async (): Promise<Recording> => {
    const { createRecording } = await import('./metrics/recording.ts')
    recording = createRecording(options, logger)
    for (const listener of listeners.keys()) listeners.set(listener, recording.onRecord(listener))
    return recording
  }
  const load = (): Promise<Recording> => loading ??= loadOnce().catch((error: unknown) => {
    loading = undefined
    throw error
  })
  const lose = (why: string): void => {
    if (lost++ === 0) logger.warn(`metrics are being lost: ${why}`)
  }
  const addLater = async (report: Report, facts: RequestFacts): Promise<void> => {
    waiting++
    try {
      (await load()).add(report, facts)
    } catch (error) {
      lose(messageOf(error))
    } finally {
      waiting--
    }
  }

  return {
    add(report, facts) {
      const timed = { timestamp: Date.now(), ...facts }
      // Some may still wait for their turn: nobody overtakes them.
      if (recording !== undefined && waiting === 0) recording.add(report, timed)
      else if (waiting < maxWaiting) void addLater(report, timed)
      else lose('the code that keeps them does not load')
    },
    onRecord(listener) {
      // As plain JavaScript may call it.
      if (typeof listener !== 'function') throw new ConfigurationError(`onRecord takes a function, got ${typeof (listener as unknown)}`, { details: { option: 'listener' } })
      // One of its own each time, so that the same function twice is two.
      const tell = (record: MetricsRecord): void => listener(record)
      listeners.set(tell, recording?.onRecord(tell))
      return () => {
        listeners.get(tell)?.()
        listeners.delete(tell)
      }
    },
    counts() {
      const { recorded, written, waiting: queued, lost: given } = recording?.counts() ?? { recorded: 0, written: 0, waiting: 0, lost: 0 }
      return { recorded: recorded + waiting + lost, written, waiting: queued + waiting, lost: given + lost }
    },
    getMetrics: async (query) => (await load()).getMetrics(query),
    getSummary: async (filter) => (await load()).getSummary(filter),
    toPrometheus: async () => (await load()).toPrometheus(),
    async close() {
      // What was never used need not be loaded.
      if (loading === undefined) return
      try {
        await (await loading).close()
      } catch (error) {
        logger.warn(`metrics are lost: ${messageOf(error)}`)
      }
    },
  }
}
