import { ConfigurationError } from '../errors.ts'

/** The pieces of a vocabulary as a tree of UTF-16 code units: where a word is cut, found in one walk from each cut on. */
export interface PieceTrie {
  /** How many pieces the vocabulary has. */
  readonly size: number
  /** The number of the piece that stands for words the vocabulary cannot spell. */
  readonly unknown: number
  /**
   * Cuts a word into the longest piece that begins it, the longest that goes on from there, and so on.
   *
   * @param units the word, from 0 to `length`
   * @param ids where the numbers of the pieces go, from `at` on, as far as there is room
   * @returns the place behind the last one, which may lie behind the room; a word that cannot be cut is one unknown piece
   */
  cut(units: Uint16Array, length: number, ids: Int32Array, at: number): number
}

/** Says that bytes are a packed tree of pieces, and which edition of the form. */
export const PACKED_MARK = 0x31545057
/** Numbers before the nodes, each of 32 bits: the mark, how many pieces, the number of the unknown one, how many nodes. */
export const PACKED_HEADER = 4

/** Where a word begins, and where it goes on. */
const FIRST = 0
const INSIDE = 1

/**
 * Makes a packed vocabulary ready to cut words: one pass of additions over its nodes.
 *
 * @param bytes as `packPieces` gives them
 * @throws ConfigurationError where they are something else, or not all of them
 */
export function readPieceTrie(bytes: Uint8Array): PieceTrie {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const numbers = Array.from({ length: PACKED_HEADER }, (_, i) => bytes.length < 4 * PACKED_HEADER ? 0 : header.getUint32(4 * i, true))
  const [mark, size, unknown, nodes] = numbers as [number, number, number, number]
  if (mark !== PACKED_MARK || bytes.length !== 4 * PACKED_HEADER + 6 * nodes) {
    throw new ConfigurationError(`these ${bytes.length} bytes are no packed vocabulary of word pieces`, { details: { bytes: bytes.length } })
  }
  // A copy, since a view needs its bytes to begin at an even place (and `slice` of a Node buffer is none); all engines that there are keep the least significant byte first.
  const lists = new Uint16Array(new Uint8Array(bytes.subarray(4 * PACKED_HEADER)).buffer)
  const units = lists.subarray(nodes, 2 * nodes)
  const pieces = lists.subarray(2 * nodes)
  const firstChild = new Uint32Array(nodes + 1)
  let next = INSIDE + 1
  for (let node = 0; node < nodes; node++) {
    firstChild[node] = next
    next += lists[node]!
  }
  firstChild[nodes] = next
  if (next !== nodes) throw new ConfigurationError('this packed vocabulary of word pieces is damaged: its nodes do not add up', { details: { nodes, children: next } })

  /** The children of both roots by unit: nearly every word is looked up there, among a thousand. */
  const rootChildren = [FIRST, INSIDE].map((root) => {
    const byUnit = new Uint16Array(65_536)
    for (let child = firstChild[root]!; child < firstChild[root + 1]!; child++) byUnit[units[child]!] = child
    return byUnit
  })

  return {
    size,
    unknown,
    cut(word, length, ids, at) {
      const begin = at
      let root = FIRST
      for (let start = 0; start < length;) {
        let node = rootChildren[root]![word[start]!]!
        let best = 0
        let end = start
        for (let i = start + 1; node !== 0; i++) {
          if (pieces[node] !== 0) {
            best = pieces[node]!
            end = i
          }
          if (i >= length) break
          const unit = word[i]!
          let low = firstChild[node]!
          let high = firstChild[node + 1]!
          node = 0
          while (low < high) {
            const middle = (low + high) >> 1
            const found = units[middle]!
            if (found === unit) {
              node = middle
              break
            }
            if (found < unit) low = middle + 1
            else high = middle
          }
        }
        if (best === 0) {
          if (begin < ids.length) ids[begin] = unknown
          return begin + 1
        }
        if (at < ids.length) ids[at] = best - 1
        at++
        start = end
        root = INSIDE
      }
      return at
    },
  }
}
