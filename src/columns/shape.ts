import type { JsonDocument } from '../json/document.ts'
import type { Template } from './template.ts'

/** What objects of one kind have in common: their keys, in an order that all of them follow. */
export interface Shape {
  readonly columns: readonly Column[]
  /** How the columns are written: the value of `columns` in a table. */
  readonly header: string
}

/** One key of a shape and how its values are written. */
export type Column = { /** The raw spelling, quotes included. */ readonly key: string } & (
  /** The cell is the value as it stands. */
  | { readonly kind: 'plain' }
  /** The cell of an object of this shape is the list of its cells; other values stand as they are, and none is an array. */
  | { readonly kind: 'object', readonly shape: Shape }
  /** The value is an object of this shape in every row, and nothing of it needs a cell. */
  | { readonly kind: 'fields', readonly shape: Shape }
  /** The cell of an array is a list with a cell for each element; other values stand as they are, and no element is an array. */
  | { readonly kind: 'list', readonly shape: Shape }
  /** The same value in every row; no cell. */
  | { readonly kind: 'always', readonly node: number }
  /** Every row has what another column of the same object has; no cell. */
  | { readonly kind: 'same', readonly as: string }
  /** A string made of other values of the same object, or of the objects around it; no cell. */
  | { readonly kind: 'is', readonly template: Template }
)

/** A set of keys in one order, as objects have them. */
export interface Form {
  /** Its place among the forms of the objects it was found in. */
  readonly index: number
  /** The keys' raw spelling, quotes included. */
  readonly keys: readonly string[]
  /** How many objects have it. */
  count: number
  /** The form that followed the last time: a good guess, since rows alternate. */
  followedBy: Form | undefined
  /** For each key the index of its column, ascending; undefined where objects of this form stay objects. */
  columns: readonly number[] | undefined
}

/** Whether a column has a cell in the rows. */
export function hasCell(column: Column): boolean {
  return column.kind === 'plain' || column.kind === 'object' || column.kind === 'list'
}

export function kindOf(doc: JsonDocument, node: number): 'object' | 'array' | 'string' | 'number' | 'word' {
  const code = doc.text.charCodeAt(doc.start[node]!)
  if (code === 0x7b) return 'object'
  if (code === 0x5b) return 'array'
  if (code === 0x22) return 'string'
  return code === 0x74 || code === 0x66 || code === 0x6e ? 'word' : 'number'
}

export function sourceOf(doc: JsonDocument, node: number): string {
  return doc.text.slice(doc.start[node]!, doc.end[node]!)
}

/** Whether all nodes have the same text. @param nodes at least one */
export function areSameText(doc: JsonDocument, nodes: Int32Array): boolean {
  const first = sourceOf(doc, nodes[0]!)
  for (let i = 1; i < nodes.length; i++) {
    const start = doc.start[nodes[i]!]!
    if (doc.end[nodes[i]!]! - start !== first.length || !doc.text.startsWith(first, start)) return false
  }
  return true
}

export function isSameText(doc: JsonDocument, one: number, other: number): boolean {
  const length = doc.end[one]! - doc.start[one]!
  if (doc.end[other]! - doc.start[other]! !== length) return false
  if (doc.text.charCodeAt(doc.start[one]!) !== doc.text.charCodeAt(doc.start[other]!)) return false
  return length === 1 || doc.text.startsWith(sourceOf(doc, one), doc.start[other]!)
}
