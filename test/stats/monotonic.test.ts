import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findTrend } from '../../src/stats/monotonic.ts'

test.each([
  { values: [], trend: { direction: 'none', strict: false } },
  { values: [4], trend: { direction: 'none', strict: false } },
  { values: [1, 2, 3], trend: { direction: 'ascending', strict: true, step: 1 } },
  { values: [10, 5, 0, -5], trend: { direction: 'descending', strict: true, step: -5 } },
  { values: [1, 2, 2, 9], trend: { direction: 'ascending', strict: false } },
  { values: [9, 3, 1], trend: { direction: 'descending', strict: true } },
  { values: [7, 7, 7], trend: { direction: 'constant', strict: false, step: 0 } },
  { values: [1, 3, 2], trend: { direction: 'none', strict: true } },
  { values: [0.1, 0.2, 0.3, 0.4], trend: { direction: 'ascending', strict: true, step: 0.1 } },
])('findTrend of $values', ({ values, trend }) => {
  expect(findTrend(Float64Array.from(values))).toEqual(trend)
})

test('sorted distinct values ascend, and descend when reversed', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 30 }), (list) => {
    const sorted = Float64Array.from(list).sort()
    expect(findTrend(sorted)).toMatchObject({ direction: 'ascending', strict: true })
    expect(findTrend(sorted.reverse())).toMatchObject({ direction: 'descending', strict: true })
  }), { numRuns: 100 })
})
