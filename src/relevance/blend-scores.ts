/** Scores of one kind, one for each row. */
export interface ScoreList {
  readonly scores: ArrayLike<number>
  /** What a standard deviation of these scores counts beside one of the others. */
  readonly weight: number
  /** Rows that this kind of score is known of; the others are taken to be like the mean. @default all */
  readonly known?: Uint8Array
}

/**
 * Weights of the three kinds of score, in standard deviations over the rows of one array.
 *
 * Measured on 59 paraphrased questions over real tool results, as the rows found among the best 5 / 10 / 15: words alone 16 / 30 / 36;
 * the table 36 / 44 / 53, with 0.2 of the words 37 / 45 / 51, with 0.6 36 / 45 / 49; MiniLM 41 / 47 / 52, with 0.2 of the words
 * 42 / 49 / 52, and 0.3 of the table 43 / 52 / 52. What the words name stays whatever its score.
 */
export const wordsWeight = 0.2
export const tableWeight = 1
export const tableWeightBesideModel = 0.3
export const modelWeight = 1

/**
 * Where the rows of an array hardly differ, their differences are chance: a standard deviation of scores in [0, 1] counts as at least this.
 */
const leastDeviation = 0.05

/** One value per row: the weighted sum of its scores, each in standard deviations from the mean of its kind. */
export function blendScores(rows: number, lists: readonly ScoreList[]): Float64Array {
  const values = new Float64Array(rows)
  for (const { scores, weight, known } of lists) {
    const isKnown = (row: number): boolean => known === undefined || known[row] === 1
    let count = 0
    let sum = 0
    for (let row = 0; row < rows; row++) {
      if (!isKnown(row)) continue
      count++
      sum += scores[row]!
    }
    const mean = sum / Math.max(1, count)
    let squares = 0
    for (let row = 0; row < rows; row++) if (isKnown(row)) squares += (scores[row]! - mean) * (scores[row]! - mean)
    const deviation = Math.max(leastDeviation, Math.sqrt(squares / Math.max(1, count)))
    for (let row = 0; row < rows; row++) if (isKnown(row)) values[row]! += weight * (scores[row]! - mean) / deviation
  }
  return values
}
