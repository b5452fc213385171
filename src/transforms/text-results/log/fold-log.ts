import { askLines } from '../ask-lines.ts'
import type { Lines } from '../lines.ts'
import { findSeams } from '../parts/seams.ts'
import type { AskedText, FoldedText } from '../types.ts'
import { chooseLines } from './choose-lines.ts'
import { findBursts } from './find-bursts.ts'
import { findLevelChanges } from './find-level-changes.ts'
import { findRareValues } from './find-rare-values.ts'
import { mineKinds } from './mine-kinds.ts'
import { membersOf, writeLog } from './write-log.ts'

/**
 * A log in which what repeats is counted: find the kinds of lines, choose those that stay, at seams between outputs too, write notes for the others.
 *
 * @returns undefined where nothing in it repeats
 */
export async function foldLog(lines: Lines, asked: AskedText): Promise<FoldedText | undefined> {
  const log = mineKinds(lines)
  if (log === undefined) return undefined
  const near = await askLines(lines, asked, log.forms.map(({ first }) => first))
  const members = membersOf(log)
  const bursts = findBursts(log, members)
  const written = writeLog(log, chooseLines(log, near, [...bursts.flatMap(({ lines: of }) => of), ...findLevelChanges(log), ...findRareValues(log, members), ...findSeams(lines)]), bursts)
  if (written === undefined) return undefined
  return { ...written, linesTotal: lines.count, ...(near.by === undefined ? {} : { relevance: near.by }) }
}
