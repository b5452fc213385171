import { readReference } from './reference.ts'

/**
 * A text as lines that can be compared by number. A line is numbered where it begins like `  12<tab>text`, `12: text` or `12|text`, beside one
 * whose number is the next or the one before.
 */
export interface Lines {
  /** Joined by line breaks, and `ending` behind them, they are the text. */
  readonly texts: readonly string[]
  readonly ending: '' | '\n'
  /**
   * Of two lines without numbers the ids are equal where the lines are, of two with numbers where what follows the numbers is, over all texts
   * of one reader; `noLine` for one that looks like a reference.
   */
  readonly ids: Int32Array
  /** The number before each line; 0 for a line without. */
  readonly numbers: Int32Array
  /** Spaces before each number. */
  readonly indents: Uint8Array
}

export type ReadLines = (text: string) => Lines

/** The id of a line that looks like a reference: it is equal to nothing. */
export const noLine = -1

/** Reads texts so that their lines are comparable with each other; a text that it has read before is not read again. */
export function createLineReader(): ReadLines {
  const idsOfLines = new Map<string, number>()
  const idsOfBodies = new Map<string, number>()
  const known = new Map<string, Lines>()
  const idIn = (ids: Map<string, number>, text: string): number => {
    const id = ids.get(text)
    if (id !== undefined) return id
    const next = idsOfLines.size + idsOfBodies.size
    ids.set(text, next)
    return next
  }
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const texts = text.split('\n')
    const ending = texts.length > 1 && texts.at(-1) === '' ? '\n' : ''
    if (ending !== '') texts.pop()
    const { numbers, indents } = readNumbers(texts)
    const ids = Int32Array.from(texts, (line, at) => {
      const number = numbers[at]! // one for each line
      if (number !== 0) return idIn(idsOfBodies, line.slice(bodyAt(number, indents[at]!)))
      return readReference(line) === undefined ? idIn(idsOfLines, line) : noLine
    })
    const lines = { texts, ending, ids, numbers, indents } as const
    known.set(text, lines)
    return lines
  }
}

const space = 32
const zero = 48
const nine = 57

/** More is a time stamp or an id. */
const maxNumber = 9_999_999
const maxIndent = 12

/** A number says where a line stands only beside its neighbour's: a time or a port before a colon does not. */
function readNumbers(texts: readonly string[]): Pick<Lines, 'numbers' | 'indents'> {
  const found = new Int32Array(texts.length)
  const numbers = new Int32Array(texts.length)
  const indents = new Uint8Array(texts.length)
  texts.forEach((text, at) => {
    const indent = countSpaces(text)
    const number = readNumber(text, indent)
    found[at] = number
    indents[at] = number === 0 ? 0 : indent
    const before = at === 0 ? 0 : found[at - 1]!
    if (number === 0 || before !== number - 1 || before === 0) return
    if (separatorOf(text, number, indent) !== separatorOf(texts[at - 1]!, before, indents[at - 1]!)) return
    numbers[at - 1] = before
    numbers[at] = number
  })
  return { numbers, indents }
}

function countSpaces(text: string): number {
  let spaces = 0
  while (spaces < maxIndent && text.charCodeAt(spaces) === space) spaces++
  return spaces
}

/** 0 where no number stands there, with a separator behind it. */
function readNumber(text: string, from: number): number {
  let number = 0
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at)
    if (code >= zero && code <= nine && (number > 0 || code > zero)) {
      number = number * 10 + code - zero
      if (number > maxNumber) return 0
    } else return number > 0 && isSeparator(code) ? number : 0
  }
}

/** A tab, a colon, a bar or an arrow. */
function isSeparator(code: number): boolean {
  return code === 9 || code === 58 || code === 124 || code === 0x2192
}

function separatorOf(text: string, number: number, indent: number): number {
  return text.charCodeAt(bodyAt(number, indent))
}

/** Where what follows a number begins, the separator first. */
function bodyAt(number: number, indent: number): number {
  return indent + String(number).length
}

/** Spaces before another number in the place of one: numbers are right-aligned where they were indented. */
export function indentFor(number: number, indent: number, to: number): number {
  return indent === 0 ? 0 : Math.max(0, bodyAt(number, indent) - String(to).length)
}

/** A numbered line with another number before it. */
export function renumber(text: string, number: number, indent: number, to: number): string {
  return ' '.repeat(indentFor(number, indent, to)) + String(to) + text.slice(bodyAt(number, indent))
}
