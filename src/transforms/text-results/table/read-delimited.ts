import { lineAt, type Lines } from '../lines.ts'
import { isCommand } from '../parts/seams.ts'
import { areNames, shareOfTyped } from './names.ts'
import { minRows, type ReadTable } from './types.ts'

const delimiters = [',', '\t', ';', '|'] as const
type Delimiter = (typeof delimiters)[number]

/** A cell in quotes that goes on for longer than this was never closed, in UTF-16 code units. */
const maxQuoted = 20_000
/** A header longer than this is a line of something else. */
const maxHeader = 20_000
/** Share of the columns that must be told by their values, of two columns, of more and of many: two words with a comma between are prose. */
const leastTyped = (width: number): number => (width === 2 ? 0.5 : width < manyColumns ? 0.25 : 0.05)
/** Lines with so many cells each are no accident. */
const manyColumns = 8

/**
 * Reads a table whose cells are delimited, from the line with its names on; it ends before the first line with another number of cells.
 * A cell in quotes may hold delimiters, line breaks and, doubled, quotes (RFC 4180).
 */
export function readDelimited(lines: Lines, headLine: number): ReadTable {
  let readTo = headLine + 1
  const head = lineAt(lines, headLine)
  if (head.length > maxHeader) return { readTo }
  for (const delimiter of delimiters) {
    if (!head.includes(delimiter)) continue
    const read = readRecords(lines, headLine, delimiter)
    readTo = Math.max(readTo, read.line)
    const [names, ...rows] = read.records
    if (!names || rows.length < minRows) continue
    const typed = shareOfTyped(names, rows)
    if (typed < leastTyped(names.length)) continue
    return { table: { notation: 'delimited', hasSemicolons: delimiter === ';', names, rows, headLine, firstLines: Int32Array.from([...read.firstLines.slice(1), read.line]), confidence: 0.8 + 0.2 * typed } }
  }
  return { readTo }
}

interface Records {
  readonly records: readonly (readonly string[])[]
  /** The line with which each record begins. */
  readonly firstLines: readonly number[]
  /** The line after the last record, or as far as a cell in quotes was looked for. */
  readonly line: number
}

function readRecords(lines: Lines, headLine: number, delimiter: Delimiter): Records {
  const records: string[][] = []
  const firstLines: number[] = []
  let line = headLine
  while (line < lines.count && lines.ends[line]! > lines.starts[line]!) {
    const text = lineAt(lines, line)
    // A command with commas; an amount may begin with its currency, too.
    if (records.length > 0 && isCommand(lines, line) && !/^\$ \d/.test(text)) break
    const plain = text.includes('"') && delimiter !== '\t' ? undefined : text.split(delimiter).map((cell) => cell.trim())
    // Between tabs a quote is mostly one that somebody wrote.
    const isPlain = plain && (!text.includes('"') || plain.length === records[0]?.length)
    const record = isPlain ? { cells: plain, nextLine: line + 1 } : readQuoted(lines, line, delimiter)
    if (record.cells === undefined) return { records, firstLines, line: Math.max(line, record.nextLine) }
    if (records.length === 0 ? !areNames(record.cells) || record.nextLine > line + 1 : record.cells.length !== records[0]!.length) break
    records.push(record.cells)
    firstLines.push(line)
    line = record.nextLine
  }
  return { records, firstLines, line }
}

/** @returns `cells` is absent where the quotes are wrong; then `nextLine` is how far they were followed */
function readQuoted({ text, ends, starts, count }: Lines, firstLine: number, delimiter: Delimiter): { readonly cells: string[] | undefined, readonly nextLine: number } {
  const cells: string[] = []
  let line = firstLine
  let at = starts[line]!
  for (;;) {
    let open = at
    while (text[open] === ' ' || text[open] === '\ufeff') open++
    if (text[open] !== '"') {
      const found = text.indexOf(delimiter, at)
      const end = found < 0 || found > ends[line]! ? ends[line]! : found
      cells.push(text.slice(at, end).trim())
      at = end
    } else {
      const close = closingQuote(text, open)
      while (line + 1 < count && starts[line + 1]! <= close.at) line++
      if (!close.isClosed) return { cells: undefined, nextLine: line + 1 }
      cells.push(text.slice(open + 1, close.at).replaceAll('""', '"'))
      at = close.at + 1
      while (text[at] === ' ') at++
    }
    if (at >= ends[line]!) return { cells, nextLine: line + 1 }
    if (text[at] !== delimiter) return { cells: undefined, nextLine: line + 1 }
    at++
  }
}

function closingQuote(text: string, open: number): { readonly at: number, readonly isClosed: boolean } {
  const furthest = Math.min(text.length, open + maxQuoted)
  for (let at = open + 1; at < furthest; at++) {
    if (text.charCodeAt(at) !== 0x22) continue
    if (text.charCodeAt(at + 1) !== 0x22) return { at, isClosed: true }
    at++
  }
  return { at: furthest - 1, isClosed: false }
}
