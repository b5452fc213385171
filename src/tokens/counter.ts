/** Counts the tokens of a text. The contract for own counters (`tokenCounter`): a whole number of at least 0, at once or later. */
export interface TokenCounter {
  count(text: string): number | Promise<number>
}

/** A counter made ready for one request. */
export interface LoadedCounter {
  readonly counting: 'exact' | 'estimated'
  /** What a report says was used, such as `o200k_base`, `o200k_base x 1.1` or `own`. */
  readonly name: string
  count(text: string): number | Promise<number>
  /** A count at once, for decisions between two ways to write the same thing: exact where that is possible, else our estimate. */
  quick(text: string): number
}
