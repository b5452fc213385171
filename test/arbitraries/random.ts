/** Numbers and choices that follow from a seed alone, the same in every runtime. */
export interface Random {
  /** A number in [0, 1). */
  next(): number
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number
  /** True `share` of the time, `share` in [0, 1]. */
  chance(share: number): boolean
  /** One of `values`, which are not empty. */
  pick<T>(values: readonly T[]): T
}

/**
 * Mulberry32, a generator with 32 bits of state (Tommy Ettinger, public domain): only 32-bit integer arithmetic, so that
 * a fixture built from a seed has the same bytes in Node and in every browser.
 */
export function createRandom(seed: number): Random {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1))
  return { next, int, chance: (share) => next() < share, pick: (values) => values[int(0, values.length - 1)]! }
}

/** Hexadecimal digits, `length` of them. */
export function hexDigits(random: Random, length: number): string {
  let digits = ''
  while (digits.length < length) digits += '0123456789abcdef'[random.int(0, 15)]!
  return digits
}
