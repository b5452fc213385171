import { decodeBase64 } from './base64.ts'
import type { Ranks } from './byte-pairs.ts'

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
