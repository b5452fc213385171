import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstNotBelow, lastNotAbove } from '../../src/json/first-not-below.ts'

test('both find what a look at every number finds', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 30 }), fc.integer({ min: -22, max: 22 }), (list, value) => {
    const numbers = Int32Array.from(list).sort()
    expect(firstNotBelow(numbers, value)).toBe(numbers.filter((number) => number < value).length)
    expect(lastNotAbove(numbers, value)).toBe(numbers.filter((number) => number <= value).length - 1)
  }))
})
