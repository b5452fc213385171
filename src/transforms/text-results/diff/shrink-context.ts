import { lineAt, lineBreakOf, sliceLines, type Lines } from '../lines.ts'

/** Unchanged lines on both sides of a change, as `git diff` shows them. */
const context = 3
/** Fewer lines cost less than a header of their own. */
const minGap = 8

export interface ShrunkDiff {
  readonly text: string
  readonly linesLeftOut: number
}

/**
 * A diff with more unchanged lines around its changes than usual, as it would have been with three: every changed line stays, and a hunk with a
 * gap becomes several, each with line numbers that are right, so that it still can be applied. What follows the second `@@` of a header is for
 * people, and says there how many unchanged lines are left out before it.
 *
 * @param stays 1 for a line that stays though nothing is changed near to it
 * @returns undefined where no hunk has more
 */
export function shrinkContext(lines: Lines, stays: Uint8Array): ShrunkDiff | undefined {
  const newLine = lineBreakOf(lines)
  let text = ''
  let linesLeftOut = 0
  /** Unchanged lines at the end of the hunk before that are left out. */
  let open = 0
  for (let line = 0; line < lines.count;) {
    const hunk = lines.text.startsWith('@@ -', lines.starts[line]) ? readHunk(lines, line) : undefined
    if (open > 0 && !lines.text.startsWith('@@ -', lines.starts[line])) {
      text += `${noteOf(open)}${newLine}`
      open = 0
    }
    const keep = hunk && chooseLines(lines, hunk, stays)
    if (hunk === undefined || keep === undefined || (open === 0 && !keep.includes(0))) {
      text += open > 0 ? `${lineAt(lines, line)} ${noteOf(open)}${lines.text.slice(lines.ends[line], lines.starts[line + 1])}` : sliceLines(lines, line, line + 1)
      open = 0
      line++
      continue
    }
    const written = writeHunk(lines, hunk, keep, open, newLine)
    text += written.text
    linesLeftOut += keep.reduce((sum, is) => sum + 1 - is, 0)
    open = written.open
    line = hunk.end
  }
  if (linesLeftOut === 0) return undefined
  return { text: open > 0 ? `${text}${noteOf(open)}${lines.text.endsWith('\n') ? newLine : ''}` : text, linesLeftOut }
}

/** How a note about unchanged lines looks. */
const noteOf = (count: number): string => `[... ${count} unchanged ${count === 1 ? 'line' : 'lines'} left out by headroom]`

interface Hunk {
  /** The line behind its header, and the one behind its last. */
  readonly start: number
  readonly end: number
  /** Numbers of its first line. */
  readonly before: number
  readonly after: number
  /** What stands behind the second `@@`. */
  readonly title: string
}

const header = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@(.*)$/

/** @returns undefined for a hunk that is shorter, or other, than its header says */
function readHunk(lines: Lines, at: number): Hunk | undefined {
  const found = header.exec(lineAt(lines, at))
  if (!found) return undefined
  let before = Number(found[2] ?? 1)
  let after = Number(found[4] ?? 1)
  let end = at + 1
  for (; end < lines.count && (before > 0 || after > 0); end++) {
    const sign = signOf(lines, end)
    if (sign === ' ' || sign === '-') before--
    if (sign === ' ' || sign === '+') after--
    if (sign === '') return undefined
  }
  if (before !== 0 || after !== 0) return undefined
  if (end < lines.count && signOf(lines, end) === '\\') end++
  return { start: at + 1, end, before: Number(found[1]), after: Number(found[3]), title: found[5]! }
}

/** A line without anything is an unchanged blank one whose blank was cut off; '' for a line of no diff. */
function signOf({ text, starts, ends }: Lines, line: number): ' ' | '+' | '-' | '\\' | '' {
  const sign = starts[line] === ends[line] ? ' ' : text[starts[line]!]
  return sign === ' ' || sign === '+' || sign === '-' || sign === '\\' ? sign : ''
}

/** 1 per line of a hunk that stays; undefined where nothing is changed in it. */
function chooseLines(lines: Lines, { start, end }: Hunk, stays: Uint8Array): Uint8Array | undefined {
  const keep = new Uint8Array(end - start)
  let isChanged = false
  for (let line = start; line < end; line++) {
    const sign = signOf(lines, line)
    if (sign === '+' || sign === '-') isChanged = true
    if (sign !== ' ' || stays[line] === 1) keep.fill(1, Math.max(0, line - start - context), line - start + context + 1)
  }
  if (!isChanged) return undefined
  for (let at = 0; at < keep.length;) {
    if (keep[at] === 1) {
      at++
      continue
    }
    const from = at
    while (at < keep.length && keep[at] === 0) at++
    if (at - from < minGap) keep.fill(1, from, at)
  }
  return keep
}

function writeHunk(lines: Lines, hunk: Hunk, keep: Uint8Array, openBefore: number, newLine: string): { readonly text: string, readonly open: number } {
  let { before, after } = hunk
  let title = hunk.title
  let text = ''
  let open = openBefore
  for (let at = 0; at < keep.length;) {
    if (keep[at] === 0) {
      // Only unchanged lines are left out.
      open++
      before++
      after++
      at++
      continue
    }
    const from = at
    let ofBefore = 0
    let ofAfter = 0
    for (; at < keep.length && keep[at] === 1; at++) {
      const sign = signOf(lines, hunk.start + at)
      if (sign === ' ' || sign === '-') ofBefore++
      if (sign === ' ' || sign === '+') ofAfter++
    }
    text += `@@ -${before},${ofBefore} +${after},${ofAfter} @@${title}${open > 0 ? ` ${noteOf(open)}` : ''}${newLine}${sliceLines(lines, hunk.start + from, hunk.start + at)}`
    title = ''
    open = 0
    before += ofBefore
    after += ofAfter
  }
  return { text, open }
}
