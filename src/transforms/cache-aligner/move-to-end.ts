import type { MovableText } from './movable-text.ts'

/** Stands between the stable text of a system prompt and what is new in every request. */
export const separator = '\n\n---\n[Dynamic Context]\n'

/** A text without what moves, and that; each as it stood, but for white space at its ends. */
export interface Parted {
  readonly stable: string
  readonly moved: readonly string[]
}

/**
 * Takes stretches out of a text: whole lines with their line breaks, or sentences within a line. Where two blank lines would meet one
 * is left, and no line is left with spaces at its end that it did not have. Linear.
 *
 * @param ranges in order, apart from each other
 */
export function takeOut(text: string, ranges: readonly MovableText[]): Parted {
  const kept: string[] = []
  const moved: string[] = []
  let from = 0
  /** Whether what is kept so far is nothing, or ends with a blank line. */
  let isAtBreak = true
  for (const { start, end } of ranges) {
    const isLines = (start === 0 || text[start - 1] === '\n') && (end === text.length || text[end - 1] === '\n')
    const isLast = end === text.length || text[end] === '\n'
    const piece = text.slice(from, isLines || !isLast ? start : endOfWords(text, from, start))
    kept.push(piece)
    moved.push(text.slice(start, end).trim())
    if (piece !== '') isAtBreak = endsWithBlankLine(piece, isAtBreak)
    from = isLines && isAtBreak ? startOfLine(text, end) : end
  }
  return { stable: kept.join('') + text.slice(from), moved }
}

/** The end of the text before `end` without the spaces before it. */
function endOfWords(text: string, start: number, end: number): number {
  let at = end
  while (at > start && (text[at - 1] === ' ' || text[at - 1] === '\t')) at--
  return at
}

function endsWithBlankLine(piece: string, wasAtBreak: boolean): boolean {
  let breaks = 0
  for (let at = piece.length - 1; at >= 0; at--) {
    const character = piece[at]!
    if (character === '\n') breaks++
    else if (character.trim() !== '') return breaks > 1
    if (breaks > 1) return true
  }
  return wasAtBreak
}

/** The start of the first line from here on that is not blank; the end of the text where there is none. */
function startOfLine(text: string, from: number): number {
  let start = from
  for (let at = from; at < text.length; at++) {
    const character = text[at]!
    if (character === '\n') start = at + 1
    else if (character.trim() !== '') return start
  }
  return text.length
}
