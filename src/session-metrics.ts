import { messageOf } from './errors.ts'
import { guardLogger } from './logger.ts'
import type { Logger } from './logger.ts'
import type { MetricsRecord, RequestFacts } from './metrics/record.ts'
import type { MetricsFilter, MetricsQuery, MetricsStore } from './metrics/store.ts'
import type { MetricsSummary } from './metrics/summarize.ts'
import type { Report } from './report/types.ts'

export interface SessionMetrics {
  /** Never fails and never waits: a lost record is a log line. */
  readonly add: (report: Report, facts: RequestFacts) => void
  readonly getMetrics: (query?: MetricsQuery) => Promise<MetricsRecord[]>
  readonly getSummary: (filter?: MetricsFilter) => Promise<MetricsSummary>
  /** Waits for what is being written. A store of the caller's stays open. */
  readonly close: () => Promise<void>
}

/** @param own the caller's store; without one records stay in memory, the newest 10,000 */
export function createSessionMetrics(own: MetricsStore | undefined, unguarded: Logger): SessionMetrics {
  const logger = guardLogger(unguarded)
  let opened: Promise<MetricsStore> | undefined
  const open = (): Promise<MetricsStore> => {
    opened ??= own === undefined ? import('./metrics/memory-store.ts').then(({ createMemoryStore }) => createMemoryStore()) : Promise.resolve(own)
    return opened
  }
  let writing: Promise<void> = Promise.resolve()
  const write = async (report: Report, facts: RequestFacts): Promise<void> => {
    try {
      const { createRecord } = await import('./metrics/record.ts')
      const store = await open()
      await store.append([createRecord(report, facts)])
    } catch (error) {
      logger.warn(`a record of this request is lost: ${messageOf(error)}`)
    }
  }
  return {
    add(report, facts) {
      const timed = { timestamp: Date.now(), ...facts }
      writing = writing.then(() => write(report, timed))
    },
    async getMetrics(query) {
      await writing
      const records: MetricsRecord[] = []
      for await (const record of (await open()).query(query)) records.push(record)
      return records
    },
    async getSummary(filter) {
      await writing
      return (await open()).summarize(filter)
    },
    async close() {
      await writing
      if (own === undefined) await (await opened)?.close()
    },
  }
}
