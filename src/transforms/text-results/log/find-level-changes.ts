import { isFailedLine } from './choose-lines.ts'
import type { MinedLog } from './mine-kinds.ts'

/** Lines without anything as bad before a line that changes the level, at least, and their share of all lines. */
const minCalm = 30
const minCalmShare = 0.05
const maxChanges = 4
/** A time and a level alone say nothing. */
const fewestWords = 3
/** Share of the lines that have a level: other logs do not say when it changes. */
const minLeveled = 0.5

/**
 * Lines with which a log becomes worse than it was for long: the first warning after many lines of information, the first error after many
 * without one. The longest calms count, at most four; ascending.
 */
export function findLevelChanges(log: MinedLog): number[] {
  const { lines: { count }, forms, formOf } = log
  if (log.leveledShare < minLeveled) return []
  const leastCalm = Math.max(minCalm, minCalmShare * count)
  /** The last line that was as bad, for warnings and for errors. */
  let lastWarning = -1
  let lastError = -1
  const changes: { readonly line: number, readonly calm: number }[] = []
  for (let line = 0; line < count; line++) {
    const isError = isFailedLine(log, line)
    if (!isError && forms[formOf[line]!]!.severity !== 'warning') continue
    const calm = line - (isError ? lastError : lastWarning) - 1
    const { kind } = forms[formOf[line]!]!
    if (calm >= leastCalm && kind.words - (kind.timeTo - kind.timeFrom) >= fewestWords) changes.push({ line, calm })
    lastWarning = line
    if (isError) lastError = line
  }
  return changes.sort((a, b) => b.calm - a.calm || a.line - b.line).slice(0, maxChanges).map(({ line }) => line).sort((a, b) => a - b)
}
