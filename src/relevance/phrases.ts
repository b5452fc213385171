import { characterPage, DIGIT, LETTER, MARK, SEPARATOR, UNSPACED, UPPER } from './characters.ts'
import { hexUnit } from './words.ts'

/** At most this many code units may stand between two words of a phrase. */
const MAX_GAP = 8
const BACKSLASH = 92
const SMALL_U = 117
const SMALL_T = 116

export interface PhraseRule {
  /** Between the words only what joins an identifier (`- _ . / \ : @ # + ~`), so that `[10,5]` is not the version 10.5. */
  readonly joined: boolean
  /** The text is JSON: a backslash begins an escape, and no phrase reaches over a quotation mark, brace or bracket. */
  readonly escapes: boolean
}

/**
 * Whether the words of a phrase stand next to each other in `text` from `at` on, ending where a word ends.
 *
 * A phrase that ends in a digit may be followed by the T of a time of day: 2024-01-15 is found in `2024-01-15T10:00:00Z`.
 *
 * @param words folded, see `foldText`
 * @param at where the first word begins
 * @param end the phrase ends before this offset
 */
export function isPhraseAt(text: string, at: number, end: number, words: readonly string[], rule: PhraseRule): boolean {
  let position = at
  for (let w = 0; w < words.length; w++) {
    if (w > 0) position = skipGap(text, position, end, rule)
    if (position >= 0) position = skipWord(text, position, end, words[w]!, rule.escapes)
    if (position < 0) return false
  }
  return endsWord(text, position, end)
}

/** What `readNextLetters` says where it cannot tell: a letter in an escape, or one that folds to several. */
export const UNKNOWN_LETTERS = 0

/**
 * The first folded letters of what the second word of a phrase would have to be, where its first word stands at `at`: as many as there
 * are, and fit into `letters`. A query of many phrases with one first word is told apart by them before any is looked at.
 *
 * @returns how many letters were read, or -1 where no second word can follow
 */
export function readNextLetters(text: string, at: number, end: number, first: string, escapes: boolean, letters: Uint16Array): number {
  const behind = skipWord(text, at, end, first, escapes)
  let position = behind < 0 ? -1 : skipGap(text, behind, end, { joined: false, escapes })
  if (position < 0) return -1
  let read = 0
  for (; read < letters.length && position < end; position++) {
    const unit = text.charCodeAt(position)
    if (unit === BACKSLASH && escapes && text.charCodeAt(position + 1) === SMALL_U) return UNKNOWN_LETTERS
    const page = characterPage(unit)
    const kind = page.classes[unit & 255]!
    if (kind === SEPARATOR) return read
    const folded = page.folded[unit & 255]!
    if (kind === MARK || folded === 0) return UNKNOWN_LETTERS
    letters[read++] = folded
  }
  return read
}

/** The offset after `word`, or -1 where another word stands at `position`. */
function skipWord(text: string, position: number, end: number, word: string, escapes: boolean): number {
  for (let i = 0; i < word.length;) {
    if (position >= end) return -1
    let unit = text.charCodeAt(position++)
    if (unit === BACKSLASH && escapes) {
      if (text.charCodeAt(position) !== SMALL_U) return -1
      unit = hexUnit(text, position + 1, end)
      if (unit < 0) return -1
      position += 5
    }
    const page = characterPage(unit)
    const kind = page.classes[unit & 255]!
    if (kind === SEPARATOR) return -1
    if (kind === MARK) continue
    const folded = page.folded[unit & 255]!
    if (folded !== 0) {
      if (word.charCodeAt(i++) !== folded) return -1
    } else {
      const expansion = page.expansions.get(unit)!
      if (!word.startsWith(expansion, i)) return -1
      i += expansion.length
    }
  }
  return position
}

/** The offset of the next word, or -1 where something stands between that no phrase reaches over. */
function skipGap(text: string, from: number, end: number, rule: PhraseRule): number {
  let position = from
  while (position < end && position - from <= MAX_GAP) {
    const unit = text.charCodeAt(position)
    const kind = characterPage(unit).classes[unit & 255]!
    if (kind !== SEPARATOR && kind !== MARK) return position
    if (rule.escapes && unit === BACKSLASH) {
      if (text.charCodeAt(position + 1) === SMALL_U) {
        const escaped = hexUnit(text, position + 2, end)
        if (escaped < 0 || characterPage(escaped).classes[escaped & 255] !== SEPARATOR) return escaped < 0 ? -1 : position
        position += 4
      }
      position += 2
      continue
    }
    if (rule.escapes && '"{}[]'.includes(text[position]!)) return -1
    if (rule.joined && kind === SEPARATOR && !'-_./\\:@#+~'.includes(text[position]!)) return -1
    position++
  }
  return -1
}

function endsWord(text: string, position: number, end: number): boolean {
  if (position >= end) return true
  const before = text.charCodeAt(position - 1)
  const unit = text.charCodeAt(position)
  const last = characterPage(before).classes[before & 255]!
  const next = characterPage(unit).classes[unit & 255]!
  if ((next !== LETTER && next !== UPPER && next !== DIGIT) || last === UNSPACED) return true
  return last === DIGIT && (unit | 32) === SMALL_T && position + 1 < end && isDigit(text.charCodeAt(position + 1))
}

function isDigit(unit: number): boolean {
  return characterPage(unit).classes[unit & 255] === DIGIT
}
