import { lineAt, type Lines } from '../lines.ts'

/** Fewer lines, or less text in UTF-16 code units, are not worth the note that would stand for them. */
const minLines = 3
const minLength = 200
/** A line that is shorter says too little about where it stands. */
const minHeadLength = 8
/** Of a longer line a note quotes the beginning. */
const maxQuoteLength = 80
const cutQuoteLength = 60

export interface FoldedAgain {
  readonly text: string
  readonly linesFolded: number
}

/**
 * Output of a program in which lines that stand above in the same order are one note: how many, and how the first of them begins. They are
 * those from the nearest line above that begins so, each of which stands there word for word; nothing is lost.
 *
 * @returns undefined where nothing stands twice
 */
export function foldAgain(lines: Lines): FoldedAgain | undefined {
  const { text, count, starts, ends } = lines
  /** The nearest line that stands, of each beginning. */
  const nearest = new Map<string, number>()
  const isFolded = new Uint8Array(count)
  let folded = ''
  let copied = 0
  let linesFolded = 0
  for (let line = 0; line < count;) {
    const quote = ends[line]! - starts[line]! < minHeadLength ? undefined : quoteOf(lineAt(lines, line))
    const above = quote === undefined ? undefined : nearest.get(quote)
    const size = above === undefined ? 0 : sizeOfRun(lines, above, line, isFolded)
    if (quote !== undefined && size >= minLines && ends[line + size - 1]! - starts[line]! >= minLength) {
      folded += `${text.slice(copied, starts[line])}[... ${size} lines again, as above from "${quote}" on]`
      isFolded.fill(1, line, line + size)
      linesFolded += size
      line += size
      copied = ends[line - 1]!
      continue
    }
    if (quote !== undefined) nearest.set(quote, line)
    line++
  }
  return linesFolded === 0 ? undefined : { text: folded + text.slice(copied), linesFolded }
}

/** How a note names a line. */
export function quoteOf(line: string): string {
  const text = line.trim()
  return text.length <= maxQuoteLength ? text : `${text.slice(0, cutQuoteLength)}...`
}

/** Lines from `line` on that are equal to those from `above` on, which stand there. Blank ones at the end stay: they part what follows. */
function sizeOfRun({ text, starts, ends }: Lines, above: number, line: number, isFolded: Uint8Array): number {
  let size = 0
  let written = 0
  for (; line + size < starts.length && above + size < line && isFolded[above + size] === 0; size++) {
    const [from, to] = [starts[line + size]!, ends[line + size]!]
    const there = starts[above + size]!
    if (ends[above + size]! - there !== to - from || text.slice(from, to) !== text.slice(there, there + to - from)) break
    if (to > from) written = size + 1
  }
  return written
}
