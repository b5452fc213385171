import { readReference } from '../../src/transforms/repeats/reference.ts'
import { lineAt, splitLines } from '../../src/transforms/text-results/lines.ts'
import { ourNote } from '../../src/transforms/text-results/our-notes.ts'
import { cleanTerminal } from '../../src/transforms/text-results/terminal/clean-terminal.ts'
import type { BlockAction } from '../../src/index.ts'

/** Of a text that was written anew, such as a page without its tags, less stands in the source line by line. */
const leastShare = 0.2

/**
 * Tells which lines of a text that goes out are ours: notes and references by their form, and where something was left out whatever is
 * not in the source. So a kind of note that is new needs nothing here.
 *
 * @param before undefined where there is none
 */
export function findOurLines(before: string | undefined, after: string, action: BlockAction | undefined): (line: string) => boolean {
  const source = before === undefined || action !== 'crushed' ? undefined : listLines(cleanTerminal(before))
  const written = source === undefined ? [] : [...listLines(after)].filter(isWords)
  const isAnew = written.filter((line) => source!.has(line)).length < leastShare * written.length
  return (line) => ourNote.test(line) || readReference(line) !== undefined || (source !== undefined && !isAnew && isWords(line) && !source.has(line))
}

function isWords(line: string): boolean {
  return line.trim() !== ''
}

function listLines(text: string): Set<string> {
  const lines = splitLines(text)
  const set = new Set<string>()
  for (let line = 0; line < lines.count; line++) set.add(lineAt(lines, line))
  return set
}
