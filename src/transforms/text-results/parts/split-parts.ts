import { detectType, type DetectedType } from '../detect.ts'
import { lineAt, sliceLines, splitLines, type Lines } from '../lines.ts'
import { isPath } from '../paths/group-by-folder.ts'
import { findTables } from '../table/find-tables.ts'
import type { TextTable } from '../table/types.ts'
import { findDiffs, type LineRange } from './find-diffs.ts'
import { beginsPart, isBlank, isCommand, isHeading } from './seams.ts'

/** Lines of a text that are of one kind. */
export interface TextPart extends LineRange {
  readonly type: DetectedType['type']
  readonly confidence: number
  /** The table that these lines are; its lines are counted in the whole text. */
  readonly table?: TextTable
}

/** What is split: a kind that is not split off stays with what is around it. */
export interface SplitSettings {
  readonly tables: boolean
  readonly mixed: boolean
}

/** A table among more other lines than this, and than a quarter of the lines of tables, belongs to what they say, unless it is long: */
const fewOthers = 12
const shareOfOthers = 0.25
/** from so many rows on, in Markdown, of which people write documents, in other text, and under a command. */
const longMarkdown = 100
const longTable = 40
const longOutput = 20
/** More lines right behind a table that are no rows of it are a sign that it was not understood: they stay. */
const maxFooter = 2
/** Share of the lines from which a table is all of a text. */
const allOfIt = 0.9
/** A block of paths or matches in other text has so many lines at least, and is sure of them. */
const minBlock = 12
const sure = 0.95

const searchResult = /^[^\s:][^:\n]{0,300}:\d{1,7}[:-]/

/**
 * Splits a text where its kind changes, in one pass: differences and tables end where their own form ends, lists of paths and matches at blank
 * lines and headings. What lies between is one part from seam to seam. Where only one kind is known the text is one part of it.
 *
 * @returns parts that follow one another and are the whole text
 */
export function splitParts(lines: Lines, settings: SplitSettings): TextPart[] {
  const whole = detectType(lines)
  const one: TextPart[] = [{ ...whole, from: 0, to: lines.count }]
  // A list of one kind is one, unless all of it is a table whose rows happen to look so. Source that stands numbered is never data.
  const isList = whole.type !== 'log' && whole.type !== 'diff' && whole.type !== 'text' && whole.type !== 'table' && (whole.type === 'numbered-source' || whole.confidence >= sure)
  const parts: TextPart[] = []
  let from = 0
  for (const diff of settings.mixed && !isList ? findDiffs(lines) : []) {
    addRest(from, diff.from)
    parts.push({ type: 'diff', confidence: 1, ...diff })
    from = diff.to
  }
  addRest(from, lines.count)
  const known = new Set(parts.map(({ type }) => type).filter((type) => type !== 'text'))
  return parts.some(({ table }) => table) || known.size > 1 ? parts : one

  function addRest(from: number, to: number): void {
    const upTo = { ...lines, count: to }
    const tables = settings.tables ? findTables(upTo, from, (line) => line === from || beginsPart(lines, line)) : []
    const inTables = tables.reduce((sum, { headLine, firstLines, rows }) => sum + firstLines[rows.length]! - headLine, 0)
    const others = lines.count - inTables
    if (isList && inTables < allOfIt * lines.count) tables.length = 0
    let start = from
    for (const [place, table] of tables.entries()) {
      const rows = table.rows.length
      const isOutput = table.headLine > 0 && isCommand(lines, table.headLine - 1)
      const isMarkdown = lineAt(lines, table.headLine).startsWith('|')
      if (others > fewOthers && others > shareOfOthers * inTables && rows < (isOutput ? longOutput : isMarkdown ? longMarkdown : longTable)) continue
      if (!settings.mixed && others > inTables) continue
      addBlocks(start, table.headLine)
      start = table.firstLines[rows]!
      parts.push({ type: 'table', confidence: table.confidence, from: table.headLine, to: start, table })
      const footer = endOfBlock(start, tables[place + 1]?.headLine ?? to)
      if (footer - start <= maxFooter) continue
      parts.push({ type: 'text', confidence: 0, from: start, to: footer })
      start = footer
    }
    addBlocks(start, to)
  }

  /** The line that is blank or a heading, or `to`. */
  function endOfBlock(from: number, to: number): number {
    let line = from
    while (line < to && !isBlank(lines, line) && !isHeading(lines, line)) line++
    return line
  }

  /** Lists of paths and matches each for themselves, all else as one part. */
  function addBlocks(from: number, to: number): void {
    let rest = from
    let first = from
    for (let line = from; settings.mixed && !isList && line <= to; line++) {
      if (line < to && !isBlank(lines, line) && !isHeading(lines, line)) continue
      const block = line - first >= minBlock && mayBeList(first, line) ? detectType(linesFrom(lines, first, line)) : undefined
      if (block && (block.type === 'paths' || block.type === 'search-results') && block.confidence >= sure) {
        addPart(rest, first)
        parts.push({ ...block, from: first, to: line })
        rest = line
      }
      first = line + 1
    }
    addPart(rest, to)
  }

  function addPart(from: number, to: number): void {
    if (from < to) parts.push({ ...(from === 0 && to === lines.count ? whole : detectType(linesFrom(lines, from, to))), from, to })
  }

  /** One look at three lines, before a block is looked at whole. */
  function mayBeList(from: number, to: number): boolean {
    const sample = [from, (from + to) >> 1, to - 1].map((line) => lineAt(lines, line).slice(0, 400))
    return sample.every(isPath) || sample.every((line) => searchResult.test(line))
  }
}

/** Lines [from, to) as a text of their own. */
export function linesFrom(lines: Lines, from: number, to: number): Lines {
  if (from === 0 && to === lines.count) return lines
  return splitLines(sliceLines(lines, from, to))
}
