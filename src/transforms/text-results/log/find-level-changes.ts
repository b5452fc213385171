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

/** How much longer than usual a calm is: warnings that come every minute are no news. */
const timesLonger = 4

/**
 * Lines with which a log becomes worse than it was for long: the first warning after many lines of information, the first error after many
 * without one, as against how often they come otherwise. The longest calms count, at most four; ascending.
 */
export function findLevelChanges(log: MinedLog): number[] {
  const { lines: { count }, forms, formOf } = log
  if (log.leveledShare < minLeveled) return []
  const warnings = createCalms()
  const errors = createCalms()
  for (let line = 0; line < count; line++) {
    const isError = isFailedLine(log, line)
    if (!isError && forms[formOf[line]!]!.severity !== 'warning') continue
    if (isError) {
      errors.add(line)
      // It ends the calm of warnings too.
      warnings.end(line)
    } else warnings.add(line)
  }
  const says = ({ line }: Calm): boolean => {
    const { kind } = forms[formOf[line]!]!
    return kind.words - (kind.timeTo - kind.timeFrom) >= fewestWords
  }
  const leastCalm = Math.max(minCalm, minCalmShare * count)
  const changes = [warnings, errors].flatMap(({ calms }) => {
    const usual = medianOf(calms)
    return calms.filter((calm) => calm.length >= leastCalm && calm.length >= timesLonger * usual && says(calm))
  })
  return changes.sort((a, b) => b.length - a.length || a.line - b.line).slice(0, maxChanges).map(({ line }) => line).sort((a, b) => a - b)
}

/** Lines without anything as bad, and the line that ended them. */
interface Calm {
  readonly line: number
  readonly length: number
}

function createCalms(): { readonly calms: readonly Calm[], add(line: number): void, end(line: number): void } {
  const calms: Calm[] = []
  let last = -1
  return {
    calms,
    add(line) {
      calms.push({ line, length: line - last - 1 })
      last = line
    },
    end(line) {
      last = line
    },
  }
}

/** The lower one of two in the middle. */
function medianOf(calms: readonly Calm[]): number {
  const lengths = Float64Array.from(calms, ({ length }) => length).sort()
  return lengths[(lengths.length - 1) >> 1] ?? 0
}
