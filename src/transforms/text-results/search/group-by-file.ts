import { lineAt, type Lines } from '../lines.ts'

/** What stands above matches that are grouped, so that a reader knows, and so that they are not grouped again. */
export const searchHead = '[matches by file: a path, then its lines as "line:text", or "line-text" beside a match]'

/** `path:12:text` or, beside a match, `path-12-text`, of a path with an extension. */
const withExtension = /^.{1,300}?\.\w{1,10}(?=:\d{1,7}:|-\d{1,7}-)/
/** The same of any path without blanks and colons, but only for matches: "-12-" may be part of a name. */
const bare = /^[^\s:]{1,300}(?=:\d{1,7}:)/

/**
 * Search results with each path once above its lines: `path`, its separator and a line under it are the line that was.
 * Nothing is left out, and nothing changes its place.
 *
 * @returns undefined where no two lines in a row have one path
 */
export function groupByFile(lines: Lines): string | undefined {
  const newLine = lines.text.includes('\r\n') ? '\r\n' : '\n'
  let text = `${searchHead}${newLine}`
  let path: string | undefined
  let saved = 0
  for (let line = 0; line < lines.count; line++) {
    const of = findPath(lineAt(lines, line))
    if (of !== undefined && of === path) saved++
    else if (of !== undefined) text += `${of}${newLine}`
    path = of ?? (isSeparator(lines, line) ? path : undefined)
    text += lines.text.slice(lines.starts[line]! + (of === undefined ? 0 : of.length + 1), line + 1 < lines.count ? lines.starts[line + 1] : lines.text.length)
  }
  return saved === 0 ? undefined : text
}

/** The shorter of both readings: what follows the first number is text, and text may hold another result. */
function findPath(line: string): string | undefined {
  const long = withExtension.exec(line)?.[0]
  const short = bare.exec(line)?.[0]
  return long === undefined || (short !== undefined && short.length < long.length) ? short : long
}

/** What grep writes between groups of lines ends no file. */
function isSeparator({ text, starts, ends }: Lines, line: number): boolean {
  return ends[line]! - starts[line]! === 2 && text.startsWith('--', starts[line])
}
