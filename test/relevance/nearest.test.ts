import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blendScores } from '../../src/relevance/blend-scores.ts'
import { findNearest } from '../../src/relevance/nearest.ts'
import { firstsOfTexts, orderByValue } from '../../src/relevance/row-order.ts'
import { chooseShortlist } from '../../src/relevance/shortlist.ts'
import { spread } from '../../src/relevance/spread.ts'

const distinctTexts = (count: number): string[] => Array.from({ length: count }, (_, i) => `text ${i}`)

describe('how many rows are nearest follows from the shape of the scores', () => {
  test.each([
    { name: 'one row that stands out is alone', values: [0, 0, 6, 0, 0, 0, 0, 0], closest: [2] },
    { name: 'of two that stand out both count', values: [0, 5, 0, 0, 5, 0, 0, 0], closest: [1, 4] },
    { name: 'a flat field keeps most rows, the earlier first', values: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], closest: [0, 1, 2, 3, 4, 5, 6, 7] },
    { name: 'a slope keeps its top', values: [0, 1, 2, 3, 4, 5, 6, 7], closest: [7, 6] },
    { name: 'one row is the nearest', values: [0], closest: [0] },
    { name: 'no rows have no nearest', values: [], closest: [] },
  ])('$name', ({ values, closest }) => {
    expect(findNearest(Float64Array.from(values), firstsOfTexts(distinctTexts(values.length))).closest).toEqual(closest)
  })

  test('rows of one text say the same: one of them is among the closest, and the others come after all that differ', () => {
    const { closest, order } = findNearest(Float64Array.from([3, 3, 3, 2.9, 0]), firstsOfTexts(['a', 'a', 'a', 'b', 'c']))
    expect(closest).toEqual([0, 3])
    expect(order).toEqual([0, 3, 4, 1, 2])
  })

  test('the order holds every row once, and the closest begin it', () => {
    fc.assert(fc.property(fc.array(fc.record({ value: fc.double({ min: -5, max: 40, noNaN: true }), text: fc.constantFrom('', 'a', 'b', 'c', 'd') }), { maxLength: 60 }), (rows) => {
      const { closest, order } = findNearest(Float64Array.from(rows, ({ value }) => value), firstsOfTexts(rows.map(({ text }) => text)))
      expect([...order].sort((a, b) => a - b)).toEqual(rows.map((_, row) => row))
      expect(order.slice(0, closest.length)).toEqual(closest)
      expect(closest.length > 0).toBe(rows.length > 0)
      // Nothing left out is nearer than what is in, but for what says the same as something that is in.
      const texts = new Set(closest.map((row) => rows[row]!.text))
      const farthest = Math.min(...closest.map((row) => rows[row]!.value))
      for (const [row, { value, text }] of rows.entries()) if (!texts.has(text)) expect(value, `row ${row}`).toBeLessThanOrEqual(farthest)
    }))
  })
})

describe('scores of several kinds become one value', () => {
  test('in standard deviations, by weight', () => {
    expect(Array.from(blendScores(2, [{ scores: [0, 1], weight: 1 }, { scores: [1, 0], weight: 0.25 }]))).toEqual([-0.75, 0.75])
  })

  test('what hardly differs hardly counts', () => {
    const [low, high] = blendScores(2, [{ scores: [0.5, 0.501], weight: 1 }])
    expect(high! - low!).toBeCloseTo(0.001 / 0.05, 6)
  })

  test('rows of which a score is not known are like the mean of those of which it is', () => {
    expect(Array.from(blendScores(3, [{ scores: [0, 99, 1], weight: 1, known: Uint8Array.from([1, 0, 1]) }]))).toEqual([-1, 0, 1])
  })

  test('no scores, and no rows, are no failure', () => {
    expect(Array.from(blendScores(2, [{ scores: [1, 2], weight: 1, known: new Uint8Array(2) }]))).toEqual([0, 0])
    expect(Array.from(blendScores(0, [{ scores: [], weight: 1 }]))).toEqual([])
  })
})

describe('the shortlist', () => {
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

  test('takes all texts where there is room, each once', () => {
    expect(chooseShortlist({ firsts: firstsOfTexts(['a', 'b', 'a']), orders: [[0, 1, 2]], room: 2, minRoom: 16 })).toEqual([0, 1])
  })

  test('takes the best of each order in turn, and some from everywhere', () => {
    const up = numbers(1000)
    const chosen = chooseShortlist({ firsts: firstsOfTexts(distinctTexts(1000)), orders: [up, [...up].reverse()], room: 16, minRoom: 16 })
    for (const row of [0, 1, 2, 3, 4, 5, 999, 998, 997, 996, 995, 994]) expect(chosen).toContain(row)
    expect(chosen).toHaveLength(16)
    expect(chosen.slice(12)).toEqual([512, 256, 768, 128])
  })

  test('is empty where there is room for a few of many', () => {
    expect(chooseShortlist({ firsts: firstsOfTexts(distinctTexts(40)), orders: [numbers(40)], room: 15, minRoom: 16 })).toEqual([])
  })

  test('is never longer than the room, and never names a text twice', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 40 }), fc.integer({ min: 1, max: 8 }), (texts, room) => {
      const chosen = chooseShortlist({ firsts: firstsOfTexts(texts), orders: [numbers(texts.length), numbers(texts.length).reverse()], room, minRoom: 1 })
      expect(chosen.length).toBe(Math.min(room, new Set(texts).size))
      expect(new Set(chosen.map((row) => texts[row])).size).toBe(chosen.length)
    }))
  })
})

test('rows stand by value, the highest first, the earlier first among equals', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0, -0, 1, 1 + Number.EPSILON, -Infinity, Infinity))), (values) => {
    expect([...orderByValue(values)]).toEqual(Array.from(values.keys()).sort((a, b) => (values[a]! > values[b]! ? -1 : values[a]! < values[b]! ? 1 : a - b)))
  }))
})

test('numbers that are spread are all there, each once', () => {
  for (const count of [0, 1, 2, 7, 64, 100]) expect([...spread(count)].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i))
})
