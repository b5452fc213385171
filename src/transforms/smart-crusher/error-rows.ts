import type { JsonDocument } from '../../json/document.ts'
import { failureTest } from './failure-fields.ts'
import type { ColumnProfile } from './profile-columns.ts'

/** Error rows of one shape: the same field says the same kind of thing. */
export interface ErrorShape {
  /** Path of the field that says it, and what it says with digits taken out. */
  readonly key: string
  /** Ascending. */
  readonly rows: number[]
}

/** A field that says in more of the rows than this that something failed says something else: `stack`, or a list of failures. */
const maxErrorShare = 0.9

/**
 * Finds the rows that say of themselves that something failed, by what a field means, never by a word somewhere in the row:
 * a level or status of failure, an error that is not null, HTTP 400 and above, an exit code other than 0, a success of false, a line
 * that begins with its severity. Elements of arrays in a row speak for the row.
 *
 * @returns the rows by shape, in the order of their first rows; a row stands in the first shape that fits it only
 */
export function findErrorRows(doc: JsonDocument, profiles: readonly ColumnProfile[], rowsTotal: number): ErrorShape[] {
  const shapes = new Map<string, ErrorShape>()
  const taken = new Uint8Array(rowsTotal)
  for (const profile of profiles) {
    const { column } = profile
    const saysFailure = failureTest(profile)
    if (!saysFailure) continue
    const found = new Map<number, string>()
    // Where nearly all values differ, remembering them costs more than it saves.
    const known = profile.nearlyAllDiffer ? undefined : new Map<string, string | undefined>()
    for (let cell = 0; cell < column.nodes.length; cell++) {
      const row = column.rows[cell]!
      if (found.has(row)) continue
      const node = column.nodes[cell]!
      const raw = doc.text.slice(doc.start[node]!, Math.min(doc.end[node]!, doc.start[node]! + maxShapeLength))
      let shape = known?.get(raw)
      if (shape === undefined && !known?.has(raw)) {
        shape = saysFailure(raw) ? shapeOf(raw) : undefined
        known?.set(raw, shape)
      }
      if (shape !== undefined) found.set(row, shape)
    }
    if (found.size > rowsTotal * maxErrorShare) continue
    for (const [row, shape] of found) {
      if (taken[row] === 1) continue
      taken[row] = 1
      const key = `${column.path}=${shape}`
      const sameShape = shapes.get(key)
      if (sameShape) sameShape.rows.push(row)
      else shapes.set(key, { key, rows: [row] })
    }
  }
  const list = [...shapes.values()].sort((a, b) => a.rows[0]! - b.rows[0]!)
  return list.length <= maxShapes ? list : mergeShapes(list)
}

/** What of a value tells its shape, in UTF-16 code units. */
const maxShapeLength = 160
/** Beyond so many shapes the texts differ by chance (a path, a name): then the field alone is the shape. */
const maxShapes = 12

function mergeShapes(list: readonly ErrorShape[]): ErrorShape[] {
  const merged = new Map<string, ErrorShape>()
  for (const shape of list) {
    const key = shape.key.slice(0, shape.key.indexOf('='))
    const known = merged.get(key)
    if (known) for (const row of shape.rows) known.rows.push(row) // too many for the arguments of one call
    else merged.set(key, { key, rows: [...shape.rows] })
  }
  for (const shape of merged.values()) shape.rows.sort((a, b) => a - b)
  return [...merged.values()]
}

function shapeOf(raw: string): string {
  return raw.replace(/[0-9][0-9a-fA-F-]*/g, '#')
}
