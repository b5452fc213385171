import type { Lines } from '../lines.ts'

/** More blanks, or digits, align no numbers of lines. */
const maxPadding = 12
const maxDigits = 7
const space = 0x20
const tab = 0x09
const arrow = 0x2192

/**
 * Numbered source without the blanks that align its numbers to the right: `    12<tab>text` becomes `12<tab>text`. They are a token in every
 * line, and say nothing. What stands from the number on is source, perhaps about to be edited, and stays to the byte.
 *
 * Only lines beside one whose number is the next or the one before, aligned with it, and followed by a tab or an arrow: before a colon or a
 * bar, blanks may be the indent of a mapping or the margin of an excerpt.
 *
 * @returns undefined where no line has such blanks
 */
export function unpadNumbers(lines: Lines): string | undefined {
  const { text, starts, count } = lines
  let unpadded = ''
  let copied = 0
  let before = noHead
  let isBeforeCut = false
  for (let line = 0; line < count; line++) {
    const head = readHead(lines, line)
    const goesOn = head !== noHead && before !== noHead && head.number === before.number + 1 && head.end === before.end && head.separator === before.separator
    if (goesOn) {
      for (const at of isBeforeCut ? [line] : [line - 1, line]) {
        unpadded += text.slice(copied, starts[at])
        copied = starts[at]! + (at === line ? head : before).padding
      }
    }
    before = head
    isBeforeCut = goesOn
  }
  return copied === 0 ? undefined : unpadded + text.slice(copied)
}

/** What a padded line begins with: blanks, a number that ends in the column `end`, and its separator. */
interface Head {
  readonly padding: number
  readonly number: number
  readonly end: number
  readonly separator: number
}

const noHead: Head = { padding: 0, number: 0, end: 0, separator: 0 }

function readHead({ text, starts, ends }: Lines, line: number): Head {
  const start = starts[line]!
  const end = ends[line]!
  let at = start
  while (at < end && at - start <= maxPadding && text.charCodeAt(at) === space) at++
  const padding = at - start
  if (padding === 0 || padding > maxPadding) return noHead
  let number = 0
  for (; at < end && at - start - padding <= maxDigits; at++) {
    const digit = text.charCodeAt(at) - 0x30
    if (!(digit >= 0 && digit <= 9) || (digit === 0 && number === 0)) break
    number = number * 10 + digit
  }
  const separator = at < end ? text.charCodeAt(at) : 0
  return number > 0 && (separator === tab || separator === arrow) ? { padding, number, end: at - start, separator } : noHead
}
