import { splitLines, startOfLine } from '../lines.ts'

/** A run of one sign draws a line from this length on, and is drawn as short as this. */
const longRun = 16
const shortRun = 8
/** What lines are drawn with. */
const drawing = /[-=*_#─━═]/

/**
 * Output of a program without what only fills its lines: blanks at their ends, blank lines in a row (one stays), and long runs of one sign that
 * are a line of their own or frame a title. A rule below the heads of columns, which has several runs, stays.
 *
 * @returns the very same string where there is nothing of the kind
 */
export function shortenNoise(text: string): string {
  const lines = splitLines(text)
  let shorter = ''
  let copied = 0
  let wasBlank = false
  for (let line = 0; line < lines.count; line++) {
    const start = lines.starts[line]!
    const end = lines.ends[line]!
    let last = end
    while (last > start && isBlank(text.charCodeAt(last - 1))) last--
    const next = startOfLine(lines, line + 1)
    if (last === start && wasBlank) {
      shorter += text.slice(copied, start)
      copied = next
      continue
    }
    wasBlank = last === start
    const [from, to] = drawing.test(text[last - 1] ?? '') || drawing.test(text.slice(start, last).trimStart()[0] ?? '') ? findRuns(text, start, last) : [0, 0]
    if (from > 0) {
      const first = text.slice(start, last).search(/\S/) + start
      shorter += text.slice(copied, first + shortRun)
      copied = first + from
    }
    if (to > 0) {
      shorter += text.slice(copied, last - to + shortRun)
      copied = last
    }
    if (last < end) {
      shorter += text.slice(copied, last)
      copied = end
    }
  }
  return copied === 0 ? text : shorter + text.slice(copied)
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09

/** Lengths of the runs at both ends of a line that are too long; 0 for one that is not. A line that is one run has it at its beginning. */
function findRuns(text: string, start: number, end: number): readonly [from: number, to: number] {
  let first = start
  while (first < end && isBlank(text.charCodeAt(first))) first++
  const from = runLength(text, first, end, 1)
  if (first + from === end) return [from >= longRun ? from : 0, 0]
  const to = runLength(text, end - 1, first - 1, -1)
  const title = text.slice(first + (from >= longRun ? from : 0), end - (to >= longRun ? to : 0))
  const isTitle = (from < longRun || title.startsWith(' ')) && (to < longRun || title.endsWith(' ')) && /[\p{L}\p{N}]/u.test(title) && !/([-=*_#─━═])\1{3}/.test(title)
  return isTitle ? [from >= longRun ? from : 0, to >= longRun ? to : 0] : [0, 0]
}

function runLength(text: string, from: number, to: number, step: 1 | -1): number {
  const sign = text[from]
  if (sign === undefined || !drawing.test(sign)) return 0
  let at = from
  while (at !== to && text[at] === sign) at += step
  return Math.abs(at - from)
}
