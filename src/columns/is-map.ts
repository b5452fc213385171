import type { JsonDocument } from '../json/document.ts'
import { kindOf } from './shape.ts'

/** Fewer pairs cannot pay for a table. */
const minPairs = 4

/** Whether an object is used as a map: its values are objects, nearly all of one form. */
export function isMap(doc: JsonDocument, object: number): boolean {
  const pairs = doc.size[object]!
  if (pairs < minPairs) return false
  let objects = 0
  for (let key = object + 1; key < doc.next[object]!; key = doc.next[key + 1]!) if (kindOf(doc, key + 1) === 'object') objects++
  return objects * 10 >= pairs * 9
}
