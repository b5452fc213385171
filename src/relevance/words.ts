import { characterPage, DIGIT, LETTER, MARK, SEPARATOR, UNSPACED, UPPER } from './characters.ts'

/** Letters of a word past this many are not looked at. */
export const MAX_WORD_LETTERS = 256

const BACKSLASH = 92
const SMALL_U = 117

/**
 * Takes one word: the folded letters in [from, to) of a buffer that the next word overwrites.
 *
 * @param offset where the run of letters and digits that the word belongs to begins in the text
 * @param whole false for a part of a camelCase run, which has been visited whole before
 */
export type WordVisitor = (letters: Uint16Array, from: number, to: number, offset: number, whole: boolean) => void

/**
 * Reads the words of `text` from `start` to `end`, in order, and returns how many there are (a camelCase run counts by its parts).
 * With `escapes`, a backslash begins a JSON escape: `\u00e9` is a letter, `\n` a separator.
 */
export type WordScanner = (text: string, start: number, end: number, escapes: boolean) => number

/**
 * A reader of index words. A word is a run of letters and digits, folded (lower case, no accents); a camelCase run is visited
 * whole and then by its parts ("GHThread": ghthread, gh, thread). All that is no letter or digit separates, so snake_case, kebab-case,
 * dotted names and paths fall into their parts. Scripts without spaces give overlapping pairs of letters
 * (Manning, Raghavan & Schütze 2008, section 2.2.1), a single letter where it stands alone.
 */
export function createWordScanner(visit: WordVisitor): WordScanner {
  const letters = new Uint16Array(MAX_WORD_LETTERS)
  const pair = new Uint16Array(2)
  const partStarts = new Int32Array(MAX_WORD_LETTERS)
  const ascii = characterPage(0)

  function visitParts(parts: number, length: number, offset: number): void {
    for (let i = 0; i <= parts; i++) visit(letters, i === 0 ? 0 : partStarts[i - 1]!, i === parts ? length : partStarts[i]!, offset, false)
  }

  return (text, start, end, escapes) => {
    const { classes, folded } = ascii
    let words = 0
    let length = 0
    let parts = 0
    let offset = 0
    let unspaced = 0
    let last = SEPARATOR
    let beforeLast = SEPARATOR
    // One step past the end closes the last word.
    for (let i = start; i <= end;) {
      const at = i
      let unit = i < end ? text.charCodeAt(i) : 0
      i++
      if (unit === BACKSLASH && escapes) {
        const escaped = text.charCodeAt(i) === SMALL_U ? hexUnit(text, i + 1, end) : -1
        i += escaped < 0 ? 1 : 5
        unit = escaped < 0 ? 0 : escaped
      }
      const page = unit < 256 ? ascii : characterPage(unit)
      const kind = page.classes[unit & 255]!
      if (kind === MARK) continue
      if (last === UNSPACED && kind !== UNSPACED && unspaced === 1) {
        words++
        visit(pair, 1, 2, offset, true)
      }
      if (kind === LETTER || kind === UPPER || kind === DIGIT) {
        if (length === 0) offset = at
        else if (length < MAX_WORD_LETTERS) {
          // Two ways a part begins: "fooBar" and, seen one letter late, "HTTPServer".
          if (kind === UPPER && last === LETTER) partStarts[parts++] = length
          else if (kind === LETTER && last === UPPER && beforeLast === UPPER) partStarts[parts++] = length - 1
        }
        if (length < MAX_WORD_LETTERS) {
          const letter = page.folded[unit & 255]!
          if (letter !== 0) letters[length++] = letter
          else length = append(letters, length, page.expansions.get(unit)!)
        }
        beforeLast = last
        last = kind
        // Most text is small letters and digits; they need none of the above.
        while (kind !== UPPER && i < end) {
          const next = text.charCodeAt(i)
          if (next > 127) break
          const nextKind = classes[next]!
          if (nextKind !== LETTER && nextKind !== DIGIT) break
          if (length < MAX_WORD_LETTERS) letters[length++] = folded[next]!
          beforeLast = last
          last = nextKind
          i++
        }
        continue
      }
      if (length > 0) {
        words += parts + 1
        visit(letters, 0, length, offset, true)
        if (parts > 0) visitParts(parts, length, offset)
        length = 0
        parts = 0
      }
      if (kind === UNSPACED) {
        unspaced = last === UNSPACED ? unspaced + 1 : 1
        pair[0] = pair[1]!
        pair[1] = page.folded[unit & 255]! || unit
        if (unspaced > 1) {
          words++
          visit(pair, 0, 2, offset, true)
        }
        offset = at
      }
      beforeLast = last
      last = kind
    }
    return words
  }
}

function append(letters: Uint16Array, length: number, expansion: string): number {
  for (let i = 0; i < expansion.length && length < letters.length; i++) letters[length++] = expansion.charCodeAt(i)
  return length
}

/** The code unit of four hexadecimal digits at `at`, or -1. */
export function hexUnit(text: string, at: number, end: number): number {
  if (at + 4 > end) return -1
  let unit = 0
  for (let i = at; i < at + 4; i++) {
    const code = text.charCodeAt(i)
    const letter = code | 32
    if (code >= 48 && code <= 57) unit = unit * 16 + code - 48
    else if (letter >= 97 && letter <= 102) unit = unit * 16 + letter - 87
    else return -1
  }
  return unit
}
