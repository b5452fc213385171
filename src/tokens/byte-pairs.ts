/** Bytes of a token, one character from U+0000 to U+00FF for each, and its rank: the lower, the earlier it is merged. */
export type Ranks = ReadonlyMap<string, number>

/** From this many bytes on the heap is faster than looking through all pairs after every merge. */
const heapFromBytes = 64

const noRank = 0x7fffffff

const starts = new Int32Array(heapFromBytes + 1)
const pairRanks = new Int32Array(heapFromBytes + 1)

/**
 * How many tokens byte pair encoding leaves of a piece: it merges the neighbours whose joint bytes have the lowest rank, the leftmost
 * of equals first, until no neighbours have one. Every single byte must have a rank.
 * Sennrich, Haddow & Birch (2016), doi:10.18653/v1/P16-1162. Time grows as n log n with the number of bytes.
 *
 * @param bytes of one piece, one character from U+0000 to U+00FF for each; at least one
 */
export function countBytePairs(bytes: string, ranks: Ranks): number {
  return bytes.length < heapFromBytes ? mergeByScan(bytes, ranks) : mergeByHeap(bytes, ranks)
}

function mergeByScan(bytes: string, ranks: Ranks): number {
  let parts = bytes.length
  for (let i = 0; i < parts; i++) {
    starts[i] = i
    pairRanks[i] = i + 2 <= parts ? ranks.get(bytes.slice(i, i + 2)) ?? noRank : noRank
  }
  starts[parts] = parts
  for (;;) {
    let lowest = noRank
    let at = -1
    for (let i = 0; i < parts - 1; i++) {
      if (pairRanks[i]! < lowest) {
        lowest = pairRanks[i]!
        at = i
      }
    }
    if (at === -1) return parts
    for (let i = at + 1; i < parts; i++) {
      starts[i] = starts[i + 1]!
      pairRanks[i] = pairRanks[i + 1]!
    }
    parts--
    pairRanks[at] = rankOfPair(bytes, ranks, at, parts)
    if (at > 0) pairRanks[at - 1] = rankOfPair(bytes, ranks, at - 1, parts)
  }
}

function rankOfPair(bytes: string, ranks: Ranks, part: number, parts: number): number {
  return part + 2 <= parts ? ranks.get(bytes.slice(starts[part], starts[part + 2])) ?? noRank : noRank
}

/** Ranks times this, plus a position: one number that sorts by rank and then by position. Ranks stay under 2^21. */
const positionsPerRank = 2 ** 32

function mergeByHeap(bytes: string, ranks: Ranks): number {
  const length = bytes.length
  // Parts are named by the position they start at.
  const next = new Int32Array(length + 1)
  const previous = new Int32Array(length + 1)
  const rankAt = new Int32Array(length + 1).fill(noRank)
  const heap: number[] = []
  for (let i = 0; i <= length; i++) {
    next[i] = i + 1
    previous[i] = i - 1
  }
  const rate = (part: number): void => {
    const second = next[part]!
    const rank = second < length ? ranks.get(bytes.slice(part, next[second])) ?? noRank : noRank
    rankAt[part] = rank
    if (rank !== noRank) push(heap, rank * positionsPerRank + part)
  }
  for (let i = 0; i < length - 1; i++) rate(i)

  let parts = length
  while (heap.length > 0) {
    const lowest = pop(heap)
    const rank = Math.floor(lowest / positionsPerRank)
    const part = lowest - rank * positionsPerRank
    // What was merged meanwhile has another rank or none.
    if (rankAt[part] !== rank) continue
    const merged = next[part]!
    const after = next[merged]!
    next[part] = after
    if (after <= length) previous[after] = part
    rankAt[merged] = noRank
    parts--
    rate(part)
    if (previous[part]! >= 0) rate(previous[part]!)
  }
  return parts
}

function push(heap: number[], value: number): void {
  let at = heap.length
  heap.push(value)
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (heap[parent]! <= value) break
    heap[at] = heap[parent]!
    at = parent
  }
  heap[at] = value
}

/** @param heap not empty */
function pop(heap: number[]): number {
  const lowest = heap[0]!
  const last = heap.pop()!
  const size = heap.length
  if (size === 0) return lowest
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= size) break
    if (child + 1 < size && heap[child + 1]! < heap[child]!) child++
    if (heap[child]! >= last) break
    heap[at] = heap[child]!
    at = child
  }
  heap[at] = last
  return lowest
}
