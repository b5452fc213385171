import { lineAt, type Lines } from '../lines.ts'
import { minRows, type ReadTable } from './types.ts'

const maxHeader = 20_000
/** Dashes, or what stands for them, and the corners between. */
const rule = /^[ \t]*[|+:=\-─━═┄┈┌┐└┘├┤┬┴┼╞╡╪╭╮╰╯┏┓┗┛┡┩┳┻╇┠┨┯┷┿╔╗╚╝╠╣╦╩╬╟╢╫║│┃┆┊ \t]+$/
const dashes = /[-=─━═]{2,}|-:|:-|^[ \t]*\|?[ \t]*-[ \t]*\|/
const bars = /[|│┃║┆┊]/
const corner = /[|+│┃┼╪╇╬├┌┏╔┬┳╦]/

/** Whether a line is drawn between the names and the rows of a table. */
export function isRule(lines: Lines, line: number): boolean {
  const code = firstCode(lines, line)
  // Most lines are words: one look tells.
  if (code !== 0x7c && code !== 0x2b && code !== 0x2d && code !== 0x3a && code !== 0x3d && code < 0x2500) return false
  const text = lineAt(lines, line)
  return text.length <= maxHeader && rule.test(text) && dashes.test(text) && corner.test(text)
}

function firstCode({ text, starts, ends }: Lines, line: number): number {
  for (let at = starts[line]!; at < ends[line]!; at++) {
    const code = text.charCodeAt(at)
    if (code !== 0x20 && code !== 0x09) return code
  }
  return 0
}

/**
 * Reads a table with a rule under its names: Markdown, psql, MySQL, and what is drawn with lines. It ends before the first line that is no
 * row of as many cells. A cell that psql writes on several lines is one.
 *
 * @param ruleLine the rule under the names
 * @param from lines before it belong to something else
 */
export function readRuled(lines: Lines, ruleLine: number, from: number): ReadTable {
  const readTo = ruleLine + 1
  const nameLine = ruleLine - 1
  if (nameLine < from) return { readTo }
  const head = lineAt(lines, nameLine)
  if (head.length > maxHeader || !bars.test(head) || isRule(lines, nameLine)) return { readTo }
  // Without a bar at its beginning, a row whose first cell is empty begins with the bar behind that.
  const isEnclosed = bars.test(head.trimStart().slice(0, 1))
  const names = uniqueNames(splitCells(head, isEnclosed))
  // The rule has a piece for each name.
  if (names.length < 2 || piecesOf(lineAt(lines, ruleLine)) !== names.length || names.every((name) => name === '')) return { readTo }
  const headLine = nameLine > from && isRule(lines, nameLine - 1) ? nameLine - 1 : nameLine
  /** The cells of each row, of each the pieces that stand below one another. */
  const rows: string[][][] = []
  const firstLines: number[] = []
  let line = ruleLine + 1
  let continues = false
  for (; line < lines.count; line++) {
    if (isRule(lines, line)) {
      // Between two rows it belongs to the one before, behind the last one to what follows.
      if (rows.length === 0 || line + 1 >= lines.count || !isRow(lines, line + 1, names.length, isEnclosed)) break
      continue
    }
    const text = lineAt(lines, line)
    const cells = fitCells(splitCells(text, isEnclosed), names.length, isEnclosed && enclosed.test(text))
    if (cells === undefined || !bars.test(text)) break
    const last = rows[rows.length - 1]
    if (continues && last) for (const [column, cell] of cells.entries()) last[column]!.push(cell)
    else {
      rows.push(cells.map((cell) => [cell]))
      firstLines.push(line)
    }
    continues = !isEnclosed && cells.some((cell) => cell.endsWith('+'))
  }
  if (rows.length < minRows) return { readTo: Math.max(readTo, line) }
  return { table: { notation: 'ruled', names, rows: rows.map((cells) => cells.map(joinPieces)), headLine, firstLines: Int32Array.from([...firstLines, line]), confidence: 1 } }
}

function isRow(lines: Lines, line: number, width: number, isEnclosed: boolean): boolean {
  const text = lineAt(lines, line)
  return !isRule(lines, line) && bars.test(text) && fitCells(splitCells(text, isEnclosed), width, isEnclosed && enclosed.test(text)) !== undefined
}

const enclosed = /^\s*[|│┃║].*[|│┃║]\s*$/

/** A row between bars is one whatever its cells: those that are missing are empty, and a bar that is written in a cell parts none. */
function fitCells(cells: readonly string[], width: number, isRowAnyway: boolean): readonly string[] | undefined {
  if (cells.length === width) return cells
  if (!isRowAnyway) return undefined
  if (cells.length < width) return [...cells, ...Array.from({ length: width - cells.length }, () => '')]
  return [...cells.slice(0, width - 1), cells.slice(width - 1).join(' | ')]
}

/** psql ends a line that goes on below with a plus. */
function joinPieces(pieces: readonly string[]): string {
  if (pieces.length === 1) return pieces[0]!
  return pieces.filter((piece) => piece !== '').map((piece, place) => (place < pieces.length - 1 && piece.endsWith('+') ? piece.slice(0, -1).trimEnd() : piece)).join('\n')
}

function piecesOf(text: string): number {
  return text.split(/[|+│┃║┆┊┼╪╇╬├┤╞╡╟╢┠┨┡┩╠╣┬┴┿╫]+/).filter((piece) => /[-=─━═:]/.test(piece)).length
}

/** The cells between bars, trimmed; a bar behind a backslash is part of its cell. @param isEnclosed whether bars stand at both ends, too */
function splitCells(text: string, isEnclosed: boolean): string[] {
  const line = isEnclosed ? text.trim().replace(/^[|│┃║]|(?<!\\)[|│┃║]$/g, '') : text
  return line.split(/(?<!\\)[|│┃║┆┊]/).map((cell) => cell.trim().replaceAll('\\|', '|'))
}

function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name} (${count})`
  })
}
