/**
 * A sorted copy, ascending. Quantiles of the same numbers are read from one copy.
 *
 * @param values finite numbers, no NaN
 */
export function sortNumbers(values: Float64Array): Float64Array {
  return values.slice().sort()
}

/**
 * The quantile of sorted numbers, between two of them by linear interpolation: position h = (n - 1) · p, type 7 of
 * Hyndman & Fan (1996), doi:10.1080/00031305.1996.10473566.
 *
 * @param sorted ascending, see `sortNumbers`
 * @param p from 0 (the smallest) to 1 (the largest)
 * @returns NaN for no numbers
 */
export function quantile(sorted: Float64Array, p: number): number {
  if (sorted.length === 0) return NaN
  const position = (sorted.length - 1) * p
  const below = Math.floor(position)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  // Not low + (high - low) · f: that overflows between -1e308 and 1e308.
  const share = position - below
  return low === high ? low : low * (1 - share) + high * share
}
