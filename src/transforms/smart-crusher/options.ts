import { ConfigurationError } from '../../errors.ts'
import { flag, group, literalOr, oneOf, positiveNumber, wholeNumber, withMethods } from '../../option-checks.ts'
import type { OptionRule } from '../../option-checks.ts'
import type { Embedder } from '../../relevance/embedder.ts'
import type { Scorer } from '../../relevance/scorer.ts'
import type { StaticTable } from '../../relevance/static-table.ts'

export type RelevanceTier = 'bm25' | 'static' | 'embedding' | 'hybrid'

export interface RelevanceOptions {
  /**
   * How rows are ranked against the query: by its words alone, by words and the table, by words and the embedder, or by words and
   * whatever of the two is given. @default 'hybrid', which is BM25 where neither is
   */
  readonly tier?: RelevanceTier
  /** Vectors of words: `loadStaticTable()` of the entry `headroom-ts/relevance/static`. */
  readonly table?: StaticTable
  /** A sentence embedder: `createMiniLm()` of the entry `headroom-ts/embeddings`, or an own one. */
  readonly embedder?: Embedder
  /** Texts of one array that the embedder sees at most, chosen by the cheaper scores, and two thirds of them where the table ranks, too; rows with one natural text count once. @default 96 */
  readonly maxEmbeddedRows?: number
  /** An own scorer in place of ours. */
  readonly scorer?: Scorer
  /** Milliseconds an own scorer may take for one tool result before BM25 takes over, with a warning; for the rest of the request, too. @default 5000 */
  readonly timeLimitMs?: number
  /** What rows are ranked against: the query when the result was born, or the newest one. @default 'at-birth' */
  readonly query?: 'at-birth' | 'latest'
}

export interface SmartCrusherOptions {
  /** @default true */
  readonly enabled?: boolean
  /** Tool results of fewer tokens stay as they are. @default 200 */
  readonly minTokensToCrush?: number
  /** Arrays of fewer rows stay whole. @default 5 */
  readonly minItemsToAnalyze?: number
  /** Room for one array, in rows of its median size. @default 15 */
  readonly maxItemsAfterCrush?: number
  /** Robust deviations (of the median, in units of 1.4826 MAD) that make a value an anomaly. @default 2 */
  readonly varianceThreshold?: number
  /** @default true */
  readonly preserveChangePoints?: boolean
  /** Index lines for rows not kept; `false` for none. @default { maxTokensPerRow: 24, maxTokens: 800 } */
  readonly index?: false | { readonly maxTokensPerRow?: number; readonly maxTokens?: number }
  /** Only rewriting that `expand` can undo: nothing left out. @default false */
  readonly lossless?: boolean
  /** How rows are written. `auto` takes what costs fewer tokens. @default 'auto' */
  readonly format?: 'auto' | 'json' | 'columns'
  readonly relevance?: RelevanceOptions
}

export interface ResolvedSmartCrusherOptions {
  readonly enabled: boolean
  readonly minTokensToCrush: number
  readonly minItemsToAnalyze: number
  readonly maxItemsAfterCrush: number
  readonly varianceThreshold: number
  readonly preserveChangePoints: boolean
  readonly index: false | { readonly maxTokensPerRow: number; readonly maxTokens: number }
  readonly lossless: boolean
  readonly format: 'auto' | 'json' | 'columns'
  readonly relevance: {
    readonly tier: RelevanceTier
    readonly table?: StaticTable
    readonly embedder?: Embedder
    readonly maxEmbeddedRows: number
    readonly scorer?: Scorer
    readonly timeLimitMs: number
    readonly query: 'at-birth' | 'latest'
  }
}

/**
 * What holds when nobody says otherwise.
 *
 * 200 tokens: below that a disclosure costs what rows save. 5 rows: three first and two last are all of them. 15 rows and index
 * lines of 24 tokens, 800 in all: the knee of the curve of tokens against questions still answerable, drawn by the bench.
 * 2 robust deviations: 1 of 20 normal values lies beyond; the strongest are taken, 15 in all.
 */
export const defaultSmartCrusherOptions: ResolvedSmartCrusherOptions = {
  enabled: true,
  minTokensToCrush: 200,
  minItemsToAnalyze: 5,
  maxItemsAfterCrush: 15,
  varianceThreshold: 2,
  preserveChangePoints: true,
  index: { maxTokensPerRow: 24, maxTokens: 800 },
  lossless: false,
  format: 'auto',
  relevance: { tier: 'hybrid', maxEmbeddedRows: 96, timeLimitMs: 5000, query: 'at-birth' },
}

/** What each option may be; `smartCrusher` and every tool profile are held to it. */
export const smartCrusherRules: Readonly<Record<keyof SmartCrusherOptions, OptionRule>> = {
  enabled: flag,
  minTokensToCrush: wholeNumber(0),
  minItemsToAnalyze: wholeNumber(1),
  maxItemsAfterCrush: wholeNumber(1),
  varianceThreshold: positiveNumber,
  preserveChangePoints: flag,
  index: literalOr(false, group({ maxTokensPerRow: wholeNumber(1), maxTokens: wholeNumber(0) })),
  lossless: flag,
  format: oneOf('auto', 'json', 'columns'),
  relevance: group({
    tier: oneOf('bm25', 'static', 'embedding', 'hybrid'),
    table: withMethods('a static table', 'cosines'),
    embedder: withMethods('an embedder', 'embed'),
    maxEmbeddedRows: wholeNumber(1),
    scorer: withMethods('a scorer', 'score'),
    timeLimitMs: wholeNumber(1),
    query: oneOf('at-birth', 'latest'),
  }),
}

/**
 * @param path of the options, for the message
 * @throws ConfigurationError where the tier that is asked for has nothing to rank with
 */
export function checkTier({ relevance: { tier, scorer, table, embedder } }: ResolvedSmartCrusherOptions, path: string): void {
  const missing = scorer ? undefined : tier === 'static' && !table ? 'table' : tier === 'embedding' && !embedder ? 'embedder' : undefined
  if (missing === undefined) return
  throw new ConfigurationError(
    `${path}.relevance.tier '${tier}' needs ${path}.relevance.${missing}, from ${missing === 'table' ? "loadStaticTable() of 'headroom-ts/relevance/static'" : "createMiniLm() of 'headroom-ts/embeddings'"}; 'hybrid' uses what there is`,
    { details: { option: `${path}.relevance.${missing}`, tier } },
  )
}

/**
 * The given options on top of `base`, field by field: `index: { maxTokens: 400 }` keeps the base's `maxTokensPerRow`.
 *
 * Checks nothing: `smartCrusherRules` has been held against the options before.
 */
export function resolveSmartCrusherOptions(
  options: SmartCrusherOptions = {},
  base: ResolvedSmartCrusherOptions = defaultSmartCrusherOptions,
): ResolvedSmartCrusherOptions {
  const scorer = options.relevance?.scorer ?? base.relevance.scorer
  const table = options.relevance?.table ?? base.relevance.table
  const embedder = options.relevance?.embedder ?? base.relevance.embedder
  return {
    enabled: options.enabled ?? base.enabled,
    minTokensToCrush: options.minTokensToCrush ?? base.minTokensToCrush,
    minItemsToAnalyze: options.minItemsToAnalyze ?? base.minItemsToAnalyze,
    maxItemsAfterCrush: options.maxItemsAfterCrush ?? base.maxItemsAfterCrush,
    varianceThreshold: options.varianceThreshold ?? base.varianceThreshold,
    preserveChangePoints: options.preserveChangePoints ?? base.preserveChangePoints,
    index: resolveIndex(options.index, base.index),
    lossless: options.lossless ?? base.lossless,
    format: options.format ?? base.format,
    relevance: {
      tier: options.relevance?.tier ?? base.relevance.tier,
      ...(scorer === undefined ? {} : { scorer }),
      ...(table === undefined ? {} : { table }),
      ...(embedder === undefined ? {} : { embedder }),
      maxEmbeddedRows: options.relevance?.maxEmbeddedRows ?? base.relevance.maxEmbeddedRows,
      timeLimitMs: options.relevance?.timeLimitMs ?? base.relevance.timeLimitMs,
      query: options.relevance?.query ?? base.relevance.query,
    },
  }
}

function resolveIndex(index: SmartCrusherOptions['index'], base: ResolvedSmartCrusherOptions['index']): ResolvedSmartCrusherOptions['index'] {
  if (index === undefined) return base
  if (index === false) return false
  const fallback = base === false ? { maxTokensPerRow: 24, maxTokens: 800 } : base
  return { maxTokensPerRow: index.maxTokensPerRow ?? fallback.maxTokensPerRow, maxTokens: index.maxTokens ?? fallback.maxTokens }
}
