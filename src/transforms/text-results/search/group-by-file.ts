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
    const of = findPath(lineAt(lines, line), path, line + 1 < lines.count ? lineAt(lines, line + 1) : '')
    if (of !== undefined && of === path) saved++
    else if (of !== undefined) text += `${of}${newLine}`
    path = of ?? (isSeparator(lines, line) ? path : undefined)
    text += lines.text.slice(lines.starts[line]! + (of === undefined ? 0 : of.length + 1), line + 1 < lines.count ? lines.starts[line + 1] : lines.text.length)
  }
  return saved === 0 ? undefined : text
}

/** What follows the path of a line. */
const place = /^(?::\d{1,7}:|-\d{1,7}-)/

/**
 * The path that the line before has, where this one can have it too; else the one that the line reads as. The shorter of both readings: what
 * follows the first number is text, and text may hold another result.
 *
 * @returns undefined for a line that may be read in two ways, such as one of `app.2026-02-10.log`: it stays whole
 */
function findPath(line: string, current: string | undefined, next: string): string | undefined {
  if (current !== undefined && isIn(line, current)) return current
  const long = withExtension.exec(line)?.[0]
  const short = bare.exec(line)?.[0]
  if (long === undefined || (short !== undefined && short.length < long.length)) return short
  if (line[long.length] === ':') return long
  // "-02-" may be part of a name: then the next line has all of it, or another number follows before the first blank.
  if (short !== undefined) return isIn(next, short) ? short : undefined
  const name = /^\S*/.exec(line.slice(long.length))![0] // may be empty
  return !/\.\w{1,10}[:-]\d{1,7}[:-]/.test(name) ? long : undefined
}

function isIn(line: string, path: string): boolean {
  return line.startsWith(path) && place.test(line.slice(path.length, path.length + 10))
}

/** What grep writes between groups of lines ends no file. */
function isSeparator({ text, starts, ends }: Lines, line: number): boolean {
  return ends[line]! - starts[line]! === 2 && text.startsWith('--', starts[line])
}
