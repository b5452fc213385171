import { sketchError } from '../stats/quantile-sketch.ts'
import type { Waste } from '../report/types.ts'
import { readRecord } from './read-record.ts'
import type { MetricsRecord } from './record.ts'
import type { ResolvedQuery } from './store.ts'
import { cellKeyOf } from './roll-up.ts'
import type { CellKey, RollUp } from './roll-up.ts'
import { compressionRatioOf, createTally, measureNames, otherNames } from './tally.ts'
import type { MeasureName, RecordFigures, Tally, ToolTotals } from './tally.ts'

/** How values lie; all 0 when `count` is. */
export interface Distribution {
  readonly count: number
  readonly mean: number
  readonly minimum: number
  readonly maximum: number
  /** The percentiles are within `percentileError` of the true ones. */
  readonly p50: number
  readonly p90: number
  readonly p95: number
  readonly p99: number
}

/** What requests of one kind come to. Audited requests count with what they sent, so they save nothing. */
export interface SummaryTotals {
  readonly totalRequests: number
  /** Requests with an error. */
  readonly totalFailed: number
  readonly totalTokensBefore: number
  readonly totalTokensAfter: number
  readonly totalTokensSaved: number
  /** Share of all input, in percent. */
  readonly savingsPercent: number
  /** Mean of the requests' tokensAfter / tokensBefore; 1 when there is none. */
  readonly avgCompressionRatio: number
  readonly totalTokensOutput: number
  /** In US dollars, of the requests whose model has a known price. */
  readonly totalCostSavedUsd: number
}

/** What providers say about their prefix caches; a request counts when the provider said anything. */
export interface CacheSummary {
  readonly requests: number
  readonly hits: number
  readonly misses: number
  readonly tokensRead: number
  readonly tokensWritten: number
  /** Share of these requests' input tokens that came from a cache, in [0, 1]; 0 when there is none. */
  readonly hitRate: number
}

/** Plain data, safe for `JSON.stringify`. */
export interface MetricsSummary extends SummaryTotals {
  /** Simulations are in no total but this one and `totalTokensAvoidable`. */
  readonly simulations: number
  readonly requestsByMode: { readonly audit: number; readonly optimize: number }
  /** What audited and simulated requests could have saved. */
  readonly totalTokensAvoidable: number
  readonly avgTokensSaved: number
  readonly avgCacheAlignmentScore: number
  /** Requests whose model has a known price. */
  readonly requestsPriced: number
  /** Days of the price tables, ISO 8601; absent when nothing had a price. */
  readonly pricesDates?: { readonly first: string; readonly last: string }
  readonly cache: CacheSummary
  readonly distributions: Readonly<Record<MeasureName, Distribution>>
  /** Largest relative error of the percentiles. */
  readonly percentileError: number
  /** Tokens that could be saved, by cause, over audited and optimized requests. */
  readonly waste: Waste
  /** Each of these: by tokens saved, most first. Names past a limit are together under `(other)`. */
  readonly byTransform: readonly { readonly transform: string; readonly tokensSaved: number }[]
  readonly byTool: readonly (ToolTotals & { readonly toolName: string })[]
  readonly byModel: readonly (SummaryTotals & { readonly model: string })[]
  readonly byProvider: readonly (SummaryTotals & { readonly provider: string })[]
  /** Days in UTC, `2026-11-22`, in their order; days without a request are left out. */
  readonly byDay: readonly (SummaryTotals & { readonly day: string })[]
  /** Times of the first and the last request; absent when there is none. */
  readonly times?: { readonly first: string; readonly last: string }
  /** What is kept but could not be read: torn or changed lines, records of a later version. */
  readonly unreadableRecords: number
}

/** Adds up records one by one, in bounded memory. */
export interface SummaryBuilder {
  add(record: RecordFigures): void
  /** One more record that could not be read. */
  addUnreadable(count?: number): void
  /** @param filter takes only the cells that it may contain; its times are not looked at */
  merge(rollUp: RollUp, filter?: Pick<ResolvedQuery, 'model' | 'mode' | 'provider'>): void
  build(): MetricsSummary
}

/** The sums that are told by model, provider and day. */
const groupSums = ['requests', 'failed', 'tokensBefore', 'tokensAfter', 'compressionRatios', 'tokensOutput', 'savingsUsd'] as const
type GroupSums = Record<(typeof groupSums)[number], number>
type Groups = Map<string, GroupSums>

/** Names come from outside; those past this number are together. */
const maxGroups = 1000
/** Days come from clocks. */
const maxDays = 10_000

export function createSummary(): SummaryBuilder {
  const total = createTally(maxGroups)
  const groups: Readonly<Record<'model' | 'provider' | 'day', Groups>> = { model: new Map(), provider: new Map(), day: new Map() }
  const requestsByMode: Record<MetricsRecord['mode'], number> = { audit: 0, optimize: 0, simulate: 0 }
  let [avoidable, unreadable] = [0, 0]

  const addToGroups = ({ model, provider, day }: Omit<CellKey, 'mode'>, sums: Readonly<GroupSums>): void => {
    for (const group of [groupOf(groups.model, model, maxGroups), groupOf(groups.provider, provider, maxGroups), groupOf(groups.day, day, maxDays)]) {
      for (const name of groupSums) group[name] += sums[name]
    }
  }

  return {
    add(record) {
      requestsByMode[record.mode]++
      if (record.mode !== 'optimize') for (const tokens of Object.values(record.tokensSavedByTransform)) avoidable += tokens
      if (record.mode === 'simulate') return
      total.add(record)
      addToGroups(cellKeyOf(record), {
        requests: 1,
        failed: record.error === undefined ? 0 : 1,
        tokensBefore: record.tokensInputBefore,
        tokensAfter: record.tokensInputAfter,
        compressionRatios: compressionRatioOf(record),
        tokensOutput: record.tokensOutput ?? 0,
        savingsUsd: record.estimatedSavingsUsd ?? 0,
      })
    },
    addUnreadable(count = 1) { unreadable += count },
    merge(rollUp, { model, mode, provider } = { model: undefined, mode: undefined, provider: undefined }) {
      unreadable += rollUp.unreadable
      for (const { key, tally } of rollUp.cells) {
        const isWanted = (model === undefined || model === key.model) && (mode === undefined || mode === key.mode) && (provider === undefined || provider === key.provider)
        if (!isWanted) continue
        requestsByMode[key.mode] += tally.sums.requests
        avoidable += tally.sums.tokensAvoidable
        if (key.mode === 'simulate') continue
        total.merge(tally)
        addToGroups(key, tally.sums)
      }
    },
    build: () => buildSummary(total, groups, requestsByMode, avoidable, unreadable),
  }
}

function groupOf(groups: Groups, name: string, maxNames: number): GroupSums {
  const key = groups.has(name) || groups.size < maxNames ? name : otherNames
  let group = groups.get(key)
  if (group === undefined) {
    group = { requests: 0, failed: 0, tokensBefore: 0, tokensAfter: 0, compressionRatios: 0, tokensOutput: 0, savingsUsd: 0 }
    groups.set(key, group)
  }
  return group
}

/** A summary of records that come one by one; what is none is counted. */
export async function summarizeRecords(records: AsyncIterable<MetricsRecord> | Iterable<MetricsRecord>): Promise<MetricsSummary> {
  const builder = createSummary()
  for await (const given of records) {
    const record = readRecord(given)
    if (record === undefined) builder.addUnreadable()
    else builder.add(record)
  }
  return builder.build()
}

function buildSummary(
  total: Tally, groups: Readonly<Record<'model' | 'provider' | 'day', Groups>>, requestsByMode: Readonly<Record<MetricsRecord['mode'], number>>, avoidable: number, unreadableRecords: number,
): MetricsSummary {
  const { sums, times, prices } = total
  const bySaving = (of: Groups): (readonly [string, SummaryTotals])[] => [...of].map(([name, group]) => [name, totalsOf(group)] as const)
    .sort(([a, { totalTokensSaved: savedA }], [b, { totalTokensSaved: savedB }]) => savedB - savedA || (a < b ? -1 : 1))
  return {
    ...totalsOf(sums),
    simulations: requestsByMode.simulate,
    requestsByMode: { audit: requestsByMode.audit, optimize: requestsByMode.optimize },
    totalTokensAvoidable: avoidable,
    avgTokensSaved: share(sums.tokensBefore - sums.tokensAfter, sums.requests),
    avgCacheAlignmentScore: share(sums.cacheAlignmentScores, sums.requests),
    requestsPriced: sums.priced,
    ...(prices[0] === '' ? {} : { pricesDates: { first: prices[0], last: prices[1] } }),
    cache: {
      requests: sums.cacheReports,
      hits: sums.cacheHits,
      misses: sums.cacheReports - sums.cacheHits,
      tokensRead: sums.cachedTokensRead,
      tokensWritten: sums.cachedTokensWritten,
      hitRate: share(sums.cachedTokensRead, sums.tokensCacheable),
    },
    distributions: distributionsOf(total),
    percentileError: sketchError,
    waste: {
      whiteSpace: sums.whiteSpace, repeatedKeys: sums.repeatedKeys, repeatedRows: sums.repeatedRows,
      base64: sums.base64, html: sums.html, volatilePrefix: sums.volatilePrefix,
    },
    byTransform: [...total.transforms].map(([transform, tokensSaved]) => ({ transform, tokensSaved }))
      .sort((a, b) => b.tokensSaved - a.tokensSaved || (a.transform < b.transform ? -1 : 1)),
    byTool: [...total.tools].map(([toolName, totals]) => ({ toolName, ...totals }))
      .sort((a, b) => (b.tokensBefore - b.tokensAfter) - (a.tokensBefore - a.tokensAfter) || (a.toolName < b.toolName ? -1 : 1)),
    byModel: bySaving(groups.model).map(([model, totals]) => ({ model, ...totals })),
    byProvider: bySaving(groups.provider).map(([provider, totals]) => ({ provider, ...totals })),
    byDay: [...groups.day].map(([day, group]) => ({ day, ...totalsOf(group) })).sort((a, b) => (a.day < b.day ? -1 : 1)),
    ...(times[0] === '' ? {} : { times: { first: times[0], last: times[1] } }),
    unreadableRecords,
  }
}

function totalsOf(sums: Readonly<GroupSums>): SummaryTotals {
  const { requests, tokensBefore, tokensAfter } = sums
  return {
    totalRequests: requests,
    totalFailed: sums.failed,
    totalTokensBefore: tokensBefore,
    totalTokensAfter: tokensAfter,
    totalTokensSaved: tokensBefore - tokensAfter,
    savingsPercent: share((tokensBefore - tokensAfter) * 100, tokensBefore),
    avgCompressionRatio: requests === 0 ? 1 : sums.compressionRatios / requests,
    totalTokensOutput: sums.tokensOutput,
    totalCostSavedUsd: sums.savingsUsd,
  }
}

function distributionsOf({ measures }: Tally): MetricsSummary['distributions'] {
  return Object.fromEntries(measureNames.map((name) => {
    const { sum, minimum, maximum, sketch } = measures[name]
    const within = (p: number): number => Math.min(maximum, Math.max(minimum, sketch.quantile(p)))
    const distribution: Distribution = {
      count: sketch.count, mean: share(sum, sketch.count), minimum, maximum, p50: within(0.5), p90: within(0.9), p95: within(0.95), p99: within(0.99),
    }
    return [name, distribution]
  })) as Record<MeasureName, Distribution> // every name is there
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
