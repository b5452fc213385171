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
  const state: HashState = { high: 0xcbf29ce4, low: 0x84222325 }
  for (const text of texts) {
    addText(state, text)
    addByte(state, 0xff)
  }
  return digits(state)
}

/** 64-bit FNV-1a over the UTF-8 bytes of one text: 16 hexadecimal digits. */
export function hashText(text: string): string {
  const state: HashState = { high: 0xcbf29ce4, low: 0x84222325 }
  addText(state, text)
  return digits(state)
}

/** The two 32-bit halves of the hash, as JavaScript has no 64-bit integers that are fast. */
interface HashState { high: number; low: number }

function addText(state: HashState, text: string): void {
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i)
    if (code < 0x80) {
      addByte(state, code)
      continue
    }
    if (code < 0x800) {
      addByte(state, 0xc0 | (code >> 6))
    } else {
      if (code >= 0xd800 && code < 0xdc00) {
        const next = text.charCodeAt(i + 1) // NaN after the last unit
        if (next >= 0xdc00 && next < 0xe000) {
          code = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00)
          i++
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
  }
}

function addByte(state: HashState, byte: number): void {
  const low = (state.low ^ byte) >>> 0
  // The prime is 2^40 + 0x1b3: multiply both halves by 0x1b3, and add the low half shifted by 40 = 32 + 8 bits.
  const product = low * 0x1b3
  state.low = product >>> 0
  state.high = (Math.imul(state.high, 0x1b3) + Math.floor(product / 0x100000000) + (low << 8)) >>> 0
}

function digits(state: HashState): string {
  return state.high.toString(16).padStart(8, '0') + state.low.toString(16).padStart(8, '0')
}
