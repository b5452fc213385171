import type { TextSlot } from '../../conversation/types.ts'
import { noLine, renumber } from './lines.ts'
import type { Lines, ReadLines } from './lines.ts'
import { createNamedTexts, placesByNumber } from './named-texts.ts'
import type { NamedTexts } from './named-texts.ts'
import { readReference } from './reference.ts'
import type { Result } from './results.ts'

/** A text that came with references of ours in it, from a caller who sends back what we sent. */
export interface Unfolded {
  readonly source: string
  /** Texts that it refers to. */
  readonly refersTo: readonly TextSlot[]
}

/** What results said before references were put into them. A line that only looks like a reference, or points nowhere, is a line like any other. */
export function unfoldAll(results: readonly Result[], readLines: ReadLines): ReadonlyMap<TextSlot, Unfolded> {
  const unfolded = new Map<TextSlot, Unfolded>()
  const room = { characters: mostUnfolded }
  let named = createNamedTexts()
  let stretch: number | undefined
  for (const result of results) {
    if (result.stretch !== stretch) named = createNamedTexts()
    stretch = result.stretch
    const texts = result.part.slots.map(({ text }) => readLines(text))
    result.part.slots.forEach((slot, at) => {
      const found = unfold(texts[at]!, named, room) // one for each slot
      if (found !== undefined) unfolded.set(slot, found)
    })
    named.add(result, texts)
  }
  return unfolded
}

/**
 * What references may stand for in all, in UTF-16 code units: a few lines of data could name a large result a thousand times. What goes
 * beyond it is taken for data.
 */
const mostUnfolded = 10_000_000

interface Room { characters: number }

function unfold({ texts, ids, ending }: Lines, named: NamedTexts, room: Room): Unfolded | undefined {
  const refersTo: TextSlot[] = []
  const source: string[] = []
  texts.forEach((text, at) => {
    const found = ids[at] === noLine ? resolve(text, named, room) : undefined
    if (found === undefined) source.push(text)
    else {
      for (const line of found.lines) source.push(line)
      refersTo.push(found.slot)
    }
  })
  return refersTo.length === 0 ? undefined : { source: source.join('\n') + ending, refersTo }
}

function resolve(line: string, named: NamedTexts, room: Room): { readonly lines: readonly string[]; readonly slot: TextSlot } | undefined {
  const reference = readReference(line)
  const text = reference === undefined ? undefined : named.find(reference.of)
  if (reference === undefined || text === undefined) return undefined
  const { lines } = text
  const { what, renumbered } = reference
  const first = what.kind === 'all' ? 0 : what.kind === 'places' ? what.first - 1 : placesByNumber(lines).get(what.first)
  const size = what.kind === 'all' ? what.lines : what.last - what.first + 1
  const isWhole = what.kind !== 'all' || size === lines.texts.length
  if (first === undefined || first < 0 || size < 1 || first + size > lines.texts.length || !isWhole) return undefined
  if (room.characters < size) return undefined
  room.characters -= size
  // What is referred to stands there itself.
  if (lines.ids.subarray(first, first + size).includes(noLine)) return undefined
  const found = lines.texts.slice(first, first + size)
  room.characters -= found.reduce((sum, { length }) => sum + length, 0)
  const slot = text.result.part.slots[text.at]! // a text of that result
  if (renumbered === undefined) return { lines: found, slot }
  if (renumbered.last - renumbered.first + 1 !== size) return undefined
  const numbers = lines.numbers.subarray(first, first + size)
  if (numbers.includes(0)) return undefined
  // One number and one indent for each line.
  return { lines: found.map((text, at) => renumber(text, numbers[at]!, lines.indents[first + at]!, renumbered.first + at)), slot }
}
