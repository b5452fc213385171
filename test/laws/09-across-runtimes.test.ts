import { describe, expect, test } from 'vitest'
import { conversationHashes, kindHashes, payloadHashes, shapeHashes } from '../fixtures/same-bytes.ts'
import { conversationHash, conversationSeeds, kindSeeds, payloadHash, payloadSeeds, shapeSeeds } from './hashed-cases.ts'

// One list for Node and Chromium: where the hashes agree with it in both, the bytes agree with each other.
describe('Law 9: same input, same options: same bytes in Node and in the browser', () => {
  test('the list covers every case, and tells them apart', () => {
    expect(conversationHashes.map(([seed]) => seed)).toEqual(conversationSeeds)
    expect(shapeHashes.map(([shape, seed]) => [shape, seed])).toEqual(shapeSeeds)
    expect(payloadHashes.map(([seed]) => seed)).toEqual(payloadSeeds)
    expect(kindHashes.map(([kind, seed]) => [kind, seed])).toEqual(kindSeeds)
    expect(new Set([...payloadHashes.map(([, hash]) => hash), ...kindHashes.map(([, , hash]) => hash)]).size).toBe(payloadHashes.length + kindHashes.length)
  })

  test.each(conversationHashes)('conversation %i', async (seed, hash) => {
    expect(await conversationHash(seed)).toBe(hash)
  })

  test.each(shapeHashes)('conversation of %s, %i', async (shape, seed, hash) => {
    expect(await conversationHash(seed, shape)).toBe(hash)
  })

  test.each(payloadHashes)('tool result %i', async (seed, hash) => {
    expect(await payloadHash(seed)).toBe(hash)
  })

  test.each(kindHashes)('tool result of %s, %i', async (kind, seed, hash) => {
    expect(await payloadHash(seed, kind)).toBe(hash)
  })
})
