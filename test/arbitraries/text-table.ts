import * as fc from 'fast-check'

/** A table as it stands in a text, with what a test looks for in it. */
export interface WrittenTable {
  readonly text: string
  /** Its names, and the rule below them. */
  readonly head: string
  /** Each with its line break. */
  readonly rows: readonly string[]
  /** A row that says that it failed. */
  readonly errorRow: number
  /** A row, and its identifier, by which a query names it. */
  readonly named: { readonly row: number, readonly word: string }
}

type Cells = readonly string[]

export function markdown(names: Cells, rows: readonly Cells[]): string {
  const line = (cells: Cells): string => `| ${cells.join(' | ')} |`
  return [line(names), `|${'---|'.repeat(names.length)}`, ...rows.map(line)].join('\n')
}

const csv = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

const notations: Readonly<Record<string, (names: Cells, rows: readonly Cells[]) => { readonly head: string, readonly rows: readonly string[] }>> = {
  csv: (names, rows) => ({ head: `${names.join(',')}\n`, rows: rows.map((cells) => `${cells.map(csv).join(',')}\n`) }),
  tsv: (names, rows) => ({ head: `${names.join('\t')}\n`, rows: rows.map((cells) => `${cells.join('\t')}\n`) }),
  markdown: (names, rows) => {
    const [head = '', rule = '', ...lines] = markdown(names, rows).split('\n')
    return { head: `${head}\n${rule}\n`, rows: lines.map((line) => `${line}\n`) }
  },
  psql: (names, rows) => ({
    head: ` ${names.join(' | ')}\n${names.map((name) => '-'.repeat(name.length + 2)).join('+')}\n`, rows: rows.map((cells) => ` ${cells.join(' | ')}\n`),
  }),
  columns: (names, rows) => {
    const widths = names.map((name, column) => Math.max(name.length, ...rows.map((cells) => cells[column]!.length)) + 3)
    const line = (cells: Cells): string => `${cells.map((cell, column) => (column === cells.length - 1 ? cell : cell.padEnd(widths[column]!))).join('')}\n`
    return { head: line(names.map((name) => name.toUpperCase())), rows: rows.map(line) }
  },
}

/** Tables in every notation: an identifier, a name of two words, a state of which one is a failure, and a number. */
export function written(): fc.Arbitrary<WrittenTable> {
  const row = fc.record({ word: fc.constantFrom('alpha', 'beta', 'gamma', 'delta'), state: fc.constantFrom('running', 'pending', 'done'), amount: fc.integer({ min: 0, max: 400 }) })
  return fc.tuple(fc.constantFrom(...Object.keys(notations)), fc.array(row, { minLength: 30, maxLength: 90 }), fc.nat(), fc.nat(), fc.boolean()).map(([notation, list, anError, aName, hasBreaks]) => {
    const errorRow = anError % list.length
    const row = aName % list.length
    const named = { row, word: String(1000 + row) }
    const cells = list.map(({ word, state, amount }, i) => [
      String(1000 + i), `${word} ${hasBreaks && notation === 'csv' ? 'of,\nmany' : 'of many'}`, i === errorRow ? 'failed' : state, String(amount),
    ])
    const { head, rows } = notations[notation]!(['id', 'name', 'state', 'amount'], cells)
    return { text: head + rows.join(''), head, rows, errorRow, named }
  })
}
