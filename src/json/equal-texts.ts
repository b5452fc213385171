import type { JsonDocument } from './document.ts'

const emptySlot = -1
/** Nodes compared before a text is taken for a new one: more that share a slot's neighbourhood are there on purpose. */
const maxProbes = 64

/**
 * Nodes of a document by their text, without a string for each: a hash table of node numbers. Texts are compared in place.
 *
 * Somebody who makes thousands of texts with one hash gets some of them back as different; it never takes more than linear time.
 */
export class EqualTexts {
  readonly #doc: JsonDocument
  /** Pairs of a node and its hash: side by side, since tables of a hundred thousand texts are larger than a processor's cache. */
  #slots: Int32Array
  #count = 0

  /** @param capacity how many different texts to have room for at first */
  constructor(doc: JsonDocument, capacity: number) {
    this.#doc = doc
    this.#slots = emptySlots(2 ** Math.ceil(Math.log2(Math.max(8, 2 * capacity))))
  }

  /** The first node with the text of this one; the node itself when it is the first. */
  firstLike(node: number): number {
    const slots = this.#slots
    const hash = hashOf(this.#doc, node)
    const mask = slots.length - 1
    let slot = 2 * hash & mask
    for (let probe = 0; probe < maxProbes && slots[slot] !== emptySlot; probe++) {
      if (slots[slot + 1] === hash && haveEqualText(this.#doc, slots[slot]!, node)) return slots[slot]!
      slot = slot + 2 & mask
    }
    if (slots[slot] !== emptySlot) return node
    slots[slot] = node
    slots[slot + 1] = hash
    if (++this.#count * 4 > slots.length) this.#grow()
    return node
  }

  #grow(): void {
    const old = this.#slots
    const slots = emptySlots(old.length)
    const mask = slots.length - 1
    for (let at = 0; at < old.length; at += 2) {
      if (old[at] === emptySlot) continue
      let slot = 2 * old[at + 1]! & mask
      while (slots[slot] !== emptySlot) slot = slot + 2 & mask
      slots[slot] = old[at]!
      slots[slot + 1] = old[at + 1]!
    }
    this.#slots = slots
  }
}

const emptySlots = (count: number): Int32Array => new Int32Array(2 * count).fill(emptySlot)

/**
 * FNV-1a (Fowler, Noll & Vo, RFC 9923) over pairs of UTF-16 code units, since each step waits for the one before; the high bits
 * are mixed into the low ones, which choose the slot.
 */
function hashOf({ text, start, end }: JsonDocument, node: number): number {
  const last = end[node]! - 1
  let hash = 0x811c9dc5 | 0
  let i = start[node]!
  for (; i < last; i += 2) hash = Math.imul(hash ^ text.charCodeAt(i) ^ text.charCodeAt(i + 1) << 8, 0x01000193)
  if (i === last) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  // A factor carries bits upwards only: without this the second of a pair would never reach the lowest eight.
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  return hash ^ (hash >>> 13)
}

function haveEqualText({ text, start, end }: JsonDocument, one: number, other: number): boolean {
  const from = start[one]!
  const length = end[one]! - from
  const offset = start[other]!
  if (end[other]! - offset !== length) return false
  for (let i = 0; i < length; i++) if (text.charCodeAt(from + i) !== text.charCodeAt(offset + i)) return false
  return true
}
