import type { Kind, MinedLog } from './mine-kinds.ts'

/** Many lines of one kind in a short time, as against how often it stands otherwise. */
export interface Burst {
  readonly kind: Kind
  /** Its first two lines and its last one. */
  readonly lines: readonly number[]
  readonly count: number
  readonly seconds: number
}

/** Lines in a row of one kind whose time is taken: fewer may come together by chance. */
const windowSize = 8
/** Lines of a kind that say what is usual for it. */
const minLines = 24
const minBurst = 12
/** How much faster than usual. With half of all windows faster than the median, this is far outside of them. */
const timesFaster = 10
/** Time between two lines at its ends, in steps of the slowest window that is one. */
const longestStep = 3
/** Usual times of a window, in seconds, that whole seconds can tell from a burst. */
const minUsual = 2
const maxBursts = 3
/** A time and a level alone say nothing, however often. */
const fewestWords = 3
/** Share of the lines that may stand before an earlier one: more, and the log is not in the order of time. */
const maxOutOfOrder = 0.02
const maxSampled = 1001

/**
 * The strongest bursts of a log whose lines have times, at most three: for each kind, eight lines in a row that come ten times faster than they
 * usually do, and what goes on like that. What always comes in groups is usual in groups, and no burst.
 *
 * @param membersOf numbers of the lines of a kind, ascending
 */
export function findBursts(log: MinedLog, membersOf: (kind: Kind) => Int32Array): Burst[] {
  if (log.timedShare < 0.5) return []
  const times = readTimes(log)
  const bursts: (Burst & { readonly strength: number })[] = []
  for (const kind of log.kinds) {
    if (kind.count < minLines || kind.words - (kind.timeTo - kind.timeFrom) < fewestWords) continue
    const lines = membersOf(kind).filter((line) => !Number.isNaN(times[line]!))
    const windows = lines.length - windowSize + 1
    if (lines.length < minLines || !isInOrder(lines, times)) continue
    const timeOf = (window: number): number => times[lines[window + windowSize - 1]!]! - times[lines[window]!]!
    const usual = medianOf(windows, timeOf)
    if (usual < minUsual) continue
    for (let window = 0; window < windows;) {
      if (timeOf(window) * timesFaster > usual) {
        window++
        continue
      }
      const from = window
      while (window < windows && timeOf(window) * timesFaster <= usual) window++
      // A line that came long after the others is within the time of a window, and no part of the burst.
      const longest = usual / timesFaster / (windowSize - 1) * longestStep
      const step = (at: number): number => times[lines[at + 1]!]! - times[lines[at]!]!
      let first = from
      while (first < window && step(first) > longest) first++
      let to = window + windowSize - 2
      while (to > first && step(to - 1) > longest) to--
      const count = to - first + 1
      const seconds = times[lines[to]!]! - times[lines[first]!]!
      if (count < minBurst || count > lines.length / 2 || seconds < 0) continue
      // How many more lines than usual came in its time.
      const strength = count - seconds * (windowSize - 1) / usual
      bursts.push({ kind, lines: [lines[first]!, lines[first + 1]!, lines[to]!], count, seconds, strength })
    }
  }
  return bursts.sort((a, b) => b.strength - a.strength || a.lines[0]! - b.lines[0]!).slice(0, maxBursts)
}

function isInOrder(lines: Int32Array, times: Float64Array): boolean {
  let steps = 0
  for (let i = 1; i < lines.length; i++) if (times[lines[i]!]! < times[lines[i - 1]!]!) steps++
  return steps <= maxOutOfOrder * lines.length
}

function medianOf(windows: number, timeOf: (window: number) => number): number {
  const step = Math.max(1, Math.floor(windows / maxSampled))
  const sample: number[] = []
  for (let window = 0; window < windows; window += step) sample.push(timeOf(window))
  return sample.sort((a, b) => a - b)[sample.length >> 1]!
}

const daySeconds = 86_400

/** Seconds of each line from the day of the first, as if each day were followed by the next one; NaN for a line without a time of day where its form has one. */
function readTimes({ lines, forms, formOf }: MinedLog): Float64Array {
  const { text, starts } = lines
  const times = new Float64Array(lines.count).fill(Number.NaN)
  const clocks = forms.map(({ first, time }) => time === undefined ? -1 : clockAt(text, starts[first]!, time))
  let days = 0
  let date = ''
  for (let line = 0; line < lines.count; line++) {
    const form = formOf[line]!
    const clock = clocks[form]!
    if (clock < 0) continue
    const seconds = readClock(text, starts[line]! + clock)
    if (Number.isNaN(seconds)) continue
    const from = forms[form]!.time!.from // it has a clock
    if (clock - from !== date.length || !text.startsWith(date, starts[line]! + from)) {
      if (date !== '') days++
      date = text.slice(starts[line]! + from, starts[line]! + clock)
    }
    times[line] = days * daySeconds + seconds
  }
  return times
}

/** Where in lines of a form the time of day stands, `10:00:00`; -1 where there is none. */
function clockAt(text: string, start: number, { from, to }: { readonly from: number, readonly to: number }): number {
  const at = text.slice(start + from, start + to).search(/(?<!\d)\d\d:\d\d:\d\d(?!\d)/)
  return at < 0 ? -1 : from + at
}

function readClock(text: string, at: number): number {
  if (text.charCodeAt(at + 2) !== 0x3a || text.charCodeAt(at + 5) !== 0x3a) return Number.NaN
  const mark = text.charCodeAt(at + 8)
  const fraction = mark === 0x2e || mark === 0x2c ? twoDigits(text, at + 9) / 100 : 0
  return twoDigits(text, at) * 3600 + twoDigits(text, at + 3) * 60 + twoDigits(text, at + 6) + (Number.isNaN(fraction) ? 0 : fraction)
}

function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 0x30, text.charCodeAt(at + 1) - 0x30]
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}
