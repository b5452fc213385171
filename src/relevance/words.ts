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
  let length = 0
  let parts = 0
  let offset = 0

  function endRun(): number {
    const found = parts + 1
    visit(letters, 0, length, offset, true)
    for (let i = 0; parts > 0 && i <= parts; i++) {
      visit(letters, i === 0 ? 0 : partStarts[i - 1]!, i === parts ? length : partStarts[i]!, offset, false)
    }
    length = 0
    parts = 0
    return found
  }

  return (text, start, end, escapes) => {
    let words = 0
    let last = SEPARATOR
    let beforeLast = SEPARATOR
    let unspaced = 0
    for (let i = start; i < end;) {
      const at = i
      let unit = text.charCodeAt(i++)
      if (unit === BACKSLASH && escapes) {
        const code = text.charCodeAt(i) === SMALL_U ? hexUnit(text, i + 1, end) : -1
        i += code < 0 ? 1 : 5
        unit = code < 0 ? 0 : code
      }
      const page = unit < 256 ? ascii : characterPage(unit)
      const kind = page.classes[unit & 255]!
      if (kind === MARK) continue
      if (last === UNSPACED && kind !== UNSPACED && unspaced === 1) {
        visit(pair, 1, 2, offset, true)
        words++
      }
      if (kind === LETTER || kind === UPPER || kind === DIGIT) {
        if (length === 0) offset = at
        else if (length < MAX_WORD_LETTERS) {
          // Two ways a part begins: "fooBar" and, seen one letter late, "HTTPServer".
          if (kind === UPPER && last === LETTER) partStarts[parts++] = length
          else if (kind === LETTER && last === UPPER && beforeLast === UPPER) partStarts[parts++] = length - 1
        }
        if (length < MAX_WORD_LETTERS) {
          const folded = page.folded[unit & 255]!
          if (folded !== 0) letters[length++] = folded
          else length = append(letters, length, page.expansions.get(unit)!)
        }
      } else {
        if (length > 0) words += endRun()
        if (kind === UNSPACED) {
          unspaced = last === UNSPACED ? unspaced + 1 : 1
          pair[0] = pair[1]!
          pair[1] = page.folded[unit & 255]! || unit
          if (unspaced > 1) {
            visit(pair, 0, 2, offset, true)
            words++
          }
          offset = at
        }
      }
      beforeLast = last
      last = kind
    }
    if (last === UNSPACED && unspaced === 1) {
      visit(pair, 1, 2, offset, true)
      words++
    }
    if (length > 0) words += endRun()
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
