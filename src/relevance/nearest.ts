import { orderByValue } from './row-order.ts'

/** Rows in the order of how near they are in meaning to what is asked, and how many of them that is worth showing. */
export interface Nearest {
  /** The nearest rows, one of each text, the best first: few where one stands out, many in a flat field. */
  readonly closest: readonly number[]
  /** All rows, the nearest first; a row whose text was there before comes after all that differ. */
  readonly order: readonly number[]
}

/**
 * How far apart two rows are for one to be e times as likely the answer, in standard deviations of the scores.
 *
 * Fitted to 59 paraphrased questions over real tool results whose row is known: the mean log likelihood of that row is greatest at 0.8 in
 * every tier (with words, the table and MiniLM -2.06; -2.34 at 0.5, -2.09 at 1).
 */
const temperature = 0.8
/**
 * So much of the likelihood the closest rows have together. The answer is among them for 46 of the 59 questions, with 6 rows in the
 * median and 9 in the mean; 0.9 takes 16 rows for 53, more than there is room for.
 */
const likelihood = 0.8

/**
 * Chooses by the shape of the scores.
 *
 * @param values per row, in standard deviations; see `blendScores`
 * @param firsts per row the first that says the same; see `firstsOfTexts`
 */
export function findNearest(values: Float64Array, firsts: Int32Array): Nearest {
  const seen = new Uint8Array(values.length)
  const distinct: number[] = []
  const again: number[] = []
  for (const row of orderByValue(values)) {
    const first = firsts[row]!
    if (seen[first] === 1) again.push(row)
    else {
      seen[first] = 1
      distinct.push(row)
    }
  }
  const likelihoods = distinct.map((row) => decay((values[distinct[0]!]! - values[row]!) / temperature))
  const wanted = likelihood * likelihoods.reduce((sum, one) => sum + one, 0)
  let count = 0
  for (let sum = 0; count < distinct.length && sum < wanted; count++) sum += likelihoods[count]!
  return { closest: distinct.slice(0, count), order: [...distinct, ...again] }
}

/** Nearly e to the power of -distance, as (1 - distance / 16) ** 16: products are the same in every engine, `Math.exp` need not be. */
function decay(distance: number): number {
  const base = Math.max(0, 1 - distance / 16)
  const square = base * base
  const fourth = square * square
  const eighth = fourth * fourth
  return eighth * eighth
}
