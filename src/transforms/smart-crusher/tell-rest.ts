import type { LoadedCounter } from '../../tokens/counter.ts'
import { createLabelOf } from './cell-labels.ts'
import { writeFigures } from './figures.ts'
import { lengthOf, type Table } from './find-tables.ts'
import { writeIndexLine, type IndexColumns } from './index-lines.ts'
import type { ColumnProfile } from './profile-columns.ts'
import type { Ranking } from './rank-rows.ts'

/** Figures may cost this share of what leaving rows out saves. */
const figureShare = 0.1
/** A table may use the whole index budget of its result when it makes up two thirds of it. */
const indexSpread = 1.5

/** What is told of rows that do not stay whole. */
export interface RestOfTable {
  readonly table: Table
  readonly profiles: readonly ColumnProfile[]
  /** What index lines show; undefined where nothing names the rows. */
  readonly index: IndexColumns | undefined
  /** Rows that stay whole, ascending. */
  readonly kept: readonly number[]
  /** All rows, those nearest to being kept first. */
  readonly near: Iterable<number>
  /** Words of the query that are filters, and how many rows have them. */
  readonly filters: Ranking['filters']
  /** Whether the query speaks of a column. */
  readonly isAsked: (profile: ColumnProfile) => boolean
  readonly tokens: LoadedCounter
}

/** Members of a JSON object that say what all rows hold, column by column, those that a question is likely to ask for first. @param saved tokens that leaving rows out saves */
export function tellFigures({ table, profiles, index, isAsked, tokens }: RestOfTable, saved: number): string[] {
  const figures: string[] = []
  let room = saved * figureShare
  for (const { text, shorter } of writeFigures(table, profiles, createLabelOf(table, profiles, index), isAsked)) {
    for (const form of shorter === undefined ? [text] : [text, shorter]) {
      const cost = tokens.quick(form)
      if (cost > room) continue
      figures.push(form)
      room -= cost + 1
      break
    }
  }
  return figures
}

/** Members of a JSON object that say how many rows have a word of the question, each word once whatever its case: the count of the most rows is the one of the plain word. */
export function tellFilters({ filters }: RestOfTable): string[] {
  const known = new Map<string, Ranking['filters'][number]>()
  for (const filter of filters) {
    const word = filter.text.toLowerCase()
    const before = known.get(word)
    if (!before || before.rows < filter.rows) known.set(word, filter)
  }
  return [...known.values()].map(({ text, rows }) => `${JSON.stringify(text)}:${rows}`)
}

/** The index lines of the rows that are nearest to being kept, ascending, as many as the budget has room for. */
export function tellIndex(
  { table, kept, near, tokens }: RestOfTable, columns: IndexColumns, limits: { readonly maxTokensPerRow: number; readonly maxTokens: number },
): { readonly lines: readonly string[]; readonly rows: readonly number[] } {
  const isKept = new Set(kept)
  const chosen = new Map<number, string>()
  // All tables of a result share the budget by their size: nested arrays would spend it again and again.
  let room = limits.maxTokens * Math.min(1, (indexSpread * lengthOf(table)) / table.doc.text.length)
  for (const row of near) {
    if (isKept.has(row)) continue
    const line = writeIndexLine(table, columns, row, limits.maxTokensPerRow)
    const cost = tokens.quick(line) + 1
    if (cost > room) break
    room -= cost
    chosen.set(row, line)
  }
  const rows = [...chosen.keys()].sort((a, b) => a - b)
  return { lines: rows.map((row) => chosen.get(row)!), rows }
}
