import { askLines } from '../ask-lines.ts'
import type { Lines } from '../lines.ts'
import type { AskedText, FoldedText } from '../types.ts'
import { chooseLines } from './choose-lines.ts'
import { mineKinds } from './mine-kinds.ts'
import { writeLog } from './write-log.ts'

/**
 * A log in which what repeats is counted: find the kinds of lines, choose those that stay, write notes for the others.
 *
 * @returns undefined where nothing in it repeats
 */
export async function foldLog(lines: Lines, asked: AskedText): Promise<FoldedText | undefined> {
  const log = mineKinds(lines)
  if (log === undefined) return undefined
  const near = await askLines(lines, asked, log.forms.map(({ first }) => first))
  const written = writeLog(log, chooseLines(log, near))
  if (written === undefined) return undefined
  return { ...written, linesTotal: lines.count, ...(near.by === undefined ? {} : { relevance: near.by }) }
}
