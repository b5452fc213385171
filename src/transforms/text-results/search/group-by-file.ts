import { lineBreakOf, startOfLine, type Lines } from '../lines.ts'
import { separator, type FoundLines } from './read-matches.ts'

const legend = 'matches by file: a path, then its lines as "line:text", or "line-text" beside a match'
/** What stands above matches that are grouped, so that a reader knows, and so that they are not grouped again. */
export const searchHead = `[${legend}]`

/** The same where some of the matches are left out. */
export const wideSearchHead = (total: number, kept: number): string => `[${total} ${legend}; ${kept} stand here, the others are counted]`

/**
 * Search results with each path once above its lines: `path`, its separator and a line under it are the line that was.
 * Nothing is left out, and nothing changes its place.
 *
 * @returns undefined where no two lines in a row have one path
 */
export function groupByFile(lines: Lines, found: FoundLines): string | undefined {
  const { text, isShorter } = writeByFile(lines, found)
  return isShorter ? `${searchHead}${lineBreakOf(lines)}${text}` : undefined
}

/**
 * @param gapAt what stands for the lines from a line on, '' for nothing, and the line behind them; undefined where the line stays
 */
export function writeByFile(lines: Lines, { paths, kinds }: FoundLines, gapAt: (line: number) => { readonly note: string, readonly next: number } | undefined = () => undefined): { readonly text: string, readonly isShorter: boolean } {
  const newLine = lineBreakOf(lines)
  let text = ''
  let path: string | undefined
  let isShorter = false
  for (let line = 0; line < lines.count;) {
    const of = paths[line]
    if (of !== undefined && of === path) isShorter = true
    else if (of !== undefined) text += `${of}${newLine}`
    if (kinds[line] !== separator || of !== undefined) path = of
    const gap = gapAt(line)
    if (gap) {
      if (gap.note !== '') text += `${gap.note}${newLine}`
      line = gap.next
    } else {
      text += lines.text.slice(lines.starts[line]! + (of === undefined ? 0 : of.length + 1), startOfLine(lines, line + 1))
      line++
    }
  }
  return { text, isShorter }
}
