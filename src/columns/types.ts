import type { JsonDocument } from '../json/document.ts'
import type { NodeTexts } from '../json/node-map.ts'

/** Texts that stand in for nodes (an array crushed on its own, a rewritten inner document). Keys are node numbers. */
export type Replacements = NodeTexts

/** Rows to write in one piece: elements of an array, pairs of an object used as a map, or JSON lines. */
export interface Rows {
  readonly doc: JsonDocument
  /** The node of each row's value, in order. */
  readonly values: ArrayLike<number>
  /** For an object used as a map, the node of each row's key; otherwise absent. */
  readonly keys?: ArrayLike<number>
}
