import { spread } from '../../../relevance/spread.ts'
import { askLines } from '../ask-lines.ts'
import { lineAt, lineBreakOf, type Lines } from '../lines.ts'
import { readLogMark } from '../log/log-line.ts'
import { readSeverity } from '../log/severity.ts'
import type { AskedText, FoldedText } from '../types.ts'
import { wideSearchHead, writeByFile } from './group-by-file.ts'
import { beside, match, other, separator, type FoundLines } from './read-matches.ts'

/** Fewer matches are what somebody looked for; more are a search that was too wide. */
const leastMatches = 100
/** Matches that stay; those that the query names besides. */
const mostKept = 60
/** Of a file whose path the query names. */
const mostOfNamedFile = 30
/** Matches in logs that tell of an error. */
const mostErrors = 30
/** Code units of a line that tell what it is. */
const maxHead = 400
/** Share of matches in neighbouring lines from which a search is a way to read a file. */
const readingShare = 1 / 3

/** Matches of one file that stand together; lines are places in the text. */
interface FilePart {
  readonly path: string
  readonly matches: number[]
}

/**
 * Matches of a wide search by file, the path once above them: those that the query names or is near to, errors in logs, then some of every file, as far as
 * there is room, from everywhere in it; the others are counted where they stood. Every path stays, and so do lines that are no results.
 *
 * @returns undefined where the matches are few, or where somebody reads a file by searching it
 */
export async function foldMatches(lines: Lines, found: FoundLines, asked: AskedText): Promise<FoldedText | undefined> {
  const files = findFiles(found)
  const total = files.reduce((sum, { matches }) => sum + matches.length, 0)
  if (total <= leastMatches || countInStep(lines, files) > readingShare * total) return undefined
  const { named, near, by } = await askLines(lines, asked, [])
  const kept = chooseMatches(files, [...named, ...near, ...findErrors(lines, files)], (path) => isNamed(path, asked))
  if (kept.size >= total) return undefined
  const stays = markLines(found, kept)
  const { text } = writeByFile(lines, found, (from) => gapFrom(from, found, stays))
  return { text: `${wideSearchHead(total, kept.size)}${lineBreakOf(lines)}${text}`, linesKept: kept.size, linesTotal: total, ...(by === undefined ? {} : { relevance: by }) }
}

function findFiles({ paths, kinds }: FoundLines): readonly FilePart[] {
  const files: FilePart[] = []
  let current: FilePart | undefined
  for (let line = 0; line < kinds.length; line++) {
    const path = paths[line]
    if (kinds[line] !== match || path === undefined) continue
    if (current?.path !== path) files.push(current = { path, matches: [] })
    current.matches.push(line)
  }
  return files
}

/** Matches whose number follows that of the match before them. */
function countInStep(lines: Lines, files: readonly FilePart[]): number {
  let inStep = 0
  for (const { path, matches } of files) {
    let before = NaN
    for (const line of matches) {
      const number = Number.parseInt(lineAt(lines, line).slice(path.length + 1, path.length + 9), 10)
      if (number === before + 1) inStep++
      before = number
    }
  }
  return inStep
}

/** Matches in logs that tell of an error: who searches logs looks for them. Source that throws is none. */
function findErrors(lines: Lines, files: readonly FilePart[]): number[] {
  const errors: number[] = []
  for (const { path, matches } of files) {
    for (const line of matches) {
      const text = lineAt(lines, line).slice(path.length).replace(/^:\d{1,7}:(?:\d{1,5}:)?/, '').slice(0, maxHead)
      if (readSeverity(text).severity === 'error' && readLogMark(text) === 'sure') errors.push(line)
      if (errors.length === mostErrors) return errors
    }
  }
  return errors
}

/** Whether the query has the path, or its last part, as a word of its own. */
function isNamed(path: string, { text }: AskedText): boolean {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  return name.length > 3 && text.includes(name)
}

function chooseMatches(files: readonly FilePart[], asked: readonly number[], isAsked: (path: string) => boolean): Set<number> {
  const all = new Set(files.flatMap(({ matches }) => matches))
  const kept = new Set(asked.filter((line) => all.has(line)))
  for (const { path, matches } of files) if (isAsked(path)) for (const line of matches.slice(0, mostOfNamedFile)) kept.add(line)
  // The first of a file, then those from everywhere in it; where there are more files than room, files from everywhere.
  const orders = Array.from(spread(files.length), (place) => {
    const { matches } = files[place]!
    return Array.from(spread(matches.length), (of) => matches[of]!)
  })
  const longest = Math.max(...orders.map((order) => order.length))
  for (let round = 0; round < longest && kept.size < mostKept; round++) {
    for (const order of orders) {
      const line = order[round]
      if (line !== undefined && kept.size < mostKept) kept.add(line)
    }
  }
  return kept
}

/** Which lines stay: what is no result, kept matches, what stands beside them, and what grep writes between two that stay. */
function markLines({ paths, kinds }: FoundLines, kept: ReadonlySet<number>): Uint8Array {
  const stays = Uint8Array.from(kinds, (kind, line) => (kind === other || kept.has(line) ? 1 : 0))
  const count = kinds.length
  /** Whether the match before a line, in its group, stays; undefined where there is none. */
  const before: (boolean | undefined)[] = []
  let last: number | undefined
  for (let line = 0; line < count; line++) {
    if (kinds[line] === match) last = line
    else if (kinds[line] !== beside || (last !== undefined && paths[last] !== paths[line])) last = undefined
    before.push(last === undefined ? undefined : stays[last] === 1)
  }
  let next: number | undefined
  for (let line = count - 1; line >= 0; line--) {
    if (kinds[line] === match) next = line
    else if (kinds[line] !== beside || (next !== undefined && paths[next] !== paths[line])) next = undefined
    if (kinds[line] !== beside) continue
    const after = next === undefined ? undefined : stays[next] === 1
    // Beside no match at all it is a result of its own.
    stays[line] = before[line] === true || after === true || (before[line] === undefined && after === undefined) ? 1 : 0
  }
  for (let line = 1; line + 1 < count; line++) if (kinds[line] === separator && stays[line - 1] && stays[line + 1]) stays[line] = 1
  return stays
}

/** What stands for the lines from `from` on that do not stay, all of one file; nothing for what grep writes between groups of two files. */
function gapFrom(from: number, { paths, kinds }: FoundLines, stays: Uint8Array): { readonly note: string, readonly next: number } | undefined {
  if (stays[from]) return undefined
  const path = paths[kinds[from] === separator ? from - 1 : from]
  let matches = 0
  let others = 0
  let next = from
  for (; next < kinds.length && !stays[next] && (kinds[next] === separator || paths[next] === path); next++) {
    if (kinds[next] === match) matches++
    else if (kinds[next] === beside) others++
  }
  return { note: matches === 0 ? '' : `[... ${matches === 1 ? '1 match' : `${matches} matches`}${others === 0 ? '' : ` and ${others === 1 ? '1 line' : `${others} lines`} beside ${matches === 1 ? 'it' : 'them'}`}]`, next }
}
