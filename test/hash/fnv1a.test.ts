import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashText, hashTexts } from '../../src/hash/fnv1a.ts'

/** The definition, byte by byte in big integers. */
function slowFnv1a(bytes: Iterable<number>): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn
  return hash.toString(16).padStart(16, '0')
}

test.each([
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
])('%j has the hash that its authors published', (text, hash) => {
  expect(hashText(text)).toBe(hash)
})

test('it is FNV-1a over UTF-8 for any well-formed text', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
    fc.pre(!/[\ud800-\udfff]/u.test(text))
    expect(hashText(text)).toBe(slowFnv1a(new TextEncoder().encode(text)))
  }))
})

test('texts with lone surrogates have hashes of their own', () => {
  expect(new Set(['\ud800', '\udc00', '\ud83d', '\ufffd', '\ud83d\ude00'].map(hashText)).size).toBe(5)
})

test('where one text ends and the next begins makes a difference', () => {
  expect(new Set([hashTexts(['ab', 'c']), hashTexts(['a', 'bc']), hashTexts(['abc']), hashTexts(['abc', '']), hashTexts([])]).size).toBe(5)
})
