export interface Table {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
  /** Sentences under the table. */
  readonly notes?: readonly string[]
}

/** A Markdown table that also reads well in a terminal: cells padded to the width of their column, numbers to the right. */
export function renderTable(table: Table): string {
  const cells = [table.columns, ...table.rows].map((row) => row.map((cell) => String(cell).replaceAll('|', '\\|')))
  const widths = table.columns.map((_, column) => Math.max(3, ...cells.map((row) => (row[column] ?? '').length)))
  const isNumeric = table.columns.map((_, column) => column > 0 && cells.slice(1).every((row) => /^[\d.,%x/ -]*(?: [a-zA-Z]+)?$/.test(row[column] ?? '')))
  const line = (row: readonly string[]): string => `| ${widths.map((width, column) => {
    const cell = row[column] ?? ''
    return isNumeric[column] ? cell.padStart(width) : cell.padEnd(width)
  }).join(' | ')} |`
  const rule = `|${widths.map((width, column) => `${'-'.repeat(width + 1)}${isNumeric[column] ? ':' : '-'}`).join('|')}|`
  const notes = table.notes === undefined || table.notes.length === 0 ? '' : `\n${table.notes.map((note) => `${note}\n`).join('\n')}`
  return `## ${table.title}\n\n${line(cells[0]!)}\n${rule}\n${cells.slice(1).map(line).join('\n')}\n${notes}`
}

export const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`
export const whole = (value: number): string => Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, ',')
