import { ConfigurationError } from '../errors.ts'
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

/** @throws ConfigurationError for a wrong value */
export function resolveQuery(query: MetricsQuery = {}): ResolvedQuery {
  const { startTime, endTime, model, mode, provider, limit = Infinity, order = 'newest-first' } = query
  if (limit !== Infinity && !(Number.isSafeInteger(limit) && limit >= 0)) throw wrong('limit', 'a whole number of at least 0', limit)
  if (order !== 'newest-first' && order !== 'oldest-first') throw wrong('order', "'newest-first' or 'oldest-first'", order)
  return {
    from: startTime === undefined ? '' : toTimestamp(startTime, 'startTime'),
    until: endTime === undefined ? '~' : toTimestamp(endTime, 'endTime'),
    model, mode, provider, limit, newestFirst: order === 'newest-first',
  }
}

/** @throws ConfigurationError for a wrong value */
export function resolveLimits({ maxAgeDays = defaultMaxAgeDays, maxBytes = defaultMaxBytes, now = Date.now() }: PruneLimits = {}): { readonly oldest: string; readonly maxBytes: number } {
  if (!(maxAgeDays >= 0)) throw wrong('maxAgeDays', 'a number of at least 0', maxAgeDays)
  if (!(maxBytes >= 0)) throw wrong('maxBytes', 'a number of at least 0', maxBytes)
  const time = new Date(now).getTime() - maxAgeDays * 86_400_000
  // Infinity, and ages that go back before the year 0, keep everything.
  return { oldest: time > -6e13 ? toTimestamp(time, 'now') : '', maxBytes }
}

/** Whether a record is among those asked for. */
export function isMatch({ timestamp, model, mode, provider }: { readonly timestamp: string; readonly model?: string | undefined; readonly mode: MetricsRecord['mode']; readonly provider?: string | undefined }, query: ResolvedQuery): boolean {
  return timestamp >= query.from && timestamp < query.until
    && (query.model === undefined || query.model === model)
    && (query.mode === undefined || query.mode === mode)
    && (query.provider === undefined || query.provider === provider)
}

function wrong(option: string, expected: string, value: unknown): ConfigurationError {
  return new ConfigurationError(`${option} must be ${expected}, got ${String(value)}`, { details: { option, value: String(value), expected } })
}
