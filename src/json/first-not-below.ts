/** The place of the first number that is at least `least`, the length for none. @param numbers ascending */
export function firstNotBelow(numbers: Int32Array | Float64Array, least: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (numbers[middle]! < least) low = middle + 1
    else high = middle
  }
  return low
}

/** The place of the last number that is at most `most`, -1 for none. @param numbers ascending @param most a whole number */
export function lastNotAbove(numbers: Int32Array, most: number): number {
  return firstNotBelow(numbers, most + 1) - 1
}
