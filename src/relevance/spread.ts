/** The numbers below `count` in an order in which every beginning is spread evenly: the middle, the quarters, the eighths (van der Corput). */
export function* spread(count: number): Generator<number> {
  let size = 1
  while (size < count) size *= 2
  for (let i = 0; i < size; i++) {
    let reversed = 0
    for (let bit = 1, value = i; bit < size; bit *= 2, value >>= 1) reversed = reversed * 2 + (value & 1)
    if (reversed < count) yield reversed
  }
}
