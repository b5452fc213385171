import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countBytePairs } from '../../src/tokens/byte-pairs.ts'
import type { Ranks } from '../../src/tokens/byte-pairs.ts'

/** Slow and obvious: looks for the best pair in a list of strings, again and again. */
function mergeObviously(bytes: string, ranks: Ranks): number {
  const parts = [...bytes]
  for (;;) {
    let best: { at: number; rank: number } | undefined
    for (let at = 0; at + 1 < parts.length; at++) {
      const rank = ranks.get(parts[at]! + parts[at + 1]!)
      if (rank !== undefined && (best === undefined || rank < best.rank)) best = { at, rank }
    }
    if (best === undefined) return parts.length
    parts.splice(best.at, 2, parts[best.at]! + parts[best.at + 1]!)
  }
}

/** Vocabularies nobody trained: longer tokens may rank before their parts. */
const vocabularies = fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 2, maxLength: 6 }), { maxLength: 40 })
  .map((tokens): Ranks => new Map(['a', 'b', 'c', ...tokens].map((token, rank) => [token, rank])))

test.each([
  { name: 'short pieces', minLength: 1, maxLength: 63 },
  { name: 'long pieces', minLength: 64, maxLength: 200 },
])('merges $name as looking at every pair again does', ({ minLength, maxLength }) => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength, maxLength }), vocabularies, (bytes, ranks) => {
    expect(countBytePairs(bytes, ranks)).toBe(mergeObviously(bytes, ranks))
  }), { numRuns: 200 })
})

test.each([
  { bytes: 'a', tokens: 1 },
  { bytes: 'abc', tokens: 2 },
  { bytes: 'bcab', tokens: 2 },
  { bytes: 'aaaa', tokens: 4 },
])('$bytes with ab before bc is $tokens', ({ bytes, tokens }) => {
  expect(countBytePairs(bytes, new Map([['a', 0], ['b', 1], ['c', 2], ['ab', 3], ['bc', 4]]))).toBe(tokens)
})

test('of equal pairs the leftmost is merged first', () => {
  expect(countBytePairs('aaa', new Map([['a', 0], ['aa', 1]]))).toBe(2)
  expect(countBytePairs('a'.repeat(101), new Map([['a', 0], ['aa', 1], ['aaaa', 2]]))).toBe(26)
})
