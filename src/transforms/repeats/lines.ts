import { readReference } from './reference.ts'

/** A text as lines that can be compared by number. */
export interface Lines {
  /** Joined by line breaks, and `ending` behind them, they are the text. */
  readonly texts: readonly string[]
  readonly ending: '' | '\n'
  /** Equal lines have equal ids, over all texts of one reader; `noLine` for one that looks like a reference. */
  readonly ids: Int32Array
  /** Of lines with a number before their text; a hole is a line without. */
  readonly numbered: readonly (NumberedLine | undefined)[]
}

/** A line such as `  12<tab>text`, `12: text` or `12|text`, beside one whose number is the next or the last. */
export interface NumberedLine {
  readonly number: number
  /** Equal where what follows the number, the separator included, is equal. */
  readonly bodyId: number
  /** Spaces before the number. */
  readonly indent: number
  /** Where what follows the number begins, in UTF-16 code units. */
  readonly bodyAt: number
}

export type ReadLines = (text: string) => Lines

/** The id of a line that looks like a reference: it is equal to nothing. */
export const noLine = -1

const numberPattern = /^( {0,12})([1-9]\d{0,6})(?=\t|\u2192|:|\|)/

/** Reads texts so that their lines are comparable with each other; a text that it has read before is not read again. */
export function createLineReader(): ReadLines {
  const idOf = createNumbering()
  const bodyIdOf = createNumbering()
  const known = new Map<string, Lines>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const texts = text.split('\n')
    const ending = texts.length > 1 && texts.at(-1) === '' ? '\n' : ''
    if (ending !== '') texts.pop()
    const lines = {
      texts, ending, ids: Int32Array.from(texts, (line) => (readReference(line) === undefined ? idOf(line) : noLine)), numbered: readNumbers(texts, bodyIdOf),
    } as const
    known.set(text, lines)
    return lines
  }
}

function createNumbering(): (text: string) => number {
  const ids = new Map<string, number>()
  return (text) => {
    const known = ids.get(text)
    if (known !== undefined) return known
    ids.set(text, ids.size)
    return ids.size - 1
  }
}

interface Numbered { readonly number: number; readonly indent: number; readonly bodyAt: number; readonly separator: string }

/** A number says where a line stands only beside its neighbour's: a time or a port before a colon does not. */
function readNumbers(texts: readonly string[], bodyIdOf: (text: string) => number): (NumberedLine | undefined)[] {
  const found = texts.map(readNumber)
  return found.map((line, at) => {
    if (line === undefined) return undefined
    const { number, indent, bodyAt } = line
    if (!follows(line, found[at + 1]) && !follows(found[at - 1], line)) return undefined
    return { number, indent, bodyAt, bodyId: bodyIdOf(texts[at]!.slice(bodyAt)) } // one for each text
  })
}

function follows(line: Numbered | undefined, next: Numbered | undefined): boolean {
  return line !== undefined && next !== undefined && next.number === line.number + 1 && next.separator === line.separator
}

function readNumber(text: string): Numbered | undefined {
  const match = numberPattern.exec(text)
  if (match === null) return undefined
  const [{ length: bodyAt }, indent, digits] = match as unknown as [string, string, string] // all groups take part in every match
  return { number: Number(digits), indent: indent.length, bodyAt, separator: text.charAt(bodyAt) }
}

/** A numbered line with another number before it: right-aligned where it was indented. */
export function renumber(text: string, { number, indent, bodyAt }: Pick<NumberedLine, 'number' | 'indent' | 'bodyAt'>, to: number): string {
  const digits = String(to)
  const width = indent === 0 ? 0 : indent + String(number).length
  return digits.padStart(width) + text.slice(bodyAt)
}
