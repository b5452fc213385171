import { detectType } from '../text-results/detect.ts'
import { lineAt, splitLines } from '../text-results/lines.ts'
import type { Lines } from '../text-results/lines.ts'
import { findTime } from '../text-results/log/line-time.ts'
import { foldedHead, foldedNote } from '../text-results/our-notes.ts'
import { cleanTerminal } from '../text-results/terminal/clean-terminal.ts'

/** How sure it has to be that a text is a log: whatever else a user writes is words. */
const leastConfidence = 0.8
/** Lines of a run that stands between words, at least. */
const leastLines = 12
/** Share of the lines of such a run that begin with a time, at least: the others go on with what the line before says. */
const timedShare = 0.5

/** A stack trace, or another line of what one event says. */
const goesOn = /^(?:[ \t]+\S|Caused by: |Traceback \(most recent call last\))/
/** Two words of prose before a time: a sentence that happens to name one. */
const prose = /[a-z] [a-z]/

/** Whether a text as a whole is a log, or was one before it was folded. */
export function isLog(text: string): boolean {
  if (foldedHead.test(text)) return true
  const { type, confidence } = detectType(splitLines(cleanTerminal(text)))
  return type === 'log' && confidence >= leastConfidence
}

/**
 * Runs of lines that are a log, in a text in which a user's words stand too: lines that begin with a time, one after another, with the
 * stack traces between them. Offsets are UTF-16 code units; blanks at both ends are not in the run, nor is the
 * last line break.
 */
export function findLogRuns(text: string): { readonly start: number, readonly end: number }[] {
  const lines = splitLines(text)
  const runs: { start: number, end: number }[] = []
  for (let line = 0; line < lines.count;) {
    const first = line
    let timed = 0
    let last = -1
    let isFolded = false
    for (; line < lines.count; line++) {
      const kind = kindOf(lines, line)
      if (kind === 'words' || (kind === 'goes on' && last < 0)) break
      // A head opens a run of its own.
      if (kind === 'folded head' && last >= 0) break
      if (kind === 'goes on') continue
      last = line
      if (kind === 'timed') timed++
      isFolded ||= kind === 'folded head'
    }
    if (last < 0) {
      line++
      continue
    }
    const [opening, closing] = [lineAt(lines, first), lineAt(lines, last)]
    const run = { start: lines.starts[first]! + opening.length - opening.trimStart().length, end: lines.starts[last]! + closing.trimEnd().length }
    const count = last - first + 1
    if (isFolded || (count >= leastLines && timed >= timedShare * count && isLog(text.slice(run.start, run.end)))) runs.push(run)
  }
  return runs
}

/** Code units of a line that are looked at. */
const headLength = 120

function kindOf(lines: Lines, line: number): 'timed' | 'folded head' | 'folded note' | 'goes on' | 'words' {
  const whole = lineAt(lines, line)
  // What a terminal does not show may be taken out, and the run would be another one afterwards.
  if (whole.includes('\u001b') || whole.includes('\r')) return 'words'
  const head = whole.slice(0, headLength)
  if (foldedHead.test(head)) return 'folded head'
  if (foldedNote.test(head)) return 'folded note'
  const time = findTime(head)
  if (time !== undefined && !prose.test(head.slice(0, time.from))) return 'timed'
  return goesOn.test(head) ? 'goes on' : 'words'
}
