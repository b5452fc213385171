import { createQuantileSketch } from '../stats/quantile-sketch.ts'
import type { QuantileSketch, SketchState } from '../stats/quantile-sketch.ts'
import type { DecisionRecord, MetricsRecord } from './record.ts'

/** Figures of which the total is the sum of the parts. */
const sumNames = [
  'requests', 'failed', 'warned', 'tokensBefore', 'tokensAfter', 'tokensAvoidable', 'compressionRatios', 'cacheAlignmentScores',
  'tokensOutput', 'cacheReports', 'cacheHits', 'cachedTokensRead', 'cachedTokensWritten', 'tokensCacheable',
  'priced', 'savingsUsd', 'whiteSpace', 'repeatedKeys', 'repeatedRows', 'base64', 'html', 'volatilePrefix',
] as const
type SumName = (typeof sumNames)[number]

/** Figures of which percentiles are wanted. */
export const measureNames = ['tokensInputBefore', 'tokensSaved', 'compressionRatio', 'latencyMs'] as const
export type MeasureName = (typeof measureNames)[number]

interface Measure {
  sum: number
  minimum: number
  maximum: number
  readonly sketch: QuantileSketch
}

export interface ToolTotals {
  /** Tool results, not calls: a result that stays in the conversation is sent, and counted, with every request. */
  readonly results: number
  readonly tokensBefore: number
  readonly tokensAfter: number
}

type Maybe<Name extends keyof MetricsRecord> = { readonly [N in Name]?: MetricsRecord[N] | undefined }

/** The part of a record that is added up. */
export interface RecordFigures extends
  Pick<MetricsRecord, 'timestamp' | 'mode' | 'tokensInputBefore' | 'tokensInputAfter' | 'tokensSavedByTransform' | 'cacheAlignmentScore' | 'waste'>,
  Maybe<'provider' | 'model' | 'tokensInputReported' | 'tokensOutput' | 'cachedTokensRead' | 'cachedTokensWritten' | 'estimatedSavingsUsd' | 'pricesDate' | 'error'> {
  readonly timings: { readonly total?: number | undefined }
  readonly decisions: readonly Pick<DecisionRecord, 'toolName' | 'blocks' | 'tokensBefore' | 'tokensAfter'>[]
  readonly warnings: { readonly length: number }
}

/** What some records come to, as plain data. */
export interface TallyState {
  readonly sums: Readonly<Record<SumName, number>>
  /** Earliest and latest, '' for none. */
  readonly times: readonly [string, string]
  readonly prices: readonly [string, string]
  readonly transforms: readonly (readonly [string, number])[]
  readonly tools: readonly (readonly [string, ToolTotals])[]
  readonly measures: Readonly<Record<MeasureName, Pick<Measure, 'sum' | 'minimum' | 'maximum'> & { readonly sketch: SketchState }>>
}

/** Adds up records, in memory that does not grow with their number. */
export interface Tally {
  readonly sums: Readonly<Record<SumName, number>>
  readonly times: readonly [string, string]
  readonly prices: readonly [string, string]
  readonly transforms: ReadonlyMap<string, number>
  readonly tools: ReadonlyMap<string, ToolTotals>
  readonly measures: Readonly<Record<MeasureName, Readonly<Measure>>>
  add(record: RecordFigures): void
  merge(other: TallyState): void
  toState(): TallyState
}

/** Stands for all names past the limit. */
export const otherNames = '(other)'

/** @param maxNames how many tools and transforms are told apart; names come from outside, and there may be one for every record */
export function createTally(maxNames = 100): Tally {
  const sums = Object.fromEntries(sumNames.map((name) => [name, 0])) as Record<SumName, number> // every name is there
  const measures = Object.fromEntries(measureNames.map((name) => [name, createMeasure()])) as Record<MeasureName, Measure> // as above
  const transforms = new Map<string, number>()
  const tools = new Map<string, { -readonly [Name in keyof ToolTotals]: ToolTotals[Name] }>()
  let times: readonly [string, string] = ['', '']
  let prices: readonly [string, string] = ['', '']

  const addTransform = (name: string, tokens: number): void => {
    const key = roomFor(transforms, name, maxNames)
    transforms.set(key, (transforms.get(key) ?? 0) + tokens)
  }
  const addTool = (name: string, results: number, tokensBefore: number, tokensAfter: number): void => {
    let totals = tools.get(name)
    if (totals === undefined) {
      const key = roomFor(tools, name, maxNames)
      totals = tools.get(key) ?? { results: 0, tokensBefore: 0, tokensAfter: 0 }
      tools.set(key, totals)
    }
    totals.results += results
    totals.tokensBefore += tokensBefore
    totals.tokensAfter += tokensAfter
  }

  return {
    sums, measures, transforms, tools,
    get times() { return times },
    get prices() { return prices },
    add(record) {
      const { tokensInputBefore, tokensInputAfter, cachedTokensRead, waste } = record
      const tokensSaved = tokensInputBefore - tokensInputAfter
      const ratio = compressionRatioOf(record)
      const isSent = record.mode === 'optimize'
      sums.requests++
      sums.failed += record.error === undefined ? 0 : 1
      sums.warned += record.warnings.length > 0 ? 1 : 0
      sums.tokensBefore += tokensInputBefore
      sums.tokensAfter += tokensInputAfter
      sums.compressionRatios += ratio
      sums.cacheAlignmentScores += record.cacheAlignmentScore
      sums.tokensOutput += record.tokensOutput ?? 0
      if (cachedTokensRead !== undefined) {
        sums.cacheReports++
        sums.cacheHits += cachedTokensRead > 0 ? 1 : 0
        sums.cachedTokensRead += cachedTokensRead
        // Never less than what was read, so that a rate stays a rate when our count and the provider's differ.
        sums.tokensCacheable += Math.max(record.tokensInputReported ?? tokensInputAfter, cachedTokensRead)
      }
      sums.cachedTokensWritten += record.cachedTokensWritten ?? 0
      if (record.estimatedSavingsUsd !== undefined) {
        sums.priced++
        sums.savingsUsd += record.estimatedSavingsUsd
        if (record.pricesDate !== undefined) prices = widenTo(prices, record.pricesDate)
      }
      sums.whiteSpace += waste.whiteSpace
      sums.repeatedKeys += waste.repeatedKeys
      sums.repeatedRows += waste.repeatedRows
      sums.base64 += waste.base64
      sums.html += waste.html
      sums.volatilePrefix += waste.volatilePrefix
      times = widenTo(times, record.timestamp)
      const byTransform = record.tokensSavedByTransform
      for (const name of Object.keys(byTransform)) {
        const tokens = byTransform[name]! // one of its own
        if (isSent) addTransform(name, tokens)
        else sums.tokensAvoidable += tokens
      }
      for (const { toolName, blocks, tokensBefore, tokensAfter } of record.decisions) {
        if (toolName !== undefined) addTool(toolName, blocks, tokensBefore, isSent ? tokensAfter : tokensBefore)
      }
      addValue(measures.tokensInputBefore, tokensInputBefore)
      addValue(measures.tokensSaved, tokensSaved)
      addValue(measures.compressionRatio, ratio)
      const latency = record.timings.total
      if (latency !== undefined) addValue(measures.latencyMs, latency)
    },
    merge(other) {
      for (const name of sumNames) sums[name] += other.sums[name]
      times = widen(times, other.times)
      prices = widen(prices, other.prices)
      for (const [name, tokens] of other.transforms) addTransform(name, tokens)
      for (const [name, { results, tokensBefore, tokensAfter }] of other.tools) addTool(name, results, tokensBefore, tokensAfter)
      for (const name of measureNames) {
        const [mine, theirs] = [measures[name], other.measures[name]]
        if (theirs.sketch.zeros + theirs.sketch.positive.length + theirs.sketch.negative.length === 0) continue
        const isFirst = mine.sketch.count === 0
        mine.sum += theirs.sum
        mine.minimum = isFirst ? theirs.minimum : Math.min(mine.minimum, theirs.minimum)
        mine.maximum = isFirst ? theirs.maximum : Math.max(mine.maximum, theirs.maximum)
        mine.sketch.merge(theirs.sketch)
      }
    },
    toState: () => ({
      sums: { ...sums },
      times, prices,
      transforms: [...transforms],
      tools: Array.from(tools, ([name, totals]) => [name, { ...totals }]),
      // Every name is there, as above.
      measures: Object.fromEntries(measureNames.map((name) => [name, { ...measures[name], sketch: measures[name].sketch.toState() }])) as TallyState['measures'],
    }),
  }
}

/** 1 for an empty request. */
export function compressionRatioOf({ tokensInputBefore, tokensInputAfter }: Pick<MetricsRecord, 'tokensInputBefore' | 'tokensInputAfter'>): number {
  return tokensInputBefore === 0 ? 1 : tokensInputAfter / tokensInputBefore
}

function createMeasure(): Measure {
  return { sum: 0, minimum: 0, maximum: 0, sketch: createQuantileSketch() }
}

function addValue(measure: Measure, value: number): void {
  const isFirst = measure.sketch.count === 0
  measure.sum += value
  if (isFirst || value < measure.minimum) measure.minimum = value
  if (isFirst || value > measure.maximum) measure.maximum = value
  measure.sketch.add(value)
}

/** The name itself, as long as there is room for another one. */
function roomFor(names: ReadonlyMap<string, unknown>, name: string, maxNames: number): string {
  return names.has(name) || names.size < maxNames ? name : otherNames
}

function widen(range: readonly [string, string], other: readonly [string, string]): readonly [string, string] {
  if (range[0] === '') return other
  if (other[0] === '') return range
  return [other[0] < range[0] ? other[0] : range[0], other[1] > range[1] ? other[1] : range[1]]
}

/** The same range where it holds the text already. */
function widenTo(range: readonly [string, string], text: string): readonly [string, string] {
  return text >= range[0] && text <= range[1] ? range : widen(range, [text, text])
}
