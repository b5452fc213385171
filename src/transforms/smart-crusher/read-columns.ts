import type { JsonDocument } from '../../json/document.ts'
import { IntList } from '../../json/int-list.ts'
import { decodeString } from '../../json/strings.ts'
import type { Table } from './find-tables.ts'

/** All values that stand at one path of the rows of a table. Sparse: a row without the path has no cell. */
export interface Column {
  /**
   * Keys from the row joined by dots, `[]` for the elements of an array in the row: `user.login`, `artists[].name`; '' for a row that is
   * no object. No two columns have the same: beside a field `b` in `a`, the key `a.b` is written `['a.b']`, and so is the empty key.
   */
  readonly path: string
  /** The last key, as written in the source without its quotes; '' for a row that is no object. */
  readonly name: string
  /** True when a row may have several cells, since an array lies on the path. */
  readonly inArray: boolean
  /** Row of each cell, ascending. */
  readonly rows: Int32Array
  /** Node of each cell. */
  readonly nodes: Int32Array
  /** Rows in which the path holds an object with fields, which are columns of their own, ascending; such a row has no cell here. */
  readonly objectRows: Int32Array
}

/** One step of a path, with the steps below it in the order in which they were first seen. */
interface Field extends Pick<Column, 'path' | 'name' | 'inArray'> {
  readonly rawKey: string
  readonly parent: Field | undefined
  readonly rows: IntList
  readonly nodes: IntList
  readonly objectRows: IntList
  readonly children: Field[]
  byKey: Map<string, Field> | undefined
  element: Field | undefined
}

/** Paths deeper than this are not profiled: nested records are rarely deeper, and each node is read at most so often. */
const maxDepth = 8
/** Fields of one object beyond this many are not profiled: a row with so many keys is a map, and columns would outnumber rows. */
const maxFields = 1000
/** Cells of a column to have room for at first: most columns of a small table need no second array, and a thousand rare ones take little. */
const maxFirstCapacity = 128

/**
 * Reads the cells of a table by path, in one walk over its rows. Objects in a row give paths with dots; arrays in a row
 * give one cell for the array and several for its elements.
 *
 * It is the source that is read, whatever stands in for parts of it when the table is written.
 *
 * @returns columns in the order in which their paths first occur
 */
export function readColumns(table: Table): Column[] {
  const { doc } = table
  if (table.arrays) return readArrays(doc, table.arrays)
  const firstCapacity = Math.min(table.values.length, maxFirstCapacity)
  const root = createField('', '', '', false, firstCapacity, undefined)
  const columns: Field[] = []
  const rowsAreTuples = areTuples(table)

  const readValue = (field: Field, node: number, row: number, depth: number): void => {
    const opening = doc.text.charCodeAt(doc.start[node]!)
    if (opening === 0x7b && doc.size[node]! > 0 && depth < maxDepth) {
      if (!field.inArray) field.objectRows.push(row)
      readPairs(field, node, row, depth)
      return
    }
    if (field.rows.length === 0) columns.push(field)
    field.rows.push(row)
    field.nodes.push(node)
    if (opening !== 0x5b || depth >= maxDepth) return
    field.element ??= createField('', `${field.path}[]`, field.name, true, firstCapacity, field)
    for (let child = node + 1; child < doc.next[node]!; child = doc.next[child]!) readValue(field.element, child, row, depth + 1)
  }

  const readPairs = (field: Field, node: number, row: number, depth: number): void => {
    let place = 0
    for (let key = node + 1; key < doc.next[node]!; key = doc.next[key + 1]!) {
      const child = findChild(doc, field, key, place++, firstCapacity)
      if (child) readValue(child, key + 1, row, depth + 1)
    }
  }

  for (let row = 0; row < table.values.length; row++) {
    const node = table.values[row]!
    if (!rowsAreTuples) readValue(root, node, row, 0)
    else {
      let place = 0
      for (let child = node + 1; child < doc.next[node]!; child = doc.next[child]!, place++) {
        root.children[place] ??= createField(String(place), String(place), String(place), false, firstCapacity, root)
        readValue(root.children[place]!, child, row, 1)
      }
    }
  }
  const paths = uniquePaths(columns)
  return columns.map(({ name, inArray, rows, nodes, objectRows }, i) => ({ path: paths[i]!, name, inArray, rows: rows.numbers(), nodes: nodes.numbers(), objectRows: objectRows.numbers() }))
}

/** Each of several arrays of one length is a column, and its key the path. */
function readArrays(doc: JsonDocument, arrays: readonly number[]): Column[] {
  const root = createField('', '', '', false, 1, undefined)
  const fields = arrays.map((array) => {
    const rawKey = doc.text.slice(doc.start[array - 1]!, doc.end[array - 1]!)
    const name = rawKey.slice(1, -1)
    return createField(rawKey, joinPath('', name, false), name, false, 1, root)
  })
  const rows = Int32Array.from({ length: doc.size[arrays[0]!]! }, (_, row) => row)
  const paths = uniquePaths(fields)
  return arrays.map((array, i) => ({ path: paths[i]!, name: fields[i]!.name, inArray: false, rows, nodes: rows.map((row) => array + 1 + row), objectRows: new Int32Array(0) }))
}

/** The paths of columns; those that are not alone with theirs spell out which dots belong to a key. */
function uniquePaths(columns: readonly Field[]): string[] {
  const seen = new Map<string, number>()
  for (const { path } of columns) seen.set(path, (seen.get(path) ?? 0) + 1)
  return columns.map((field) => (seen.get(field.path) === 1 ? field.path : exactPath(field)))
}

function exactPath({ parent, rawKey, name }: Field): string {
  if (!parent) return ''
  const around = exactPath(parent)
  if (rawKey === '') return `${around}[]`
  return joinPath(around, name, /[.[\]]/.test(name))
}

function joinPath(around: string, name: string, spelledOut: boolean): string {
  if (spelledOut || name === '') return `${around}['${name}']`
  return around === '' ? name : `${around}.${name}`
}

/** Rows that are arrays of one short length are records without names; of objects only, they are lists. */
function areTuples({ doc, values }: Table): boolean {
  const width = doc.size[values[0]!]!
  if (width === 0 || width > 20) return false
  let areLists = true
  for (const node of values) {
    if (doc.text[doc.start[node]!] !== '[' || doc.size[node] !== width) return false
    for (let child = node + 1; areLists && child < doc.next[node]!; child = doc.next[child]!) areLists = doc.text[doc.start[child]!] === '{'
  }
  return !areLists
}

function createField(rawKey: string, path: string, name: string, inArray: boolean, firstCapacity: number, parent: Field | undefined): Field {
  return {
    rawKey, parent, path, name, inArray, rows: new IntList(firstCapacity), nodes: new IntList(firstCapacity), objectRows: new IntList(),
    children: [], byKey: undefined, element: undefined,
  }
}

/** The field of a key; mostly the one at the same place as in the row before, which costs one comparison in place. */
function findChild(doc: JsonDocument, field: Field, key: number, place: number, firstCapacity: number): Field | undefined {
  const start = doc.start[key]!
  const end = doc.end[key]!
  const guess = field.children[place]
  if (guess && guess.rawKey.length === end - start && doc.text.startsWith(guess.rawKey, start)) return guess
  const rawKey = doc.text.slice(start, end)
  field.byKey ??= new Map(field.children.map((child) => [readKey(child.rawKey), child]))
  const decoded = readKey(rawKey)
  const known = field.byKey.get(decoded)
  if (known) return known
  if (field.children.length >= maxFields) return undefined
  const name = rawKey.slice(1, -1)
  const created = createField(rawKey, joinPath(field.path, name, false), name, field.inArray, firstCapacity, field)
  field.children.push(created)
  field.byKey.set(decoded, created)
  return created
}

/** What a raw key stands for: one key may be spelled with escapes in one row and without in the next. */
function readKey(rawKey: string): string {
  return rawKey.startsWith('"') ? decodeString(rawKey) : rawKey
}
