import { lineAt, type Lines } from '../lines.ts'
import { isCommand, isHeading } from '../parts/seams.ts'
import { areNames, shareOfTyped } from './names.ts'
import { minRows, type ReadTable } from './types.ts'

/** A longer line is no head, and no row: commands may be long, in UTF-16 code units. */
const maxHead = 2000
const maxWidth = 20_000
/** Rows by which it is decided how cells are told apart. */
const sampleRows = 24
/** Share of the columns that must be told by their values: under names in capitals or with a line below, and else. */
const leastTyped = { underHead: 0.25, otherwise: 0.5 }

const capitals = /^[A-Z%#][A-Z\d_%#/.():-]*(?: [A-Z\d(][A-Z\d_%/.():-]*)*$/
const underline = /^[ \t]*[-=]{2,}(?:[ \t]+[-=]{2,})*[ \t]*$/

interface Head {
  readonly names: readonly string[]
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

type SplitRow = (line: string) => string[] | undefined

/** A way to part rows, which all of the first rows must fit, and others for rows behind them. */
interface Splitter {
  readonly names: readonly string[]
  readonly split: SplitRow
  readonly others: readonly SplitRow[]
}

/**
 * Reads a table whose cells stand under their names with blanks between, from the line with the names on: `kubectl get`, `docker ps`, `ps`,
 * `df`, data frames. It ends before the first line that does not fit. How cells are told apart (by two blanks and more, by where names begin
 * or end, by words) is what all of the first rows agree on.
 */
export function readAligned(lines: Lines, headLine: number): ReadTable {
  const readTo = headLine + 1
  const line = lineAt(lines, headLine)
  if (line.length > maxHead || line.includes('\t') || !/\S {2,}\S|[A-Z%] [A-Z%]/.test(line)) return { readTo }
  const isUnderlined = headLine + 1 < lines.count && underline.test(lineAt(lines, headLine + 1).slice(0, maxHead))
  const firstRow = isUnderlined ? headLine + 2 : headLine + 1
  const sample: string[] = []
  for (let row = firstRow; row < lines.count && sample.length < sampleRows; row++) {
    const text = lineAt(lines, row)
    if (text.trim() === '' || text.length > maxWidth) break
    sample.push(text)
  }
  if (sample.length < minRows) return { readTo }
  let furthest = readTo
  for (const splitter of splittersOf(readHeads(line), sample)) {
    // A footer right behind the rows is none of them.
    if (sample.slice(0, minRows).some((row) => splitter.split(row) === undefined)) continue
    const read = readRows(lines, { ...splitter, headLine, firstRow, isUnderlined })
    if (read.table) return read
    furthest = Math.max(furthest, read.readTo)
  }
  return { readTo: furthest }
}

interface Found extends Splitter {
  readonly headLine: number
  readonly firstRow: number
  readonly isUnderlined: boolean
}

function readRows(lines: Lines, { headLine, firstRow, names, split, others, isUnderlined }: Found): ReadTable {
  const rows: string[][] = []
  let line = firstRow
  for (; line < lines.count; line++) {
    const text = lineAt(lines, line)
    // What stands between two tables may have as many words as a row.
    const cells = text.trim() === '' || text.length > maxWidth || isCommand(lines, line) ? undefined : split(text) ?? (isHeading(lines, line) ? undefined : firstOf(others, text))
    if (!cells) break
    rows.push(cells)
  }
  if (rows.length < minRows) return { readTo: line }
  const isHead = isUnderlined || names.every((name) => name === '' || capitals.test(name))
  const typed = shareOfTyped(names, rows)
  if (typed < (isHead ? leastTyped.underHead : leastTyped.otherwise) || (names.length < 3 && !isHead)) return { readTo: line }
  return { table: { notation: 'aligned', names, rows, headLine, firstLines: Int32Array.from({ length: rows.length + 1 }, (_, row) => firstRow + row), confidence: (isHead ? 0.9 : 0.8) + 0.1 * typed } }
}

function firstOf(ways: readonly SplitRow[], line: string): string[] | undefined {
  for (const way of ways) {
    const cells = way(line)
    if (cells) return cells
  }
  return undefined
}

/** The names of a head: parted by two blanks and more, and each word for itself. */
function readHeads(line: string): { readonly phrases: Head, readonly words: Head } {
  const read = (piece: RegExp): Head => {
    const found = [...line.replace(/\bMounted on\b/, 'Mounted_on').matchAll(piece)]
    return { names: found.map(([name]) => name), starts: found.map(({ index }) => index), ends: found.map(({ index, 0: name }) => index + name.length) }
  }
  return { phrases: read(/\S+(?: \S+)*/g), words: read(/\S+/g) }
}

/**
 * The ways to part a row into cells under a head, the surest first. A row that does not fit the way of the others, since a long cell moves those
 * behind it, may fit another.
 */
function* splittersOf({ phrases, words }: ReturnType<typeof readHeads>, sample: readonly string[]): Generator<Splitter> {
  // Names that stand so near to one another that they read as one: a word stands under each.
  const areNear = words.names.length > phrases.names.length
  if (areNear && areNames(words.names)) yield { names: words.names, split: (line) => splitWords(words, line, 0), others: [(line) => splitWords(words, line, maxMoved)] }
  for (const head of areNear ? [phrases, words] : [phrases]) {
    const { names, starts } = head
    if (!areNames(names)) continue
    // Rows that are numbered or named under no name.
    if (starts[0]! > 0 && sample.every((line) => /^\S/.test(line))) {
      yield* eachFirst(['', ...names], [(line) => exactly(names.length + 1, line.trim().split(/ {2,}/)), (line) => splitNumbered(head, line)])
    }
    yield* eachFirst(names, [
      (line) => exactly(names.length, line.trim().split(/ {2,}/)), (line) => splitAtStarts(head, line), (line) => splitAtEnds(head, line), (line) => splitWords(head, line, 0),
    ])
  }
}

function eachFirst(names: readonly string[], ways: readonly SplitRow[]): Splitter[] {
  return ways.map((split) => ({ names, split, others: ways.filter((way) => way !== split) }))
}

/** How far a word may stand behind its name where a long cell before it has moved it, in characters. */
const maxMoved = 12

const exactly = (width: number, cells: string[]): string[] | undefined => (cells.length === width ? cells : undefined)

/** A dot before a unit that failed, a star before the branch that one is on: it stands before the first name. */
const mark = /^[^\p{L}\p{N}\s](?=\s)/u

/** Cells that begin where their names begin; one may be empty. */
function splitAtStarts({ starts }: Head, line: string): string[] | undefined {
  if (starts[0]! > 0 && line.slice(0, starts[0]).replace(mark, ' ').trim() !== '') return undefined
  for (const start of starts.slice(1)) if (line.length >= start && line[start - 1] !== ' ') return undefined
  const cells = starts.map((start, place) => line.slice(start, starts[place + 1]))
  // A cell that stands under its name begins with it.
  if (cells.some((cell) => cell.startsWith(' ') && cell.trim() !== '')) return undefined
  return cells.map((cell) => cell.trim())
}

/** Cells that end where their names end, as numbers do; of the last one the name begins or ends with it. */
function splitAtEnds({ ends }: Head, line: string): string[] | undefined {
  if (line.length < ends.at(-2)!) return undefined
  const cells: string[] = []
  for (const [place, end] of ends.entries()) {
    const isLast = place === ends.length - 1
    if (!isLast && line[end] !== ' ') return undefined
    const cell = line.slice(place === 0 ? 0 : ends[place - 1], isLast ? undefined : end)
    if (!isLast && (cell === '' || cell.endsWith(' '))) return undefined
    cells.push(cell.trim())
  }
  return cells
}

function splitNumbered(head: Head, line: string): string[] | undefined {
  const [number = ''] = line.split(' ', 1)
  const cells = splitAtEnds(head, `${' '.repeat(number.length)}${line.slice(number.length)}`)
  return cells && [number, ...cells]
}

/** One word for each name, above or below which it stands, and for the last all that is left: a command with its arguments. */
function splitWords({ starts, ends }: Head, line: string, maxMoved: number): string[] | undefined {
  const cells: string[] = []
  const words = (starts[0]! > 0 ? line.replace(mark, ' ') : line).matchAll(/\S+/g)
  for (const [place, start] of starts.entries()) {
    const { value: word } = words.next()
    if (!word || word.index > ends[place]! + maxMoved || word.index + word[0].length < start) return undefined
    cells.push(place === starts.length - 1 ? line.slice(word.index).trimEnd() : word[0])
  }
  return cells
}
