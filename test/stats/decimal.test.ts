import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareDecimals, decimalKey, middleOfDecimals, readDecimal, sumDecimals, sumQuickly } from '../../src/stats/decimal.ts'

/** Numbers with at most so many decimal places, as whole numbers of units of the last place and as they may be spelled. */
const scaled = (scale: number): fc.Arbitrary<{ units: bigint, text: string }> => fc.tuple(fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }), fc.boolean()).map(([units, short]) => {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const fraction = digits.slice(digits.length - scale)
  const text = `${units < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${short ? fraction.replace(/(?<=\d)0+$/, '') : fraction}`}`
  return { units, text }
})

/** A JSON number as units of 10^-scale, read by hand. */
function unitsOf(text: string, scale: number): bigint {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.')
  return BigInt(whole + fraction.padEnd(scale, '0')) * (text.startsWith('-') ? -1n : 1n)
}

describe('decimals', () => {
  test('are compared, added and halved as whole numbers of their last place are', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 6 }).chain((scale) => fc.tuple(fc.constant(scale), fc.array(scaled(scale), { minLength: 2, maxLength: 8 }))), ([scale, list]) => {
      const decimals = list.map(({ text }) => readDecimal(text))
      const [a, b] = list as [typeof list[0], typeof list[0]]
      const [first, second] = decimals as [typeof decimals[0], typeof decimals[0]]
      expect(Math.sign(compareDecimals(first, second))).toBe(a.units < b.units ? -1 : a.units > b.units ? 1 : 0)
      expect(decimalKey(first) === decimalKey(second)).toBe(a.units === b.units)
      expect(unitsOf(sumDecimals(decimals)!, scale)).toBe(list.reduce((sum, { units }) => sum + units, 0n))
      expect(unitsOf(middleOfDecimals(first, second)!, scale + 1)).toBe((a.units + b.units) * 5n)
    }))
  })

  test('the quick sum is the exact one, or none', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 8 }), fc.array(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), { maxLength: 40 }), (scale, units) => {
      const texts = units.map((unit) => {
        const digits = String(Math.abs(unit)).padStart(scale + 1, '0')
        return `${unit < 0 ? '-' : ''}${digits.slice(0, digits.length - scale)}.${digits.slice(digits.length - scale)}0`
      })
      const quick = sumQuickly(Float64Array.from(texts, Number), scale + 1)
      expect(quick === undefined || quick === sumDecimals(texts.map(readDecimal))).toBe(true)
    }))
    expect(sumQuickly(Float64Array.of(0.1, 0.2), 1)).toBe('0.3')
    expect(sumQuickly(Float64Array.of(2 ** 51, 2 ** 51), 0)).toBeUndefined()
  })

  test.each([
    ['1e400', '2', 1], ['-1e400', '-2', -1], ['12345678901234567891', '12345678901234567890', 1], ['1.0', '1', 0], ['10e-1', '1', 0], ['-0', '0', 0],
    ['1e-400', '0', 1], ['0.30000000000000004', '0.3', 1], ['100', '99.9', 1], ['-0.01', '-0.1', 1],
  ])('%s beside %s is %i', (a, b, order) => {
    expect(Math.sign(compareDecimals(readDecimal(a), readDecimal(b)))).toBe(order)
  })

  test('a sum of hundreds of places is not written out', () => {
    expect(sumDecimals(['1e400', '2'].map(readDecimal))).toBeUndefined()
    expect(sumDecimals(['1e-400', '2'].map(readDecimal))).toBeUndefined()
    expect(sumDecimals([])).toBe('0')
  })

  test('what begins with no number is an error', () => {
    expect(() => readDecimal('x1')).toThrow(RangeError)
  })
})
