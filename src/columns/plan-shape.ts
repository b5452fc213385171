import type { JsonDocument } from '../json/document.ts'
import { findDerived } from './find-derived.ts'
import type { Scope } from './find-derived.ts'
import { orderKeys } from './order-keys.ts'
import { readForms } from './read-forms.ts'
import { hasCell, isSameText, kindOf } from './shape.ts'
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
export function planShape(planner: ShapePlanner, objects: ArrayLike<number>, depth: number, scope?: Scope): Shape | undefined {
  if (depth > maxDepth) return undefined
  const { doc } = planner
  const { forms, formOf } = readForms(doc, objects)
  const keys = orderKeys(forms, objects.length)
  if (keys.length === 0) return undefined
  const members = chooseMembers(planner, objects, forms, formOf)
  const values = readValues(doc, members.nodes, members.forms, keys.length)
  const own = readScope(doc, members, keys, values, scope)
  const columns = keys.map((key, i) => planColumn(planner, key, values[i]!, members.nodes.length, depth, own))
  const derived = findDerived(doc, columns, values, own)
  return { columns: derived, header: writeHeader(doc, derived, planner.replacements) }
}

interface Members {
  readonly nodes: Int32Array
  readonly forms: readonly Form[]
  /** For each member its index among all objects. */
  readonly indices: Int32Array
}

/** The objects whose form has columns; they are marked in `formOf`. */
function chooseMembers(planner: ShapePlanner, objects: ArrayLike<number>, forms: readonly Form[], formOf: readonly Form[]): Members {
  const ids = new Map<Form, number>()
  for (const form of forms) {
    if (form.columns) ids.set(form, planner.forms.push(form))
  }
  let count = 0
  for (const form of ids.keys()) count += form.count
  const nodes = new Int32Array(count)
  const indices = new Int32Array(count)
  const chosen: Form[] = []
  let lastForm: Form | undefined
  let id = 0
  for (let i = 0; i < objects.length; i++) {
    const form = formOf[i]!
    if (!form.columns) continue
    if (form !== lastForm) {
      id = ids.get(form)!
      lastForm = form
    }
    planner.formOf[objects[i]! - planner.firstNode] = id
    nodes[chosen.length] = objects[i]!
    indices[chosen.length] = i
    chosen.push(form)
  }
  return { nodes, forms: chosen, indices }
}

/** For each column the nodes of its values, in the order of the objects; those that lack it are left out. */
function readValues(doc: JsonDocument, nodes: Int32Array, forms: readonly Form[], columnsTotal: number): Int32Array[] {
  const counts = new Int32Array(columnsTotal)
  for (const form of forms) for (const column of form.columns!) counts[column]!++
  const values = Array.from(counts, (count) => new Int32Array(count))
  counts.fill(0)
  for (let i = 0; i < nodes.length; i++) {
    const columns = forms[i]!.columns!
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
function readScope(doc: JsonDocument, members: Members, keys: readonly string[], values: readonly Int32Array[], around: Scope | undefined): Scope {
  const total = members.nodes.length
  const sources = keys.flatMap((key, i) => (values[i]!.length === total && canBeNamed(doc, values[i]!) ? [{ key, nodes: values[i]! }] : []))
  const own = { sources, keys: new Set(keys), total }
  if (!around?.parent) return own
  // The scope was made for all objects of the column; only some of them became members.
  const index = around.parent.index
  return { ...own, parent: { scope: around.parent.scope, ...(index ? { index: members.indices.map((i) => index[i]!) } : {}) } }
}

/** Strings, numbers, true and false that are not the same everywhere: a literal reads better than the name of a constant. */
function canBeNamed(doc: JsonDocument, nodes: Int32Array): boolean {
  if (nodes.every((node) => isSameText(doc, nodes[0]!, node))) return false
  for (let i = 0; i < nodes.length; i++) {
    const code = doc.text.charCodeAt(doc.start[nodes[i]!]!)
    if (code === 0x7b || code === 0x5b || code === 0x6e) return false
  }
  return true
}

function planColumn(planner: ShapePlanner, key: string, nodes: Int32Array, membersTotal: number, depth: number, scope: Scope): Column {
  const { doc } = planner
  const isFull = nodes.length === membersTotal
  if (isFull && nodes.every((node) => isSameText(doc, nodes[0]!, node))) return { key, kind: 'always', node: nodes[0]! }
  const objects: number[] = []
  const objectParents: number[] = []
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
    const shape = planInner(planner, objects, objectParents, isFull, depth, scope)
    if (!shape) return { key, kind: 'plain' }
    const isWhole = isFull && !shape.columns.some(hasCell) && objects.length === nodes.length && nodes.every((node) => planner.formOf[node - planner.firstNode]! > 0)
    return { key, kind: isWhole ? 'fields' : 'object', shape }
  }
  return arrays > 0 && objects.length === 0 ? planList(planner, key, nodes, isFull, depth, scope) : { key, kind: 'plain' }
}

function planList(planner: ShapePlanner, key: string, nodes: Int32Array, isFull: boolean, depth: number, scope: Scope): Column {
  const { doc } = planner
  const objects: number[] = []
  const parents: number[] = []
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
  const shape = objects.length >= 2 ? planInner(planner, objects, parents, isFull, depth, scope) : undefined
  return shape ? { key, kind: 'list', shape } : { key, kind: 'plain' }
}

/** The shape of objects that stand in the objects of `scope`: `parents` are indices of the objects that have the column. */
function planInner(planner: ShapePlanner, objects: readonly number[], parents: readonly number[], isFull: boolean, depth: number, scope: Scope): Shape | undefined {
  const parent = { scope, ...(isFull ? { index: Int32Array.from(parents) } : {}) }
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
