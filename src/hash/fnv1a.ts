/**
 * 64-bit FNV-1a over the UTF-8 bytes of several texts, each followed by the byte 0xff, which no UTF-8 text holds: so
 * ['ab', 'c'] and ['a', 'bc'] differ. A lone surrogate counts as the three bytes of its code point.
 * Fowler, Noll, Vo: hash = (hash xor byte) · 0x100000001b3 mod 2^64, from 0xcbf29ce484222325.
 *
 * Not for secrets: who can choose texts can make two with one hash.
 *
 * @returns 16 hexadecimal digits
 */
export function hashTexts(texts: Iterable<string>): string {
  const state: HashState = { high: 0xcbf29ce4 | 0, low: 0x84222325 | 0 }
  for (const text of texts) {
    addText(state, text)
    addByte(state, 0xff)
  }
  return digits(state)
}

/** 64-bit FNV-1a over the UTF-8 bytes of one text: 16 hexadecimal digits. */
export function hashText(text: string): string {
  const state: HashState = { high: 0xcbf29ce4 | 0, low: 0x84222325 | 0 }
  addText(state, text)
  return digits(state)
}

/** The two halves of the hash as 32-bit integers, since JavaScript has none of 64 bits that are fast. */
interface HashState { high: number; low: number }

/**
 * The prime is 2^40 + 0x1b3: both halves are multiplied by 0x1b3, the low one in parts of 16 bits so that all stays in 32, and the low half
 * shifted by 40 = 32 + 8 bits is added to the high one.
 */
const prime = 0x1b3

function addText(state: HashState, text: string): void {
  // In local variables, and ASCII at once: texts of a whole request are hashed.
  let { high, low } = state
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x80) {
      state.high = high
      state.low = low
      i = addWide(state, text, i)
      high = state.high
      low = state.low
      continue
    }
    const mixed = low ^ code
    const lower = (mixed & 0xffff) * prime
    const upper = (mixed >>> 16) * prime + (lower >>> 16)
    low = (upper << 16) | (lower & 0xffff)
    high = (Math.imul(high, prime) + (upper >>> 16) + (mixed << 8)) | 0
  }
  state.high = high
  state.low = low
}

/** @returns the offset of the last code unit of the character at `i` */
function addWide(state: HashState, text: string, i: number): number {
  let code = text.charCodeAt(i)
  let last = i
  if (code < 0x800) {
    addByte(state, 0xc0 | (code >> 6))
  } else {
    if (code >= 0xd800 && code < 0xdc00) {
      const next = text.charCodeAt(i + 1) // NaN after the last unit
      if (next >= 0xdc00 && next < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00)
        last = i + 1
      }
    }
    if (code >= 0x10000) {
      addByte(state, 0xf0 | (code >> 18))
      addByte(state, 0x80 | ((code >> 12) & 0x3f))
    } else {
      addByte(state, 0xe0 | (code >> 12))
    }
    addByte(state, 0x80 | ((code >> 6) & 0x3f))
  }
  addByte(state, 0x80 | (code & 0x3f))
  return last
}

function addByte(state: HashState, byte: number): void {
  const mixed = state.low ^ byte
  const lower = (mixed & 0xffff) * prime
  const upper = (mixed >>> 16) * prime + (lower >>> 16)
  state.low = (upper << 16) | (lower & 0xffff)
  state.high = (Math.imul(state.high, prime) + (upper >>> 16) + (mixed << 8)) | 0
}

function digits({ high, low }: HashState): string {
  return (high >>> 0).toString(16).padStart(8, '0') + (low >>> 0).toString(16).padStart(8, '0')
}
