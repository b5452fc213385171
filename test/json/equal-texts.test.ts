import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EqualTexts } from '../../src/json/equal-texts.ts'
import { IntList } from '../../src/json/int-list.ts'
import { parseJson } from '../../src/json/parse.ts'

/** For each element of an array the place of the first with the same text. */
function firstPlaces(values: readonly unknown[], capacity: number): number[] {
  const doc = parseJson(JSON.stringify(values))
  if (!doc) throw new Error('no document')
  const texts = new EqualTexts(doc, capacity)
  const places = new Map<number, number>()
  const found: number[] = []
  for (let node = 1, place = 0; place < values.length; node = doc.next[node]!, place++) {
    places.set(node, place)
    found.push(places.get(texts.firstLike(node))!)
  }
  return found
}

describe('EqualTexts', () => {
  test('finds the first element with the same text, however many there are', () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constantFrom('a', 'b', 'aa', 'é', '\ud83d\ude00', ''), fc.record({ id: fc.nat(5) }))
    fc.assert(fc.property(fc.array(value, { maxLength: 200 }), fc.integer({ min: 0, max: 64 }), (values, capacity) => {
      const texts = values.map((each) => JSON.stringify(each))
      expect(firstPlaces(values, capacity)).toEqual(texts.map((text) => texts.indexOf(text)))
    }))
  })

  test('grows past its first capacity', () => {
    const values = Array.from({ length: 5000 }, (_, i) => `value ${i % 3000}`)
    expect(firstPlaces(values, 1)).toEqual(values.map((_, i) => i % 3000))
  })
})

describe('IntList', () => {
  test('gives back what was added, in order', () => {
    fc.assert(fc.property(fc.array(fc.integer()), fc.integer({ min: 0, max: 40 }), (numbers, capacity) => {
      const list = new IntList(capacity)
      for (const number of numbers) list.push(number)
      expect([...list.numbers()]).toEqual(numbers)
      expect(list.length).toBe(numbers.length)
    }))
  })
})
