import { lineAt, type Lines } from '../lines.ts'

/** What a line of search results is: a match, a line beside one, what grep writes between groups of lines, or none of them. */
export const match = 1
export const beside = 2
export const separator = 3
export const other = 0

export interface FoundLines {
  /** The path before each line; undefined for a line that is neither a match nor beside one, or may be read in two ways. */
  readonly paths: readonly (string | undefined)[]
  /** What each line is. */
  readonly kinds: Uint8Array
}

/** `path:12:text` or, beside a match, `path-12-text`, of a path with an extension. */
const withExtension = /^.{1,300}?\.\w{1,10}(?=:\d{1,7}:|-\d{1,7}-)/
/** The same of any path without blanks and colons, but only for matches: "-12-" may be part of a name. */
const bare = /^[^\s:]{1,300}(?=:\d{1,7}:)/

/** Reads each line of search results, in one pass. */
export function readMatches(lines: Lines): FoundLines {
  const paths: (string | undefined)[] = []
  const kinds = new Uint8Array(lines.count)
  let path: string | undefined
  for (let line = 0; line < lines.count; line++) {
    const text = lineAt(lines, line)
    const of = findPath(text, path, line + 1 < lines.count ? lineAt(lines, line + 1) : '')
    kinds[line] = of !== undefined ? (text[of.length] === ':' ? match : beside) : text === '--' ? separator : other
    paths.push(of)
    // What grep writes between groups of lines ends no file.
    path = of ?? (kinds[line] === separator ? path : undefined)
  }
  return { paths, kinds }
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
