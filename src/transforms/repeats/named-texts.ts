import type { Lines } from './lines.ts'
import type { ResultName } from './reference.ts'
import type { Result } from './results.ts'

/** A text of a result as it is sent. */
export interface SentText {
  readonly lines: Lines
  readonly result: Result
  /** Its place among the texts of its result. */
  readonly at: number
}

/** Results by what a reference calls them. Only what was added stands above. */
export interface NamedTexts {
  /** @param texts of the result, as they are sent; one that a reference cannot point into is a hole */
  add(result: Result, texts: readonly (Lines | undefined)[]): void
  /** How a reference that stands here names a text; `undefined` for one of a result without a label. */
  nameOf(text: SentText): ResultName | undefined
  find(name: ResultName): SentText | undefined
}

export function createNamedTexts(): NamedTexts {
  interface Named { readonly result: Result; readonly texts: readonly (Lines | undefined)[] }
  const byLabel = new Map<string, Named[]>()
  const ordinals = new Map<Result, number>()
  return {
    add(result, texts) {
      if (result.label === undefined) return
      const same = byLabel.get(result.label) ?? []
      byLabel.set(result.label, same)
      ordinals.set(result, same.push({ result, texts }))
    },
    nameOf({ result, at }) {
      const ordinal = ordinals.get(result)
      if (ordinal === undefined || result.label === undefined) return undefined
      return {
        label: result.label,
        // Nothing is taken away, so what has an ordinal has others of its label.
        ...(byLabel.get(result.label)!.length === 1 ? {} : { ordinal }),
        ...(result.part.slots.length === 1 ? {} : { textNumber: at + 1 }),
      }
    },
    find({ label, ordinal, textNumber }) {
      const same = byLabel.get(label) ?? []
      const named = ordinal !== undefined ? same[ordinal - 1] : same.length === 1 ? same[0] : undefined
      const isWhole = named?.result.part.slots.length === 1
      const at = textNumber === undefined ? 0 : textNumber - 1
      const lines = named?.texts[at]
      // A name of ours is the shortest that is clear.
      if (named === undefined || lines === undefined || isWhole !== (textNumber === undefined) || (ordinal !== undefined && same.length === 1)) return undefined
      return { lines, result: named.result, at }
    },
  }
}

/** Place of the first line with a number, by that number. */
export function placesByNumber({ numbers }: Lines): ReadonlyMap<number, number> {
  const known = numberPlaces.get(numbers)
  if (known !== undefined) return known
  const places = new Map<number, number>()
  numbers.forEach((number, at) => {
    if (number !== 0 && !places.has(number)) places.set(number, at)
  })
  numberPlaces.set(numbers, places)
  return places
}

const numberPlaces = new WeakMap<Lines['numbers'], ReadonlyMap<number, number>>()
