/** What documents are scored against. */
export interface ScorerContext {
  readonly signal?: AbortSignal
}

/**
 * Scores documents against a query. The contract for own scorers (`relevance.scorer`).
 *
 * @returns one score in [0, 1] per document, in their order; 0 where nothing speaks for it
 */
export interface Scorer {
  readonly name: string
  score(query: string, documents: readonly string[], context?: ScorerContext): readonly number[] | Promise<readonly number[]>
}
