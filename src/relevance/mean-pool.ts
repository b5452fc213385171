/** Steps in one, as a power of two, so that every rounded value is exact in 32 bits. */
const steps = 4096

/**
 * Vectors of texts from the states of their pieces: the mean over the pieces of a text, without its padding, brought to unit length and
 * rounded to 1 / 4096, which hides the order in which a runtime adds and leaves a length within 0.3 % of one.
 *
 * @param states `lengths.length` texts, each of `width` pieces, each of `dimensions` numbers, row-major
 * @param lengths pieces of each text before its padding
 */
export function meanPool(states: Float32Array, lengths: readonly number[], width: number, dimensions: number): Float32Array[] {
  return lengths.map((length, text) => {
    const sum = new Float64Array(dimensions)
    const start = text * width * dimensions
    const end = start + length * dimensions
    for (let at = start; at < end;) {
      for (let i = 0; i < dimensions; i++) sum[i]! += states[at++]!
    }
    let squared = 0
    for (const value of sum) squared += value * value
    const norm = Math.sqrt(squared)
    return Float32Array.from(sum, (value) => Math.round(value / norm * steps) / steps)
  })
}
