import { messageOf } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { SessionMetricsOptions } from '../options.ts'
import type { Report } from '../report/types.ts'
import { openMetricsStore } from './open-store.ts'
import { createPrometheusMetrics } from './prometheus.ts'
import { createRecord } from './record.ts'
import type { MetricsRecord, RequestFacts } from './record.ts'
import { createRecorder } from './recorder.ts'
import type { RecorderCounts } from './recorder.ts'
import type { MetricsFilter, MetricsQuery, MetricsStore } from './store.ts'
import type { MetricsSummary } from './summarize.ts'
import { within } from './within.ts'

/** All that a session's metrics need once there is something to record or to read. */
export interface Recording {
  /** Never throws and never waits. */
  add(report: Report, facts: RequestFacts): void
  onRecord(listener: (record: MetricsRecord) => void): () => void
  counts(): RecorderCounts
  getMetrics(query?: MetricsQuery): Promise<MetricsRecord[]>
  getSummary(filter?: MetricsFilter): Promise<MetricsSummary>
  toPrometheus(): string
  close(): Promise<void>
}

/** How long closing waits for the store that this opened, after all is written or given up. */
const closeTimeLimitMs = 1000

/**
 * A recorder in front of the caller's store or the one of the platform, and counters for Prometheus beside it. The platform's store is
 * opened with the first record or question, and closed here; the caller's stays open.
 */
export function createRecording({ store: own, folder, databaseName, limits, content }: SessionMetricsOptions, logger: Logger): Recording {
  let opened: MetricsStore | undefined
  let opening: Promise<MetricsStore> | undefined
  let hasWarned = false
  let unmade = 0
  const openOwn = async (): Promise<MetricsStore> => opened = own ?? await openMetricsStore({
    logger, ...(folder === undefined ? {} : { folder }), ...(databaseName === undefined ? {} : { databaseName }),
  })
  const open = (): Promise<MetricsStore> => opening ??= openOwn().catch((error: unknown) => {
    opening = undefined
    throw error
  })
  const recorder = createRecorder(open, { logger, ...(limits === undefined ? {} : { limits }) })
  const prometheus = createPrometheusMetrics()
  recorder.onRecord(prometheus.add)

  const counts = (): RecorderCounts => {
    const { recorded, lost, ...rest } = recorder.counts()
    return { ...rest, recorded: recorded + unmade, lost: lost + unmade }
  }
  /** The store with all that was recorded so far, or as much as it takes in time. */
  const settled = async (): Promise<MetricsStore> => {
    const { recorded, waiting } = recorder.counts()
    if (recorded > 0 && waiting > 0) await recorder.flush()
    return open()
  }

  return {
    add(report, facts) {
      try {
        const { content: given, ...plain } = facts
        recorder.record(createRecord(report, content === true && given !== undefined ? { ...plain, content: given } : plain))
      } catch (error) {
        // A report of a caller's own transform may hold anything.
        unmade++
        if (!hasWarned) logger.warn(`a record of this request is lost: ${messageOf(error)}`)
        hasWarned = true
      }
    },
    onRecord: recorder.onRecord,
    counts,
    async getMetrics(query) {
      const records: MetricsRecord[] = []
      for await (const record of (await settled()).query(query)) records.push(record)
      return records
    },
    getSummary: async (filter) => (await settled()).summarize(filter),
    toPrometheus: () => prometheus.toPrometheus(counts()),
    async close() {
      await recorder.close()
      if (own !== undefined) return
      try {
        // One that hangs has taken the recorder's time already.
        if (opened !== undefined) await within(closeTimeLimitMs, opened.close())
        else opening?.then((late) => late.close()).catch(() => undefined) // nobody is left to be told
      } catch (error) {
        logger.warn(`the metrics store could not be closed: ${messageOf(error)}`)
      }
    },
  }
}
