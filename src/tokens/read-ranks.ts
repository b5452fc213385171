import type { Ranks } from './byte-pairs.ts'

const digitOf = new Uint8Array(128)
for (const [value, character] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) {
  digitOf[character.charCodeAt(0)] = value
}

/**
 * Reads the ranks of a vocabulary as js-tiktoken packs them: lines of `! <first rank> <token> <token> ...`, tokens in base64 and
 * ranks counting up.
 */
export function readRanks(packed: string): Ranks {
  const ranks = new Map<string, number>()
  for (const line of packed.split('\n')) {
    if (line === '') continue
    const [, first, ...tokens] = line.split(' ')
    let rank = Number(first)
    for (const token of tokens) ranks.set(decodeBase64(token), rank++)
  }
  return ranks
}

/** One character from U+0000 to U+00FF per byte, as `atob`, which is slower on texts this short and missing in the bare language. */
function decodeBase64(base64: string): string {
  let bytes = ''
  for (let i = 0; i < base64.length; i += 4) {
    const group = digitOf[base64.charCodeAt(i)]! << 18 | digitOf[base64.charCodeAt(i + 1)]! << 12
      | digitOf[base64.charCodeAt(i + 2)]! << 6 | digitOf[base64.charCodeAt(i + 3)]!
    if (base64[i + 2] === '=') bytes += String.fromCharCode(group >> 16)
    else if (base64[i + 3] === '=') bytes += String.fromCharCode(group >> 16, group >> 8 & 255)
    else bytes += String.fromCharCode(group >> 16, group >> 8 & 255, group & 255)
  }
  return bytes
}
