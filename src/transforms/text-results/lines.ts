/** Where the lines of a text stand; what ends a line (LF or CR LF) belongs to none. */
export interface Lines {
  readonly text: string
  readonly count: number
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** A line break at the very end begins no further line; an empty text has none. */
export function splitLines(text: string): Lines {
  let count = 0
  for (let at = -1; (at = text.indexOf('\n', at + 1)) >= 0;) count++
  if (text.length > 0 && !text.endsWith('\n')) count++
  const starts = new Int32Array(count)
  const ends = new Int32Array(count)
  let start = 0
  for (let line = 0; line < count; line++) {
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    starts[line] = start
    ends[line] = end > start && text.charCodeAt(end - 1) === 0x0d ? end - 1 : end
    start = end + 1
  }
  return { text, count, starts, ends }
}

export function lineAt({ text, starts, ends }: Lines, line: number): string {
  return text.slice(starts[line], ends[line])
}

/** Where a line begins; behind the last one, where the text ends. */
export function startOfLine({ text, count, starts }: Lines, line: number): number {
  return line < count ? starts[line]! : text.length
}

/** Lines [from, to) as they stand, with what ends them. */
export function sliceLines(lines: Lines, from: number, to: number): string {
  return lines.text.slice(startOfLine(lines, from), startOfLine(lines, to))
}

/** What ends a line that is written into a text. */
export function lineBreakOf({ text }: Lines): string {
  return text.includes('\r\n') ? '\r\n' : '\n'
}
