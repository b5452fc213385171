import { lineAt, type Lines } from '../lines.ts'

/** Longer lines are no headings, in UTF-16 code units. */
const longestHeading = 200

/** A command as a shell shows it, and how it ended. */
const command = /^(?:\$ \S|\[\w[^\]]{0,80}\][$#] \S|PS [A-Z]:\\.{0,100}> \S|Exit code:? \d|exit code:? \d)/
/** What stands over a part: `=== file ===`, `==> file <==`, `--- stdout ---`, `# Title`, `STDERR:`, a fence. */
const heading = /^(?:={2,} ?[^=\s].{0,160}={2,}|={2,}> .{1,180} <={2,}|-{3,} ?[^-\s|+].{0,160}-{3,}|\*{3,} ?[^*\s].{0,160}\*{3,}|#{1,6} \S.{0,180}|<\/?[\w-]{1,40}>|(?:`{3,}|~{3,})\w{0,20}|\[?(?:std(?:out|err)|output|result)\]?:?|.{1,180}:)\s*$/i

/** What a heading or a command begins with, or what a heading ends with: most lines are neither, and one look at two letters tells. */
const openings = new Set('$=-*#<`~[EePSOsor')
const endings = new Set(':=-*>`~]')

/** Whether a line is a shell's, with a command in it or how one ended. */
export function isCommand(lines: Lines, line: number): boolean {
  return lines.ends[line]! - lines.starts[line]! <= longestHeading && command.test(lineAt(lines, line))
}

/** Whether what follows a line may be of another kind than what stands before it. */
export function isHeading(lines: Lines, line: number): boolean {
  const length = lines.ends[line]! - lines.starts[line]!
  if (length === 0 || length > longestHeading || !(openings.has(lines.text[lines.starts[line]!]!) || endings.has(lines.text[lines.ends[line]! - 1]!))) return false
  const text = lineAt(lines, line)
  return heading.test(text) || command.test(text)
}

/** Whether something may begin with a line: the text itself, or what stands behind a blank line or a heading. */
export function beginsPart(lines: Lines, line: number): boolean {
  return line === 0 || isBlank(lines, line - 1) || isHeading(lines, line - 1)
}

export function isBlank({ text, starts, ends }: Lines, line: number): boolean {
  for (let at = starts[line]!; at < ends[line]!; at++) {
    const code = text.charCodeAt(at)
    if (code !== 0x20 && code !== 0x09) return false
  }
  return true
}

/** `==> file <==`, `=== file ===`: the name of a file between signs, so that no title of a report of tests is one. */
const fileHeading = /^(?:={2,}> .{1,180} <={2,}|(={2,}|-{3,}|#{2,}) ?[\w./~@-]*[\w~][./][\w./-]+ ?\1)\s*$/
/** More lines of that form are what a program writes all the time. */
const maxSeams = 60

/** The lines at which the output of another command or another file begins or ends, ascending; none where there are too many. */
export function findSeams(lines: Lines): number[] {
  const seams: number[] = []
  for (let line = 0; line < lines.count && seams.length <= maxSeams; line++) {
    const length = lines.ends[line]! - lines.starts[line]!
    if (length === 0 || length > longestHeading || !seamOpenings.has(lines.text[lines.starts[line]!]!)) continue
    const text = lineAt(lines, line)
    if (command.test(text) || fileHeading.test(text)) seams.push(line)
  }
  return seams.length > maxSeams ? [] : seams
}

const seamOpenings = new Set('$[PEe=-#')
