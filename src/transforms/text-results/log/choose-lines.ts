import { lineAt } from '../lines.ts'
import { readStatus, type Form, type MinedLog } from './mine-kinds.ts'
import { readOutcome } from './severity.ts'

/** What the query says about lines. */
export interface AskedLines {
  /** Lines it names. */
  readonly named: readonly number[]
  /** Lines near to it, the nearest first. */
  readonly near: readonly number[]
}

const firstLines = 3
const lastLines = 3
/** The end of a run of tests or a build is its summary. */
const lastLinesOfRun = 12
/** Examples of one kind of failure, and forms of one kind of failure that have an example each: a build names each place that is wrong once. */
const failureExamples = 3
const failureForms = 6
const failureFormsOfRun = 40
/** Lines around the first failure of a kind; where lines have times, many programs may write at once. */
const linesAround = 1
const linesAroundOfRun = 2
/** Lines of one stack that stay. */
const maxFrames = 60
const stackIndent = 4
/** Lines between the head of a stack and one of its lines that stay with both. */
const maxBetween = 6
const nearLines = 5

/**
 * Chooses the lines that stay as they are: the first and the last, the first of every kind (so what happens once stays), examples of every
 * failure with what stands around it, and what the query names or is near to.
 *
 * @param striking lines that stay for what happens at them: bursts, changes of the level, another command's output
 * @returns 1 per line that stays
 */
export function chooseLines(log: MinedLog, { named, near }: AskedLines, striking: readonly number[]): Uint8Array {
  const { lines: { count }, forms, formOf, timedShare } = log
  const keep = new Uint8Array(count)
  const isTimed = timedShare >= 0.5
  keep.fill(1, 0, Math.min(count, firstLines))
  keep.fill(1, Math.max(0, count - (isTimed ? lastLines : lastLinesOfRun)))
  const keptOfKind = new Int32Array(log.kinds.length)
  const seenKind = new Uint8Array(log.kinds.length)
  const around = isTimed ? linesAround : linesAroundOfRun
  /** Lines to come that stand behind a failure and its stack. */
  let behind = 0
  let frames = -1
  /** Indent of the line that the frames belong to. */
  let indent = 0
  /** The line that what goes on belongs to. */
  let head = 0
  const seenFailure = new Uint8Array(log.kinds.length)
  for (let line = 0; line < count; line++) {
    const form = forms[formOf[line]!]!
    const { kind } = form
    // Code and values that a trace shows stand further in than what they belong to.
    const continues = form.continues || (isTimed && form.time === undefined) || (frames >= 0 && form.indent >= stackIndent && form.indent > indent && kind.words > 0)
    const isFailure = isFailedLine(log, line)
    const isFirst = seenKind[kind.id] === 0
    seenKind[kind.id] = 1
    const stays = isFirst
      || (isFailure && (keptOfKind[kind.id]! < failureExamples || (line === form.first && keptOfKind[kind.id]! < (isTimed ? failureForms : failureFormsOfRun))))
    if (stays) {
      keep[line] = 1
      keptOfKind[kind.id]!++
    }
    if (!continues) {
      frames = stays && isFailure ? 0 : -1
      head = line
      indent = form.indent
    } else if (frames < 0) {
      frames = stays && (form.continues || isFailure) ? 0 : -1
      // What happened says the line that a stack belongs to, though many began like it.
      if (stays && isFailure) {
        keep[head] = 1
        if (line - head <= maxBetween) keep.fill(1, head, line)
      }
    } else if (frames < maxFrames) {
      keep[line] = 1
      frames++
    }
    if (!continues && behind > 0) {
      keep[line] = 1
      behind--
    }
    const isFirstFailure = isFailure && seenFailure[kind.id] === 0
    if (isFailure) seenFailure[kind.id] = 1
    if (isFirstFailure && !continues) {
      keep.fill(1, Math.max(0, line - around), line)
      behind = around
    }
  }
  for (const line of striking) keep[line] = 1
  for (const line of named) keep[line] = 1
  for (const line of near.slice(0, nearLines)) keep[line] = 1
  return keep
}

/** Whether a line tells of a failure: by its status where its form has one, else as all lines of its form, or by its own numbers. */
export function isFailedLine(log: MinedLog, line: number): boolean {
  const form = log.forms[log.formOf[line]!]!
  return form.hasStatus || form.hasOutcome ? outcomesOf(log)[line]! !== fine : isFailed(form, log)
}

/** The same as who reads the log would count them: where lines have levels, numbers of a line of information make it no error. */
export function countsAsFailed(log: MinedLog, line: number): boolean {
  const form = log.forms[log.formOf[line]!]!
  return form.hasStatus || form.hasOutcome ? outcomesOf(log)[line]! === failed : isFailed(form, log)
}

const fine = 0
const failed = 1
/** By its numbers alone, and its level says that it is none. */
const failedByNumbers = 2

const outcomes = new WeakMap<MinedLog, Uint8Array>()

/** Read once: several steps ask for all lines. Of lines whose forms tell it, nothing. */
function outcomesOf(log: MinedLog): Uint8Array {
  const known = outcomes.get(log)
  if (known !== undefined) return known
  const { lines, forms, formOf } = log
  const read = new Uint8Array(lines.count)
  outcomes.set(log, read)
  for (let line = 0; line < lines.count; line++) {
    const form = forms[formOf[line]!]!
    if (form.hasStatus) read[line] = (readStatus(lineAt(lines, line)) ?? 0) >= 400 ? failed : fine
    else if (form.hasOutcome) read[line] = isFailed(form, log) ? failed : readOutcome(lineAt(lines, line)) !== true ? fine : form.level === undefined ? failed : failedByNumbers
  }
  return read
}

/** By its level where the log has levels, else by its words. */
export function isFailed({ level, severity, isFailure }: Form, { leveledShare }: MinedLog): boolean {
  return leveledShare >= 0.5 && level !== undefined ? severity === 'error' : severity === 'error' || isFailure
}
