import { createLineShape, readWords } from './line-shape.ts'
import type { Kind, MinedLog } from './mine-kinds.ts'

/** Lines of a kind that say what is usual for it. */
const minLines = 24
/** Values of a place that has few of them; all but the rare ones stand again and again. */
const maxDistinct = 12
/** Lines with a rare value, at most, and their share of the lines of the kind. */
const maxRare = 2
const maxRareShare = 0.02
const maxRareOfPlace = 3
/** How much larger than all but one in a hundred of its place a number is that stands out. */
const timesLarger = 10
const usualShare = 0.99
/** Lines that stay in all. */
const maxLines = 24

/** A longer value is compared by its beginning, in UTF-16 code units. */
const maxValueLength = 80
/** More digits are an id. */
const maxDigits = 15
/** What stands behind a number, at most, in UTF-16 code units: a unit, a bracket. */
const maxBehind = 6
const unit = /^(ns|us|µs|ms|s|m|h)?[^\w.:/-]{0,4}$/
const inMilliseconds: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1e3, m: 6e4, h: 3.6e6 }

interface Place {
  readonly word: number
  /** First line and count of each value. */
  readonly values: Map<string, { readonly line: number, count: number }>
  /** Of each line its number, while every value is one. */
  amounts: Float64Array | undefined
  isOpen: boolean
}

/**
 * Lines of which one word is not what it is in the others of their kind: a state, a user or a status that stands once where a few values stand
 * again and again, or a number far above all others of its place. Ascending, at most 24.
 *
 * @param membersOf numbers of the lines of a kind, ascending
 */
export function findRareValues(log: MinedLog, membersOf: (kind: Kind) => Int32Array): number[] {
  const rare = new Set<number>()
  for (const kind of log.kinds) {
    if (kind.count < minLines || kind.words === 0) continue
    const members = membersOf(kind)
    for (const place of readPlaces(log, kind, members)) {
      for (const line of place.isOpen ? findLarge(place, members) : findSeldom(place, members.length)) if (rare.size < maxLines) rare.add(line)
    }
  }
  return [...rare].sort((a, b) => a - b)
}

function readPlaces({ lines }: MinedLog, kind: Kind, members: Int32Array): Place[] {
  const places: Place[] = []
  for (let word = 0; word < kind.words; word++) {
    if (kind.varies[word] === 1 && (word < kind.timeFrom || word >= kind.timeTo)) places.push({ word, values: new Map(), amounts: new Float64Array(members.length), isOpen: false })
  }
  if (places.length === 0) return []
  const shape = createLineShape()
  const furthest = places.at(-1)!.word + 1 // there is one
  members.forEach((line, at) => {
    readWords(lines.text, lines.starts[line]!, lines.ends[line]!, shape, furthest)
    for (const place of places) {
      if (place.isOpen && place.amounts === undefined) continue
      const [start, end] = [shape.starts[place.word]!, shape.ends[place.word]!]
      if (!place.isOpen) {
        const value = lines.text.slice(start, Math.min(end, start + maxValueLength))
        const known = place.values.get(value)
        if (known !== undefined) known.count++
        else if (place.values.size === maxDistinct) place.isOpen = true
        else place.values.set(value, { line, count: 1 })
      }
      if (place.amounts !== undefined) {
        const number = readAmount(lines.text, start, end)
        if (Number.isNaN(number)) place.amounts = undefined
        else place.amounts[at] = number
      }
    }
  })
  return places
}

/**
 * A number with words around it, such as `took=31877ms`, without its sign; NaN for what is none: ids, addresses and times have more digits
 * elsewhere.
 */
function readAmount(text: string, start: number, end: number): number {
  let at = start
  while (at < end && !isDigit(text.charCodeAt(at))) at++
  const first = at
  while (at < end && isDigit(text.charCodeAt(at))) at++
  if (first === at || at - first > maxDigits) return Number.NaN
  if (text.charCodeAt(at) === 0x2e && at + 1 < end && isDigit(text.charCodeAt(at + 1))) {
    at++
    while (at < end && isDigit(text.charCodeAt(at))) at++
  }
  const number = Number(text.slice(first, at))
  if (at === end) return number
  if (end - at > maxBehind) return Number.NaN
  const found = unit.exec(text.slice(at, end))
  return found === null ? Number.NaN : number * (found[1] === undefined ? 1 : inMilliseconds[found[1]]!)
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

function findSeldom({ values }: Place, total: number): number[] {
  const seldom = [...values.values()].filter(({ count }) => count <= maxRare && count <= maxRareShare * total)
  return seldom.length > maxRareOfPlace ? [] : seldom.map(({ line }) => line)
}

function findLarge({ amounts }: Place, members: Int32Array): number[] {
  if (amounts === undefined) return []
  const sorted = amounts.slice().sort()
  const usual = sorted[Math.floor((sorted.length - 1) * usualShare)]!
  const least = Math.max(1, usual) * timesLarger
  if (sorted.at(-1)! < least) return []
  const large: number[] = []
  for (let at = 0; at < amounts.length && large.length < maxRareOfPlace; at++) if (amounts[at]! >= least) large.push(members[at]!)
  return large
}
