/** A source of repeatable choices. */
export interface Random {
  /** @returns a number in [0, 1) */
  next(): number
  /** @returns a whole number in [from, to] */
  integer(from: number, to: number): number
  pick<T>(choices: readonly T[]): T
  /** @returns lower-case hexadecimal digits */
  hex(digits: number): string
}

/** mulberry32 by Tommy Ettinger (public domain): 32 bits of state, good enough for data that only has to look alive. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    integer,
    pick: (choices) => choices[integer(0, choices.length - 1)]!,
    hex: (digits) => Array.from({ length: digits }, () => integer(0, 15).toString(16)).join(''),
  }
}
