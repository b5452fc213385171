import type { QueryTerm } from '../../relevance/terms.ts'
import type { StaticTable } from '../../relevance/static-table.ts'

/** What is asked about a text: known when the tool result was born. */
export interface AskedText {
  /** The words that rank lines. */
  readonly text: string
  /** The same as terms, and the names from all of the conversation. */
  readonly terms: readonly QueryTerm[]
  readonly table?: StaticTable
}

/** A text, or a part of one, that was written shorter. */
export interface FoldedText {
  readonly text: string
  /** Lines that stay word for word, of how many. */
  readonly linesKept: number
  readonly linesTotal: number
  /** Which scorer ranked the lines; absent when nothing was asked. */
  readonly relevance?: string
}
