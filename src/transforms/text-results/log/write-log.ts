import { lineAt, lineBreakOf, sliceLines, type Lines } from '../lines.ts'
import { describeColumns } from './columns.ts'
import { countsAsFailed, isFailed } from './choose-lines.ts'
import { describeValues } from './describe-values.ts'
import { findTime } from './line-time.ts'
import type { Burst } from './find-bursts.ts'
import type { Kind, MinedLog } from './mine-kinds.ts'

export interface WrittenLog {
  readonly text: string
  readonly linesKept: number
}

/** A gap of fewer UTF-16 code units is not worth the note that would stand for it. */
const minGapLength = 110
/** Kinds that a note in a gap names. */
const maxKindsInGap = 3
/** Lines of a kind that are left out, at least, for the kind to get a number; failures are counted whenever one is left out. */
const minNumbered = 4

interface Gap {
  readonly from: number
  readonly to: number
  readonly kinds: ReadonlyMap<Kind, number>
}

/** The lines that stay, word for word, and notes for all others: under the first line of a kind how many there are, in each gap how many are left out. */
export function writeLog(log: MinedLog, keep: Uint8Array, bursts: readonly Burst[]): WrittenLog | undefined {
  const { lines, kinds } = log
  const gaps = findGaps(log, keep)
  if (gaps.length === 0) return undefined
  const members = membersOf(log)
  const leftOut = new Map<Kind, { lines: number, gaps: number }>()
  let linesLeftOut = 0
  for (const gap of gaps) {
    linesLeftOut += gap.to - gap.from
    for (const [kind, count] of gap.kinds) {
      const sum = leftOut.get(kind) ?? { lines: 0, gaps: 0 }
      leftOut.set(kind, { lines: sum.lines + count, gaps: sum.gaps + 1 })
    }
  }
  const firstLineOf = new Map<number, Kind>()
  for (const kind of kinds) {
    const out = leftOut.get(kind)
    if (out !== undefined && (out.lines >= minNumbered || kind.forms.some((form) => isFailed(form, log))) && !kind.forms[0]!.continues && hasWords(lineAt(lines, kind.forms[0]!.first))) firstLineOf.set(kind.forms[0]!.first, kind)
  }
  const numbers = new Map<Kind, number>()
  const describe = (kind: Kind): string => {
    const of = members(kind)
    const until = timeOf(log, of[of.length - 1]!, of[0]!)
    const values = describeValues(lines, kind, of)
    const atOnce = bursts.filter((burst) => burst.kind === kind).map(({ count, seconds, lines: [first] }) => `${count} of them within ${Math.ceil(seconds) || 1} s from ${timeOf(log, first!, of[0]!)}`)
    return [`${of.length} lines like this${until === '' ? '' : ` to ${until}`}`, ...atOnce, ...values].join('; ')
  }
  const newLine = lineBreakOf(lines)
  const linesKept = lines.count - linesLeftOut
  let text = `[${describeLog(log, linesKept)}]${newLine}`
  let at = 0
  for (const gap of [...gaps, { from: lines.count, to: lines.count, kinds: new Map<Kind, number>() }]) {
    for (let line = at; line < gap.from; line++) {
      text += sliceLines(lines, line, line + 1)
      const kind = firstLineOf.get(line)
      if (kind === undefined) continue
      numbers.set(kind, numbers.size + 1)
      text += `[#${numbers.size}: ${describe(kind)}]${newLine}`
    }
    if (gap.to > gap.from) text += `[... ${describeGap(gap, numbers)}]${newLine}`
    at = gap.to
  }
  return { text, linesKept }
}

function hasWords(line: string): boolean {
  return (line.match(/[A-Za-z]/g)?.length ?? 0) >= 4
}

function describeGap({ from, to, kinds }: Gap, numbers: ReadonlyMap<Kind, number>): string {
  const total = to - from
  const named = [...kinds].filter(([kind]) => numbers.has(kind)).sort((a, b) => b[1] - a[1]).slice(0, maxKindsInGap)
  const ofNamed = named.reduce((sum, [, count]) => sum + count, 0)
  if (named.length === 1 && ofNamed === total) return `${total} like #${numbers.get(named[0]![0])!}`
  const parts = named.map(([kind, count]) => `${count} like #${numbers.get(kind)!}`)
  if (ofNamed < total && named.length > 0) parts.push(`${total - ofNamed} others`)
  return `${total} ${total === 1 ? 'line' : 'lines'}${parts.length === 0 ? ' like lines above' : `: ${parts.join(', ')}`}`
}

function describeLog(log: MinedLog, linesKept: number): string {
  const { lines, formOf, forms } = log
  const levels = new Map<string, number>()
  let failures = 0
  for (let line = 0; line < lines.count; line++) {
    const form = forms[formOf[line]!]!
    if (form.level !== undefined) levels.set(form.level, (levels.get(form.level) ?? 0) + 1)
    if (countsAsFailed(log, line)) failures++
  }
  const parts = [`log of ${lines.count} lines: ${linesKept} stand here as they were, the others are counted in notes like this one, where #1 names a kind of line`]
  if (failures > 0) parts.push(`lines that tell of errors or failures: ${failures}`)
  if (levels.size > 1 && levels.size <= 12) parts.push(`levels: ${[...levels].sort((a, b) => b[1] - a[1]).map(([level, count]) => `${level} x${count}`).join(', ')}`)
  parts.push(...describeColumns(log))
  return parts.join('; ')
}

/** The time of a line, without what it shares with that of another and without fractions of a second. */
function timeOf(log: MinedLog, line: number, other: number): string {
  const read = (at: number): string => {
    const line = lineAt(log.lines, at)
    const time = findTime(line)
    return time === undefined ? '' : line.slice(time.from, time.to)
  }
  const [time, before] = [read(line), read(other)]
  const day = /^(.*?)[T :](?=\d{1,2}:\d{2})/.exec(time)
  const rest = day && before.startsWith(day[0]) ? time.slice(day[0].length) : time
  return rest.replace(/(:\d{2}:\d{2})[.,]\d{1,9}/, '$1')
}

/** Numbers of the lines of each kind, ascending. */
export function membersOf({ lines, forms, formOf, kinds }: MinedLog): (kind: Kind) => Int32Array {
  const starts = new Int32Array(kinds.length + 1)
  for (const { id, count } of kinds) starts[id + 1] = count
  for (let id = 0; id < kinds.length; id++) starts[id + 1]! += starts[id]!
  const next = starts.slice()
  const members = new Int32Array(lines.count)
  for (let line = 0; line < lines.count; line++) members[next[forms[formOf[line]!]!.kind.id]!++] = line
  return ({ id }) => members.subarray(starts[id], starts[id + 1])
}

/** Stretches of lines that do not stay and are long enough to be left out; the first line of a kind is in none. */
function findGaps({ lines, forms, formOf }: MinedLog, keep: Uint8Array): Gap[] {
  const gaps: Gap[] = []
  for (let line = 0; line < lines.count;) {
    if (keep[line] === 1) {
      line++
      continue
    }
    const from = line
    while (line < lines.count && keep[line] === 0) line++
    if (line - from < 2 || lengthOf(lines, from, line) < minGapLength) continue
    const kinds = new Map<Kind, number>()
    for (let at = from; at < line; at++) {
      const { kind } = forms[formOf[at]!]!
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    }
    gaps.push({ from, to: line, kinds })
  }
  return gaps
}

const lengthOf = ({ starts, ends }: Lines, from: number, to: number): number => ends[to - 1]! - starts[from]!
