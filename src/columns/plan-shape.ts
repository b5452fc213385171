import type { JsonDocument } from '../json/document.ts'
import { IntList } from '../json/int-list.ts'
import { findDerived } from './find-derived.ts'
import type { Scope } from './find-derived.ts'
import { orderKeys } from './order-keys.ts'
import { readForms } from './read-forms.ts'
import { areSameText, hasCell, kindOf } from './shape.ts'
import type { Column, Form, Shape } from './shape.ts'
import { writeHeader } from './write-header.ts'
import type { Replacements } from './types.ts'

/** Objects in objects are columns of their own down to this depth; what is deeper stays as it stands. */
const maxDepth = 8

export interface ShapePlanner {
  readonly doc: JsonDocument
  readonly replacements: Replacements | undefined
  /** For each node from `firstNode` on, the form by which it is written as cells, plus 1; 0 for all that stays as it stands. */
  readonly formOf: Int32Array
  readonly firstNode: number
  readonly forms: Form[]
}

/**
 * Plans columns for objects and, by path, for the objects and lists of objects in them.
 *
 * @param objects at least two nodes of objects
 * @param scope the objects around, when there are some
 * @returns undefined where the objects have too little in common; else `formOf` tells which of them are written as cells
 */
export function planShape(planner: ShapePlanner, objects: Int32Array, depth: number, scope?: Scope): Shape | undefined {
  if (depth > maxDepth) return undefined
  const { doc } = planner
  const { forms, formOf } = readForms(doc, objects)
  const keys = orderKeys(forms, objects.length)
  if (keys.length === 0) return undefined
  const members = chooseMembers(planner, objects, forms, formOf)
  const values = readValues(doc, members, keys.length)
  const areConstant = values.map((nodes) => nodes.length === members.nodes.length && areSameText(doc, nodes))
  const own = readScope(doc, members, keys, values, areConstant, scope)
  const columns = keys.map((key, i): Column => areConstant[i]
    ? { key, kind: 'always', node: values[i]![0]! }
    : planColumn(planner, key, values[i]!, members.nodes.length, depth, own))
  const derived = findDerived(doc, columns, values, own)
  return { columns: derived, header: writeHeader(doc, derived, planner.replacements) }
}

interface Members {
  readonly nodes: Int32Array
  /** For each member its index among all objects. */
  readonly indices: Int32Array
  /** For each of all objects the index of its form. */
  readonly formOf: Int32Array
  readonly forms: readonly Form[]
}

/** The objects whose form has columns; they are marked in `formOf`. */
function chooseMembers(planner: ShapePlanner, objects: Int32Array, forms: readonly Form[], formOf: Int32Array): Members {
  let count = 0
  const ids = forms.map((form) => {
    if (!form.columns) return 0
    count += form.count
    return planner.forms.push(form)
  })
  const nodes = new Int32Array(count)
  const indices = new Int32Array(count)
  let chosen = 0
  for (let i = 0; i < objects.length; i++) {
    const id = ids[formOf[i]!]!
    if (id === 0) continue
    planner.formOf[objects[i]! - planner.firstNode] = id
    nodes[chosen] = objects[i]!
    indices[chosen++] = i
  }
  return { nodes, indices, formOf, forms }
}

/** For each column the nodes of its values, in the order of the objects; those that lack it are left out. */
function readValues(doc: JsonDocument, { nodes, indices, formOf, forms }: Members, columnsTotal: number): Int32Array[] {
  const counts = new Int32Array(columnsTotal)
  for (const { columns, count } of forms) for (const column of columns ?? []) counts[column]! += count
  const values = Array.from(counts, (count) => new Int32Array(count))
  counts.fill(0)
  for (let i = 0; i < nodes.length; i++) {
    const columns = forms[formOf[indices[i]!]!]!.columns!
    let key = nodes[i]! + 1
    for (let pair = 0; pair < columns.length; pair++) {
      const column = columns[pair]!
      values[column]![counts[column]!++] = key + 1
      key = doc.next[key + 1]!
    }
  }
  return values
}

/** What references may name: values that every object has and that are strings or numbers. */
function readScope(doc: JsonDocument, members: Members, keys: readonly string[], values: readonly Int32Array[], areConstant: readonly boolean[], around: Scope | undefined): Scope {
  const total = members.nodes.length
  const sources = keys.flatMap((key, i) => (values[i]!.length === total && !areConstant[i] && canBeNamed(doc, values[i]!) ? [{ key, nodes: values[i]! }] : []))
  const own = { sources, keys: new Set(keys), total }
  if (!around?.parent) return own
  // The scope was made for all objects of the column; only some of them became members.
  const index = around.parent.index
  return { ...own, parent: { scope: around.parent.scope, ...(index ? { index: members.indices.map((i) => index[i]!) } : {}) } }
}

/** Strings, numbers, true and false. Values that are the same everywhere are not asked about: a literal reads better than the name of a constant. */
function canBeNamed(doc: JsonDocument, nodes: Int32Array): boolean {
  for (let i = 0; i < nodes.length; i++) {
    const code = doc.text.charCodeAt(doc.start[nodes[i]!]!)
    if (code === 0x7b || code === 0x5b || code === 0x6e) return false
  }
  return true
}

function planColumn(planner: ShapePlanner, key: string, nodes: Int32Array, membersTotal: number, depth: number, scope: Scope): Column {
  const { doc } = planner
  const isFull = nodes.length === membersTotal
  const objects = new IntList()
  const objectParents = new IntList()
  let arrays = 0
  for (let i = 0; i < nodes.length; i++) {
    const code = doc.text.charCodeAt(doc.start[nodes[i]!]!)
    if (code === 0x5b) arrays++
    else if (code === 0x7b && !isReplaced(planner, nodes[i]!)) {
      objects.push(nodes[i]!)
      objectParents.push(i)
    }
    if (isReplacedByArray(planner, nodes[i]!)) return { key, kind: 'plain' }
  }
  if (objects.length >= 2 && arrays === 0) {
    const shape = planInner(planner, objects.numbers(), objectParents.numbers(), isFull, depth, scope)
    if (!shape) return { key, kind: 'plain' }
    const isWhole = isFull && !shape.columns.some(hasCell) && objects.length === nodes.length && nodes.every((node) => planner.formOf[node - planner.firstNode]! > 0)
    return { key, kind: isWhole ? 'fields' : 'object', shape }
  }
  return arrays > 0 && objects.length === 0 ? planList(planner, key, nodes, isFull, depth, scope) : { key, kind: 'plain' }
}

function planList(planner: ShapePlanner, key: string, nodes: Int32Array, isFull: boolean, depth: number, scope: Scope): Column {
  const { doc } = planner
  const objects = new IntList()
  const parents = new IntList()
  for (let i = 0; i < nodes.length; i++) {
    const array = nodes[i]!
    if (doc.text.charCodeAt(doc.start[array]!) !== 0x5b || isReplaced(planner, array)) continue
    for (let element = array + 1; element < doc.next[array]!; element = doc.next[element]!) {
      const kind = kindOf(doc, element)
      if (kind === 'array' || isReplacedByArray(planner, element)) return { key, kind: 'plain' }
      if (kind !== 'object' || isReplaced(planner, element)) continue
      objects.push(element)
      parents.push(i)
    }
  }
  const shape = objects.length >= 2 ? planInner(planner, objects.numbers(), parents.numbers(), isFull, depth, scope) : undefined
  return shape ? { key, kind: 'list', shape } : { key, kind: 'plain' }
}

/** The shape of objects that stand in the objects of `scope`: `parents` are indices of the objects that have the column. */
function planInner(planner: ShapePlanner, objects: Int32Array, parents: Int32Array, isFull: boolean, depth: number, scope: Scope): Shape | undefined {
  const parent = { scope, ...(isFull ? { index: parents } : {}) }
  return planShape(planner, objects, depth + 1, { sources: [], keys: new Set(), total: objects.length, parent })
}

function isReplaced({ replacements }: ShapePlanner, node: number): boolean {
  return replacements !== undefined && replacements.size > 0 && replacements.has(node)
}

function isReplacedByArray({ replacements, doc }: ShapePlanner, node: number): boolean {
  if (replacements === undefined || replacements.size === 0) return false
  const text = replacements.get(node)
  if (text === undefined) return false
  return text.startsWith('[') || kindOf(doc, node) === 'array'
}
