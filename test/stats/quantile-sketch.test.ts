import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createQuantileSketch, sketchError } from '../../src/stats/quantile-sketch.ts'

const values = fc.array(fc.oneof(
  fc.constantFrom(0, 1, -1, 1e-9, 1e12, 0.5),
  fc.integer({ min: -1_000_000, max: 1_000_000 }),
  fc.double({ min: 1e-9, max: 1e12, noNaN: true }),
), { minLength: 1, maxLength: 200 })

function sketchOf(numbers: readonly number[]): ReturnType<typeof createQuantileSketch> {
  const sketch = createQuantileSketch()
  for (const value of numbers) sketch.add(value)
  return sketch
}

test('every quantile is within the stated error of the value of its rank', () => {
  fc.assert(fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (numbers, p) => {
    const exact = [...numbers].sort((a, b) => a - b)[Math.floor(p * (numbers.length - 1))]!
    // A rounding error of the logarithm comes on top, far below the stated error.
    expect(Math.abs(sketchOf(numbers).quantile(p) - exact)).toBeLessThanOrEqual(Math.abs(exact) * (sketchError + 1e-9))
  }))
})

test('counting in parts and merging is counting at once', () => {
  fc.assert(fc.property(values, values, (a, b) => {
    const merged = sketchOf(a)
    merged.merge(JSON.parse(JSON.stringify(sketchOf(b).toState())) as ReturnType<ReturnType<typeof sketchOf>['toState']>)
    const once = sketchOf([...a, ...b])
    expect(merged.count).toBe(once.count)
    for (const p of [0, 0.25, 0.5, 0.9, 0.99, 1]) expect(merged.quantile(p)).toBe(once.quantile(p))
  }))
})

test('no values have the quantile 0', () => {
  expect(createQuantileSketch().quantile(0.5)).toBe(0)
})

test('it stays small over all magnitudes', () => {
  const sketch = createQuantileSketch()
  for (let exponent = -30; exponent < 30; exponent += 0.001) sketch.add(10 ** exponent)
  expect(sketch.toState().positive.length / 2).toBeLessThan(2500)
  expect(sketch.quantile(1)).toBeLessThan(1.02e12)
})
