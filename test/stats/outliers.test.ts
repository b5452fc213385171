import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findOutliers, robustDeviations } from '../../src/stats/outliers.ts'

describe('findOutliers', () => {
  test('finds the far values, the furthest first', () => {
    const values = Float64Array.of(10, 11, 9, 10, 12, 8, 40, 10, -30)
    // Median 10, distances 0 1 1 0 2 2 30 0 40: MAD 1.
    const outliers = findOutliers(values, 3)
    expect(outliers.map(({ index }) => index)).toEqual([8, 6])
    expect(outliers[0]!.deviation).toBeCloseTo(40 / 1.4826, 9)
  })
  test('falls back to the mean deviation where most values are the same', () => {
    const values = Float64Array.of(5, 5, 5, 5, 5, 5, 5, 25)
    // Mean distance 20 / 8 = 2.5.
    expect(findOutliers(values, 2)).toEqual([{ index: 7, deviation: 20 / (1.2533 * 2.5) }])
  })
  test('one of two far values does not hide the other', () => {
    const values = Float64Array.from({ length: 30 }, (_, i) => i === 3 ? 1e9 : i === 9 ? 500 : i % 5)
    expect(findOutliers(values, 3).map(({ index }) => index)).toEqual([3, 9])
  })
  test('finds none in nothing, one value or equal values', () => {
    for (const list of [[], [1], [2, 2, 2], [-0, 0]]) expect(findOutliers(Float64Array.from(list), 0)).toEqual([])
  })
  test('moving and scaling all values changes no deviation', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 40 }), fc.integer({ min: -99, max: 99 }), (list, move) => {
      const plain = robustDeviations(Float64Array.from(list))
      const moved = robustDeviations(Float64Array.from(list, (value) => 8 * value + move))
      plain.forEach((deviation, i) => { expect(moved[i]).toBeCloseTo(deviation, 9) })
    }), { numRuns: 100 })
  })
  test('at most half of the values lie further out than the scale of a MAD', () => {
    fc.assert(fc.property(fc.float64Array({ min: -1e300, max: 1e300, noNaN: true, maxLength: 50 }), (values) => {
      const far = [...robustDeviations(values)].filter((deviation) => deviation > 1)
      expect(far.length).toBeLessThanOrEqual(values.length / 2)
    }), { numRuns: 100 })
  })
})
