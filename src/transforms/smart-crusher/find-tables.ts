import type { JsonDocument } from '../../json/document.ts'
import { findParallelArrays, lengthOfArrays } from './parallel-arrays.ts'

/**
 * Rows that may be left out one by one: the elements of an array, the pairs of a big object used as a map, or the positions of several
 * arrays of one length that stand in one object.
 */
export type Table = Rows & (
  | { readonly kind: 'array', readonly keys?: undefined, readonly arrays?: undefined }
  | { readonly kind: 'map', readonly keys: Int32Array, readonly arrays?: undefined }
  | { readonly kind: 'columns', readonly keys?: undefined, readonly arrays: readonly number[] }
)

interface Rows {
  /** The node of the array or object; of arrays of one length, that of the object around them. */
  readonly node: number
  /** Where it stands in its document, as a JSON pointer (RFC 6901); '' is the root. */
  readonly pointer: string
  readonly doc: JsonDocument
  /** The node of each row's value, in order; of arrays of one length, those of the first. */
  readonly values: Int32Array
  /** For a map, the node of each row's key. */
  readonly keys?: Int32Array | undefined
  /** For arrays of one length, their nodes: the cell of `row` is `array + 1 + row`, since they hold no containers. */
  readonly arrays?: readonly number[] | undefined
}

/** Arrays deeper than this stay as they are: pointers and walks stay short, and nobody reads data nested so deep row by row. */
const maxDepth = 32

/** An object is a map rather than a record from so many pairs on, when its values are objects of one shape. */
const minMapOfObjects = 20
/** The same for values that are objects of different shapes: fewer could be the sections of a configuration. */
const minMapOfAnything = 50
/** The same for scalar values of one type: a record with so many fields of one type is rare. */
const minMapOfScalars = 50
/** Values of a map are of one kind, but for this share. */
const minSameKind = 0.95

/**
 * Finds the arrays, maps and arrays of one length that have enough rows to choose from, inner ones before those they stand in.
 *
 * @param minRows rows an array needs, at least 1
 * @param minLength UTF-16 code units a table needs
 */
export function findTables(doc: JsonDocument, minRows: number, minLength: number): Table[] {
  const tables: Table[] = []
  // The open containers, outermost first, with the node of the key or the index that leads to the current child.
  const path: { container: number, isObject: boolean, index: number, key: number }[] = []
  const joined = new Set<number>()
  const { start, end, next, size, text } = doc
  for (let node = 0; node < doc.count; node++) {
    while (path.length > 0 && node >= next[path[path.length - 1]!.container]!) path.pop()
    const parent = path[path.length - 1]
    if (parent) {
      if (parent.isObject) parent.key = node++ // a key stands before each value
      else parent.index++
    }
    const opening = text[start[node]!]
    if (opening !== '{' && opening !== '[') continue
    if (path.length >= maxDepth || end[node]! - start[node]! < minLength || joined.has(node)) {
      node = next[node]! - 1
      continue
    }
    if (size[node]! >= minRows && (opening === '[' || isMap(doc, node))) tables.push(readTable(doc, node, pointerOf(doc, path)))
    else if (opening === '{') {
      const arrays = findParallelArrays(doc, node, minRows, minLength)
      if (arrays) {
        for (const array of arrays) joined.add(array)
        tables.push({ kind: 'columns', node, pointer: pointerOf(doc, path), doc, values: elementsOf(doc, arrays[0]!), arrays })
      }
    }
    path.push({ container: node, isObject: opening === '{', index: -1, key: -1 })
  }
  return tables.reverse()
}

/** The table of an array, or of an object taken for a map. */
export function readTable(doc: JsonDocument, node: number, pointer: string): Table {
  if (doc.text[doc.start[node]!] === '[') return { kind: 'array', node, pointer, doc, values: elementsOf(doc, node) }
  const rows = doc.size[node]!
  const values = new Int32Array(rows)
  const keys = new Int32Array(rows)
  for (let row = 0, key = node + 1; row < rows; row++, key = doc.next[key + 1]!) {
    keys[row] = key
    values[row] = key + 1
  }
  return { kind: 'map', node, pointer, doc, values, keys }
}

function elementsOf(doc: JsonDocument, array: number): Int32Array {
  const elements = new Int32Array(doc.size[array]!)
  for (let i = 0, child = array + 1; i < elements.length; i++, child = doc.next[child]!) elements[i] = child
  return elements
}

/** UTF-16 code units of what a table stands for. */
export function lengthOf({ doc, node, arrays }: Table): number {
  return arrays ? lengthOfArrays(doc, arrays) : doc.end[node]! - doc.start[node]!
}

function pointerOf(doc: JsonDocument, path: readonly { isObject: boolean, index: number, key: number }[]): string {
  return path.map((step) => {
    if (!step.isObject) return `/${step.index}`
    const key = doc.text.slice(doc.start[step.key]! + 1, doc.end[step.key]! - 1)
    return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
  }).join('')
}

/** Whether the keys of an object are data, not field names. */
function isMap(doc: JsonDocument, node: number): boolean {
  const pairs = doc.size[node]!
  if (pairs < Math.min(minMapOfObjects, minMapOfScalars)) return false
  const kind = kindOf(doc.text[doc.start[node + 2]!]!)
  const form = new CommonKeys(doc)
  let sameKind = 0
  for (let key = node + 1; key < doc.next[node]!; key = doc.next[key + 1]!) {
    if (kindOf(doc.text[doc.start[key + 1]!]!) === kind) sameKind++
    form.add(key + 1)
  }
  if (sameKind < pairs * minSameKind) return false
  if (kind === 'array') return isMapOfArrays(doc, node)
  if (kind !== 'object') return pairs >= minMapOfScalars
  return pairs >= minMapOfAnything || form.isOne
}

/**
 * A date and its rows, a word and its synonyms. Arrays that all have one length are the columns of a table rather, which the keys
 * name; only objects in them tell otherwise.
 */
function isMapOfArrays(doc: JsonDocument, node: number): boolean {
  const form = new CommonKeys(doc)
  let elements = 0
  let objects = 0
  let sameLength = true
  for (let key = node + 1; key < doc.next[node]!; key = doc.next[key + 1]!) {
    const array = key + 1
    sameLength &&= doc.size[array] === doc.size[node + 2]
    if (doc.text[doc.start[array]!] !== '[') continue
    for (let element = array + 1; element < doc.next[array]!; element = doc.next[element]!) {
      elements++
      if (doc.text[doc.start[element]!] === '{') objects++
      form.add(element)
    }
  }
  if (objects > 0) return objects >= elements * minSameKind && form.isOne
  return doc.size[node]! >= minMapOfScalars && !sameLength
}

/** Looks at the keys of some objects, as many as it takes to tell whether they have one form. */
class CommonKeys {
  readonly #doc: JsonDocument
  readonly #counts = new Map<string, number>()
  #objects = 0

  constructor(doc: JsonDocument) {
    this.#doc = doc
  }

  /** Looks at a value, if it is an object. */
  add(node: number): void {
    const { text, start, end, next } = this.#doc
    if (text[start[node]!] !== '{' || this.#objects >= minMapOfAnything) return
    this.#objects++
    for (let inner = node + 1; inner < next[node]!; inner = next[inner + 1]!) {
      const name = text.slice(start[inner]!, end[inner]!)
      this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1)
    }
  }

  /** The keys of most objects are those that at least half of them have. */
  get isOne(): boolean {
    let common = 0
    let all = 0
    for (const count of this.#counts.values()) {
      all += count
      if (count * 2 >= this.#objects) common += count
    }
    return common * 4 >= all * 3
  }
}

function kindOf(opening: string): 'object' | 'array' | 'string' | 'word' | 'number' {
  if (opening === '{') return 'object'
  if (opening === '[') return 'array'
  if (opening === '"') return 'string'
  return opening === 't' || opening === 'f' || opening === 'n' ? 'word' : 'number'
}
