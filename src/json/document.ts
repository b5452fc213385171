/**
 * A parsed JSON text: where every value stands, nothing converted.
 *
 * Nodes are numbered in the order of the text; the root is 0. A key of an object is a node of its own (a string) and stands
 * before its value. Children of container `i`: the first is `i + 1`, the one after child `c` is `next[c]`, and they end at
 * `next[i]`. The kind of a node is the character at its start: `{`, `[`, `"`, `t`, `f`, `n`, else a number.
 */
export interface JsonDocument {
  /** The text without insignificant white space; all offsets are into it. The source itself when that had none. */
  readonly text: string
  /** Offset of the first UTF-16 code unit of each node. */
  readonly start: Int32Array
  /** Offset after the last code unit of each node. */
  readonly end: Int32Array
  /** Number of the node that follows each node and all that is in it. */
  readonly next: Int32Array
  /** Number of direct children of each container: elements of an array, pairs of an object; 0 for other nodes. */
  readonly size: Int32Array
  /** How many nodes there are; the arrays above may be longer. */
  readonly count: number
  /** The source is JSON lines: `text` has them as the elements of one array, the root, and they are written as lines again. */
  readonly lines?: true
}
