import { numberMark, parseExactly } from './exact-json.ts'

// A reader of what the pipeline writes, made from its description: a table is an object with the key `_headroom`. It reads
// values and the spelling of numbers; the rest of spelling is the business of law 8.

type Json = null | boolean | number | string | readonly Json[] | JsonObject
interface JsonObject { readonly [key: string]: Json }

/** An array, a map or arrays of one length, of which rows may be left out. */
export class Table {
  constructor(
    /** What stands in the reserved key, such as `15 of 500 rows whole, 120 as index lines, 365 only counted`. */
    readonly disclosure: string,
    /** Rows that are whole, as values; of a map, with their keys. */
    readonly whole: readonly unknown[],
    readonly keys: readonly string[] | undefined,
    /** Cells of each index line. */
    readonly indexLines: readonly (readonly unknown[])[],
    /** Counts and ranges over all rows, by column. */
    readonly figures: JsonObject,
    /** Where the whole rows stood, from 0, if it is told. */
    readonly positions?: readonly unknown[],
  ) {}

  /** Whole numbers of the disclosure, in its order. */
  get numbers(): number[] {
    return (this.disclosure.match(/\d+/g) ?? []).map(Number)
  }

  /** Rows of the source: the second number of `15 of 500`, the only one of `table of 3 rows`. */
  get rowsTotal(): number {
    return (this.isComplete ? this.numbers[0] : this.numbers[1]) ?? Number.NaN
  }

  get isComplete(): boolean {
    return !/^\d+ of \d+/.test(this.disclosure)
  }
}

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)
const absentCell = Symbol('absent')

interface Notation {
  readonly absent: Json | undefined
  readonly repeated: JsonObject
}

/** The value of a written document: complete tables are arrays again, the others are `Table`s. Texts that hold documents are read too. */
export function readWritten(text: string): unknown {
  return readValue(parseExactly(text) as Json)
}

function readValue(value: Json): unknown {
  if (Array.isArray(value)) return value.map(readValue)
  if (!isObject(value)) return value
  if ('_headroom' in value) return readTable(value)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.replace(/^_(_+headroom)$/, '$1'), readValue(inner)]))
}

function readTable(written: JsonObject): unknown {
  const disclosure = String(written['_headroom'])
  const columns = listOf(written['columns'])
  const notation: Notation = { absent: written['absent'], repeated: isObject(written['repeated']) ? written['repeated'] : {} }
  const isMap = columns[0] === '(key)' || / (?:keys|entries) /.test(disclosure)
  const keys: string[] = []
  const whole = listOf(written['rows']).map((row) => {
    if (columns.length === 0 || !Array.isArray(row)) {
      if (!isMap) return readValue(row)
      const [key, value] = Object.entries(row as JsonObject)[0]!
      keys.push(key)
      return readValue(value)
    }
    if (isMap) keys.push(String(row[0]))
    return isMap ? readRow(columns.slice(1), row.slice(1), notation, []) : readRow(columns, row as readonly Json[], notation, [])
  })
  const index = written['index']
  const lines = isObject(index) ? listOf(index['rows']).map((line) => (Array.isArray(line) ? line : [line])) : []
  const figures = Object.entries(written).find(([key]) => key.startsWith('figures'))?.[1]
  const positions = written['positions of these rows, from 0']
  const table = new Table(disclosure, whole, isMap ? keys : undefined, lines, isObject(figures) ? figures : {}, Array.isArray(positions) ? positions as readonly unknown[] : undefined)
  if (!table.isComplete) return table
  return isMap ? Object.fromEntries(keys.map((key, at) => [key, whole[at]])) : whole
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])

/** Finds the value of a key in one object; templates ask the object they stand in, and those around it. */
type Resolve = (key: string) => unknown

/** One object from its cells: a column is a key, or an object that says how the key's value is made. */
function readRow(columns: readonly Json[], cells: readonly Json[], notation: Notation, around: readonly Resolve[]): unknown {
  const values = new Map<string, () => unknown>()
  const chain: readonly Resolve[] = [(key) => values.get(key)?.(), ...around]
  let at = 0
  for (const column of columns) {
    const [key, how] = typeof column === 'string' ? [column, undefined] : Object.entries(column as JsonObject)[0]!
    if (isObject(how)) values.set(key, () => readWithoutCell(how, notation, chain))
    else {
      const cell = cells[at++]
      values.set(key, () => readCell(how, cell, notation, chain))
    }
  }
  return Object.fromEntries([...values].map(([key, read]) => [key, read()] as const).filter(([, value]) => value !== absentCell))
}

function readWithoutCell(how: JsonObject, notation: Notation, chain: readonly Resolve[]): unknown {
  if ('always' in how) return readValue(how['always']!)
  if ('same as' in how) return chain[0]!(String(how['same as']))
  if ('fields' in how) return readRow(listOf(how['fields']), [], notation, chain)
  return String(how['is']).replace(/\{((?:\.\.\/)*)([^{}]*)\}/g, (braces, up: string, key: string) => {
    const value = chain[up.length / 3]?.(key)
    return typeof value === 'string' || typeof value === 'number' ? String(value).replace(numberMark, '') : braces
  })
}

function readCell(how: Json | undefined, cell: Json | undefined, notation: Notation, chain: readonly Resolve[]): unknown {
  if (cell === undefined || (notation.absent !== undefined && cell === notation.absent)) return absentCell
  if (typeof cell === 'string' && Object.hasOwn(notation.repeated, cell)) return readCell(how, notation.repeated[cell], notation, chain)
  if (!Array.isArray(how) || !Array.isArray(cell)) return readValue(cell)
  const [inner] = how as readonly Json[]
  if (!Array.isArray(inner)) return readRow(how as readonly Json[], cell as readonly Json[], notation, chain)
  return (cell as readonly Json[]).map((element) => readCell(inner, element, notation, chain))
}

/**
 * The object of a source as it is read beside what was written for it: where arrays of one length became a table, their rows, under the
 * key of that table and in the place of the first of them.
 */
export function besideWritten(source: Readonly<Record<string, unknown>>, written: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const found = Object.entries(written).find(([key, value]) => /^arrays of \d+ each$/.test(key) && value instanceof Table && / positions whole/.test(value.disclosure))
  if (!found || Array.isArray(source)) return source
  const [key, table] = found as [string, Table]
  const names = Object.keys(table.whole[0] ?? {})
  const arrays = names.map((name) => source[name])
  const rows = Number(/\d+/.exec(key)![0])
  if (names.length < 2 || key in source || !arrays.every((array) => Array.isArray(array) && array.length === rows)) return source
  const read = Array.from({ length: rows }, (_, row) => Object.fromEntries(names.map((name, i) => [name, (arrays[i] as unknown[])[row]])))
  const first = Object.keys(source).find((name) => names.includes(name))
  return Object.fromEntries(Object.entries(source).flatMap(([name, value]) => (name === first ? [[key, read]] : names.includes(name) ? [] : [[name, value]])) as [string, unknown][])
}

/** The same rows where nothing was left out: a reader may put together what stands at one position. */
function rowsAcross(value: JsonObject): unknown[] {
  const arrays = Object.entries(value).filter(([, array]) => Array.isArray(array) && array.every((cell) => typeof cell !== 'object' || cell === null)) as [string, readonly unknown[]][]
  const rows = Math.max(0, ...arrays.map(([, { length }]) => length))
  const long = arrays.filter(([, { length }]) => length === rows)
  return Array.from({ length: rows }, (_, row) => Object.fromEntries(long.map(([name, array]) => [name, array[row]])))
}

/** Every row that is whole somewhere in a document, as `JSON.stringify` writes its value: elements of arrays, rows of tables, values of maps, positions of arrays. */
export function wholeRows(value: unknown, found = new Set<string>()): Set<string> {
  if (value instanceof Table) for (const row of value.whole) addRow(row, found)
  else if (Array.isArray(value)) for (const row of value as unknown[]) addRow(row, found)
  else if (isObject(value)) for (const inner of [...Object.values(value), ...rowsAcross(value)]) addRow(inner, found)
  else if (typeof value === 'string' && /^\s*[[{]/.test(value)) wholeRows(readWritten(value), found)
  return found
}

function addRow(row: unknown, found: Set<string>): void {
  if (isObject(row) && !(row instanceof Table)) found.add(canonical(row))
  wholeRows(row, found)
}

/** The bytes of a value, whatever the spelling of its source. */
export const canonical = (value: unknown): string => JSON.stringify(value)
