import { sketchError } from '../stats/quantile-sketch.ts'
import type { Waste } from '../report/types.ts'
import type { MetricsRecord } from './record.ts'
import type { ResolvedQuery } from './store.ts'
import { createTally, measureNames, otherNames } from './tally.ts'
import type { MeasureName, Tally, TallyState, ToolTotals } from './tally.ts'
import { dayOf } from './timestamp.ts'

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

/** Records by day, provider, model and mode, as plain data: a summary of any of these can be made from it. */
export interface RollUp {
  readonly cells: readonly { readonly key: CellKey; readonly tally: TallyState }[]
  readonly unreadable: number
}

interface CellKey {
  readonly day: string
  readonly provider: string
  readonly model: string
  readonly mode: MetricsRecord['mode']
}

interface Cell {
  readonly key: CellKey
  readonly tally: Tally
}

/** Adds up records one by one, in bounded memory. */
export interface SummaryBuilder {
  add(record: MetricsRecord): void
  /** One more record that could not be read. */
  addUnreadable(count?: number): void
  /** @param filter takes only the cells that it may contain; its times are not looked at */
  merge(rollUp: RollUp, filter?: Pick<ResolvedQuery, 'model' | 'mode' | 'provider'>): void
  toRollUp(): RollUp
  build(): MetricsSummary
}

/** Cells of their own; requests that would open another one share one by mode. */
const maxCells = 10_000
const unknown = '(unknown)'

export function createSummary(): SummaryBuilder {
  const cells = new Map<string, Cell>()
  let unreadable = 0

  const cellOf = (key: CellKey): Tally => {
    const name = nameOf(key)
    const found = cells.get(name)
    if (found !== undefined) return found.tally
    const isFull = cells.size >= maxCells && key.model !== otherNames
    if (isFull) return cellOf({ day: otherNames, provider: otherNames, model: otherNames, mode: key.mode })
    const tally = createTally()
    cells.set(name, { key, tally })
    return tally
  }

  return {
    add(record) {
      const { timestamp, provider = unknown, model = unknown, mode } = record
      cellOf({ day: dayOf(timestamp), provider, model, mode }).add(record)
    },
    addUnreadable(count = 1) { unreadable += count },
    merge(rollUp, { model, mode, provider } = { model: undefined, mode: undefined, provider: undefined }) {
      unreadable += rollUp.unreadable
      for (const { key, tally } of rollUp.cells) {
        const isWanted = (model === undefined || model === key.model) && (mode === undefined || mode === key.mode) && (provider === undefined || provider === key.provider)
        if (isWanted) cellOf(key).merge(tally)
      }
    },
    toRollUp: () => ({ cells: [...cells.values()].map(({ key, tally }) => ({ key, tally: tally.toState() })), unreadable }),
    build: () => buildSummary([...cells.values()], unreadable),
  }
}

/** A summary of records that come one by one. */
export async function summarizeRecords(records: AsyncIterable<MetricsRecord> | Iterable<MetricsRecord>): Promise<MetricsSummary> {
  const builder = createSummary()
  for await (const record of records) builder.add(record)
  return builder.build()
}

/** Names may hold any character, so they are told apart by their lengths, not by a separator. */
function nameOf({ day, provider, model, mode }: CellKey): string {
  return `${provider.length} ${model.length} ${day} ${mode} ${provider}${model}`
}

function buildSummary(cells: readonly Cell[], unreadableRecords: number): MetricsSummary {
  const sent = cells.filter(({ key }) => key.mode !== 'simulate')
  const total = mergeCells(sent)
  const { sums, times, prices } = total
  const requestsOf = (mode: MetricsRecord['mode']): number => sumOver(cells.filter(({ key }) => key.mode === mode), 'requests')
  const groupBy = (name: 'model' | 'provider' | 'day'): (readonly [string, SummaryTotals])[] =>
    [...groupCells(sent, name)].map(([value, group]) => [value, totalsOf(group)])
  const bySaving = (groups: (readonly [string, SummaryTotals])[]): (readonly [string, SummaryTotals])[] =>
    groups.sort(([a, { totalTokensSaved: savedA }], [b, { totalTokensSaved: savedB }]) => savedB - savedA || (a < b ? -1 : 1))
  return {
    ...totalsOf(sent),
    simulations: requestsOf('simulate'),
    requestsByMode: { audit: requestsOf('audit'), optimize: requestsOf('optimize') },
    totalTokensAvoidable: sumOver(cells, 'tokensAvoidable'),
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
    byModel: bySaving(groupBy('model')).map(([model, totals]) => ({ model, ...totals })),
    byProvider: bySaving(groupBy('provider')).map(([provider, totals]) => ({ provider, ...totals })),
    byDay: groupBy('day').map(([day, totals]) => ({ day, ...totals })).sort((a, b) => (a.day < b.day ? -1 : 1)),
    ...(times[0] === '' ? {} : { times: { first: times[0], last: times[1] } }),
    unreadableRecords,
  }
}

function mergeCells(cells: readonly Cell[]): Tally {
  const total = createTally(1000)
  for (const { tally } of cells) total.merge(tally.toState())
  return total
}

function sumOver(cells: readonly Cell[], name: keyof Tally['sums']): number {
  return cells.reduce((sum, { tally }) => sum + tally.sums[name], 0)
}

function totalsOf(cells: readonly Cell[]): SummaryTotals {
  const [requests, before, after] = [sumOver(cells, 'requests'), sumOver(cells, 'tokensBefore'), sumOver(cells, 'tokensAfter')]
  return {
    totalRequests: requests,
    totalFailed: sumOver(cells, 'failed'),
    totalTokensBefore: before,
    totalTokensAfter: after,
    totalTokensSaved: before - after,
    savingsPercent: share((before - after) * 100, before),
    avgCompressionRatio: requests === 0 ? 1 : sumOver(cells, 'compressionRatios') / requests,
    totalTokensOutput: sumOver(cells, 'tokensOutput'),
    totalCostSavedUsd: sumOver(cells, 'savingsUsd'),
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

function groupCells(cells: readonly Cell[], name: 'model' | 'provider' | 'day'): Map<string, Cell[]> {
  const groups = new Map<string, Cell[]>()
  for (const cell of cells) {
    const group = groups.get(cell.key[name])
    if (group === undefined) groups.set(cell.key[name], [cell])
    else group.push(cell)
  }
  return groups
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
