import { lineAt, type Lines } from '../lines.ts'
import { createLineShape, readShape, type LineShape } from './line-shape.ts'
import { findTime, type TimeSpan } from './line-time.ts'
import { readOutcome, readSeverity, type LineSeverity } from './severity.ts'

/** Lines that say the same but for numbers and ids. */
export interface Form extends LineSeverity {
  readonly first: number
  readonly kind: Kind
  readonly time: TimeSpan | undefined
  /** Part of what the line above says: a frame of a stack, or what has no time where lines have one. */
  readonly continues: boolean
  /** Whether its lines have the status of an answer by HTTP, which says line by line what failed. */
  readonly hasStatus: boolean
  /** Whether numbers of its lines say line by line what failed, beside its words. */
  readonly hasOutcome: boolean
  /** Blanks before its first word, behind its time. */
  readonly indent: number
  count: number
}

/** Lines of one wording: forms that differ in few words. */
export interface Kind {
  readonly id: number
  /** Mask of the first word of its first line that is no time and no variable. */
  readonly lead: number
  /** Words in each of its lines. */
  readonly words: number
  readonly masks: Int32Array
  /** 1 for a word that is not the same in all of its lines. */
  readonly varies: Uint8Array
  /** Words of its time: none of them counts. */
  readonly timeFrom: number
  readonly timeTo: number
  readonly forms: Form[]
  count: number
}

export interface MinedLog {
  readonly lines: Lines
  /** The form of each line. */
  readonly forms: readonly Form[]
  readonly formOf: Int32Array
  readonly kinds: readonly Kind[]
  /** Share of the lines with text that have a time. */
  readonly timedShare: number
  readonly leveledShare: number
}

/** Forms that are told apart; a text with more is no log. */
export const maxForms = 16_384
/** Kinds of the same length and beginning that a new form is held against, the newest. */
const maxCompared = 48
/** Share of the words two forms of one kind have alike. */
const similarity = 0.6
/** The same for forms that begin with different words: a host or a program often stands first, a verb sometimes. */
const similarityOfOthers = 0.75

/**
 * Finds what repeats in a log, in one pass and in memory that the number of forms bounds: each line's shape is looked up, and a shape not seen
 * before is read closely and joins a kind that has as many words, and most of them the same. After He et al. (2017), Drain,
 * doi:10.1109/ICWS.2017.13, with shapes in place of its tree.
 *
 * @returns undefined where the lines have too many forms
 */
export function mineKinds(lines: Lines): MinedLog | undefined {
  const shape = createLineShape()
  const byKey = new Map<number, number>()
  const forms: Form[] = []
  const kinds: Kind[] = []
  const buckets = new Map<number, Kind[]>()
  const formOf = new Int32Array(lines.count)
  /** Tests that passed are of one kind, whatever they are called. */
  let passed: Kind | undefined
  let timed = 0
  let leveled = 0
  let written = 0
  for (let line = 0; line < lines.count; line++) {
    readShape(lines.text, lines.starts[line]!, lines.ends[line]!, shape)
    let place = byKey.get(shape.key)
    if (place === undefined) {
      if (forms.length === maxForms) return undefined
      place = forms.length
      byKey.set(shape.key, place)
      const text = lineAt(lines, line)
      const time = findTime(text)
      const severity = readSeverity(time === undefined ? text : `${text.slice(0, time.from)} ${text.slice(time.to)}`)
      const isPassed = time === undefined && passedTest.test(text)
      if (isPassed && passed === undefined) kinds.push(passed = { id: kinds.length, lead: 0, words: 0, masks: new Int32Array(), varies: new Uint8Array(), timeFrom: 0, timeTo: 0, forms: [], count: 0 })
      const kind = isPassed && passed !== undefined ? passed : findKind(shape, lines.starts[line]!, time, severity, buckets, kinds)
      const form: Form = { ...severity, ...(isPassed ? { severity: 'other', isFailure: false } : {}), first: line, kind, time, continues: isContinuation(text, time), hasStatus: readStatus(text) !== undefined, hasOutcome: !isPassed && readOutcome(text) !== undefined, indent: indentOf(text, time?.to ?? 0), count: 0 }
      kind.forms.push(form)
      forms.push(form)
    }
    const form = forms[place]!
    form.count++
    form.kind.count++
    formOf[line] = place
    if (shape.words === 0) continue
    written++
    if (form.time !== undefined) timed++
    if (form.level !== undefined) leveled++
  }
  return { lines, forms, formOf, kinds, timedShare: written === 0 ? 0 : timed / written, leveledShare: written === 0 ? 0 : leveled / written }
}

/** A test that passed, as runners report it: its name beside the word or the sign for it, and a time at most. */
const passedTest = /^\s{0,12}(?:PASS(?:ED)?[ :]|ok \d{1,6}\b|[✓✔√] |\(pass\) |--- PASS: |\[ {7}OK \] )(?!.*\bFAIL)|^\s{0,4}(?:test )?[\w.:/[\]-]{1,200}(?: \([\w.]{1,200}\))?(?: \.\.\.)? (?:ok|PASSED)(?: +\[ *\d{1,3}%\])?\s*$/

/** The first words of a stack frame, a cause, or a snippet of what failed. */
const stackLine = /^(?:\s+(?:at |from |\.\.\. ?\d+ more|in |File ")|\s*(?:at [\w$.<>/]+ ?\(|Caused by:|Suppressed: |\.\.\. \d+ more|File "[^"]{1,300}", line \d+|Traceback \(most recent))/

function isContinuation(text: string, time: TimeSpan | undefined): boolean {
  return stackLine.test(time === undefined ? text : text.slice(time.to))
}

/** The status in a line of an access log: `"GET / HTTP/1.1" 404`; undefined where there is none. */
export function readStatus(line: string): number | undefined {
  const found = / HTTP\/\d(?:\.\d)?"? (\d{3})(?![\d.])/.exec(line)
  return found ? Number(found[1]) : undefined
}

function indentOf(text: string, from: number): number {
  let at = from
  while (at < text.length && (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09)) at++
  return at - from
}

function findKind(
  shape: LineShape, lineStart: number, time: TimeSpan | undefined, { level }: LineSeverity, buckets: Map<number, Kind[]>, kinds: Kind[],
): Kind {
  const { words, starts, ends, masks, varies } = shape
  let timeFrom = 0
  let timeTo = 0
  if (time !== undefined) {
    while (timeFrom < words && ends[timeFrom]! - lineStart <= time.from) timeFrom++
    timeTo = timeFrom
    while (timeTo < words && starts[timeTo]! - lineStart < time.to) timeTo++
  }
  let lead = 0
  for (let word = 0; word < words; word++) {
    if ((word < timeFrom || word >= timeTo) && varies[word] === 0) {
      lead = masks[word]!
      break
    }
  }
  let bucketKey = words ^ (timeTo << 20)
  if (level !== undefined) for (let i = 0; i < level.length; i++) bucketKey = Math.imul(bucketKey ^ level.charCodeAt(i), 0x01000193)
  let bucket = buckets.get(bucketKey)
  if (bucket === undefined) buckets.set(bucketKey, bucket = [])
  for (let i = bucket.length - 1, compared = 0; i >= 0 && compared < maxCompared; i--, compared++) {
    const kind = bucket[i]!
    if (kind.words !== words || kind.timeFrom !== timeFrom || kind.timeTo !== timeTo || !isAlike(kind, shape, lead)) continue
    for (let word = 0; word < words; word++) if (kind.masks[word] !== masks[word]) kind.varies[word] = 1
    return kind
  }
  const kind: Kind = { id: kinds.length, words, lead, masks: masks.slice(0, words), varies: varies.slice(0, words), timeFrom, timeTo, forms: [], count: 0 }
  kinds.push(kind)
  bucket.push(kind)
  return kind
}

/** Whether most words are alike; words that vary in both tell nothing. */
function isAlike(kind: Kind, { words, masks, varies }: LineShape, lead: number): boolean {
  let alike = 0
  let told = 0
  for (let word = 0; word < words; word++) {
    if (word >= kind.timeFrom && word < kind.timeTo) continue
    if (kind.masks[word] === masks[word]) {
      if (varies[word] === 0) {
        alike++
        told++
      }
    } else told++
  }
  return alike >= 2 && alike >= (lead === kind.lead ? similarity : similarityOfOthers) * told
}
