import { lineAt, type Lines } from '../lines.ts'
import { readLogMark } from '../log/log-line.ts'
import { findTime } from '../log/line-time.ts'
import { readAligned } from './read-aligned.ts'
import { readDelimited } from './read-delimited.ts'
import { isRule, readRuled } from './read-ruled.ts'
import { minRows, type ReadTable, type TextTable } from './types.ts'
import { withoutTotals } from './without-totals.ts'

/** Lines that may stand between a seam and the names of a table: a title, a comment. */
const maxLead = 2

/** Code units of a line that tell whether it is one of a log. */
const maxHead = 400
/** Names of columns begin with no time: what does is a log whose lines have as many commas, or blanks. */
const isLogLine = (line: string): boolean => findTime(line) !== undefined && readLogMark(line) === 'sure'

/**
 * The tables that stand in lines from `from` on, in their order; they never overlap. A table begins at a seam, or up to two lines below it;
 * one with a rule under its names may begin anywhere.
 *
 * Linear: where reading came to an end and found no table, nothing before it is read again in the same way.
 *
 * @param isSeam whether something may begin with a line
 */
export function findTables(lines: Lines, from: number, isSeam: (line: number) => boolean): TextTable[] {
  const tables: TextTable[] = []
  /** Lines before it belong to a table. */
  let free = from
  /** Lines since the last seam. */
  let lead = 0
  /** Lines before it were read as that and are no table. */
  const readTo = { ruled: 0, delimited: 0, aligned: 0 }
  for (let line = from; line < lines.count; line++) {
    lead = line === free || isSeam(line) ? 0 : lead + 1
    const read = readAt(line)
    if (!read) continue
    const table = withoutTotals(read)
    if (table.rows.length >= minRows && !isLogLine(lineAt(lines, table.headLine).slice(0, maxHead))) tables.push(table)
    free = read.firstLines[read.rows.length]!
    line = free - 1
  }
  return tables

  function readAt(line: number): TextTable | undefined {
    if (isRule(lines, line)) return line < readTo.ruled ? undefined : remember('ruled', readRuled(lines, line, free))
    // Names with a rule below are read with the rule.
    if (lead > maxLead || lines.ends[line] === lines.starts[line] || (line + 1 < lines.count && isRule(lines, line + 1))) return undefined
    return (line < readTo.delimited ? undefined : remember('delimited', readDelimited(lines, line)))
      ?? (line < readTo.aligned ? undefined : remember('aligned', readAligned(lines, line)))
  }

  function remember(as: keyof typeof readTo, read: ReadTable): TextTable | undefined {
    if (!read.table) readTo[as] = read.readTo
    return read.table
  }
}
