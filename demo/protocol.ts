/** What the page asks of the worker. */
export interface CompressRequest {
  /** Comes back in the answer, so that a late one is told from the newest. */
  readonly id: number
  readonly source: string
  readonly question: string
  /** '' for the model that the request names. */
  readonly model: string
}

/** A compressed text and what the page says about it; each decision is one line of words. */
export interface Outcome {
  readonly output: string
  readonly tokensBefore: number
  readonly tokensAfter: number
  readonly savingsPercent: number
  readonly counting: 'exact' | 'estimated'
  readonly estimatedSavingsUsd?: number
  readonly decisions: readonly string[]
  readonly warnings: readonly string[]
}

export type CompressAnswer =
  | { readonly id: number; readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly id: number; readonly kind: 'failed'; readonly problem: string }
