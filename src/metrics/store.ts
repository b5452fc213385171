import { group, literalOr, oneOf, rule, wholeNumber } from '../option-checks.ts'
import type { MetricsRecord } from './record.ts'
import type { MetricsSummary } from './summarize.ts'
import { toTimestamp } from './timestamp.ts'

/** Which records; everything that is not named may be anything. */
export interface MetricsFilter {
  /** From this time on. */
  readonly startTime?: Date | number | string
  /** Up to this time, which is not included, so that ranges join without counting a record twice. */
  readonly endTime?: Date | number | string
  readonly model?: string
  readonly mode?: MetricsRecord['mode']
  readonly provider?: string
}

export interface MetricsQuery extends MetricsFilter {
  /** At most so many records, a whole number of at least 0. @default all */
  readonly limit?: number
  /** By time, and records of one time by arrival. @default 'newest-first' */
  readonly order?: 'newest-first' | 'oldest-first'
}

export interface PruneLimits {
  /** In days of 24 hours before `now`. @default 90 */
  readonly maxAgeDays?: number
  /** What the store takes, in bytes by its own measure; the oldest go first. @default 50 MB */
  readonly maxBytes?: number
  /** @default the clock */
  readonly now?: Date | number
}

export interface PruneOutcome {
  readonly recordsDeleted: number
}

/**
 * Where records are kept. Every method rejects with a `StorageError` when the store cannot read or write, and with a `ConfigurationError`
 * for a wrong filter; no method throws.
 */
export interface MetricsStore {
  /** Such as `memory`. */
  readonly name: string
  /**
   * Keeps records, in this order.
   *
   * @throws StorageError; `details.recordsWritten` says how many of the first were kept nevertheless, 0 where it is absent
   */
  append(records: readonly MetricsRecord[]): Promise<void>
  /** One at a time, in bounded memory: breaking off the iteration is fine. Records appended meanwhile may be among them or not. */
  query(query?: MetricsQuery): AsyncIterable<MetricsRecord>
  summarize(filter?: MetricsFilter): Promise<MetricsSummary>
  /**
   * Deletes what is too old, then the oldest of what is too much. A store may keep records longer than asked where it can only delete many
   * at once, but deletes none before its time.
   */
  prune(limits?: PruneLimits): Promise<PruneOutcome>
  /** Deletes all records. */
  clear(): Promise<void>
  /** Lets go of files and connections; other calls reject after it, but closing twice is fine. */
  close(): Promise<void>
  /**
   * Calls `flush` whenever the page or process may be about to end, so that what waits in memory is appended.
   *
   * @returns ends that
   */
  onLeave?(flush: () => void): () => void
}

export const defaultMaxAgeDays = 90
export const defaultMaxBytes = 50_000_000

/** A query with every value; times as timestamps. */
export interface ResolvedQuery {
  /** '' when there is no start. */
  readonly from: string
  /** Not included; a text after every timestamp when there is no end. */
  readonly until: string
  readonly model: string | undefined
  readonly mode: MetricsRecord['mode'] | undefined
  readonly provider: string | undefined
  /** Infinity for all. */
  readonly limit: number
  readonly newestFirst: boolean
}

const text = rule('a text', (value) => typeof value === 'string')
const time = (value: unknown, path: string): void => { toTimestamp(value as Date, path) } // it refuses what is none
const filterRules = { startTime: time, endTime: time, model: text, mode: oneOf('audit', 'optimize', 'simulate'), provider: text }
/** What other libraries call them. */
const elsewhere = { from: 'query.startTime', since: 'query.startTime', start: 'query.startTime', to: 'query.endTime', until: 'query.endTime', end: 'query.endTime' }
const checkFilter = group(filterRules, elsewhere)
const checkQuery = group({ ...filterRules, limit: literalOr(Infinity, wholeNumber(0)), order: oneOf('newest-first', 'oldest-first') }, elsewhere)

/** A filter as a query for all of its records, oldest first. @throws ConfigurationError for a wrong value */
export function resolveFilter(filter: MetricsFilter = {}): ResolvedQuery {
  checkFilter(filter, 'query')
  return resolveQuery({ ...filter, order: 'oldest-first' })
}

/** @throws ConfigurationError for a wrong value */
export function resolveQuery(query: MetricsQuery = {}): ResolvedQuery {
  checkQuery(query, 'query')
  const { startTime, endTime, model, mode, provider, limit = Infinity, order = 'newest-first' } = query
  return {
    from: startTime === undefined ? '' : toTimestamp(startTime, 'query.startTime'),
    until: endTime === undefined ? '~' : toTimestamp(endTime, 'query.endTime'),
    model, mode, provider, limit, newestFirst: order === 'newest-first',
  }
}

const limit = rule('a number of at least 0', (value) => typeof value === 'number' && value >= 0)
export const limitRules = { maxAgeDays: limit, maxBytes: limit }
const checkLimits = group({ ...limitRules, now: time })

/** @throws ConfigurationError for a wrong value */
export function resolveLimits(limits: PruneLimits = {}): { readonly oldest: string; readonly maxBytes: number } {
  checkLimits(limits, 'limits')
  const { maxAgeDays = defaultMaxAgeDays, maxBytes = defaultMaxBytes, now = Date.now() } = limits
  const oldest = new Date(now).getTime() - maxAgeDays * 86_400_000
  // Infinity, and ages that go back before the year 0, keep everything.
  return { oldest: oldest > -6e13 ? toTimestamp(oldest, 'limits.now') : '', maxBytes }
}

/** Whether a record is among those asked for. */
export function isMatch({ timestamp, model, mode, provider }: { readonly timestamp: string; readonly model?: string | undefined; readonly mode: MetricsRecord['mode']; readonly provider?: string | undefined }, query: ResolvedQuery): boolean {
  return timestamp >= query.from && timestamp < query.until
    && (query.model === undefined || query.model === model)
    && (query.mode === undefined || query.mode === mode)
    && (query.provider === undefined || query.provider === provider)
}
