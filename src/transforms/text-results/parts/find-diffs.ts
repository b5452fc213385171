import { lineAt, type Lines } from '../lines.ts'

/** Lines [from, to) of a text. */
export interface LineRange {
  readonly from: number
  readonly to: number
}

const fileHead = /^(?:diff --(?:git|cc|combined) |diff -\S|Index: \S)/
const aboutFile = /^(?:index [0-9a-f]|old mode |new mode |new file mode |deleted file mode |similarity index |dissimilarity index |rename (?:from|to) |copy (?:from|to) |Binary files |GIT binary patch|--- |\+\+\+ |={20,}$)/
const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/

/**
 * The differences that stand in a text, in their order: from the head of a file to the last line of its last hunk, which the numbers at the
 * head of a hunk tell. Hunks that are cut off end where their lines end.
 */
export function findDiffs(lines: Lines): LineRange[] {
  const diffs: LineRange[] = []
  for (let line = 0; line < lines.count; line++) {
    if (!beginsDiff(lines, line)) continue
    const to = endOfDiff(lines, line)
    const last = diffs[diffs.length - 1]
    if (last?.to === line) diffs[diffs.length - 1] = { from: last.from, to }
    else diffs.push({ from: line, to })
    line = to - 1
  }
  return diffs
}

function beginsDiff(lines: Lines, line: number): boolean {
  const { text, starts } = lines
  const start = starts[line]!
  if (text.startsWith('--- ', start)) return line + 2 < lines.count && text.startsWith('+++ ', starts[line + 1]) && hunk.test(lineAt(lines, line + 2).slice(0, 80))
  return (text.startsWith('diff --', start) || text.startsWith('diff -', start) || text.startsWith('Index: ', start)) && fileHead.test(lineAt(lines, line).slice(0, 80)) && line + 1 < lines.count && aboutFile.test(lineAt(lines, line + 1).slice(0, 80))
}

function endOfDiff(lines: Lines, first: number): number {
  let line = first + 1
  while (line < lines.count) {
    const text = lineAt(lines, line).slice(0, 200)
    const numbers = hunk.exec(text)
    if (numbers) line = endOfHunk(lines, line + 1, Number(numbers[1] ?? 1), Number(numbers[2] ?? 1))
    else if (aboutFile.test(text) || fileHead.test(text)) line++
    else break
  }
  return line
}

/** @param before lines that the hunk has left of the file as it was @param after lines of the file as it is */
function endOfHunk(lines: Lines, first: number, before: number, after: number): number {
  let line = first
  for (; line < lines.count && (before > 0 || after > 0); line++) {
    const sign = lines.ends[line] === lines.starts[line] ? ' ' : lines.text[lines.starts[line]!]!
    if (sign === ' ' || sign === '-') before--
    if (sign === ' ' || sign === '+') after--
    if ((sign !== ' ' && sign !== '-' && sign !== '+' && sign !== '\\') || before < 0 || after < 0) return line
  }
  return line < lines.count && lines.text.startsWith('\\ No newline', lines.starts[line]) ? line + 1 : line
}
