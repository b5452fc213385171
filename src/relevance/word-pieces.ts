import { readPieceTrie } from './piece-trie.ts'
import { ALONE, classOf, DROPPED, foldCharacter, INNER, SPACE } from './word-piece-characters.ts'

/** BERT's tokenizer for text without regard to case, without the marks that a model wants at both ends. */
export interface WordPieces {
  /** How many pieces there are; their numbers are 0 to `size - 1`. */
  readonly size: number
  /**
   * Writes the numbers of a text's pieces to `ids`, the first ones where there is no room for all. Takes time in proportion to the text,
   * and none for what follows the last piece.
   *
   * @returns how many were written
   */
  encode(text: string, ids: Int32Array): number
}

/** Longer words are one unknown piece, as BERT has it; in characters. */
const maxWordLength = 100

/** What to do with each of 256 characters. */
interface Page {
  readonly classes: Uint8Array
  /** What a character becomes; nothing for one that takes two code units, which stays as it is. */
  readonly folded: Uint16Array
}

/** The class of a character that becomes several, or one of another class: the text has to be folded before it is cut. */
const EXPANDED = 4

/** Built when first asked for; no page is ever changed. */
const pages: (Page | undefined)[] = []

/**
 * The word pieces of Devlin et al. (2019), arXiv:1810.04805, uncased: control characters are taken out, white space separates, letters are
 * made small and lose their accents, ideographs and punctuation are words by themselves; then every word is cut into the longest pieces
 * from the left (Wu et al. 2016, arXiv:1609.08144). Names of special pieces in a text are text.
 *
 * @param vocabulary as `packPieces` packs it
 * @throws ConfigurationError where it is something else
 */
export function createWordPieces(vocabulary: Uint8Array): WordPieces {
  const trie = readPieceTrie(vocabulary)
  const { classes, folded } = pageOf(0)
  const word = new Uint16Array(2 * maxWordLength)

  return {
    size: trie.size,
    encode(text, ids) {
      const room = ids.length
      let source = text
      let count = 0
      /** Of the word that is being read: its code units, as far as they are kept, and all its characters. */
      let units = 0
      let characters = 0
      for (let i = 0; count < room; i++) {
        let unit = 0
        let kind = SPACE // one step past the end closes the last word
        let low = 0
        if (i < source.length) {
          unit = source.charCodeAt(i)
          if (unit < 256) {
            kind = classes[unit]!
            unit = folded[unit]!
          } else {
            let codePoint = unit
            if ((unit & 0xfc00) === 0xd800 && i + 1 < source.length && (source.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
              codePoint = source.codePointAt(i)!
              low = source.charCodeAt(i + 1)
            }
            const page = pageOf(codePoint)
            kind = page.classes[codePoint & 255]!
            if (kind === EXPANDED) {
              source = expand(source, i)
              i--
              continue
            }
            if (low === 0) unit = page.folded[codePoint & 255]!
            else i++
          }
        }
        if (kind === INNER) {
          if (characters < maxWordLength) {
            word[units++] = unit
            if (low !== 0) word[units++] = low
          }
          characters++
          continue
        }
        if (kind === DROPPED) continue
        if (characters > maxWordLength) ids[count++] = trie.unknown
        else if (characters > 0) count = trie.cut(word, units, ids, count)
        units = 0
        characters = 0
        if (kind === ALONE) {
          word[0] = unit
          word[1] = low
          count = trie.cut(word, low === 0 ? 1 : 2, ids, count)
        } else if (i >= source.length) break
      }
      return Math.min(count, room)
    },
  }
}

/** The text from a place on, with all characters folded that become several; no folded character does. */
function expand(text: string, from: number): string {
  let folded = ''
  for (const character of text.slice(from)) {
    const codePoint = character.codePointAt(0)!
    folded += pageOf(codePoint).classes[codePoint & 255] === EXPANDED ? foldCharacter(codePoint) : character
  }
  return text.slice(0, from) + folded
}

function pageOf(codePoint: number): Page {
  return pages[codePoint >> 8] ??= buildPage(codePoint & ~255)
}

function buildPage(first: number): Page {
  const classes = new Uint8Array(256)
  const folded = new Uint16Array(256)
  for (let i = 0; i < 256; i++) {
    const codePoint = first + i
    const kind = classOf(codePoint)
    classes[i] = kind
    if (kind === DROPPED || kind === SPACE) continue
    const text = foldCharacter(codePoint)
    if (text === String.fromCodePoint(codePoint)) folded[i] = codePoint & 0xffff
    else if (codePoint <= 0xffff && text.length === 1 && classOf(text.charCodeAt(0)) === kind) folded[i] = text.charCodeAt(0)
    else classes[i] = EXPANDED
  }
  return { classes, folded }
}
