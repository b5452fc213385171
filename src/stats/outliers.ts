import { MAD_TO_SIGMA, medianAbsoluteDeviation } from './mad.ts'
import { median } from './median.ts'

/** Makes the mean absolute deviation of normal data their standard deviation: the square root of pi / 2. */
export const MEAN_DEVIATION_TO_SIGMA = 1.2533

export interface Outlier {
  /** Index of the value. */
  readonly index: number
  /** How far it lies from the median, in robust standard deviations; never negative. */
  readonly deviation: number
}

/**
 * The robust deviation of every value: |x - median| / (1.4826 · MAD), or, where more than half of the values are the same and the MAD is
 * therefore 0, |x - median| / (1.2533 · mean absolute deviation). Iglewicz & Hoaglin (1993), "How to Detect and Handle Outliers";
 * unlike mean and standard deviation, neither is moved by the very outliers one looks for.
 *
 * @param values finite numbers, no NaN
 * @returns all 0 where all values are the same
 */
export function robustDeviations(values: Float64Array): Float64Array {
  const center = median(values)
  const deviations = values.map((value) => Math.abs(value - center))
  const scale = MAD_TO_SIGMA * medianAbsoluteDeviation(values, center) || MEAN_DEVIATION_TO_SIGMA * mean(deviations)
  if (!(scale > 0)) return deviations
  return deviations.map((deviation) => deviation / scale)
}

/**
 * The values further than `threshold` robust deviations from the median, the furthest first; ties in the order of the values.
 *
 * @param threshold in robust standard deviations; Iglewicz & Hoaglin advise 3.5 where a false alarm is costly
 */
export function findOutliers(values: Float64Array, threshold: number): Outlier[] {
  const outliers: Outlier[] = []
  robustDeviations(values).forEach((deviation, index) => {
    if (deviation > threshold) outliers.push({ index, deviation })
  })
  return outliers.sort((a, b) => b.deviation - a.deviation || a.index - b.index)
}

/** Each part is divided before it is added: sums of large numbers overflow. */
function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value / values.length, 0)
}
