import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAD_TO_SIGMA, medianAbsoluteDeviation } from '../../src/stats/mad.ts'
import { median } from '../../src/stats/median.ts'
import { quantile, sortNumbers } from '../../src/stats/quantile.ts'

const numbers = fc.float64Array({ minLength: 1, maxLength: 60, noNaN: true, noDefaultInfinity: true })
const few = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 60 }).map((list) => Float64Array.from(list))

describe('median', () => {
  test.each([[[3], 3], [[1, 2], 1.5], [[5, 1, 3], 3], [[4, 1, 3, 2], 2.5], [[1.7e308, 1.7e308], 1.7e308]])('of %j is %d', (values, expected) => {
    expect(median(Float64Array.from(values))).toBe(expected)
  })
  test('of nothing is no number', () => { expect(median(new Float64Array(0))).toBeNaN() })
  test('agrees with sorting and leaves the input as it is', () => {
    fc.assert(fc.property(fc.oneof(numbers, few), (values) => {
      const sorted = [...values].sort((a, b) => a - b)
      const copy = values.slice()
      const [low, high] = [sorted[(sorted.length - 1) >> 1]!, sorted[sorted.length >> 1]!]
      expect(median(values) - (low === high ? low : low / 2 + high / 2)).toBe(0)
      expect(values).toEqual(copy)
    }), { numRuns: 300 })
  })
  test.each([
    { name: 'sorted', at: (i: number) => i },
    { name: 'reversed', at: (i: number) => -i },
    { name: 'equal', at: () => 7 },
    { name: 'an organ pipe', at: (i: number) => Math.min(i, 1e6 - i) },
    { name: 'a saw', at: (i: number) => i % 1000 },
  ])('takes a million numbers, $name', ({ at }) => {
    const values = Float64Array.from({ length: 1e6 }, (_, i) => at(i))
    expect(median(values)).toBe(quantile(sortNumbers(values), 0.5))
  })
})

describe('quantile', () => {
  test.each([[0, 1], [0.25, 1.75], [0.5, 2.5], [0.9, 3.7], [1, 4]])('%d of 1 2 3 4 is %d', (p, expected) => {
    expect(quantile(Float64Array.of(1, 2, 3, 4), p)).toBeCloseTo(expected, 12)
  })
  test('of nothing is no number', () => { expect(quantile(new Float64Array(0), 0.5)).toBeNaN() })
  test('lies between its neighbours in order and grows with its share', () => {
    fc.assert(fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (values, p, q) => {
      const sorted = [...values].sort((a, b) => a - b)
      const read = quantile(sortNumbers(values), p)
      const position = (sorted.length - 1) * p
      const [low, high] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!]
      const slack = 1e-12 * Math.max(Math.abs(low), Math.abs(high))
      expect(read >= low - slack && read <= high + slack).toBe(true)
      expect(quantile(sortNumbers(values), Math.min(p, q)) <= quantile(sortNumbers(values), Math.max(p, q)) + 1e-12 * Math.abs(sorted.at(-1)!)
        + 1e-12 * Math.abs(sorted[0]!)).toBe(true)
    }), { numRuns: 200 })
  })
})

describe('medianAbsoluteDeviation', () => {
  test('is the median distance', () => { expect(medianAbsoluteDeviation(Float64Array.of(1, 1, 2, 2, 4, 6, 9))).toBe(1) })
  test('of equal numbers is 0', () => { expect(medianAbsoluteDeviation(Float64Array.of(5, 5, 5, 9))).toBe(0) })
  test('times its factor is the standard deviation of normal quantiles', () => {
    // Sums of twelve uniform numbers from a grid, shifted: close to normal with a standard deviation of 1.
    let state = 1
    const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
    const values = Float64Array.from({ length: 20000 }, () => Array.from({ length: 12 }, next).reduce((a, b) => a + b, -6))
    expect(MAD_TO_SIGMA * medianAbsoluteDeviation(values)).toBeCloseTo(1, 1)
  })
})
