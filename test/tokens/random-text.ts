/** Texts that look random and are the same in every run. */
export interface RandomText {
  readonly base64: (length: number) => string
  readonly hex: (length: number) => string
  readonly uuid: () => string
  /** From 0 up to `end`, without it. */
  readonly integer: (end: number) => number
}

/** Park & Miller's minimal standard generator (1988), doi:10.1145/63039.63042. */
export function createRandom(): RandomText {
  let state = 20_250_107
  const integer = (end: number): number => {
    state = state * 48_271 % 2_147_483_647
    return Math.floor(state / 2_147_483_647 * end)
  }
  const from = (alphabet: string) => (length: number): string => Array.from({ length }, () => alphabet[integer(alphabet.length)]!).join('')
  const hex = from('0123456789abcdef')
  return {
    base64: from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'),
    hex,
    uuid: () => [8, 4, 4, 4, 12].map(hex).join('-'),
    integer,
  }
}
