import type { JsonDocument } from './document.ts'
import { parseJson } from './parse.ts'
import { decodeString } from './strings.ts'

/**
 * The JSON text of a value that was made from a parsed one by edits: what is still the same reference is the slice of the source that
 * it was parsed from, so that `12345678901234567890`, `1.0`, escapes and duplicate keys stay what they are.
 *
 * Elements of an array that moved are found by their identity. What is new is written by `JSON.stringify`. White space between values
 * goes; the source itself comes back when nothing changed.
 *
 * @param source what `before` was parsed from by `JSON.parse`
 * @param after made from `before` by replacing, removing and adding values; unchanged parts are the same references
 */
export function renderEdited(source: string, before: unknown, after: unknown): string {
  if (Object.is(before, after)) return source
  const document = parseJson(source)
  if (document === undefined) return stringify(after)
  const pieces: string[] = []
  write({ document, pieces }, 0, before, after)
  return pieces.join('')
}

interface Writing {
  readonly document: JsonDocument
  readonly pieces: string[]
}

/** Goes only as deep as edits do. */
function write(writing: Writing, node: number, before: unknown, after: unknown): void {
  const { document: { text, start, end }, pieces } = writing
  // A string is compared by its value, so that an unchanged one keeps its spelling.
  if (Object.is(before, after)) pieces.push(text.slice(start[node]!, end[node]!))
  else if (Array.isArray(before) && Array.isArray(after)) writeArray(writing, node, before, after)
  else if (isPlainObject(before) && isPlainObject(after)) writeObject(writing, node, before, after)
  else pieces.push(stringify(after))
}

function writeArray(writing: Writing, node: number, before: readonly unknown[], after: readonly unknown[]): void {
  const { document: { next }, pieces } = writing
  const nodes: number[] = []
  for (let element = node + 1; element < next[node]!; element = next[element]!) nodes.push(element)
  const places = new Map<unknown, number>()
  for (const [place, value] of before.entries()) if (isContainer(value)) places.set(value, place)
  const kept = new Set(after)
  /** Place of the element of `before` that the next one of `after` stands for: the one behind the last, but for those that left. */
  let expected = 0
  pieces.push('[')
  for (const [index, value] of after.entries()) {
    if (index > 0) pieces.push(',')
    const place = (isContainer(value) ? places.get(value) : undefined) ?? counterpart(value)
    if (place === undefined) pieces.push(stringify(value))
    else {
      write(writing, nodes[place]!, before[place], value)
      expected = place + 1
    }
  }
  pieces.push(']')

  /** Which element an edited one was before; undefined for one that was put in. A wrong guess costs nothing but spelling. */
  function counterpart(value: unknown): number | undefined {
    let best: number | undefined
    let bestLikeness = -1
    for (let place = expected; place < Math.min(before.length, expected + maxCandidates); place++) {
      const old = before[place]
      if (isContainer(old) && kept.has(old)) break
      const likeness = isContainer(old) === isContainer(value) ? likenessOf(old, value) : -1
      if (likeness > bestLikeness) [best, bestLikeness] = [place, likeness]
    }
    return best
  }
}

/** Elements that left, looked at for the one that an edited element was. */
const maxCandidates = 16

/** Members with a name in common, those with the same value twice. */
function likenessOf(old: unknown, value: unknown): number {
  if (!isPlainObject(old) || !isPlainObject(value)) return 0
  let likeness = 0
  for (const key of Object.keys(old)) if (Object.hasOwn(value, key)) likeness += Object.is(old[key], value[key]) ? 2 : 1
  return likeness
}

function writeObject(writing: Writing, node: number, before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): void {
  const { document: { text, start, end, next }, pieces } = writing
  /** Node of each key and its value; of a duplicate key the last one is what was parsed. */
  const members = new Map<string, { readonly key: number, readonly value: number }>()
  for (let key = node + 1; key < next[node]!; key = next[key + 1]!) members.set(decodeString(text.slice(start[key]!, end[key]!)), { key, value: key + 1 })
  let isFirst = true
  pieces.push('{')
  for (const name of Object.keys(after)) {
    const value = after[name]
    const member = members.get(name)
    const written = member === undefined ? JSON.stringify(value) as string | undefined : ''
    if (written === undefined) continue // as `JSON.stringify` leaves out what has no JSON
    if (!isFirst) pieces.push(',')
    isFirst = false
    if (member === undefined) pieces.push(JSON.stringify(name), ':', written)
    else {
      pieces.push(text.slice(start[member.key]!, end[member.key]!), ':')
      write(writing, member.value, before[name], value)
    }
  }
  pieces.push('}')
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return isContainer(value) && !Array.isArray(value)
}

/** In an array what has no JSON is null. */
function stringify(value: unknown): string {
  return (JSON.stringify(value) as string | undefined) ?? 'null'
}
