import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findChangePoints } from '../../src/stats/change-points.ts'

function series(length: number, at: (i: number) => number): Float64Array {
  return Float64Array.from({ length }, (_, i) => at(i))
}

/** Nearly normal noise with a standard deviation of 1, the same for the same seed. */
function noise(seed: number): () => number {
  let state = seed
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return () => Array.from({ length: 12 }, next).reduce((a, b) => a + b, -6)
}

function indices(values: Float64Array): number[] {
  return findChangePoints(values).map(({ index }) => index)
}

describe('findChangePoints', () => {
  test('finds a clean step in the middle, with its levels', () => {
    const [point, ...others] = findChangePoints(series(100, (i) => i < 50 ? 10 : 20))
    expect(others).toEqual([])
    expect(point).toMatchObject({ index: 50, before: 10, after: 20 })
    expect(point!.shift).toBeGreaterThan(10)
  })

  test.each([
    { name: 'three levels', values: series(300, (i) => [5, 50, 20][Math.floor(i / 100)]!), expected: [100, 200] },
    { name: 'a staircase', values: series(300, (i) => Math.floor(i / 50)), expected: [50, 100, 150, 200, 250] },
    { name: 'a short row', values: series(12, (i) => i < 6 ? 1 : 9), expected: [6] },
    { name: 'a level at the end', values: series(100, (i) => i < 95 ? 1 : 9), expected: [95] },
    { name: 'a step among spikes', values: series(200, (i) => (i < 100 ? 10 : 20) + (i % 37 === 5 ? 500 : 0)), expected: [100] },
    { name: 'a step on an offset', values: series(100, (i) => 1.7e12 + (i < 40 ? 0 : 1000)), expected: [40] },
    { name: 'a step of the largest numbers', values: series(40, (i) => i < 20 ? -1.7e308 : 1.7e308), expected: [20] },
    { name: 'nothing', values: series(0, () => 0), expected: [] },
    { name: 'too few values', values: Float64Array.of(1, 1, 1, 9, 9), expected: [] },
    { name: 'a constant', values: series(100, () => 3), expected: [] },
    { name: 'one spike', values: series(100, (i) => i === 50 ? 1000 : 1), expected: [] },
    { name: 'a ramp', values: series(1000, (i) => i), expected: [] },
    { name: 'a falling curve', values: series(1000, (i) => Math.exp(-i / 100)), expected: [] },
    { name: 'a wave', values: series(500, (i) => Math.sin(i / 30)), expected: [] },
    { name: 'two values by turns', values: series(200, (i) => i % 2), expected: [] },
  ])('$name: $expected', ({ values, expected }) => {
    expect(indices(values)).toEqual(expected)
  })

  test('finds a step in noise to within two values', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const next = noise(seed)
      const found = indices(series(200, (i) => (i < 120 ? 0 : 5) + next()))
      expect(found).toHaveLength(1)
      expect(Math.abs(found[0]! - 120)).toBeLessThanOrEqual(2)
    }
  })

  test('finds nothing in noise and in a ramp under noise', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const next = noise(seed)
      expect(indices(series(300, next))).toEqual([])
      expect(indices(series(300, (i) => i * 0.1 + next()))).toEqual([])
    }
  })

  test('whatever the values: ascending inside the series, levels apart, the input untouched', () => {
    fc.assert(fc.property(fc.float64Array({ noNaN: true, noDefaultInfinity: true, maxLength: 60 }), (values) => {
      const copy = values.slice()
      const points = findChangePoints(values)
      expect(values).toEqual(copy)
      points.forEach(({ index, before, after, shift }, i) => {
        expect(index >= (points[i - 1]?.index ?? 0) + 3 && index <= values.length - 3).toBe(true)
        expect(before).not.toBe(after)
        expect(shift).toBeGreaterThanOrEqual(2)
      })
    }), { numRuns: 200 })
  })

  test.each([
    { name: 'a ramp', at: (i: number) => i },
    { name: 'ever closer levels', at: (i: number) => 1 / (i + 1) },
    { name: 'ever longer levels', at: (i: number) => Math.floor(Math.log2(i + 1)) },
  ])('half a million values of $name end', ({ at }) => {
    expect(indices(series(5e5, at)).length).toBeLessThan(40)
  })
})
