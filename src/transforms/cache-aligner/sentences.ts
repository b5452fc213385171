/** A stretch of a text in UTF-16 code units. */
export interface Range {
  readonly start: number
  readonly end: number
}

const pieces = /(?<stop>[.!?…]["'”’»)\]*_]{0,3})(?<gap>\s+)(?=[\p{Lu}\p{Lo}\d"'“‘«([*_`<–-])|(?<wide>[。！？]["”’」』）]{0,2})|(?<mark>["“”()[\]`]|\*\*)/gu
const abbreviation = /(?:^|[\s("'[])(?:\p{L}|(?:\p{L}\.)+\p{L}|e\.?g|i\.?e|etc|vs|mr|mrs|ms|dr|prof|st|no|nr|inc|ltd|co|corp|approx|ca|bzw|usw|sr|sra|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thu|fri|sat|sun)\.$/iu

/**
 * The sentences between two offsets of a text, in order; joined they are all of it, the white space behind each belongs to it.
 * Where it is not sure that a sentence ends (abbreviations, inside of quotation marks, brackets and bold text, inside of `together`),
 * it goes on: a sentence may be too long, never a fragment. Linear.
 *
 * @param together stretches that are never cut, in order
 */
export function splitSentences(text: string, { start, end }: Range, together: readonly Range[]): Range[] {
  const part = text.slice(start, end)
  const open = { quotes: 0, ticks: 0, bold: 0, brackets: 0 }
  const sentences: Range[] = []
  let from = start
  let next = 0
  for (const match of part.matchAll(pieces)) {
    const { stop, gap = '', wide, mark } = match.groups!
    note(mark ?? (stop ?? wide)!.slice(1), open) // one of the three takes part
    if (mark !== undefined) continue
    const at = start + match.index
    const after = at + match[0].length
    while (next < together.length && together[next]!.end <= at) next++
    const isInside = together[next] !== undefined && together[next]!.start <= at
    const isClosed = open.quotes % 2 === 0 && open.ticks % 2 === 0 && open.bold % 2 === 0 && open.brackets <= 0
    if (isInside || !isClosed || after >= end) continue
    if (gap !== '' && stop === '.' && abbreviation.test(part.slice(Math.max(0, match.index - 12), match.index + 1))) continue
    sentences.push({ start: from, end: after })
    from = after
  }
  if (from < end) sentences.push({ start: from, end })
  return sentences
}

/** Counts what opens and closes in a run of marks. */
function note(marks: string, open: { quotes: number; ticks: number; bold: number; brackets: number }): void {
  for (let i = 0; i < marks.length; i++) {
    const mark = marks[i]!
    if (marks.startsWith('**', i)) {
      open.bold++
      i++
    } else if ('"“”'.includes(mark)) open.quotes++
    else if (mark === '`') open.ticks++
    else if ('(['.includes(mark)) open.brackets++
    else if (')]'.includes(mark)) open.brackets--
  }
}
