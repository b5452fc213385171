import { ConfigurationError } from '../errors.ts'
import { readRecord } from '../metrics/read-record.ts'
import type { MetricsRecord } from '../metrics/record.ts'
import type { MetricsFilter, MetricsQuery } from '../metrics/store.ts'
import { createSummary } from '../metrics/summarize.ts'
import type { MetricsSummary } from '../metrics/summarize.ts'

/** Where the records of a report come from: a store, or the records themselves in any order. */
export type ReportSource = RecordStore | Iterable<MetricsRecord> | AsyncIterable<MetricsRecord>

/** The part of a store that a report reads. */
export interface RecordStore {
  query(query?: MetricsQuery): AsyncIterable<MetricsRecord>
  summarize(filter?: MetricsFilter): Promise<MetricsSummary>
}

/** All that a page tells, as plain data of bounded size. */
export interface PageData {
  readonly summary: MetricsSummary
  readonly unit: BucketUnit
  /** By time, without gaps. */
  readonly buckets: readonly Bucket[]
  /** Those with the most input tokens sent, most first. */
  readonly largest: readonly MetricsRecord[]
  /** By requests, most first. */
  readonly prefixes: readonly PrefixUse[]
  readonly warnings: readonly Counted[]
  readonly errors: readonly Counted[]
}

export type BucketUnit = 'hour' | 'day' | 'week'

export interface Bucket {
  /** Where it begins, in milliseconds since 1970, UTC. */
  readonly start: number
  readonly requests: number
  readonly tokensSent: number
  /** May be below 0. */
  readonly tokensSaved: number
  readonly savedUsd: number
  /** Input tokens of requests whose provider told of its cache, and those of them that it read from there. */
  readonly tokensCacheable: number
  readonly tokensCached: number
}

/** How often the beginning of the requests to one model changed. */
export interface PrefixUse {
  readonly model: string
  readonly requests: number
  /** Different prefixes; counted up to 1,000. */
  readonly prefixes: number
}

export interface Counted {
  readonly text: string
  readonly requests: number
}

const hourMs = 3_600_000
const unitMs: Readonly<Record<BucketUnit, number>> = { hour: hourMs, day: 24 * hourMs, week: 168 * hourMs }
/** Weeks begin on Mondays; day 0 of the clock was a Thursday. */
const mondayMs = 4 * 24 * hourMs
const maxLargest = 12
const maxNames = 200
const maxPrefixes = 1000
/** Of hours with a request: more than eleven years of them without a pause. */
const maxHours = 100_000
const unknownModel = '(unknown)'

/**
 * Reads records one by one, in memory that does not grow with their number; what is no record is counted.
 *
 * @throws ConfigurationError for what is neither a store nor records
 */
export async function collect(source: ReportSource, filter: MetricsFilter = {}): Promise<PageData> {
  checkSource(source)
  const store = 'summarize' in source ? source : undefined
  // A store knows how to summarize fast, and what it could not read.
  const known = await store?.summarize(filter)
  const builder = known === undefined ? createSummary() : undefined
  const hours = new Map<number, Bucket>()
  const largest = createLargest()
  const models = new Map<string, { requests: number; readonly prefixes: Set<string> }>()
  const [warnings, errors] = [new Map<string, number>(), new Map<string, number>()]

  for await (const given of store === undefined ? source as Iterable<MetricsRecord> | AsyncIterable<MetricsRecord> : store.query({ ...filter, order: 'oldest-first' })) {
    const record = readRecord(given)
    if (record === undefined) {
      builder?.addUnreadable()
      continue
    }
    builder?.add(record)
    // Nothing of it was sent; the summary counts it.
    if (record.mode === 'simulate') continue
    addToHour(hours, record)
    largest.add(record)
    addPrefix(models, record)
    for (const warning of new Set(record.warnings)) tally(warnings, warning)
    if (record.error !== undefined) tally(errors, record.error.status === undefined ? record.error.name : `${record.error.name} (status ${record.error.status})`)
  }
  const unit = unitFor([...hours.keys()])
  return {
    summary: known ?? builder!.build(), // one of the two
    unit,
    buckets: joinHours(hours, unit),
    largest: largest.list(),
    prefixes: [...models].map(([model, { requests, prefixes }]) => ({ model, requests, prefixes: prefixes.size })).sort((a, b) => b.requests - a.requests || (a.model < b.model ? -1 : 1)),
    warnings: mostFirst(warnings),
    errors: mostFirst(errors),
  }
}

function checkSource(source: unknown): void {
  // As plain JavaScript may call it.
  const isSource = typeof source === 'object' && source !== null
    && (Symbol.iterator in source || Symbol.asyncIterator in source || ('summarize' in source && typeof source.summarize === 'function' && 'query' in source && typeof source.query === 'function'))
  if (!isSource) throw new ConfigurationError('the source of a report must be a metrics store, with query() and summarize(), or records in an array or another iterable', { details: { option: 'source' } })
}

const emptyBucket: Omit<Bucket, 'start'> = { requests: 0, tokensSent: 0, tokensSaved: 0, savedUsd: 0, tokensCacheable: 0, tokensCached: 0 }

function addToHour(hours: Map<number, Bucket>, record: MetricsRecord): void {
  const start = Math.floor(Date.parse(record.timestamp) / hourMs) * hourMs
  if (!hours.has(start) && hours.size >= maxHours) return
  const { tokensInputBefore, tokensInputAfter, tokensInputReported = tokensInputAfter, cachedTokensRead, estimatedSavingsUsd = 0 } = record
  hours.set(start, add(hours.get(start) ?? { start, ...emptyBucket }, {
    start,
    requests: 1,
    tokensSent: tokensInputAfter,
    tokensSaved: tokensInputBefore - tokensInputAfter,
    savedUsd: estimatedSavingsUsd,
    tokensCacheable: cachedTokensRead === undefined ? 0 : Math.max(tokensInputReported, cachedTokensRead),
    tokensCached: cachedTokensRead ?? 0,
  }))
}

function add(one: Bucket, other: Bucket): Bucket {
  return {
    start: one.start,
    requests: one.requests + other.requests,
    tokensSent: one.tokensSent + other.tokensSent,
    tokensSaved: one.tokensSaved + other.tokensSaved,
    savedUsd: one.savedUsd + other.savedUsd,
    tokensCacheable: one.tokensCacheable + other.tokensCacheable,
    tokensCached: one.tokensCached + other.tokensCached,
  }
}

/** Two days show their hours, four months their days. */
function unitFor(starts: readonly number[]): BucketUnit {
  const span = starts.reduce((last, start) => Math.max(last, start), -Infinity) - starts.reduce((first, start) => Math.min(first, start), Infinity)
  return span > 120 * unitMs.day ? 'week' : span > 2 * unitMs.day ? 'day' : 'hour'
}

/** Where the bucket of a time begins. */
export function startOf(time: number, unit: BucketUnit): number {
  const shift = unit === 'week' ? mondayMs : 0
  return Math.floor((time - shift) / unitMs[unit]) * unitMs[unit] + shift
}

/** More would be thinner than a pixel. */
const maxBuckets = 750

function joinHours(hours: ReadonlyMap<number, Bucket>, unit: BucketUnit): Bucket[] {
  const joined = new Map<number, Bucket>()
  for (const bucket of hours.values()) {
    const start = startOf(bucket.start, unit)
    joined.set(start, add(joined.get(start) ?? { start, ...emptyBucket }, bucket))
  }
  const starts = [...joined.keys()].sort((a, b) => a - b)
  const [first, last] = [starts[0], starts.at(-1)]
  if (first === undefined || last === undefined) return []
  // A clock that was decades off once: times without requests are then not drawn.
  if ((last - first) / unitMs[unit] > maxBuckets) return starts.slice(-maxBuckets).map((start) => joined.get(start)!)
  return Array.from({ length: (last - first) / unitMs[unit] + 1 }, (_, i) => joined.get(first + i * unitMs[unit]) ?? { start: first + i * unitMs[unit], ...emptyBucket })
}

function createLargest(): { readonly add: (record: MetricsRecord) => void; readonly list: () => MetricsRecord[] } {
  let kept: MetricsRecord[] = []
  const sort = (): void => {
    kept.sort((a, b) => b.tokensInputAfter - a.tokensInputAfter || (a.timestamp < b.timestamp ? 1 : -1))
    kept = kept.slice(0, maxLargest)
  }
  return {
    add(record) {
      kept.push(record)
      if (kept.length >= 4 * maxLargest) sort()
    },
    list() {
      sort()
      return kept
    },
  }
}

function addPrefix(models: Map<string, { requests: number; readonly prefixes: Set<string> }>, { model = unknownModel, stablePrefixHash }: MetricsRecord): void {
  const use = models.get(model) ?? { requests: 0, prefixes: new Set<string>() }
  if (!models.has(model) && models.size >= maxNames) return
  models.set(model, use)
  use.requests++
  if (use.prefixes.size < maxPrefixes) use.prefixes.add(stablePrefixHash)
}

function tally(counts: Map<string, number>, text: string): void {
  if (counts.has(text) || counts.size < maxNames) counts.set(text, (counts.get(text) ?? 0) + 1)
}

function mostFirst(counts: ReadonlyMap<string, number>): Counted[] {
  return [...counts].map(([text, requests]) => ({ text, requests })).sort((a, b) => b.requests - a.requests || (a.text < b.text ? -1 : 1)).slice(0, 10)
}
