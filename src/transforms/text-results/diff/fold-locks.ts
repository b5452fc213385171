import { lineAt, lineBreakOf, sliceLines, type Lines } from '../lines.ts'

/** Files that tools write: a lock, what a bundler made, a map, a recorded output. */
const generated = /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|Cargo\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|pdm\.lock|go\.sum|composer\.lock|Gemfile\.lock|mix\.lock|Podfile\.lock|packages\.lock\.json|flake\.lock|gradle\.lockfile|[^/]{1,200}\.(?:min\.(?:js|css)|js\.map|css\.map|snap|pb\.go|g\.dart))$/
/** Fewer lines of hunks cost less than they tell. */
const minLines = 12

export interface FoldedDiff {
  readonly text: string
  readonly linesLeftOut: number
}

/**
 * A diff in which the hunks of generated files are counted: how many lines were added and removed. All other lines stay.
 *
 * @param isNamed whether the query names a path: such a file stays whole
 * @returns undefined where there is no such file
 */
export function foldLocks(lines: Lines, isNamed: (path: string) => boolean): FoldedDiff | undefined {
  const newLine = lineBreakOf(lines)
  let text = ''
  let linesLeftOut = 0
  for (let line = 0; line < lines.count;) {
    const path = /^diff --git a\/.{1,500} b\/(.{1,500})$/.exec(lineAt(lines, line))?.[1]
    const end = path === undefined || !generated.test(path) || isNamed(path) ? line : findEnd(lines, line + 1)
    const hunk = findHunk(lines, line + 1, end)
    if (end - hunk < minLines) {
      text += sliceLines(lines, line, line + 1)
      line++
      continue
    }
    let added = 0
    let removed = 0
    for (let at = hunk; at < end; at++) {
      const sign = lines.text[lines.starts[at]!]
      if (sign === '+') added++
      else if (sign === '-') removed++
    }
    text += `${sliceLines(lines, line, hunk)}[... ${end - hunk} lines of hunks in this generated file: ${added} lines added, ${removed} removed]${newLine}`
    linesLeftOut += end - hunk
    line = end
  }
  return linesLeftOut === 0 ? undefined : { text, linesLeftOut }
}

/** The line behind the last hunk of a file: hunks say how long they are, so whatever follows a diff is not taken for a part of it. */
function findEnd(lines: Lines, from: number): number {
  let at = findHunk(lines, from, lines.count)
  while (at < lines.count) {
    const size = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(lineAt(lines, at))
    if (!size) return at
    let before = Number(size[1] ?? 1)
    let after = Number(size[2] ?? 1)
    at++
    for (; at < lines.count && (before > 0 || after > 0 || lines.text[lines.starts[at]!] === '\\'); at++) {
      const sign = lines.ends[at] === lines.starts[at] ? ' ' : lines.text[lines.starts[at]!]
      if (sign === '+') after--
      else if (sign === '-') before--
      else if (sign === ' ') {
        before--
        after--
      } else if (sign !== '\\') return at
    }
  }
  return at
}

/** The first hunk of a file; `to` where it has none. */
function findHunk(lines: Lines, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (lines.text.startsWith('@@ -', lines.starts[at])) return at
    if (lines.text.startsWith('diff --git ', lines.starts[at])) return to
  }
  return to
}
