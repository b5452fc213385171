import type { Scorer } from '../../relevance/scorer.ts'

export interface RelevanceOptions {
  /** How rows are ranked against the query. @default 'hybrid', which is BM25 */
  readonly tier?: 'bm25' | 'hybrid'
  /** An own scorer in place of ours. */
  readonly scorer?: Scorer
  /** Milliseconds an own scorer may take before BM25 takes over, with a warning. @default 5000 */
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
    readonly tier: 'bm25' | 'hybrid'
    readonly scorer?: Scorer
    readonly timeLimitMs: number
    readonly query: 'at-birth' | 'latest'
  }
}
