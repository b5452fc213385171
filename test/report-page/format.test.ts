import fc from 'fast-check'
import { expect, test } from 'vitest'
import { count, day, duration, minute, percent, short, tick, usd, whole } from '../../src/report-page/format.ts'

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

test.each([
  [whole(1234567.6), '1,234,568'], [whole(0), '0'], [whole(-20), '-20'],
  [short(999_949), '999,949'], [short(999_960), '1.00 million'], [short(1_234_567), '1.23 million'], [short(45_600), '45,600'], [short(2.5e9), '2.50 billion'], [short(-1.5e6), '-1.50 million'],
  [tick(0), '0'], [tick(500_000), '500k'], [tick(1_500_000), '1.5M'], [tick(0.5), '0.5'],
  [percent(0), '0 %'], [percent(0.424), '42 %'], [percent(0.0424), '4.2 %'], [percent(0.0004), '0.04 %'], [percent(0.00001), 'below 0.01 %'], [percent(-0.00001), 'above -0.01 %'], [percent(-0.5), '-50 %'], [percent(0.0996), '10 %'],
  [usd(0), '$0.00'], [usd(12.345), '$12.35'], [usd(1234.5), '$1,234.50'], [usd(0.315), '$0.315'], [usd(0.5), '$0.50'], [usd(0.00012), '$0.00012'], [usd(-2), '-$2.00'],
  [duration(0.42), '0.42 ms'], [duration(2), '2.0 ms'], [duration(15.4), '15 ms'], [duration(2345), '2.3 s'], [duration(90_000), '1.5 min'],
  [day('2026-11-02T10:00:00.000Z'), '2 Nov 2026'], [minute('2026-11-22T14:05:59.000Z'), '22 Nov 2026, 14:05'],
  [count(1, 'request'), '1 request'], [count(2000, 'request'), '2,000 requests'], [count(0, 'request'), '0 requests'],
])('%s', (got, wanted) => {
  expect(plain(got)).toBe(wanted)
})

test('what is not nothing is never shown as nothing, and no figure is NaN', () => {
  fc.assert(fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (share) => {
    if (share !== 0) expect(percent(share)).not.toMatch(/^-?0(\.0+)?\u00a0%$/)
  }))
  fc.assert(fc.property(fc.double({ min: -1e15, max: 1e15, noNaN: true }), (value) => {
    for (const text of [whole(value), short(value), tick(value), usd(value), percent(value)]) expect(text).not.toMatch(/NaN|undefined|Infinity/)
  }))
})
