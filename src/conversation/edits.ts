import { TransformError } from '../errors.ts'
import type { Path } from './types.ts'

/** One change to a request. Paths are those of the original; edits never overlap. */
export type Edit =
  | { readonly kind: 'replace'; readonly path: Path; readonly value: unknown }
  | { readonly kind: 'remove'; readonly path: Path }
  /** Puts `value` before the element at `path`, whose last key is an index of the original array (its length appends). */
  | { readonly kind: 'insert'; readonly path: Path; readonly value: unknown }

/** A place that edits name or pass through. */
interface Place {
  readonly parent: Place | undefined
  readonly key: string | number
  /** What stands there in the original. */
  readonly original: unknown
  readonly children: Map<string | number, Place>
  /** Values to put before an index of this array; in the order of the edits. */
  readonly inserts: Map<number, unknown[]>
  edit: Edit | undefined
  /** What stands there afterwards. */
  result: unknown
}

/**
 * The request with the edits applied, as a structural copy along the edited paths; everything else is the same reference.
 *
 * The very same request comes back when nothing changes: no edits, or only replacements by an identical value (`Object.is`).
 * The request is never written to. A copied object keeps its prototype, the order of its keys, symbols and accessors, but its
 * properties are writable; private fields of a class instance (`#x`) cannot be copied. Several inserts at one index keep their order.
 * Time is linear in the lengths of the paths and of the objects and arrays on them.
 *
 * @throws TransformError for a path that is not in the request (own keys only), an index out of range, and edits that overlap
 */
export function applyEdits<Request>(request: Request, edits: readonly Edit[]): Request {
  const root: Place = createPlace(undefined, '', request)
  // Parents stand before their children, so the reverse order builds from the leaves up, without recursion.
  const places: Place[] = [root]
  for (const edit of edits) register(edit, root, places)
  for (let i = places.length - 1; i >= 0; i--) {
    const place = places[i]!
    place.result = resultOf(place)
  }
  // An edited request has the shape its editor gave it; callers know it as the type they passed in.
  return root.result as Request
}

function createPlace(parent: Place | undefined, key: string | number, original: unknown): Place {
  return { parent, key, original, children: new Map(), inserts: new Map(), edit: undefined, result: original }
}

function register(edit: Edit, root: Place, places: Place[]): void {
  const { path } = edit
  const isRoot = path.length === 0
  if (isRoot && edit.kind !== 'replace') throw wrongPath(edit, 'the root can only be replaced')
  const depth = edit.kind === 'insert' ? path.length - 1 : path.length
  let place = root
  for (let i = 0; i < depth; i++) {
    if (place.edit !== undefined) throw wrongPath(edit, 'another edit replaces or removes what it is in')
    place = place.children.get(path[i]!) ?? step(place, path[i]!, edit, places)
  }
  if (place.edit !== undefined) throw wrongPath(edit, 'another edit names the same place')
  if (edit.kind === 'insert') {
    addInsert(place, path[depth]!, edit)
    return
  }
  if (place.children.size > 0 || place.inserts.size > 0) throw wrongPath(edit, 'another edit names something in it')
  place.edit = edit
}

function step(place: Place, key: string | number, edit: Edit, places: Place[]): Place {
  const container = place.original
  if (Array.isArray(container) ? typeof key !== 'number' : typeof key !== 'string' || !isObject(container)) {
    throw wrongPath(edit, `${JSON.stringify(key)} is no key of ${describe(container)}`)
  }
  if (!Object.hasOwn(container as object, key)) throw wrongPath(edit, `nothing stands at ${JSON.stringify(key)}`)
  // Reached only for an own key of an array or object.
  const child = createPlace(place, key, (container as Record<string | number, unknown>)[key])
  place.children.set(key, child)
  places.push(child)
  return child
}

function addInsert(place: Place, index: string | number, edit: Edit & { kind: 'insert' }): void {
  const array = place.original
  if (!Array.isArray(array)) throw wrongPath(edit, `values can only be put into arrays, not into ${describe(array)}`)
  if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index > array.length) {
    throw wrongPath(edit, `${JSON.stringify(index)} is no index from 0 to ${array.length}`)
  }
  const values = place.inserts.get(index)
  if (values === undefined) place.inserts.set(index, [edit.value])
  else values.push(edit.value)
}

function resultOf(place: Place): unknown {
  if (place.edit?.kind === 'replace') return Object.is(place.edit.value, place.original) ? place.original : place.edit.value
  const changed = [...place.children.values()].filter((child) => child.edit?.kind === 'remove' || !Object.is(child.result, child.original))
  if (changed.length === 0 && place.inserts.size === 0) return place.original
  return Array.isArray(place.original)
    ? rebuildArray(place.original, place, changed)
    // A place with changed children holds an array or an object.
    : rebuildObject(place.original as object, changed)
}

function rebuildArray(original: readonly unknown[], place: Place, changed: readonly Place[]): unknown[] {
  const byIndex = new Map(changed.map((child) => [child.key as number, child]))
  const copy: unknown[] = []
  for (let index = 0; index <= original.length; index++) {
    for (const value of place.inserts.get(index) ?? []) copy.push(value)
    if (index === original.length) break
    const child = byIndex.get(index)
    if (child?.edit?.kind === 'remove') continue
    if (child !== undefined) copy.push(child.result)
    else if (index in original) copy.push(original[index])
    else copy.length++ // A hole stays a hole.
  }
  const prototype: unknown = Object.getPrototypeOf(original)
  if (prototype !== Array.prototype) Object.setPrototypeOf(copy, prototype as object | null)
  for (const key of Reflect.ownKeys(original)) {
    if (typeof key === 'symbol' || !isIndexOrLength(key)) Object.defineProperty(copy, key, copyable(original, key))
  }
  return copy
}

function isIndexOrLength(key: string): boolean {
  return key === 'length' || (String(Number(key) >>> 0) === key && key !== '4294967295')
}

function rebuildObject(original: object, changed: readonly Place[]): object {
  const byKey = new Map<string | symbol, Place>(changed.map((child) => [child.key as string, child]))
  const copy: object = Object.create(Object.getPrototypeOf(original) as object | null)
  for (const key of Reflect.ownKeys(original)) {
    const child = byKey.get(key)
    if (child?.edit?.kind === 'remove') continue
    const property = copyable(original, key)
    Object.defineProperty(copy, key, child === undefined
      ? property
      : { value: child.result, writable: true, configurable: true, enumerable: property.enumerable ?? true })
  }
  return copy
}

/** A property as the original has it, but one that can be written to: a copy of a frozen request is not frozen. */
function copyable(original: object, key: string | symbol): PropertyDescriptor {
  const property = Object.getOwnPropertyDescriptor(original, key) ?? { value: undefined, enumerable: true }
  return 'value' in property ? { ...property, writable: true, configurable: true } : { ...property, configurable: true }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length}`
  return value === null ? 'null' : typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function wrongPath(edit: Edit, why: string): TransformError {
  return new TransformError(`cannot ${edit.kind} at ${JSON.stringify(edit.path)}: ${why}`, { details: { kind: edit.kind, path: [...edit.path] } })
}
