import { median, medianInPlace } from './median.ts'

/** Makes the median absolute deviation of normal data their standard deviation: 1 / (the 0.75 quantile of the normal distribution). */
export const MAD_TO_SIGMA = 1.4826

/**
 * The median absolute deviation from the median, not scaled. Hampel (1974), doi:10.1080/01621459.1974.10482962.
 *
 * @param values finite numbers, no NaN
 * @param center their median, where it is known already
 * @returns NaN for no numbers
 */
export function medianAbsoluteDeviation(values: Float64Array, center: number = median(values)): number {
  return medianInPlace(values.map((value) => Math.abs(value - center)))
}
