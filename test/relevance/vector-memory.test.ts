import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createVectorMemory } from '../../src/relevance/vector-memory.ts'

test('holds the newest vectors and no more than it has room for', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 6 }), fc.array(fc.string({ maxLength: 2 }), { maxLength: 40 }), (room, texts) => {
    const memory = createVectorMemory(2, room)
    const newest: string[] = [] // oldest first
    texts.forEach((text, i) => {
      const key = memory.keyOf(text)
      const known = newest.includes(text)
      expect(memory.find(key) >= 0).toBe(known)
      if (known) return
      memory.add(key, Int32Array.of(i, -i), i)
      newest.push(text)
      if (newest.length > room) newest.shift()
    })
    for (const text of newest) {
      const place = memory.find(memory.keyOf(text))
      const i = texts.indexOf(text, 0)
      expect(place).toBeGreaterThanOrEqual(0)
      // A text that came again after it was forgotten has the place of its last time.
      expect(memory.dot(place, Int32Array.of(1, 0))).toBeGreaterThanOrEqual(i)
      expect(memory.dot(place, Int32Array.of(1, 1))).toBe(0)
      expect(memory.squaredNormAt(place)).toBe(memory.dot(place, Int32Array.of(1, 0)))
    }
  }), { numRuns: 300 })
})

test('vectors past the first few hundred have their places too', () => {
  const memory = createVectorMemory(4, 700)
  for (let i = 0; i < 1500; i++) memory.add(memory.keyOf(`text ${i}`), Int32Array.of(i, 0, 0, 1), i)
  expect(memory.find(memory.keyOf('text 799'))).toBe(-1)
  for (let i = 800; i < 1500; i++) expect(memory.dot(memory.find(memory.keyOf(`text ${i}`)), Int32Array.of(1, 0, 0, 0))).toBe(i)
})

test('keys are whole numbers that tell texts apart', () => {
  const memory = createVectorMemory(1, 1)
  const keys = new Set<number>()
  for (let i = 0; i < 200_000; i++) keys.add(memory.keyOf(`row ${i}`))
  for (const text of ['', 'a', 'aa', 'ab', 'ba', '\u0000', '\u0000\u0000', '\ud800']) keys.add(memory.keyOf(text))
  expect(keys.size).toBe(200_008)
  for (const key of keys) if (!Number.isSafeInteger(key)) throw new Error(`${key} is not exact`)
})
