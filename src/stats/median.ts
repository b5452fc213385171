/**
 * The median: the middle number, or the mean of the two middle ones. Linear in time; the input is not written to.
 *
 * @param values finite numbers, no NaN
 * @returns NaN for no numbers
 */
export function median(values: Float64Array): number {
  return medianInPlace(values.slice())
}

/** The median of numbers whose order may be lost. */
export function medianInPlace(values: Float64Array): number {
  const { length } = values
  if (length === 0) return NaN
  const middle = length >> 1
  const upper = select(values, middle)
  if (length % 2 === 1) return upper
  let lower = values[0]!
  for (let i = 1; i < middle; i++) if (values[i]! > lower) lower = values[i]!
  // Halved before they are added: the sum of two large numbers may overflow.
  return lower === upper ? upper : lower / 2 + upper / 2
}

/**
 * Puts the k-th smallest number (from 0) at index `k`, smaller ones before it. Hoare's quickselect (1961, "Algorithm 65: Find") with the
 * median of three as pivot; after more rounds than a good pivot ever needs the rest is sorted, so that no order of the input is quadratic.
 */
function select(values: Float64Array, k: number): number {
  let left = 0
  let right = values.length - 1
  for (let round = 0; right > left; round++) {
    if (round > 64) {
      values.subarray(left, right + 1).sort()
      break
    }
    const pivot = medianOfThree(values[left]!, values[(left + right) >> 1]!, values[right]!)
    let i = left
    let j = right
    while (i <= j) {
      while (values[i]! < pivot) i++
      while (values[j]! > pivot) j--
      if (i > j) break
      const swapped = values[i]!
      values[i++] = values[j]!
      values[j--] = swapped
    }
    if (k <= j) right = j
    else if (k >= i) left = i
    else break
  }
  return values[k]!
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}
