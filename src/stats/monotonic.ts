export interface Trend {
  /** `ascending` and `descending` allow equal neighbours, but not only them; `constant` has nothing else. */
  readonly direction: 'ascending' | 'descending' | 'constant' | 'none'
  /** No two neighbours are equal. */
  readonly strict: boolean
  /** The difference between any two neighbours where it is always the same (to 1e-9 of the largest value), else undefined. */
  readonly step?: number
}

/**
 * Whether the values only rise or only fall, and whether by the same step: then they are a sequence such as row numbers.
 *
 * @param values finite numbers, no NaN; fewer than two have no direction
 */
export function findTrend(values: Float64Array): Trend {
  if (values.length < 2) return { direction: 'none', strict: false }
  const step = values[1]! - values[0]!
  let rises = false
  let falls = false
  let strict = true
  let even = true
  let largest = Math.abs(values[0]!)
  for (let i = 1; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!))
  for (let i = 1; i < values.length; i++) {
    const difference = values[i]! - values[i - 1]!
    if (difference > 0) rises = true
    else if (difference < 0) falls = true
    else strict = false
    // Steps of 0.1 are not all the same number in binary.
    if (Math.abs(difference - step) > 1e-9 * largest) even = false
  }
  const direction = rises ? (falls ? 'none' : 'ascending') : falls ? 'descending' : 'constant'
  return even && direction !== 'none' ? { direction, strict, step } : { direction, strict }
}
