import type { ArrayDecision } from '../../../report/types.ts'
import type { LoadedCounter } from '../../../tokens/counter.ts'
import type { ChooseRows, ChosenRows } from '../../row-chooser.ts'
import { sliceLines, startOfLine, type Lines } from '../lines.ts'
import { rowsAsJson } from './rows-as-json.ts'
import type { TextTable } from './types.ts'

export interface FoldedTable {
  /** The lines of the table, from its head to its last row. */
  readonly text: string
  readonly tokens: number
  readonly decision: ArrayDecision
  /** Lines that stay, of how many. */
  readonly lines: { readonly kept: number, readonly total: number }
  readonly relevance: string
}

export interface TableTools {
  readonly choose: ChooseRows
  readonly tokens: LoadedCounter
  /** Of the lines of the table. */
  readonly tokensBefore: number
}

/** Share of its tokens that a table has to save, as any text. */
const leastSaved = 0.1

/**
 * Leaves out the rows of a table that nothing speaks for. The head and the rows that stay stand as they stood; a note above the head tells of
 * all rows, and one in each gap how many are gone, with the index lines of some of them.
 *
 * @returns undefined where every row stays, or too little would be saved
 */
export async function foldTable(lines: Lines, table: TextTable, { choose, tokens, tokensBefore }: TableTools): Promise<FoldedTable | undefined> {
  const { rows, firstLines } = table
  const lengths = Float64Array.from(rows, (_, row) => startOfLine(lines, firstLines[row + 1]!) - startOfLine(lines, firstLines[row]!))
  const chosen = await choose({ json: rowsAsJson(table), lengths, tokens: tokensBefore })
  if (!chosen) return undefined
  const room = (1 - leastSaved) * tokensBefore
  // Of rows of a few short cells, index lines may cost as much as the rows.
  for (const told of chosen.indexLines.size > 0 ? [chosen, { ...chosen, indexLines: noLines }] : [chosen]) {
    const text = writeTable(lines, table, told)
    const tokensAfter = await tokens.count(text)
    if (tokensAfter <= room) return { text, tokens: tokensAfter, ...describeChoice(table, told) }
  }
  return undefined
}

const noLines: ReadonlyMap<number, string> = new Map()

function writeTable(lines: Lines, { rows, headLine, firstLines }: TextTable, chosen: ChosenRows): string {
  const written = [...writeNotes(chosen, rows.length), sliceLines(lines, headLine, firstLines[0]!)]
  const index = [...chosen.indexLines]
  let nextIndex = 0
  let from = 0
  const writeGap = (to: number): void => {
    if (to <= from) return
    const first = nextIndex
    while (nextIndex < index.length && index[nextIndex]![0] < to) nextIndex++
    const named = index.slice(first, nextIndex).map(([, line]) => line)
    written.push(`[... ${to - from} ${to - from === 1 ? 'row' : 'rows'}${named.length > 0 ? `, with ${named.join(', ')}` : ''}]\n`)
  }
  for (const row of chosen.kept) {
    writeGap(row)
    written.push(sliceLines(lines, firstLines[row]!, firstLines[row + 1]!))
    from = row + 1
  }
  writeGap(rows.length)
  return written.join('')
}

function describeChoice({ rows, headLine, firstLines }: TextTable, { kept, reasons, indexLines, relevance }: ChosenRows): Omit<FoldedTable, 'text' | 'tokens'> {
  const linesOfRows = kept.reduce((sum, row) => sum + firstLines[row + 1]! - firstLines[row]!, 0)
  return {
    decision: {
      pointer: '',
      line: headLine + 1,
      rowsTotal: rows.length,
      rowsKept: kept.length,
      rowsIndexed: indexLines.size,
      rowsCounted: rows.length - kept.length - indexLines.size,
      keptRows: kept.map((row, place) => ({ row, reasons: reasons[place]! })),
      indexedRows: [...indexLines.keys()],
    },
    lines: { kept: firstLines[0]! - headLine + linesOfRows, total: firstLines[rows.length]! - headLine },
    relevance,
  }
}

function writeNotes({ kept, indexLines, indexColumns, figures, filters }: ChosenRows, rowsTotal: number): string[] {
  const counted = rowsTotal - kept.length - indexLines.size
  const named = indexLines.size > 0 ? `, ${indexLines.size} stand in the gaps by [${indexColumns.map((name) => `"${name}"`).join(',')}]` : ''
  return [
    `[table of ${rowsTotal} rows: ${kept.length} stand here whole${named}, ${counted} are only counted]\n`,
    ...(filters.length > 0 ? [`[rows with a word of the question: {${filters.join(',')}}]\n`] : []),
    ...(figures.length > 0 ? [`[over all ${rowsTotal} rows: {${figures.join(',')}}]\n`] : []),
  ]
}
