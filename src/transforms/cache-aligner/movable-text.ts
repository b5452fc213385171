import { isOfTheMoment } from './of-the-moment.ts'
import { readLines } from './prompt-lines.ts'
import type { LineKind, PromptLine } from './prompt-lines.ts'
import { splitSentences } from './sentences.ts'
import type { Range } from './sentences.ts'
import { findVolatileSpans } from './volatile-spans.ts'
import type { VolatileKind, VolatileSpan } from './volatile-spans.ts'

/** A whole line or sentence that holds volatile text. */
export interface MovableText extends Range {
  readonly kinds: readonly VolatileKind[]
}

interface Candidate extends MovableText {
  readonly unit: Unit
  /** Index of the line without which it would not say what it is. */
  readonly needs: number | undefined
}

/** Volatile text that stays where it is. */
export interface StayingText {
  readonly at: number
  readonly kind: VolatileKind
  /** Completes "it stays, since it ...". */
  readonly why: string
  /** Whether it changes from request to request as far as anybody can tell, so that what follows it is never cached. */
  readonly breaksPrefix: boolean
}

export interface MovePlan {
  /** In order, apart from each other. Lines include their line break. */
  readonly moved: readonly MovableText[]
  readonly stays: readonly StayingText[]
  /** All that is likely to change, whether it can move or not, in order. */
  readonly volatile: readonly VolatileSpan[]
}

const places: Partial<Record<LineKind, string>> = {
  fence: 'stands in a block of code', block: 'stands in a block of JSON or XML', table: 'stands in a table', heading: 'stands in a heading',
  rule: 'stands in a heading', quoted: 'is quoted', example: 'stands in an example', numbered: 'stands in a numbered list', nested: 'stands in a nested list',
}

/** What of a prompt may move to its end: whole lines and whole sentences of prose and plain lists, and what would make no sense without them. */
export function planMoves(text: string): MovePlan {
  const spans = findVolatileSpans(text)
  if (spans.length === 0) return { moved: [], stays: [], volatile: [] }
  const lines = readLines(text)
  const decided = spansByUnit(text, lines, spans).map((unit) => ({ unit, decision: decideUnit(text, lines, unit) }))
  const candidates = decided.flatMap(({ decision }) => (typeof decision === 'string' ? [] : [decision]))
  const { moved, alone } = withIntroductions(lines, candidates)
  const staying = [...decided.flatMap(({ unit, decision }) => (typeof decision === 'string' ? [{ unit, why: decision }] : [])), ...alone.map(({ unit }) => ({ unit, why: 'belongs to the line above it' }))]
  const stays = staying.flatMap(({ unit, why }) => unit.spans.map(({ start, kind }) => ({ at: start, kind, why, breaksPrefix: !lasting.has(why) })))
  const volatile = decided.flatMap(({ unit, decision }) => (typeof decision === 'string' && lasting.has(decision) ? [] : unit.spans))
  return { moved, stays: stays.sort((a, b) => a.at - b.at), volatile }
}

interface Unit extends Range {
  readonly spans: VolatileSpan[]
  /** Indices of its first and its last line. */
  readonly line: number
  readonly lastLine: number
  /** Whether it is all that the lines hold on which it stands. */
  readonly isWhole: boolean
  readonly kind: LineKind
}

/** The sentences in which volatile text stands, each with all of it. */
function spansByUnit(text: string, lines: readonly PromptLine[], spans: readonly VolatileSpan[]): Unit[] {
  const units: Unit[] = []
  let at = 0
  let next = 0
  while (next < spans.length && at < lines.length) {
    if (lines[at]!.next <= spans[next]!.start) {
      at++
      continue
    }
    const first = startOfParagraph(lines, at)
    let last = at
    while (last + 1 < lines.length && goesOn(lines, last)) last++
    const stretch = { start: contentStart(text, lines[first]!), end: lines[last]!.end }
    const isProse = lines[at]!.kind === 'prose' || lines[at]!.kind === 'item'
    const inStretch: VolatileSpan[] = []
    for (; next < spans.length && spans[next]!.start < lines[last]!.next; next++) inStretch.push(spans[next]!)
    const sentences = isProse ? splitSentences(text, stretch, inStretch) : [stretch]
    units.push(...unitsIn(text, sentences, inStretch, stretch, { line: first, lastLine: last, kind: lines[at]!.kind }))
    at = last + 1
  }
  return units
}

const backReference = /^[\s"'*_(]*(?:otherwise|because of (?:this|that)|that means|this means|therefore|thus|hence|consequently|accordingly|as a result|sonst|andernfalls|deshalb|daher|sinon|donc|por (?:eso|lo tanto)|altrimenti|quindi)\b|\b(?:this|that|these|the above|diese[snm]?|cette|esta?) (?:current )?(?:date|time|day|datetime|timestamp|moment|id|session|datum|zeit|fecha|heure)\b/i

function unitsIn(
  text: string, sentences: readonly Range[], spans: readonly VolatileSpan[], stretch: Range, of: Pick<Unit, 'line' | 'lastLine' | 'kind'>,
): Unit[] {
  const units: Unit[] = []
  let next = 0
  for (let i = 0; i < sentences.length; i++) {
    const { start, end } = sentences[i]!
    const own: VolatileSpan[] = []
    for (; next < spans.length && spans[next]!.start < end; next++) own.push(spans[next]!)
    if (own.length === 0) continue
    // A sentence that refers to it would be left in the air.
    const following = sentences[i + 1]
    const refers = following !== undefined && (spans[next] === undefined || spans[next]!.start >= following.end) && backReference.test(text.slice(following.start, following.end))
    if (refers) i++
    const range = { start, end: refers ? following.end : end }
    units.push({ ...of, ...range, spans: own, isWhole: range.start === stretch.start && range.end === stretch.end })
  }
  return units
}

/** Whether a line goes on in the next: a sentence that was wrapped. */
function goesOn(lines: readonly PromptLine[], at: number): boolean {
  const [line, next] = [lines[at]!, lines[at + 1]!]
  if ((line.kind !== 'prose' && line.kind !== 'item') || next.kind !== 'prose' || /[.!?:;…。！？：；]["'”’»)\]*_`]{0,3}$/.test(line.text)) return false
  return !/^[^:：.!?]{1,40}[:：](?:\s|$)/.test(next.text) && (/^\p{Ll}/u.test(next.text) || line.text.length >= 60)
}

function startOfParagraph(lines: readonly PromptLine[], at: number): number {
  let first = at
  while (first > 0 && goesOn(lines, first - 1)) first--
  return first
}

/** Behind white space and the mark of a list's item. */
function contentStart(text: string, { start, end, kind }: PromptLine): number {
  const line = text.slice(start, end)
  return start + (kind === 'item' ? /^\s*\S\s+/ : /^\s*/).exec(line)![0].length // both match any such line
}

const notOfTheMoment = 'does not say that it is of the moment'
const inQuotes = 'stands inside of quotation marks or brackets'

/** Why something stays that is the same in the next request as far as anybody can tell. */
const lasting: ReadonlySet<string | undefined> = new Set([notOfTheMoment, inQuotes, places.fence, places.quoted, places.example])

/** What would move, else why it stays. */
function decideUnit(text: string, lines: readonly PromptLine[], unit: Unit): Candidate | string {
  const words = text.slice(unit.start, unit.end)
  const kinds = unit.spans.map(({ kind }) => kind)
  const needs = unit.isWhole ? labelBefore(text, lines, unit) : undefined
  const place = places[unit.kind]
  const label = needs === undefined ? undefined : lines[needs]!.text
  // A value under a label stands behind it.
  const placed = unit.spans.map(({ kind, start, end }) => (label === undefined ? { kind, start: start - unit.start, end: end - unit.start } : { kind, start: label.length, end: label.length }))
  if (!isOfTheMoment(label ?? words, placed)) return notOfTheMoment
  if (place !== undefined) return place
  if (isOutOfBalance(words) || isQuoted(text, unit)) return inQuotes
  if (!unit.isWhole) return { start: unit.start, end: unit.end, kinds, unit, needs }
  const following = lines[unit.lastLine + 1]
  if (unit.kind === 'item' && following !== undefined && isUnderItem(text, following)) return 'stands in a nested list'
  return { start: lines[unit.line]!.start, end: lines[unit.lastLine]!.next, kinds, unit, needs }
}

/** Index of the line that says what a bare value is, such as "Current date:". */
function labelBefore(text: string, lines: readonly PromptLine[], { start, end, spans, line }: Unit): number | undefined {
  let at = start
  for (const span of [...spans, { start: end, end }]) {
    if (/[\p{L}\d]/u.test(text.slice(at, span.start))) return undefined
    at = span.end
  }
  if (lines[line - 1] !== undefined && introduces(lines[line - 1]!)) return line - 1
  let before = line - 1
  while (before >= 0 && lines[before]!.kind === 'blank') before--
  return lines[before]?.kind === 'heading' ? before : undefined
}

/** "Context:" and what stands under it. */
function introduces({ kind, text }: PromptLine): boolean {
  return kind === 'heading' || (kind === 'prose' && /[:：]["'*_]{0,3}$/.test(text))
}

function isUnderItem(text: string, { start, end, kind }: PromptLine): boolean {
  return kind !== 'blank' && /^(?:\s{2,}|\t)\S/.test(text.slice(start, end))
}

/** Whether quotation marks, code, bold text or brackets begin or end outside of these words. */
function isOutOfBalance(words: string): boolean {
  const count = (pattern: RegExp): number => words.match(pattern)?.length ?? 0
  return count(/["“”]/g) % 2 === 1 || count(/`/g) % 2 === 1 || count(/\*\*/g) % 2 === 1 || count(/[([]/g) !== count(/[)\]]/g)
}

/** Whether a value is part of quoted words, such as a greeting; one that is quoted alone is just a value. */
function isQuoted(text: string, { start, spans }: Unit): boolean {
  let quotes = 0
  let at = start
  return spans.some((span) => {
    quotes += text.slice(at, span.start).match(/["“”„«»]/g)?.length ?? 0
    at = span.start
    return quotes % 2 === 1 && !/["“„«]$/.test(text.slice(span.start - 1, span.start))
  })
}

/**
 * A heading or a label over lines that all move would be left over nothing: it moves too. What needs one that has to stay, since it
 * stands over other lines, stays with it (`alone`).
 */
function withIntroductions(lines: readonly PromptLine[], candidates: readonly Candidate[]): { moved: MovableText[]; alone: Candidate[] } {
  const alone: Candidate[] = []
  let left = candidates
  for (;;) {
    const introductions = findIntroductions(lines, left)
    const without = left.filter(({ needs }) => needs !== undefined && !introductions.has(needs))
    if (without.length === 0) {
      const introduced = [...introductions].map((line): MovableText => ({ start: lines[line]!.start, end: lines[line]!.next, kinds: [] }))
      return { moved: [...introduced, ...left.map(({ start, end, kinds }) => ({ start, end, kinds }))].sort((a, b) => a.start - b.start), alone }
    }
    alone.push(...without)
    const dropped = new Set(without)
    left = left.filter((candidate) => !dropped.has(candidate))
  }
}

/** Indices of the headings and labels under which nothing stays. */
function findIntroductions(lines: readonly PromptLine[], candidates: readonly Candidate[]): Set<number> {
  const gone = new Set<number>()
  for (const { unit } of candidates) if (unit.isWhole) for (let line = unit.line; line <= unit.lastLine; line++) gone.add(line)
  const found = new Set<number>()
  let paragraph: Below = { moves: false, stays: false }
  let section: Below = { moves: false, stays: false }
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at]!
    if (line.kind === 'blank') {
      paragraph = { moves: false, stays: false }
      continue
    }
    const below = line.kind === 'heading' ? section : paragraph
    if (introduces(line) && below.moves && !below.stays) found.add(at)
    const isGone = gone.has(at) || found.has(at)
    if (line.kind === 'heading') section = { moves: false, stays: false }
    else section = { moves: section.moves || isGone, stays: section.stays || !isGone }
    paragraph = line.kind === 'heading' ? { moves: false, stays: false } : { moves: paragraph.moves || isGone, stays: paragraph.stays || !isGone }
  }
  return found
}

/** Whether something below a line moves, and whether something stays. */
interface Below {
  readonly moves: boolean
  readonly stays: boolean
}
