/** Slots of the table: a power of two, and twice as many as there are pieces at most, so that a search is short. */
const slotCount = 65_536
const maxPieces = slotCount / 2
/** Characters of all pieces together, with their heads. */
const arenaLength = 524_288
/** In UTF-16 code units; longer pieces hardly ever come again. */
const longest = 48
/** Before the characters of a piece stand their number and its tokens. */
const headLength = 2

/**
 * Remembers what pieces of a text cost, by their characters where they stand: asking makes no string and leaves no garbage.
 * A hash table with linear probing (Knuth, The Art of Computer Programming 3, section 6.4, algorithm L).
 */
export interface PieceTable {
  /** The tokens of `text.slice(start, end)`; 0 where it is not known. */
  get(text: string, start: number, end: number): number
  /** Forgotten with all others when the table is full: what is common is back at once, and a hit costs no bookkeeping. */
  set(text: string, start: number, end: number, tokens: number): void
}

export function createPieceTable(): PieceTable {
  /** Two numbers a slot: the hash, and where its piece is in the arena plus 1, so that 0 means that it is empty. */
  const slots = new Int32Array(2 * slotCount)
  const arena = new Uint16Array(arenaLength)
  let pieces = 0
  let used = 0

  /** The slot of a piece, or the empty one where it would be. */
  const find = (text: string, start: number, end: number): number => {
    let hash = 0x811c9dc5
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    hash ^= hash >>> 15
    let slot = (hash & (slotCount - 1)) * 2
    while (slots[slot + 1] !== 0) {
      if (slots[slot] === hash && isPiece(slots[slot + 1]! - 1, text, start, end)) return slot
      slot = (slot + 2) & (2 * slotCount - 1)
    }
    slots[slot] = hash
    return slot
  }
  const isPiece = (at: number, text: string, start: number, end: number): boolean => {
    const length = end - start
    if (arena[at] !== length) return false
    for (let i = 0; i < length; i++) if (arena[at + headLength + i] !== text.charCodeAt(start + i)) return false
    return true
  }

  return {
    get(text, start, end) {
      if (end - start > longest) return 0
      const at = slots[find(text, start, end) + 1]!
      return at === 0 ? 0 : arena[at]! // behind the length
    },
    set(text, start, end, tokens) {
      const length = end - start
      if (length > longest) return
      if (pieces === maxPieces || used + headLength + length > arenaLength) {
        slots.fill(0)
        pieces = 0
        used = 0
      }
      slots[find(text, start, end) + 1] = used + 1
      arena[used] = length
      arena[used + 1] = tokens // of at most three to a character
      for (let i = 0; i < length; i++) arena[used + headLength + i] = text.charCodeAt(start + i)
      used += headLength + length
      pieces++
    },
  }
}
