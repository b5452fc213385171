import type { JsonDocument } from '../../json/document.ts'
import { decodeString } from '../../json/strings.ts'
import { decimalKey, readDecimal } from '../../stats/decimal.ts'
import { nameWords } from './names.ts'
import type { Column } from './read-columns.ts'
import { parseTime } from './times.ts'

/**
 * What the values of a column are to a reader:
 * - `constant`: one value in every row
 * - `identifier`: tells rows apart and nothing else (ids, hashes, URLs)
 * - `sequence`: counts up or down by the same step
 * - `score`: numbers by which rows are ranked
 * - `time`: dates, times, epoch numbers
 * - `number`: other numbers, also in strings with a unit
 * - `category`: few values, each in several rows
 * - `flag`: true and false
 * - `label`: short texts that name the row
 * - `text`: longer texts
 * - `other`: arrays, empty objects, mixtures
 */
export type ColumnKind = 'constant' | 'identifier' | 'sequence' | 'score' | 'time' | 'number' | 'category' | 'flag' | 'label' | 'text' | 'other'

export interface ValueCount {
  /** Cells that have the value: rows, or elements where an array lies on the path. */
  count: number
  firstRow: number
}

export interface ColumnProfile {
  readonly column: Column
  readonly kind: ColumnKind
  /** Rows that have a cell, null included. */
  readonly rowsPresent: number
  /** Cells that are null. */
  readonly nulls: number
  /**
   * Cells per value that is not null, in order of first occurrence, by the raw text of the value. Spellings of one value count as
   * one: `1` and `1.0` by the first of them, strings as `JSON.stringify` spells them. Empty where nearly all values differ.
   */
  readonly counts: ReadonlyMap<string, ValueCount>
  /** True when `counts` was given up, since nearly all values differ. */
  readonly nearlyAllDiffer: boolean
  /**
   * The cells that are numbers or times, as numbers (times in milliseconds); empty for other kinds. Finite: what is too large for a
   * double is the largest one.
   */
  readonly numbers: Float64Array
  /** For each of `numbers`, the index of its cell in the column. */
  readonly cells: Int32Array
  /** What stands behind each of the numbers: `ms`, `%`; '' for nothing. */
  readonly unit: string
  /** Mean UTF-16 code units of the raw value, over cells that are not null. */
  readonly meanLength: number
  /** Mean words of a string, by its spaces. */
  readonly meanWords: number
  /** Share of the first strings that hold a hash, a UUID or another long run of digits and letters, in [0, 1]. */
  readonly hashShare: number
}

/** Values a category may have at most. More are rather names. */
const maxCategories = 200
/** Rows after which a column whose values nearly all differ is no longer counted by value. */
const distinctSample = 256
/** Mean length up to which a text names its row rather than describes it, in UTF-16 code units. */
const maxLabelLength = 120
/** Mean length up to which a repeated string is a category. */
const maxCategoryLength = 80

/** A number in a string; a plus before it is a phone number's. */
const numberWithUnit = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)? ?[A-Za-z%°]{0,4}$/
/** Digits behind a zero: without a unit, or in texts that all have one length, they are a code, a postal one or a phone number for example. */
const padded = /^0\d/
/** A point, digits and a zero. */
const versionZero = /\.\d+0$/
/** In a string these are no numbers: 1.9 comes before 1.24. */
const versionWords = new Set(['version', 'versions', 'ver', 'release', 'tag', 'semver', 'revision', 'rev', 'build', 'section', 'chapter'])
const identifierWords = new Set(['id', 'ids', 'key', 'uuid', 'guid', 'hash', 'sha', 'arn', 'uid', 'pk', 'number', 'no', 'num', 'index', 'ref', 'token', 'url', 'uri', 'href', 'link', 'etag', 'digest', 'checksum', 'fingerprint'])
const scoreWords = new Set(['score', 'rank', 'ranking', 'relevance', 'confidence', 'similarity', 'rating', 'probability', 'popularity', 'priority', 'votes', 'stars'])
const timeWords = new Set(['time', 'date', 'timestamp', 'ts', 'at', 'created', 'updated', 'modified', 'expires', 'started', 'ended', 'finished', 'epoch'])
/** Hexadecimal of 16 digits and more, UUIDs, URLs, and tokens without spaces that mix digits into letters. */
const identifierText = /^(?:[0-9a-f]{16,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{20,}|[a-z][a-z0-9+.-]*:\/\/\S*|arn:\S+)$/i

export interface ProfileOptions {
  /** Whether a string of digits is none of the numbers, since these are written as such. @default false */
  readonly areDigitsTexts?: boolean
}

/** Says what a column is, from its values first and its name second. One pass over its cells. */
export function profileColumn(doc: JsonDocument, column: Column, rowsTotal: number, { areDigitsTexts = false }: ProfileOptions = {}): ColumnProfile {
  const counts = new Map<string, ValueCount>()
  /** Numbers by another key than their spelling, as they are spelled first. */
  const spellings = new Map<string, string>()
  let nearlyAllDiffer = false
  let rowsPresent = 0
  let nulls = 0
  let strings = 0
  let numbers = 0
  let flags = 0
  let length = 0
  let words = 0
  let lastRow = -1
  const cells = column.nodes.length
  for (let cell = 0; cell < cells; cell++) {
    const node = column.nodes[cell]!
    const row = column.rows[cell]!
    if (row !== lastRow) rowsPresent++
    lastRow = row
    const start = doc.start[node]!
    const end = doc.end[node]!
    const opening = doc.text.charCodeAt(start)
    if (opening === 0x6e) {
      nulls++
      continue
    }
    length += end - start
    if (opening === 0x22) {
      strings++
      if (cell < distinctSample) words += countWords(doc.text, start, end)
    } else if (opening === 0x74 || opening === 0x66) flags++
    else if (opening !== 0x7b && opening !== 0x5b) numbers++
    if (nearlyAllDiffer || opening === 0x7b || opening === 0x5b) continue
    const raw = doc.text.slice(start, end)
    const key = valueKey(raw)
    const known = counts.get(key)
    if (known) known.count++
    else {
      counts.set(key, { count: 1, firstRow: row })
      if (key !== raw && opening !== 0x22) spellings.set(key, raw)
      if (counts.size >= distinctSample && counts.size * 10 > (cell + 1 - nulls) * 9) nearlyAllDiffer = true
    }
  }
  if (nearlyAllDiffer) counts.clear()
  const valued = cells - nulls
  const values = valued === 0 ? noNumbers : numbers === valued ? readNumbers(doc, column) : strings === valued ? readNumericStrings(doc, column, valued, areDigitsTexts) : noNumbers
  const shape = {
    valued, distinct: nearlyAllDiffer ? valued : counts.size, rowsPresent, rowsTotal, nulls,
    allStrings: strings === valued, allNumbers: numbers === valued, allFlags: flags === valued,
    meanLength: valued === 0 ? 0 : length / valued,
    meanWords: strings === 0 ? 0 : words / Math.min(strings, distinctSample),
  }
  const kind = valued === 0 ? 'other' : kindOf(doc, column, shape, values)
  return {
    column, kind, rowsPresent, nulls, nearlyAllDiffer,
    counts: spellings.size === 0 ? counts : new Map(Array.from(counts, ([key, count]) => [spellings.get(key) ?? key, count])),
    numbers: values.numbers, cells: values.cells, unit: values.unit, meanLength: shape.meanLength, meanWords: shape.meanWords,
    hashShare: strings === 0 ? 0 : hashShare(doc, column),
  }
}

interface Numbers {
  readonly numbers: Float64Array
  readonly cells: Int32Array
  readonly areTimes: boolean
  readonly unit: string
}

const noNumbers: Numbers = { numbers: new Float64Array(0), cells: new Int32Array(0), areTimes: false, unit: '' }

interface Shape {
  readonly valued: number
  readonly distinct: number
  readonly rowsPresent: number
  readonly rowsTotal: number
  readonly nulls: number
  readonly allStrings: boolean
  readonly allNumbers: boolean
  readonly allFlags: boolean
  readonly meanLength: number
  readonly meanWords: number
}

function kindOf(doc: JsonDocument, column: Column, shape: Shape, values: Numbers): ColumnKind {
  const { valued, distinct } = shape
  if (distinct === 1 && valued === shape.rowsTotal && !column.inArray) return 'constant' // of as many cells as rows, none is an object
  if (shape.allFlags) return 'flag'
  const name = nameWords(column.name)
  if (values.areTimes) return 'time'
  if (values.numbers.length > 0) return numberKind(values.numbers, name, shape)
  if (!shape.allStrings) return 'other'
  if (distinct * 2 <= valued && distinct <= maxCategories && shape.meanLength <= maxCategoryLength) return 'category'
  if (isIdentifierText(doc, column)) return 'identifier'
  if (shape.meanWords < 1.2 && distinct * 10 >= valued * 9 && identifierWords.has(name.at(-1) ?? '')) return 'identifier'
  return shape.meanLength <= maxLabelLength ? 'label' : 'text'
}

function numberKind(numbers: Float64Array, name: readonly string[], shape: Shape): ColumnKind {
  const last = name.at(-1) ?? ''
  if (isSequence(numbers)) return scoreWords.has(last) ? 'score' : 'sequence'
  const allDiffer = shape.distinct * 20 >= shape.valued * 19
  if (allDiffer && identifierWords.has(last)) return 'identifier'
  if (timeWords.has(last) && looksLikeEpoch(numbers)) return 'time'
  return name.some((word) => scoreWords.has(word)) ? 'score' : 'number'
}

function isSequence(numbers: Float64Array): boolean {
  if (numbers.length < 5) return false
  const step = numbers[1]! - numbers[0]!
  if (step === 0 || !Number.isInteger(step)) return false
  for (let i = 2; i < numbers.length; i++) if (numbers[i]! - numbers[i - 1]! !== step) return false
  return true
}

/** Seconds or milliseconds between 1990 and 2100. */
function looksLikeEpoch(numbers: Float64Array): boolean {
  return numbers.every((value) => (value > 6.3e8 && value < 4.2e9) || (value > 6.3e11 && value < 4.2e12))
}

/** Looks at the first few strings only: a column of hashes or URLs is one from its first row on. */
function isIdentifierText(doc: JsonDocument, column: Column): boolean {
  let seen = 0
  for (const node of column.nodes) {
    if (doc.text.charCodeAt(doc.start[node]!) !== 0x22) continue
    const text = doc.text.slice(doc.start[node]! + 1, doc.end[node]! - 1)
    if (!identifierText.test(text.length > 200 ? text.slice(0, 200) : text)) return false
    if (++seen === 5) return true
  }
  return seen > 0
}

function readNumbers(doc: JsonDocument, column: Column): Numbers {
  const numbers = new Float64Array(column.nodes.length)
  const cells = new Int32Array(column.nodes.length)
  let found = 0
  for (let cell = 0; cell < column.nodes.length; cell++) {
    const node = column.nodes[cell]!
    if (doc.text.charCodeAt(doc.start[node]!) === 0x6e) continue // null
    numbers[found] = Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, Number(doc.text.slice(doc.start[node]!, doc.end[node]!))))
    cells[found++] = cell
  }
  return { numbers: numbers.subarray(0, found), cells: cells.subarray(0, found), areTimes: false, unit: '' }
}

/** Strings that are all times, or all numbers with one unit; nothing when one of them is neither. */
function readNumericStrings(doc: JsonDocument, column: Column, valued: number, areDigitsTexts: boolean): Numbers {
  const numbers = new Float64Array(valued)
  const cells = new Int32Array(valued)
  let found = 0
  let unit: string | undefined
  let areTimes = false
  let isPadded = false
  let width = 0
  /** Digits behind points. Where they differ, and some end with a zero, these are versions: 1.9 comes before 1.10. */
  const places = new Set<number>()
  let endsWithZero = false
  const isVersion = versionWords.has(nameWords(column.name).at(-1) ?? '')
  for (let cell = 0; cell < column.nodes.length; cell++) {
    const node = column.nodes[cell]!
    const start = doc.start[node]! + 1
    if (doc.text.charCodeAt(start - 1) !== 0x22) continue
    const end = doc.end[node]! - 1
    if (end - start > 40 || end === start) return noNumbers
    const text = doc.text.slice(start, end)
    if (found === 0) areTimes = !Number.isNaN(parseTime(text))
    let value: number
    if (areTimes) value = parseTime(text)
    else {
      if (isVersion || !numberWithUnit.test(text)) return noNumbers
      isPadded ||= padded.test(text)
      const point = text.indexOf('.')
      if (point >= 0) places.add(text.length - point)
      endsWithZero ||= versionZero.test(text)
      width = found === 0 || width === text.length ? text.length : -1
      value = parseFloat(text)
      const ownUnit = text.slice(text.search(/[A-Za-z%° ]|$/))
      unit ??= ownUnit
      if (unit !== ownUnit && value !== 0) return noNumbers
    }
    if (!Number.isFinite(value)) return noNumbers
    numbers[found] = value
    cells[found++] = cell
  }
  if (areDigitsTexts && unit === '' && !areTimes) return noNumbers
  if (isPadded && (width > 0 || unit === '')) return noNumbers
  if (places.size > 1 && endsWithZero && !areTimes) return noNumbers
  return { numbers: numbers.subarray(0, found), cells: cells.subarray(0, found), areTimes, unit: areTimes ? '' : unit ?? '' }
}

/** One text for all spellings of a value. */
function valueKey(raw: string): string {
  const opening = raw.charCodeAt(0)
  if (opening === 0x22) return raw.includes('\\') ? JSON.stringify(decodeString(raw)) : raw
  if (opening === 0x74 || opening === 0x66 || /^-?[1-9]\d{0,20}$/.test(raw)) return raw
  const number = readDecimal(raw)
  // Whole numbers are their own key, so that both spellings of one meet.
  const isWhole = number.point >= number.digits.length && number.point <= 21
  return isWhole ? `${number.sign < 0 ? '-' : ''}${number.digits.padEnd(number.point, '0') || '0'}` : decimalKey(number)
}

const hashRun = /[0-9a-f]{4}[0-9a-f-]{12}/i
/** Strings looked at for hashes. */
const hashSample = 8

function hashShare(doc: JsonDocument, column: Column): number {
  let looked = 0
  let hashes = 0
  for (const node of column.nodes) {
    if (doc.text.charCodeAt(doc.start[node]!) !== 0x22) continue
    const run = hashRun.exec(doc.text.slice(doc.start[node]!, Math.min(doc.end[node]!, doc.start[node]! + 200)))
    if (run && /[0-9]/.test(run[0])) hashes++
    if (++looked === hashSample) break
  }
  return looked === 0 ? 0 : hashes / looked
}

function countWords(text: string, start: number, end: number): number {
  let words = 1
  for (let i = start; i < end; i++) if (text.charCodeAt(i) === 0x20) words++
  return words
}
