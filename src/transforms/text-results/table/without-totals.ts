import type { TextTable } from './types.ts'

/** What stands before figures over the rows above. */
const totalLabel = /^(?:(?:grand |sub-?)?totals?|sums?|average|avg|mean|gesamt|summe|durchschnitt|totale|somme|итого|合计|合計|总计|総計)\s?:?$/i
/** Such rows at the end of a table, and cells by which they are told. */
const maxTotals = 3
const labelCells = 2

/** A table that ends before the rows which say what those above add up to: figures over all rows would count everything twice. */
export function withoutTotals(table: TextTable): TextTable {
  const { rows, firstLines } = table
  let count = rows.length
  while (count > 0 && rows.length - count < maxTotals && isTotal(rows[count - 1]!)) count--
  return count === rows.length ? table : { ...table, rows: rows.slice(0, count), firstLines: firstLines.slice(0, count + 1) }
}

function isTotal(cells: readonly string[]): boolean {
  return cells.filter((cell) => cell !== '').slice(0, labelCells).some((cell) => totalLabel.test(cell.replace(/^\*+|\*+$/g, '')))
}
