import { firstNotBelow } from '../json/first-not-below.ts'

/**
 * Rows by value, the highest first, the earlier first among equals. Numbers are sorted, which takes a tenth of the time of sorting rows by
 * comparing their numbers; then each row is put where its number came.
 *
 * @param values one number per row
 */
export function orderByValue(values: ArrayLike<number>): Int32Array {
  const falling = Float64Array.from(values, (value) => -value).sort()
  const order = new Int32Array(values.length)
  /** Rows of the same value that were put in place already, by the place of the first of them. */
  const placed = new Int32Array(values.length)
  for (let row = 0; row < values.length; row++) {
    const first = firstNotBelow(falling, -values[row]!)
    order[first + placed[first]!++] = row
  }
  return order
}

/** For each row the first that has the same text. */
export function firstsOfTexts(texts: readonly string[]): Int32Array {
  const rows = new Map<string, number>()
  return Int32Array.from(texts, (text, row) => {
    const first = rows.get(text)
    if (first === undefined) rows.set(text, row)
    return first ?? row
  })
}
