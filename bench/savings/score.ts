/**
 * How much of what a question needs is left in a compressed text, without asking a model.
 *
 * A record counts as kept when all the values that answer the question stand near each other in the text; a count counts as
 * given when it is stated as a count. Works on any text, so every compressor is measured by the same rule.
 */

export type QuestionKind = 'exact' | 'error' | 'first' | 'last' | 'outlier' | 'filter' | 'paraphrase' | 'aggregate' | 'rare'

/** One thing that must still stand in the text: the value of a record, or a token of an answer that is computed over all records. */
export interface MustKeep {
  readonly pointer?: string
  readonly value?: string | number | boolean | null
  readonly token?: string
  readonly text?: string
  readonly fragment?: string
}

/** A question about a payload or a log, with what the answer needs. */
export interface Needle {
  readonly id: string
  readonly payload?: string
  readonly log?: string
  readonly kind: QuestionKind
  readonly query: string
  /** JSON pointers of the records that answer it. */
  readonly targets?: readonly string[]
  readonly mustKeep: readonly MustKeep[]
  /** For a tie: what would do as well in place of `mustKeep`. */
  readonly alternatives?: readonly (readonly MustKeep[])[]
  /** For a log whose answer was marked by people; then half of the marked lines is enough. */
  readonly labelledBy?: string
}

export interface Score {
  readonly pass: boolean
  /** Share of the records kept, in [0, 1]. */
  readonly recall: number
}

/** A text with control characters and runs of white space taken out, remembered because many questions look at one text. */
export type SquashedTexts = Map<string, string>

/** Nothing closer than this many UTF-16 code units is too far apart to belong to one record. */
const NEAR = 400
/** A compressed text of this share of the source's length is taken to hold everything. */
const COMPLETE_SHARE = 0.985
/** A value is looked up at no more places than this. */
const MAX_POSITIONS = 3000

/** Whether the question can still be answered from `compressed`. */
export function scoreNeedle(needle: Needle, original: string, compressed: string, texts: SquashedTexts = new Map()): Score {
  if (needle.alternatives !== undefined) {
    const { alternatives, ...rest } = needle
    const scores = [needle.mustKeep, ...alternatives].map((mustKeep) =>
      scoreNeedle({ ...rest, mustKeep, targets: [''] }, original, compressed, texts))
    return scores.find((score) => score.pass) ?? scores[0]!
  }
  const before = squashed(original, texts)
  const after = squashed(compressed, texts)
  if (needle.kind === 'aggregate') return scoreAggregate(needle, before, after)
  if (needle.log !== undefined) return scoreLines(needle, after)
  return scoreRecords(needle, before, after)
}

/**
 * A bare number turns up in a text by accident, so it only counts when it stands nowhere in the original, or is stated as a
 * count in the compressed text and not in the original. A name merely has to be there.
 */
function scoreAggregate(needle: Needle, before: string, after: string): Score {
  const complete = after.length >= COMPLETE_SHARE * before.length
  const pass = complete || needle.mustKeep.every((part) => {
    const wanted = part.token ?? part.text ?? part.fragment ?? ''
    if (part.token === undefined || !/^-?\d+(\.\d+)?$/.test(part.token)) return positionsOf(after, wanted).length > 0
    if (positionsOf(before, Number(wanted)).length === 0) return positionsOf(after, Number(wanted)).length > 0
    const number = escapePattern(wanted)
    return (isStated(after, number) && !isStated(before, number)) || isNamedAnew(before, after, number)
  })
  return { pass, recall: pass ? 1 : 0 }
}

/** "12 of 85", "total: 85", "85 items". */
function isStated(text: string, number: string): boolean {
  const before = `(?:total|count|items?|rows?|entries|records|lines|more|omitted|of|in|times|x|×|all)["'\\])]{0,2}[\\s:=(\\[]{0,3}${number}(?![\\d.])`
  const behind = `(?<![\\d.])${number}\\s?(?:total|items?|rows?|entries|records|lines|more|omitted|times|x\\b|×|of|in all|\\w+s\\b)`
  return new RegExp(`${before}|${behind}`, 'i').test(text)
}

/** The number is the value of a name that does not have it in the original: {"Africa": 59}, Africa: 59, "Africa (59)", Africa × 59. */
function isNamedAnew(before: string, after: string, number: string): boolean {
  const assigned = `["']?\\s?[:=(×x\\[]{1,2}\\s?${number}(?![\\d.]\\d|\\d)`
  return [...after.matchAll(new RegExp(`([\\p{L}\\p{N}_.\\-/ ]{1,60}?)${assigned}`, 'gu'))]
    .some((match) => !new RegExp(`${escapePattern(match[1]!.trim())}${assigned}`).test(before))
}

function scoreLines(needle: Needle, after: string): Score {
  const lines = needle.mustKeep.map((part) => part.text ?? part.fragment ?? '')
  const kept = lines.filter((line) => positionsOf(after, line).length > 0)
  const recall = kept.length / lines.length
  const longest = lines.reduce((a, b) => (b.length > a.length ? b : a))
  if (needle.labelledBy !== undefined) return { pass: recall >= 0.5 && (kept.includes(lines[0]!) || kept.includes(longest)), recall }
  return { pass: needle.kind === 'rare' ? recall >= 0.5 : recall === 1, recall }
}

/** A record is kept when its values stand within one stretch no longer than max(400, 1.5 x the stretch they took in the original). */
function scoreRecords(needle: Needle, before: string, after: string): Score {
  const records = groupByRecord(needle)
  const kept = records.filter((values) => {
    const stretch = shortestStretch(values.map((value) => positionsOf(after, value)))
    if (stretch === Infinity) return false
    const was = shortestStretch(values.map((value) => positionsOf(before, value)))
    return stretch <= Math.max(NEAR, was === Infinity ? 0 : 1.5 * was)
  })
  return { pass: kept.length === records.length, recall: kept.length / records.length }
}

function groupByRecord(needle: Needle): Value[][] {
  const targets = needle.targets ?? ['']
  const perTarget = needle.mustKeep.length / targets.length
  const even = Number.isInteger(perTarget) && perTarget >= 1
  const groups = new Map<number, Value[]>()
  needle.mustKeep.forEach((part, i) => {
    const isOneRecordEach = even && targets.every((target) => target !== part.pointer)
    const group = isOneRecordEach ? Math.floor(i / perTarget) : 0
    const values = groups.get(group) ?? []
    values.push(part.value)
    groups.set(group, values)
  })
  return [...groups.values()]
}

type Value = MustKeep['value']

/** Every place, ascending, where the value stands in a squashed text, in any of the ways JSON or prose would write it. */
export function positionsOf(text: string, value: Value): number[] {
  if (typeof value === 'number') return positionsOfNumber(text, value)
  const whole = String(value)
  // A long text may have been shortened.
  const wanted = whole.length > 120 ? whole.slice(0, 100) : whole
  const places: number[] = []
  for (const spelling of spellings(wanted)) {
    const part = squash(spelling).trim()
    if (part === '') continue
    for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
      if (part.length < 8 && isInsideWord(text, at, part)) continue
      places.push(at)
      if (places.length > MAX_POSITIONS) return places
    }
  }
  return places.sort((a, b) => a - b)
}

function positionsOfNumber(text: string, value: number): number[] {
  const forms = new Set([String(value), value.toLocaleString('en-US', { maximumFractionDigits: 20 })])
  if (Number.isInteger(value)) forms.add(`${value}.0`)
  const pattern = new RegExp(`(?<![\\d.])(?:${[...forms].map(escapePattern).join('|')})(?![\\d]|\\.\\d)`, 'g')
  return [...text.matchAll(pattern)].map((match) => match.index)
}

/** As it is, as JSON writes it, with escapes for all that is not ASCII, and with escaped slashes. */
function spellings(text: string): Set<string> {
  const json = JSON.stringify(text).slice(1, -1)
  const ascii = json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return new Set([text, json, ascii, json.replace(/\//g, '\\/'), ascii.replace(/\//g, '\\/')])
}

function isInsideWord(text: string, at: number, part: string): boolean {
  const joins = (outer: string, inner: string): boolean => /[\p{L}\p{N}]/u.test(outer) && /[\p{L}\p{N}]/u.test(inner)
  return joins(text[at - 1] ?? ' ', part[0]!) || joins(text[at + part.length] ?? ' ', part.at(-1)!)
}

/** Length of the shortest stretch that holds one place of each list; Infinity when a list is empty. */
function shortestStretch(lists: readonly (readonly number[])[]): number {
  if (lists.some((list) => list.length === 0)) return Infinity
  const places = lists.flatMap((list, which) => list.map((at) => ({ at, which }))).sort((a, b) => a.at - b.at)
  const inside = new Int32Array(lists.length)
  let held = 0
  let first = 0
  let shortest = Infinity
  for (const last of places) {
    if (inside[last.which]!++ === 0) held++
    while (held === lists.length) {
      const start = places[first++]!
      shortest = Math.min(shortest, last.at - start.at)
      if (--inside[start.which]! === 0) held--
    }
  }
  return shortest
}

function squashed(text: string, texts: SquashedTexts): string {
  const known = texts.get(text)
  if (known !== undefined) return known
  const fresh = squash(text)
  texts.set(text, fresh)
  return fresh
}

/** Without control characters and runs of white space. */
export const squash = (text: string): string =>
  // oxlint-disable-next-line no-control-regex
  text.replace(/\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b\x0c\x0e-\x1f]/g, '').replace(/\s+/g, ' ')

const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
