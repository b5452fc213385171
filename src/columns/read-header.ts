import type { JsonDocument } from '../json/document.ts'
import { spliceNode } from '../json/splice.ts'
import { kindOf, sourceOf } from './shape.ts'
import { readTemplate, resolveName } from './template.ts'
import type { Template } from './template.ts'
import type { Replacements } from './types.ts'
import { unescapeKey } from './words.ts'

/** The columns of a table as they are read back. */
export interface ReadShape {
  readonly columns: readonly ReadColumn[]
  /** Indices of the columns that follow from others, each after those it follows from. */
  readonly derived: readonly number[]
  readonly indexOf: ReadonlyMap<string, number>
  readonly around: ReadShape | undefined
}

export type ReadColumn = { readonly key: string } & (
  | { readonly kind: 'plain' }
  | { readonly kind: 'object' | 'list' | 'fields', readonly shape: ReadShape }
  | { readonly kind: 'always', readonly text: string }
  | { readonly kind: 'same', readonly as: string }
  | { readonly kind: 'is', readonly template: Template }
)

/** Deeper headers than any that we write. */
const maxHeaderDepth = 16

/** Reads the value of `columns`; undefined where it is nothing that we write. */
export function readHeader(doc: JsonDocument, node: number, replacements: Replacements, skip: number, around?: ReadShape, depth = 0): ReadShape | undefined {
  if (depth > maxHeaderDepth || kindOf(doc, node) !== 'array') return undefined
  const entries: number[] = []
  for (let entry = node + 1; entry < doc.next[node]!; entry = doc.next[entry]!) entries.push(entry)
  const own = entries.slice(skip)
  const keys: string[] = []
  for (const entry of own) {
    const kind = kindOf(doc, entry)
    if (kind !== 'string' && (kind !== 'object' || doc.size[entry] !== 1)) return undefined
    keys.push(unescapeKey(sourceOf(doc, kind === 'string' ? entry : entry + 1)))
  }
  const indexOf = new Map(keys.map((key, i) => [key, i]))
  if (indexOf.size < keys.length || keys.length === 0) return undefined
  const columns: ReadColumn[] = []
  const derived: number[] = []
  const shape: ReadShape = { columns, derived, indexOf, around }
  for (let i = 0; i < own.length; i++) {
    const column = readEntry(doc, own[i]!, keys[i]!, replacements, shape, depth)
    if (!column) return undefined
    columns.push(column)
  }
  return sortDerived(shape, derived) ? shape : undefined
}

function readEntry(doc: JsonDocument, entry: number, key: string, replacements: Replacements, shape: ReadShape, depth: number): ReadColumn | undefined {
  if (kindOf(doc, entry) === 'string') return { key, kind: 'plain' }
  const value = entry + 2
  if (kindOf(doc, value) === 'array') {
    const isList = doc.size[value] === 1 && kindOf(doc, value + 1) === 'array'
    const inner = readHeader(doc, isList ? value + 1 : value, replacements, 0, shape, depth + 1)
    return inner && { key, kind: isList ? 'list' : 'object', shape: inner }
  }
  if (kindOf(doc, value) !== 'object' || doc.size[value] !== 1) return undefined
  const word = sourceOf(doc, value + 1)
  const said = value + 2
  if (word === '"always"') return { key, kind: 'always', text: spliceNode(doc, said, replacements) }
  if (word === '"fields"') {
    const inner = readHeader(doc, said, replacements, 0, shape, depth + 1)
    return inner && { key, kind: 'fields', shape: inner }
  }
  if (kindOf(doc, said) !== 'string') return undefined
  const raw = sourceOf(doc, said)
  if (word === '"same as"') return shape.indexOf.has(raw) ? { key, kind: 'same', as: raw } : undefined
  if (word !== '"is"') return undefined
  return { key, kind: 'is', template: readTemplate(raw.slice(1, -1), (name) => resolveName(name, (up, other) => shapeAt(shape, up)?.indexOf.has(other) ?? false)) }
}

export function shapeAt(shape: ReadShape, up: number): ReadShape | undefined {
  let at: ReadShape | undefined = shape
  for (let i = 0; i < up; i++) at = at?.around
  return at
}

/** Puts derived columns in an order in which each can be worked out; false where they go round in a circle. */
function sortDerived({ columns, indexOf }: ReadShape, derived: number[]): boolean {
  const state = new Uint8Array(columns.length)
  for (let root = 0; root < columns.length; root++) {
    const open = [root]
    while (open.length > 0) {
      const at = open[open.length - 1]!
      const needs = needsOf(columns[at]!).map((key) => indexOf.get(key)!)
      if (state[at] === 0) {
        state[at] = 1
        for (const need of needs) {
          if (state[need] === 1) return false
          if (state[need] === 0) open.push(need)
        }
      } else {
        open.pop()
        if (state[at] === 1) {
          state[at] = 2
          if (columns[at]!.kind === 'same' || columns[at]!.kind === 'is') derived.push(at)
        }
      }
    }
  }
  return true
}

function needsOf(column: ReadColumn): string[] {
  if (column.kind === 'same') return [column.as]
  return column.kind === 'is' ? column.template.references.flatMap(({ up, key }) => (up === 0 ? [key] : [])) : []
}
