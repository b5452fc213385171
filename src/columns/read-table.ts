import type { JsonDocument } from '../json/document.ts'
import { spliceNode } from '../json/splice.ts'
import { readHeader, shapeAt } from './read-header.ts'
import type { ReadColumn, ReadShape } from './read-header.ts'
import { kindOf, sourceOf } from './shape.ts'
import type { Template } from './template.ts'
import type { Replacements } from './types.ts'
import { keyColumn, statedRows } from './words.ts'
import type { TableKind } from './words.ts'

/** UTF-16 code units that may still be put together, for all tables of a text. */
export interface Budget { left: number }

/** Fewer rows than this are never written as columns. */
const minRows = 2

/**
 * The source of a table: an array, an object or lines.
 *
 * @param table the node of the object that stands for it
 * @param replacements texts that stand in for nodes in it
 * @param budget shrinks by all that is put together on the way
 * @returns undefined where it is nothing that we write
 */
export function readTable(doc: JsonDocument, table: number, kind: TableKind, replacements: Replacements, budget: Budget): string | undefined {
  const members = readMembers(doc, table)
  if (!members) return undefined
  const skip = kind === 'map' ? 1 : 0
  if (skip === 1 && (doc.size[members.columns] === 0 || sourceOf(doc, members.columns + 1) !== keyColumn)) return undefined
  const shape = readHeader(doc, members.columns, replacements, skip)
  if (!shape) return undefined
  const repeated = new Map<string, number>()
  if (members.repeated >= 0) for (const [name, value] of readPairs(doc, members.repeated)) repeated.set(name, value)
  const reader = new TableReader(doc, replacements, members.absent >= 0 ? sourceOf(doc, members.absent) : undefined, repeated, budget)
  const rows: string[] = []
  let asCells = 0
  for (let row = members.rows + 1; row < doc.next[members.rows]!; row = doc.next[row]!) {
    const text = kind === 'map' ? reader.pair(row, shape) : reader.row(row, shape)
    if (text === undefined) return undefined
    rows.push(text)
    if (kindOf(doc, row) === 'array') asCells++
  }
  if (rows.length !== statedRows(sourceOf(doc, table + 2)) || asCells < minRows || !reader.usedAll) return undefined
  if (kind === 'lines') return rows.join('\n')
  return kind === 'map' ? `{${rows.join(',')}}` : `[${rows.join(',')}]`
}

interface Members { readonly columns: number, readonly absent: number, readonly repeated: number, readonly rows: number }

/** The members of a table in the order in which we write them, -1 for one that is not there. */
function readMembers(doc: JsonDocument, table: number): Members | undefined {
  const pairs = readPairs(doc, table).slice(1)
  const take = (key: string): number => (pairs[0]?.[0] === key ? pairs.shift()![1] : -1)
  const columns = take('"columns"')
  const absent = take('"absent"')
  const repeated = take('"repeated"')
  const rows = take('"rows"')
  if (pairs.length > 0 || columns < 0 || rows < 0 || kindOf(doc, rows) !== 'array') return undefined
  if ((absent >= 0 && kindOf(doc, absent) !== 'string') || (repeated >= 0 && kindOf(doc, repeated) !== 'object')) return undefined
  return { columns, absent, repeated, rows }
}

function readPairs(doc: JsonDocument, object: number): [string, number][] {
  const pairs: [string, number][] = []
  for (let key = object + 1; key < doc.next[object]!; key = doc.next[key + 1]!) pairs.push([sourceOf(doc, key), key + 1])
  return pairs
}

/** The values of one object while it is put together, and the object around. */
interface Frame {
  /** For each column its text; undefined where it is missing or not known yet. */
  readonly texts: (string | undefined)[]
  readonly shape: ReadShape
  readonly around: Frame | undefined
}

class TableReader {
  #usedAbsent = false
  readonly #usedNames = new Set<string>()
  readonly #doc: JsonDocument
  readonly #replacements: Replacements
  readonly #absent: string | undefined
  readonly #repeated: ReadonlyMap<string, number>
  readonly #budget: Budget

  constructor(doc: JsonDocument, replacements: Replacements, absent: string | undefined, repeated: ReadonlyMap<string, number>, budget: Budget) {
    this.#doc = doc
    this.#replacements = replacements
    this.#absent = absent
    this.#repeated = repeated
    this.#budget = budget
  }

  /** Whether the mark for missing keys and all names for values were met, where there are any. */
  get usedAll(): boolean {
    return (this.#absent === undefined || this.#usedAbsent) && this.#usedNames.size === this.#repeated.size
  }

  /** A row of an array: a list of cells, or a value that stays as it is. */
  row(row: number, shape: ReadShape): string | undefined {
    return kindOf(this.#doc, row) === 'array' ? this.#object(row + 1, this.#doc.size[row]!, shape, undefined) : spliceNode(this.#doc, row, this.#replacements)
  }

  /** A row of a map: a key and cells, or an object of one pair. */
  pair(row: number, shape: ReadShape): string | undefined {
    const doc = this.#doc
    const size = doc.size[row]!
    if (kindOf(doc, row) === 'object') return size === 1 ? spliceNode(doc, row, this.#replacements).slice(1, -1) : undefined
    if (kindOf(doc, row) !== 'array' || size === 0 || kindOf(doc, row + 1) !== 'string') return undefined
    const value = this.#object(doc.next[row + 1]!, size - 1, shape, undefined)
    return value === undefined ? undefined : `${sourceOf(doc, row + 1)}:${value}`
  }

  /** Puts an object together from its cells, which begin at a node. */
  #object(firstCell: number, cells: number, shape: ReadShape, around: Frame | undefined): string | undefined {
    const { columns, derived } = shape
    const frame: Frame = { texts: columns.map(() => undefined), shape, around }
    const inner: { column: number, node: number }[] = []
    let cell = firstCell
    let left = cells
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]!
      if (column.kind === 'always') frame.texts[i] = column.text
      if (column.kind === 'fields') inner.push({ column: i, node: -1 })
      if (column.kind !== 'plain' && column.kind !== 'object' && column.kind !== 'list') continue
      if (left-- === 0) return undefined
      const node = this.#resolve(cell)
      if (node === undefined) frame.texts[i] = undefined
      else if (column.kind !== 'plain' && kindOf(this.#doc, node) === 'array') inner.push({ column: i, node })
      else frame.texts[i] = spliceNode(this.#doc, node, this.#replacements)
      cell = this.#doc.next[cell]!
    }
    if (left !== 0) return undefined
    for (const i of derived) {
      const text = this.#derive(columns[i]!, frame)
      if (text === undefined) return undefined
      frame.texts[i] = text
    }
    for (const { column, node } of inner) {
      const text = this.#inner(columns[column]!, node, frame)
      if (text === undefined) return undefined
      frame.texts[column] = text
    }
    const pairs: string[] = []
    for (let i = 0; i < columns.length; i++) if (frame.texts[i] !== undefined) pairs.push(`${columns[i]!.key}:${frame.texts[i]}`)
    return this.#count(`{${pairs.join(',')}}`)
  }

  /** The node that a cell stands for; undefined for a missing key. */
  #resolve(cell: number): number | undefined {
    if (kindOf(this.#doc, cell) !== 'string') return cell
    const raw = sourceOf(this.#doc, cell)
    if (raw !== this.#absent) return this.#named(raw) ?? cell
    this.#usedAbsent = true
    return undefined
  }

  /** The value that a name stands for. */
  #named(raw: string): number | undefined {
    const node = this.#repeated.get(raw)
    if (node !== undefined) this.#usedNames.add(raw)
    return node
  }

  #inner(column: ReadColumn, node: number, frame: Frame): string | undefined {
    if (column.kind === 'fields') return this.#object(0, 0, column.shape, frame)
    const doc = this.#doc
    if (column.kind === 'object') return this.#object(node + 1, doc.size[node]!, column.shape, frame)
    if (column.kind !== 'list') return undefined
    const elements: string[] = []
    for (let element = node + 1; element < doc.next[node]!; element = doc.next[element]!) {
      const resolved = kindOf(doc, element) === 'string' ? this.#named(sourceOf(doc, element)) ?? element : element
      const text = kindOf(doc, resolved) === 'array'
        ? this.#object(resolved + 1, doc.size[resolved]!, column.shape, frame)
        : spliceNode(doc, resolved, this.#replacements)
      if (text === undefined) return undefined
      elements.push(text)
    }
    return this.#count(`[${elements.join(',')}]`)
  }

  #derive(column: ReadColumn, frame: Frame): string | undefined {
    if (column.kind === 'same') return frame.texts[frame.shape.indexOf.get(column.as)!]
    return column.kind === 'is' ? this.#fill(column.template, frame) : undefined
  }

  #fill({ literals, references }: Template, frame: Frame): string | undefined {
    let text = literals[0]!
    for (let i = 0; i < references.length; i++) {
      const { up, key } = references[i]!
      let at: Frame | undefined = frame
      for (let step = 0; step < up; step++) at = at?.around
      const shape = shapeAt(frame.shape, up)
      const value = at && shape ? at.texts[shape.indexOf.get(key)!] : undefined
      if (value === undefined || value.startsWith('{') || value.startsWith('[')) return undefined
      text += (value.startsWith('"') ? value.slice(1, -1) : value) + literals[i + 1]!
      if (text.length > this.#budget.left) return undefined
    }
    return this.#count(`"${text}"`)
  }

  /** Lengths add up, since a small text may claim to stand for an endless one. */
  #count(text: string): string | undefined {
    this.#budget.left -= text.length
    return this.#budget.left >= 0 ? text : undefined
  }
}
