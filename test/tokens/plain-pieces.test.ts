import fc from 'fast-check'
import o200k from 'js-tiktoken/ranks/o200k_base'
import { describe, expect, test } from 'vitest'
import { endOfPlainPiece } from '../../src/tokens/plain-pieces.ts'

/** The pattern of the vocabulary itself, with Unicode's white space. */
const pattern = new RegExp(o200k.pat_str.replaceAll('\\s', '\\p{White_Space}').replaceAll('\\S', '\\P{White_Space}'), 'uy')

/** @returns how many pieces were told without the pattern */
function expectSamePieces(text: string): number {
  let told = 0
  for (let start = 0; start < text.length;) {
    pattern.lastIndex = start
    if (!pattern.test(text)) throw new Error(`the pattern has no piece in ${JSON.stringify(text)} from ${start}`)
    const end = pattern.lastIndex
    const own = endOfPlainPiece(text, start)
    if (own !== -1) {
      if (own !== end) throw new Error(`${JSON.stringify(text)} from ${start}: ${own}, the pattern says ${end}`)
      told++
    }
    start = end
  }
  return told
}

/** One of each kind, and those of which the pattern speaks. */
const letters = ['a', 's', 'l', 'e', 'v', 'A', 'S', 'L', '1', ' ', '\t', '\n', '\r', '\'', '/', '"', 'é', '\u00a0', '\u0301', '漢', '→']

describe('endOfPlainPiece', () => {
  test('agrees with the pattern on every text of up to four characters', () => {
    let told = 0
    const visit = (text: string, left: number): void => {
      told += expectSamePieces(text)
      if (left > 0) for (const letter of letters) visit(text + letter, left - 1)
    }
    visit('', 4)
    expect(told).toBeGreaterThan(100_000)
  })

  test('agrees with the pattern on longer texts', () => {
    const piece = fc.oneof(
      fc.string({ unit: fc.constantFrom(...letters), maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 6 }), fc.string({ unit: 'binary-ascii', maxLength: 20 }),
      fc.constantFrom('don\'t', 'WE\'LL', 'HTTPServer', '{"id":123456,"a b":null}', '\r\n\r\n  x', '   \n  y', '...//\n/', '😀', '\ud800'),
    )
    fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => { expectSamePieces(pieces.join('')) }), { seed: 20_251_107, numRuns: 2000 })
  })

  test.each([['a', 'z'], ['A', 'Z'], ['0', '9']])('says the same of the last character as of the first of %s to %s', (first, last) => {
    for (const at of [first, last]) expect(endOfPlainPiece(`${at} `, 0)).toBe(1)
  })

  test('every ASCII character and mark by itself and between others', () => {
    for (const code of [...Array(128).keys(), ...Array.from({ length: 0x700 }, (_, i) => 0x2000 + i)]) {
      for (const text of [String.fromCharCode(code), `a${String.fromCharCode(code)}a`, ` ${String.fromCharCode(code)} `]) expectSamePieces(text)
    }
  })
})
