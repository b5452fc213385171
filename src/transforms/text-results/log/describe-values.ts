import type { Lines } from '../lines.ts'
import { createLineShape, readWords } from './line-shape.ts'
import type { Kind } from './mine-kinds.ts'

/** Values of one place that are counted; more are too many to tell. */
const maxDistinct = 2000
/** A value that is told is cut here, in UTF-16 code units. */
const maxValueLength = 48
/** Values that are told of one place. */
const maxTold = 4
/** Places that are told of one kind. */
const maxPlaces = 4
/** Share of the text left out that its values may take. */
const maxShare = 0.12

/** What stands at one place of the lines of a kind. */
interface Place {
  readonly word: number
  readonly counts: Map<string, number>
  /** More than `maxDistinct` values. */
  isOpen: boolean
}

/**
 * What the lines of a kind have that differs, place by place: how often each of the commonest values, or from which number to which.
 *
 * @param members numbers of the lines, ascending
 * @returns such as `rhost=150.183.249.110 x80, 211.72.2.106 x30, 12 others`; empty when nothing is worth telling
 */
export function describeValues(lines: Lines, kind: Kind, members: Int32Array): string[] {
  let room = 0
  for (const line of members) room += lines.ends[line]! - lines.starts[line]!
  room *= maxShare
  const shape = createLineShape()
  const places: Place[] = []
  for (let word = 0; word < kind.words; word++) {
    if (kind.varies[word] === 1 && (word < kind.timeFrom || word >= kind.timeTo)) places.push({ word, counts: new Map(), isOpen: false })
  }
  if (places.length === 0) return []
  const furthest = places[places.length - 1]!.word + 1
  for (const line of members) {
    readWords(lines.text, lines.starts[line]!, lines.ends[line]!, shape, furthest)
    for (const place of places) {
      if (place.isOpen) continue
      const value = lines.text.slice(shape.starts[place.word], shape.ends[place.word])
      const count = place.counts.get(value)
      if (count === undefined && place.counts.size === maxDistinct) place.isOpen = true
      else place.counts.set(value, (count ?? 0) + 1)
    }
  }
  readWords(lines.text, lines.starts[members[0]!]!, lines.ends[members[0]!]!, shape, furthest)
  const told: { readonly text: string, readonly rank: number }[] = []
  for (const place of places) {
    if (place.counts.size < 2) continue
    const before = place.word > 0 && kind.varies[place.word - 1] === 0 ? lines.text.slice(shape.starts[place.word - 1], shape.ends[place.word - 1]) : ''
    const description = describePlace(place, before, members.length)
    if (description !== undefined && !told.some(({ text }) => sameValues(text, description.text))) told.push(description)
  }
  const chosen: string[] = []
  for (const { text } of told.sort((a, b) => a.rank - b.rank)) {
    if (chosen.length === maxPlaces || text.length > room) continue
    room -= text.length
    chosen.push(text)
  }
  return chosen
}

const valuesOf = (text: string): string => text.slice(text.indexOf('<'))
/** Two places that go together are told once. */
const sameValues = (a: string, b: string): boolean => a.length > 12 && valuesOf(a) === valuesOf(b)

function describePlace({ counts, isOpen }: Place, before: string, total: number): { text: string, rank: number } | undefined {
  const { prefix, suffix } = commonEnds(counts)
  const isNamed = /[A-Za-z]/.test(prefix)
  const head = isNamed && prefix.length <= maxValueLength ? prefix : before.length <= 20 ? `${before} ${prefix.slice(-maxValueLength)}`.trimStart() : prefix.slice(-maxValueLength)
  const tail = suffix.slice(0, maxValueLength)
  const trim = (value: string): string => value.slice(prefix.length, value.length - suffix.length)
  const sorted = [...counts].sort((a, b) => b[1] - a[1])
  const top = sorted[0]![1]
  const range = isOpen ? undefined : rangeOf(sorted.map(([value]) => trim(value)))
  if (isOpen || top === 1 || (counts.size > 8 && top < 0.05 * total)) {
    if (range !== undefined) return { text: `${head}<${range}>${tail}`, rank: 2 }
    return isOpen ? undefined : { text: `${head}<${counts.size} different>${tail}`, rank: 3 }
  }
  const repeated = sorted.filter(([, count]) => count > 1)
  const shown = repeated.slice(0, maxTold).map(([value, count]) => `${shorten(trim(value))} x${count}`)
  const others = counts.size - shown.length
  const rest = others === 0 ? '' : others === 1 ? `, ${shorten(trim(sorted[sorted.length - 1]![0]))} x${sorted[sorted.length - 1]![1]}` : `, ${others} others${range === undefined ? '' : `, ${range}`}`
  return { text: `${head}<${shown.join(', ')}${rest}>${tail}`, rank: counts.size <= 8 ? 0 : 1 }
}

/** `from 3 to 12`; undefined where not all are numbers. */
function rangeOf(values: readonly string[]): string | undefined {
  let least = Infinity
  let most = -Infinity
  for (const value of values) {
    if (!/^-?\d{1,15}(?:\.\d{1,6})?$/.test(value)) return undefined
    const number = Number(value)
    if (number < least) least = number
    if (number > most) most = number
  }
  return `${least} to ${most}`
}

const shorten = (value: string): string => value === '' ? '""' : value.length <= maxValueLength ? value : `${value.slice(0, maxValueLength)}...`

/** What all values begin and end with, up to a letter or digit that would be torn from its like. */
function commonEnds(counts: ReadonlyMap<string, number>): { prefix: string, suffix: string } {
  let first: string | undefined
  let prefix = 0
  let suffix = 0
  for (const value of counts.keys()) {
    if (first === undefined) {
      first = value
      prefix = value.length
      suffix = value.length
      continue
    }
    let i = 0
    while (i < prefix && i < value.length && value.charCodeAt(i) === first.charCodeAt(i)) i++
    prefix = i
    let j = 0
    while (j < suffix && j < value.length && value.charCodeAt(value.length - 1 - j) === first.charCodeAt(first.length - 1 - j)) j++
    suffix = j
  }
  const text = first ?? ''
  while (prefix > 0 && isInside(text.charCodeAt(prefix - 1))) prefix--
  while (suffix > 0 && isInside(text.charCodeAt(text.length - suffix))) suffix--
  let shortest = text.length
  for (const value of counts.keys()) if (value.length < shortest) shortest = value.length
  if (prefix + suffix > shortest) suffix = Math.max(0, shortest - prefix)
  return { prefix: text.slice(0, prefix), suffix: text.slice(text.length - suffix) }
}

/** Letters, digits, and what stands inside numbers and names. */
function isInside(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) || code === 0x2e || code === 0x2d || code === 0x5f || code > 127
}
