import { lineAt, splitLines } from '../../src/transforms/text-results/lines.ts'
import type { Lines } from '../../src/transforms/text-results/lines.ts'
import { findTables } from '../../src/transforms/text-results/table/find-tables.ts'
import type { TextTable } from '../../src/transforms/text-results/table/types.ts'
import { cleanTerminal } from '../../src/transforms/text-results/terminal/clean-terminal.ts'
import type { ArrayDecision } from '../../src/index.ts'
import type { Mark, WrittenArray } from './layout.ts'
import type { RowTexts } from './rows.ts'

/** The tables that decisions speak of in a text that is no JSON, in their order; undefined for one that is not found, or is none of a text. */
export function findTextTables(text: string, decisions: readonly ArrayDecision[]): { readonly lines: Lines; readonly tables: readonly (TextTable | undefined)[] } {
  const lines = splitLines(cleanTerminal(text))
  const heads = new Set(decisions.flatMap(({ line }) => (line === undefined ? [] : [line - 1])))
  const found = heads.size === 0 ? [] : findTables(lines, Math.min(...heads), (line) => heads.has(line))
  const byHead = new Map(found.map((table) => [table.headLine, table]))
  return { lines, tables: decisions.map(({ line, rowsTotal }) => {
    const table = line === undefined ? undefined : byHead.get(line - 1)
    return table?.rows.length === rowsTotal ? table : undefined
  }) }
}

/** The rows of a table, each as it is written. */
export function rowsOfTable(lines: Lines, { rows, firstLines }: TextTable): RowTexts {
  return { count: rows.length, textOf: (row) => lines.text.slice(lines.starts[firstLines[row]!], lines.ends[firstLines[row + 1]! - 1]) }
}

/** The row of each line of a text that is a row of a table. */
export function rowsByLine(tables: readonly (TextTable | undefined)[]): ReadonlyMap<number, { readonly table: number; readonly row: number }> {
  const rows = new Map<number, { readonly table: number; readonly row: number }>()
  for (const [at, table] of tables.entries()) {
    if (table === undefined) continue
    for (let row = 0; row < table.rows.length; row++) for (let line = table.firstLines[row]!; line < table.firstLines[row + 1]!; line++) rows.set(line, { table: at, row })
  }
  return rows
}

/**
 * Where the rows of tables that stay whole stand in what goes out: by the offset of a line. They stand in their order, word for word, behind
 * the note of their table.
 */
export function markTableRows(before: string, after: string, arrays: readonly WrittenArray[], isOurs: (line: string) => boolean): ReadonlyMap<number, Mark> {
  const marks = new Map<number, Mark>()
  if (!arrays.some(({ decision }) => decision.line !== undefined)) return marks
  const { lines, tables } = findTextTables(before, arrays.map(({ decision }) => decision))
  const written = splitLines(after)
  let line = 0
  for (const [at, table] of tables.entries()) {
    if (table === undefined) continue
    const { array, decision: { keptRows } } = arrays[at]!
    for (const { row } of keptRows) {
      for (let source = table.firstLines[row]!; source < table.firstLines[row + 1]!; source++) {
        const text = lineAt(lines, source)
        while (line < written.count && (lineAt(written, line) !== text || isOurs(text))) line++
        if (line < written.count) marks.set(written.starts[line++]!, { kind: 'whole', array, row })
      }
    }
  }
  return marks
}
