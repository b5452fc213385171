import { readReference } from '../../src/transforms/repeats/reference.ts'
import { lineAt, splitLines } from '../../src/transforms/text-results/lines.ts'
import { mineKinds } from '../../src/transforms/text-results/log/mine-kinds.ts'
import { cleanTerminal } from '../../src/transforms/text-results/terminal/clean-terminal.ts'

/** A line of either text, and what became of it: no sign where it stands in both. */
export interface AlignedLine {
  readonly text: string
  readonly sign?: '-' | '+'
  /** Of a line that went, in a word or two. */
  readonly why?: string
}

/**
 * The lines of both texts in one list: a note before the lines that it stands for, each of which tells where it is counted. Linear.
 *
 * @param whyOf what became of a line of the source, where more is known than the notes say
 * @returns undefined where what stays is not in the order of the source: then it was written anew, and not folded
 */
export function alignFolded(before: string, after: string, isOurs: (line: string) => boolean, isLog: boolean, whyOf?: (line: number) => string | undefined): AlignedLine[] | undefined {
  const source = splitLines(cleanTerminal(before))
  const written = splitLines(after)
  const log = isLog ? mineKinds(source) : undefined
  const kindOf = (line: number): number | undefined => log?.forms[log.formOf[line]!]!.kind.id
  const numbers = new Map<number, number>()
  const aligned: AlignedLine[] = []
  let at = 0
  const leaveOut = (to: number, why: string): void => {
    for (; at < Math.min(to, source.count); at++) {
      const number = numbers.get(kindOf(at) ?? -1)
      aligned.push({ text: lineAt(source, at), sign: '-', why: whyOf?.(at) ?? (number === undefined ? why : `like #${number}`) })
    }
  }
  for (let line = 0; line < written.count; line++) {
    const text = lineAt(written, line)
    if (isOurs(text)) {
      aligned.push({ text, sign: '+' })
      const number = /^\[#(\d{1,9}): /.exec(text)?.[1]
      const kind = at === 0 ? undefined : kindOf(at - 1)
      if (number !== undefined && kind !== undefined) numbers.set(kind, Number(number))
      const { lines, why } = readNote(text)
      leaveOut(at + lines, why)
      continue
    }
    let found = at
    while (found < source.count && lineAt(source, found) !== text) found++
    if (found === source.count) return undefined
    leaveOut(found, 'in the note')
    aligned.push({ text })
    at = found + 1
  }
  leaveOut(source.count, 'in the note')
  return aligned
}

/** How many lines a note says it stands for, and where they are counted. */
function readNote(note: string): { readonly lines: number; readonly why: string } {
  const what = readReference(note)?.what
  if (what !== undefined) return { lines: what.kind === 'all' ? what.lines : what.last - what.first + 1, why: 'stands above' }
  const lines = Number(/^(?:@@ .{1,300})?\[\.\.\. (\d{1,9}) /.exec(note)?.[1] ?? 0)
  return { lines, why: note.includes('again, as above') ? 'stands above' : 'in the note' }
}
