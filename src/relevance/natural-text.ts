import { characterPage, DIGIT, endOfWhole, MARK, SEPARATOR, UNSPACED } from './characters.ts'
import { spread } from './spread.ts'

/** The words of a piece of JSON, or of plain text, from `start` to `end`. */
export type NaturalTextReader = (text: string, start?: number, end?: number) => string

/** Room for about 48 word pieces of English. */
const defaultMaxLength = 240
/** Longer tokens are data in another writing, in UTF-16 code units. */
const maxTokenLength = 64
/** Words from which on a value is a phrase rather than a name. */
const minPhraseWords = 3
/** Values of a row among which repeated ones are found. */
const maxDistinct = 32
/** Rows that are looked at to find what most rows say, and values of each. */
const sampleRows = 48
const sampleValues = 256
/** What fewer rows of the sample say may be chance. */
const minCommonRows = 3

const QUOTE = 0x22
const BACKSLASH = 0x5c
const SLASH = 0x2f
const SPACE = 0x20

/** What a unit is in a token. */
const GAP = 0
const HEX_LETTER = 1
const OTHER_LETTER = 2
const NUMERAL = 3
const SIGN = 4
/** A letter of a script without spaces: each stands by itself, and two are taken for a word. */
const FREE = 5

const asciiKinds = Uint8Array.from({ length: 128 }, (_, unit) => kindOfAscii(unit))

/**
 * A reader of the text of a row that is worth comparing by meaning: the phrases among its values (three words and more) in their order, then
 * the names, as far as there is room. Field names are left out, and so are ids, URLs, hashes, dates and numbers, which mean nothing to
 * an embedder and crowd out what does; so is a value that the row has said before.
 *
 * JSON is told by its first character. The text is walked once, without parsing, and only until the phrases fill the room;
 * escapes are resolved, and what is no valid JSON is read as far as it goes. The key of a map's row is one of its values.
 * What comes out depends on the row and on `common` alone, so that its vector can be remembered.
 *
 * @param maxLength UTF-16 code units of the text at most; cut between words where there are any
 * @param common values that are left out, too; see `readNaturalTexts`
 */
export function createNaturalTextReader(maxLength = defaultMaxLength, common?: ReadonlySet<string>): NaturalTextReader {
  const walk = createValueWalker(maxLength)
  const phrases = createWords(maxLength)
  const names = createWords(maxLength)
  const said: string[] = []
  /** Which lengths common values have: most values are told from them without a look at their letters. */
  const commonLengths = new Uint8Array(maxLength + maxTokenLength + 2)
  for (const value of common ?? []) commonLengths[value.length] = 1

  /** Takes a value up, unless the row has said the same before. */
  const keep = (value: string, words: number): boolean => {
    for (let i = 0; i < said.length; i++) if (said[i] === value) return true
    if (said.length < maxDistinct) said.push(value)
    if (commonLengths[value.length] === 1 && common!.has(value)) return true // it has lengths of none without
    const target = words >= minPhraseWords ? phrases : names
    target.append(value)
    return !phrases.isFull()
  }

  return (text, start = 0, end = text.length) => {
    said.length = 0
    // Cut out: a search in all of the text would go past the row, to the end where nothing is found.
    walk(text.slice(start, end), keep)
    const others = names.take()
    if (others !== '') phrases.append(others)
    return phrases.take()
  }
}

/**
 * The natural texts of the rows of one array, without the values that more than half of its rows have: they crowd out what tells a row from
 * the others. Over 59 paraphrased questions in arrays of 500 rows the row is among the best 15 for 34 in place of 28 by words and the static
 * table, and for 33 in place of 31 with MiniLM.
 *
 * @param starts where each row begins in `text`
 * @param ends where it ends
 */
export function readNaturalTexts(text: string, starts: ArrayLike<number>, ends: ArrayLike<number>): string[] {
  const read = createNaturalTextReader(defaultMaxLength, findCommonValues(text, starts, ends))
  return Array.from({ length: starts.length }, (_, row) => read(text, starts[row]!, ends[row]!))
}

/** The values that more than half of the rows have, as a sample from everywhere tells. */
function findCommonValues(text: string, starts: ArrayLike<number>, ends: ArrayLike<number>): ReadonlySet<string> {
  const walk = createValueWalker(defaultMaxLength)
  const found = new Map<string, { rows: number, last: number }>()
  let sampled = 0
  for (const row of spread(starts.length)) {
    if (sampled === sampleRows) break
    sampled++
    let values = 0
    walk(text.slice(starts[row], ends[row]), (value) => {
      const one = found.get(value)
      if (one === undefined) found.set(value, { rows: 1, last: row })
      else if (one.last !== row) {
        one.rows++
        one.last = row
      }
      return ++values < sampleValues
    })
  }
  return new Set([...found].filter(([, { rows }]) => rows >= minCommonRows && rows * 2 > sampled).map(([value]) => value))
}

/** Goes through the values of a piece of JSON, or through a plain text as one value. @param take returns whether to go on */
type ValueWalker = (row: string, take: (value: string, words: number) => boolean) => void

/**
 * A value of plain words, all of which say something, up to its closing quote. Most are of this kind, and the engine reads them several times
 * as fast as a loop. About as many words as there is room for, and none longer than a token may be: what goes on is read by the loop, which stops.
 */
const plainWords = /[A-Za-z][A-Za-z'(),.:;!?_-]{0,62}(?: \(?[A-Za-z][A-Za-z'(),.:;!?_-]{0,62}){0,40}(?=")/y

/** @param room UTF-16 code units of a value that are wanted; it ends with the word that goes past them */
function createValueWalker(room: number): ValueWalker {
  const units = new Uint16Array(room + maxTokenLength + 2)

  const takeSlowly = (row: string, from: number, to: number, escapes: boolean, take: (value: string, words: number) => boolean): boolean => {
    const read = readValue(units, room, row, from, to, escapes)
    const length = read & 0xffff
    if (length === 0) return true
    return take(String.fromCharCode.apply(null, units.subarray(0, length) as unknown as number[]), read >>> 16) // `apply` takes any list of numbers
  }
  const takePlain = (value: string, take: (value: string, words: number) => boolean): boolean => {
    const first = value.indexOf(' ')
    const words = first < 0 ? 1 : value.includes(' ', first + 1) ? minPhraseWords : 2
    const end = value.length <= room ? -1 : value.indexOf(' ', room + 1)
    return take(end < 0 ? value : value.slice(0, end), words)
  }

  return (row, take) => {
    let at = 0
    while (row.charCodeAt(at) <= SPACE) at++
    const first = at
    const opening = row.charCodeAt(first)
    if (opening !== QUOTE && opening !== 0x7b && opening !== 0x5b) {
      takeSlowly(row, first, row.length, false, take)
      return
    }
    for (;;) {
      const open = row.indexOf('"', at)
      if (open < 0) return
      plainWords.lastIndex = open + 1
      const isPlain = plainWords.test(row)
      const close = isPlain ? plainWords.lastIndex : closingQuote(row, open + 1)
      at = close + 1
      while (row.charCodeAt(at) <= SPACE) at++
      if (open !== first && row.charCodeAt(at) === 0x3a) continue // a key
      if (!(isPlain ? takePlain(row.slice(open + 1, close), take) : takeSlowly(row, open + 1, close, true, take))) return
    }
  }
}

/** Where the string ends that begins at `from`; the text's end where it does not. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (at - slashes > from && text.charCodeAt(at - slashes - 1) === BACKSLASH) slashes++
    if (slashes % 2 === 0) return at
  }
  return text.length
}

/**
 * Writes a value to `out` without the tokens that say nothing, until it has more than `room` units.
 *
 * @returns the length in the lower 16 bits, above them the words, 3 standing for more
 */
function readValue(out: Uint16Array, room: number, text: string, from: number, to: number, escapes: boolean): number {
  let length = 0
  /** Halves of words. */
  let halves = 0
  let gap = false
  for (let i = from; i <= to && length <= room;) {
    // One token: up to white space, the end, or a letter that stands by itself.
    const tokenStart = length
    let tokenLength = 0
    let letters = 0
    let digits = 0
    let signs = 0
    let otherLetters = 0
    let turns = 0
    let lastKind = GAP
    let isUrl = false
    let unit = 0
    let kind = GAP
    for (; i < to; i++) {
      unit = text.charCodeAt(i)
      if (unit === BACKSLASH && escapes) {
        i++
        unit = escapedUnit(text, i, to)
        if (text.charCodeAt(i) === 0x75) i += 4
      }
      kind = unit < 128 ? asciiKinds[unit]! : kindOfOther(unit)
      if (kind === GAP || kind === FREE) break
      if (tokenLength === 0 && gap && length > 0) out[length++] = SPACE
      if (tokenLength++ < maxTokenLength) out[length++] = unit
      if (kind === SIGN) {
        signs++
        if (unit === SLASH && lastKind === SIGN && out[length - 2] === SLASH && out[length - 3] === 0x3a) isUrl = true
      } else if (kind === NUMERAL) {
        digits++
        if (lastKind === HEX_LETTER || lastKind === OTHER_LETTER) turns++
      } else {
        letters++
        if (kind === OTHER_LETTER) otherLetters++
        if (lastKind === NUMERAL) turns++
      }
      lastKind = kind
    }
    if (tokenLength > 0) {
      const isHash = digits > 1 && otherLetters === 0 && signs < 5 && letters + digits > 6
      if (letters === 0 || digits > letters || turns > 2 || isHash || isUrl || tokenLength > maxTokenLength) length = tokenStart
      else {
        halves += 2
        gap = false
      }
    }
    if (i >= to) break
    i++
    if (kind === GAP) gap = true
    else {
      if (gap && length > 0) out[length++] = SPACE
      out[length++] = unit
      gap = false
      halves++
    }
  }
  return Math.min(3, halves >> 1) << 16 | length
}

/** The unit that a backslash before `at` stands for; of those that are written with letters, all but four digits are spaces. */
function escapedUnit(text: string, at: number, end: number): number {
  const escaped = at < end ? text.charCodeAt(at) : SPACE
  if (escaped === QUOTE || escaped === BACKSLASH || escaped === SLASH) return escaped
  if (escaped !== 0x75) return SPACE
  const digits = text.slice(at + 1, Math.min(end, at + 5))
  return /^[\da-f]{4}$/i.test(digits) ? parseInt(digits, 16) : SPACE
}

function kindOfAscii(unit: number): number {
  if (unit <= SPACE || unit === 127) return GAP
  if (unit >= 0x30 && unit <= 0x39) return NUMERAL
  const small = unit | 32
  if (small >= 0x61 && small <= 0x7a) return small <= 0x66 ? HEX_LETTER : OTHER_LETTER
  return SIGN
}

function kindOfOther(unit: number): number {
  const kind = characterPage(unit).classes[unit & 255]!
  if (kind === UNSPACED) return FREE
  if (kind === DIGIT) return NUMERAL
  if (kind !== SEPARATOR && kind !== MARK) return OTHER_LETTER
  return /\s/.test(String.fromCharCode(unit)) ? GAP : SIGN
}

/** Texts with spaces between, as many as there is room for. */
interface Words {
  /** Whether something had to be left out. */
  isFull(): boolean
  /** Appends a text, or its first words where the room ends. */
  append(text: string): void
  /** The text, which is forgotten. */
  take(): string
}

function createWords(room: number): Words {
  let parts: string[] = []
  let length = 0
  let full = false
  return {
    isFull: () => full,
    append(text) {
      if (full) return
      const left = room - (length === 0 ? 0 : length + 1)
      let fitting = text.length
      if (fitting > left) {
        full = true
        fitting = left <= 0 ? 0 : Math.max(0, text.lastIndexOf(' ', left))
        // What has no spaces is cut where the room ends, but not through a character.
        if (fitting === 0 && left > 0 && length === 0) fitting = endOfWhole(text, left)
      }
      if (fitting === 0) return
      parts.push(fitting === text.length ? text : text.slice(0, fitting))
      length = room - left + fitting
    },
    take() {
      const text = parts.join(' ')
      parts = []
      length = 0
      full = false
      return text
    },
  }
}
