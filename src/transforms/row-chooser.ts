import type { KeepReason } from '../report/types.ts'

/** The rows of a table that is no JSON, for whoever chooses among rows. */
export interface RowTexts {
  /** The same rows as a JSON array of objects: what they say, not how they are written. */
  readonly json: string
  /** UTF-16 code units of each row as it is written. */
  readonly lengths: Float64Array
  /** Tokens of the table as it is written. */
  readonly tokens: number
}

/** The rows that stay, and what is told of all of them. */
export interface ChosenRows {
  /** Ascending. */
  readonly kept: readonly number[]
  /** For each of `kept`. */
  readonly reasons: readonly (readonly KeepReason[])[]
  /** Columns that an index line shows; empty where there are no such lines. */
  readonly indexColumns: readonly string[]
  /** The index lines of rows that do not stay, by row, ascending. */
  readonly indexLines: ReadonlyMap<number, string>
  /** Members of a JSON object that say what all rows hold. */
  readonly figures: readonly string[]
  /** Members of a JSON object: words of the question, and how many rows have them. */
  readonly filters: readonly string[]
  /** Name of the scorer that ranked the rows. */
  readonly relevance: string
}

/** Chooses as SmartCrusher does among the rows of an array; undefined when every row stays. */
export type ChooseRows = (rows: RowTexts) => Promise<ChosenRows | undefined>
