/** How a table is written. */
export type TableNotation =
  /** Cells between commas, semicolons, tabs or bars; a cell in quotes may hold whatever it likes (RFC 4180). */
  | 'delimited'
  /** Cells between bars, with a rule under the names: Markdown, and what databases print. */
  | 'ruled'
  /** Cells under the names of their columns, with blanks between. */
  | 'aligned'

/** A table that stands in a text, in whole lines. */
export interface TextTable {
  readonly notation: TableNotation
  /** The names of its columns, each once. */
  readonly names: readonly string[]
  /** What each row says, cell by cell: as many cells as there are names. */
  readonly rows: readonly (readonly string[])[]
  /** The line with which the names begin, or the rule above them. */
  readonly headLine: number
  /** The line with which each row begins, and, behind the last, the line after the last row. */
  readonly firstLines: Int32Array
  /** Whether cells are parted by semicolons: so writes who has commas in numbers, and points between thousands. */
  readonly hasSemicolons?: boolean
  /** How sure it is that this is a table, in [0, 1]. */
  readonly confidence: number
}

/** What was read from a line on: a table, or how far the reading came. */
export type ReadTable = { readonly table: TextTable } | { readonly table?: undefined, readonly readTo: number }

/** Fewer rows are no table: they may look alike by chance. */
export const minRows = 10
