import { findTime } from './line-time.ts'
import { levelNames, readSeverity } from './severity.ts'

/**
 * What says of one line that it is one of a log: `sure` where it begins with a date and a time or with a level, `unsure` with a clock alone or a
 * time without seconds, which transcripts, agendas and chats have as well.
 */
export type LogMark = 'sure' | 'unsure' | undefined

/** A line of a log says something behind its time. What does not is a measurement, or a field that holds a date. */
const words = /\p{L}{2}/u
/** Of a program: thousandths of seconds, or all of a date down to the second. */
const thousandths = /:\d{2}[.,:]\d{3}/
const clockFirst = /^\d{1,2}:\d{2}/
const seconds = /\d:\d{2}:\d{2}/
const minutes = /\d:\d{2}/
const epoch = /^1\d{9}/

/** Two words of prose before a time: a sentence that happens to name one. */
const prose = /[a-z] [a-z]/
/** What does not stand before the time of a line of a log: indent, signs of lists and patches, quotes and other marks of source, cells, hashes of commits. */
const foreign = /^[ \t*+#>|"-]|^\d{1,4}[.)] |['`;]|\($|\{ | = ["']?$|--|^[0-9a-f]{7,40} $/
/** A header or a field that holds a time, and no more unless it is a level. */
const field = /^([\w-]{1,40}):\s*["']?$/
/** Who speaks in a chat: a name in angle brackets, or one behind a time with a comma. */
const nick = /^[\])]?\s{0,4}(?:-\s)?<[@+~&%]?[\w`|^[\]{}-]{1,30}>\s/
const speaker = /^[\])]?(?: -)? \p{Lu}[\p{L}\d .'’-]{0,40}: /u

const levelAlone = new RegExp(`^(?:${levelNames})$`, 'i')
/** A level in capitals behind the names of a host, a program, a thread. */
const capitalLevel = new RegExp(String.raw`^(?=[\w[<(|])(?:\[[^\]]{1,60}\]:? ?|[\w.@/-]{1,60}(?:\[\d{1,10}\])?(?:\s{0,12}[|:]\s{1,4}| - )|[\w.@/-]{1,60} ){0,3}[[<(|]?(?:${levelNames.toUpperCase()})(?:[\])>|:]|\s(?!\s*=)|$)`)
/** One in any case: in brackets or before a colon at the head of the line, or as the field of its name. */
const anyLevel = new RegExp(String.raw`^(?:\[(?:${levelNames})\]|<(?:${levelNames})>|(?:${levelNames}):) ?\S|^(?:\S{1,60} ){0,3}(?:level|lvl|severity)=["']?(?:${levelNames})\b`, 'i')

/** @param line the beginning of a line is enough, some hundred UTF-16 code units */
export function readLogMark(line: string): LogMark {
  const time = findTime(line)
  const isLeveled = capitalLevel.test(line) || anyLevel.test(line)
  if (time === undefined) return isLeveled ? 'sure' : undefined
  const [before, stamp, after] = [line.slice(0, time.from), line.slice(time.from, time.to), line.slice(time.to)]
  if (!mayStandBefore(before, stamp) || !words.test(after) || nick.test(after) || (stamp.includes(',') && speaker.test(after))) return isLeveled ? 'sure' : undefined
  const isFull = thousandths.test(stamp) || !(clockFirst.test(stamp) || (minutes.test(stamp) && !seconds.test(stamp)))
  return isFull || readSeverity(`${before} ${after}`).level !== undefined ? 'sure' : 'unsure'
}

function mayStandBefore(before: string, stamp: string): boolean {
  const isEpoch = epoch.test(stamp)
  // Supercomputers write a dash where there is no alert.
  if (before === '- ') return isEpoch
  const name = field.exec(before)?.[1]
  return !foreign.test(before) && (isEpoch || before.endsWith('\t') || !prose.test(before)) && (name === undefined || levelAlone.test(name))
}
