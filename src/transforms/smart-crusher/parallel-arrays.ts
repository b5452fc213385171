import type { JsonDocument } from '../../json/document.ts'
import { decodeString } from '../../json/strings.ts'
import { parseTime } from './times.ts'

/** So many arrays are hardly of one length by chance, */
const minArrays = 3
/** and two are not when they are as long as this. */
const minRowsOfTwo = 20
/** Lists of texts are cut to round lengths, the ten newest or the hundred longest, and have nothing else in common. */
const pageStep = 5

/**
 * The arrays of an object that are the columns of one table: they have one length, hold no other containers, and there is more to it than
 * chance. A member that counts up or is a time says so alone, as the hours of a forecast; else it takes several arrays, or long ones.
 *
 * @param minRows elements they need
 * @param minLength UTF-16 code units they need together
 * @returns the nodes of the arrays; undefined where nothing speaks for it, or where a key is there twice
 */
export function findParallelArrays(doc: JsonDocument, object: number, minRows: number, minLength: number): readonly number[] | undefined {
  const all = scalarArrays(doc, object, minRows)
  if (all.length < 2) return undefined
  const arrays = largestOfOneLength(doc, all)
  if (arrays.length < 2 || lengthOfArrays(doc, arrays) < minLength) return undefined
  const rows = doc.size[arrays[0]!]!
  const orders = new Set(arrays.map((array) => orderOf(doc, array)))
  // Lists of a map have many lengths, and some have the same.
  const isMost = arrays.length * 2 >= all.length
  const isTable = orders.has('times')
    || (isMost && orders.has('values'))
    || (isMost && (arrays.length >= minArrays || rows >= minRowsOfTwo) && (rows % pageStep !== 0 || arrays.some((array) => holdsNumber(doc, array))))
  return isTable && areKeysTold(doc, object, rows) ? arrays : undefined
}

/** UTF-16 code units of some arrays with their keys. */
export function lengthOfArrays({ start, end }: JsonDocument, arrays: readonly number[]): number {
  return arrays.reduce((sum, array) => sum + end[array]! - start[array - 1]! + 1, 0)
}

/** The key under which the table of arrays stands in their object, as raw JSON. */
export function keyOfArrays(rows: number): string {
  return `"arrays of ${rows} each"`
}

/** Arrays without containers in them have no nodes but their elements: element `i` of such an array is the node `array + 1 + i`. */
function scalarArrays({ text, start, next, size }: JsonDocument, object: number, minRows: number): number[] {
  const arrays: number[] = []
  for (let key = object + 1; key < next[object]!; key = next[key + 1]!) {
    const value = key + 1
    if (size[value]! >= minRows && next[value]! - value - 1 === size[value] && text.charCodeAt(start[value]!) === 0x5b) arrays.push(value)
  }
  return arrays
}

/** Of the groups of arrays that have one length, the one with the most text. */
function largestOfOneLength(doc: JsonDocument, all: readonly number[]): readonly number[] {
  const groups = new Map<number, number[]>()
  for (const array of all) {
    const group = groups.get(doc.size[array]!)
    if (group) group.push(array)
    else groups.set(doc.size[array]!, [array])
  }
  let largest: readonly number[] = []
  let length = -1
  for (const group of groups.values()) {
    const own = group.length < 2 ? -1 : lengthOfArrays(doc, group)
    if (own > length) {
      largest = group
      length = own
    }
  }
  return largest
}

/** What goes only up, or only down, in an array: times, which may stand still, or numbers and texts that begin with a digit, such as months. */
function orderOf(doc: JsonDocument, array: number): 'times' | 'values' | undefined {
  let way = 0
  let before = readPlace(doc, array + 1)
  for (let node = array + 2; node < doc.next[array]!; node++) {
    const place = readPlace(doc, node)
    if (place === undefined || before === undefined || typeof place.value !== typeof before.value) return undefined
    const step = place.value > before.value ? 1 : place.value < before.value ? -1 : 0
    if (step === 0 ? !place.isTime : way === -step) return undefined
    way ||= step
    before = place
  }
  if (way === 0) return undefined
  return before?.isTime ? 'times' : 'values'
}

function readPlace({ text, start, end }: JsonDocument, node: number): { readonly value: number | string, readonly isTime: boolean } | undefined {
  const raw = text.slice(start[node]!, end[node]!)
  if (!raw.startsWith('"')) return /^[-\d]/.test(raw) ? { value: Number(raw), isTime: false } : undefined
  const inner = raw.slice(1, -1)
  const time = parseTime(inner)
  if (!Number.isNaN(time)) return { value: time, isTime: true }
  return /^\d/.test(inner) ? { value: inner, isTime: false } : undefined
}

function holdsNumber({ text, start, next }: JsonDocument, array: number): boolean {
  for (let node = array + 1; node < next[array]!; node++) {
    const code = text.charCodeAt(start[node]!)
    if (code === 0x2d || (code >= 0x30 && code <= 0x39)) return true
  }
  return false
}

/** Whether every key stands once, and none is like the one that a table would get. */
function areKeysTold({ text, start, end, next, size }: JsonDocument, object: number, rows: number): boolean {
  const keys = new Set<string>()
  for (let key = object + 1; key < next[object]!; key = next[key + 1]!) keys.add(decodeString(text.slice(start[key]!, end[key]!)))
  return keys.size === size[object] && !keys.has(keyOfArrays(rows).slice(1, -1))
}
