import { MAD_TO_SIGMA, medianAbsoluteDeviation } from './mad.ts'
import { MEAN_DEVIATION_TO_SIGMA } from './outliers.ts'

export interface ChangePoint {
  /** Index of the first value of the new level. */
  readonly index: number
  /** Mean of the level before and of the level after. */
  readonly before: number
  readonly after: number
  /** |after - before| in standard deviations of the noise around both levels, at least 2. */
  readonly shift: number
}

/** A level lasts at least this many values; shorter ones are spikes, which is what outliers are for. */
const MIN_LEVEL_LENGTH = 3
/** A split has to explain this many ln(n) · sigma². Yao (1988) shows that 2 suffice for independent normal noise; smoothing correlates ours. */
const SPLIT_PENALTY = 5
/** Levels closer than this many standard deviations of the noise are one level to a reader. */
const MIN_SHIFT = 2
/** Around a step, two levels leave at most this part of the squared error that a straight line leaves. Around a ramp it is the other way round. */
const MAX_ERROR_OF_LINE = 0.85
/** And they leave this many ln(n) · sigma² less. Of 300 ramps under noise one then shows a step; without it every second did. */
const LINE_PENALTY = 3
/** This many values at either side of an edge must differ by half as much as the levels do: a curve bends, a level jumps. */
const EDGE_LENGTH = 3
/** Rounds of splitting; each is one pass over the values. */
const MAX_ROUNDS = 32

/**
 * Where the level of a series shifts, ascending.
 *
 * Binary segmentation for the mean (Scott & Knott 1974, doi:10.2307/2529204; Fryzlewicz 2014, doi:10.1214/14-AOS1245), with the noise taken
 * from the differences of neighbours, so that a step in the middle, which doubles the standard deviation of the whole, cannot hide itself.
 * A running median of five takes spikes away and leaves edges where they are. A split counts only if the two levels fit
 * better than a straight line over both, so that a ramp has none.
 *
 * @param values in the order of the rows, finite numbers, no NaN. Time n log n at most
 */
export function findChangePoints(values: Float64Array): ChangePoint[] {
  if (values.length < 2 * MIN_LEVEL_LENGTH) return []
  const medians = runningMedianOfFive(values)
  const scale = findScale(medians)
  if (scale.least === scale.largest) return []
  const smooth = scaleToUnit(medians, scale)
  // Spikes past all medians are pulled in: they are no noise.
  const clipped = scaleToUnit(values, scale)
  const sigma = noiseOf(clipped)
  const penalty = Math.log(values.length) * sigma * sigma
  const edges = [0, ...findSplits(smooth, SPLIT_PENALTY * penalty), values.length]
  const points: ChangePoint[] = []
  for (let e = 1; e < edges.length - 1; e++) {
    const [start, index, end] = [edges[e - 1]!, edges[e]!, edges[e + 1]!]
    const before = mean(smooth, start, index)
    const after = mean(smooth, index, end)
    const spread = MEAN_DEVIATION_TO_SIGMA * (absoluteError(clipped, start, index, before) + absoluteError(clipped, index, end, after)) / (end - start)
    const jump = mean(smooth, index, Math.min(end, index + EDGE_LENGTH)) - mean(smooth, Math.max(start, index - EDGE_LENGTH), index)
    const shift = Math.abs(after - before) / Math.max(sigma, spread)
    const stepError = squaredError(smooth, start, index, before) + squaredError(smooth, index, end, after)
    const line = lineError(smooth, start, end)
    const isLine = stepError > Math.min(MAX_ERROR_OF_LINE * line, line - LINE_PENALTY * penalty)
    if (shift < MIN_SHIFT || jump / (after - before) < 0.5 || isLine) continue
    points.push({ index, before: fromUnit(before, scale), after: fromUnit(after, scale), shift })
  }
  return points
}

interface Scale {
  readonly least: number
  readonly largest: number
}

function findScale(values: Float64Array): Scale {
  let least = Infinity
  let largest = -Infinity
  for (const value of values) {
    if (value < least) least = value
    if (value > largest) largest = value
  }
  return { least, largest }
}

/** Values from 0 to 1, so that sums of squares neither overflow nor drown in an offset. Halved first: a range may pass 1.8e308. */
function scaleToUnit(values: Float64Array, { least, largest }: Scale): Float64Array {
  const range = largest / 2 - least / 2
  return values.map((value) => Math.min(1, Math.max(0, (value / 2 - least / 2) / range)))
}

function fromUnit(share: number, { least, largest }: Scale): number {
  return least * (1 - share) + largest * share
}

function runningMedianOfFive(values: Float64Array): Float64Array {
  const { length } = values
  const window = new Float64Array(5)
  return values.map((value, i) => {
    const reach = Math.min(2, i, length - 1 - i)
    if (reach === 0) return value
    const size = 2 * reach + 1
    for (let k = 0; k < size; k++) {
      const next = values[i - reach + k]!
      let place = k
      while (place > 0 && window[place - 1]! > next) window[place] = window[--place]!
      window[place] = next
    }
    return window[reach]!
  })
}

/** Standard deviation of the noise: that of the differences of neighbours, over the square root of 2. */
function noiseOf(values: Float64Array): number {
  const differences = new Float64Array(values.length - 1)
  let sum = 0
  for (let i = 0; i < differences.length; i++) {
    differences[i] = values[i + 1]! - values[i]!
    sum += Math.abs(differences[i]!)
  }
  const sigma = MAD_TO_SIGMA * medianAbsoluteDeviation(differences) || MEAN_DEVIATION_TO_SIGMA * sum / differences.length
  return sigma / Math.SQRT2
}

/** Splits every stretch where that explains most, round by round, as long as it explains more than `penalty`. Ascending. */
function findSplits(values: Float64Array, penalty: number): number[] {
  const sums = new Float64Array(values.length + 1)
  for (let i = 0; i < values.length; i++) sums[i + 1] = sums[i]! + values[i]!
  const splits: number[] = []
  let stretches: [start: number, end: number][] = [[0, values.length]]
  for (let round = 0; round < MAX_ROUNDS && stretches.length > 0; round++) {
    const next: [start: number, end: number][] = []
    for (const [start, end] of stretches) {
      const split = bestSplit(sums, start, end, penalty)
      if (split < 0) continue
      splits.push(split)
      next.push([start, split], [split, end])
    }
    stretches = next
  }
  return splits.sort((a, b) => a - b)
}

/** The split that explains most, more than `penalty`: m · k / (m + k) · (difference of the means)² for parts of m and k values. Or -1. */
function bestSplit(sums: Float64Array, start: number, end: number, penalty: number): number {
  let best = -1
  let most = penalty
  const total = sums[end]! - sums[start]!
  for (let i = start + MIN_LEVEL_LENGTH; i <= end - MIN_LEVEL_LENGTH; i++) {
    const left = sums[i]! - sums[start]!
    const m = i - start
    const k = end - i
    const difference = left / m - (total - left) / k
    const explained = m * k / (m + k) * difference * difference
    if (explained > most) {
      most = explained
      best = i
    }
  }
  return best
}

function mean(values: Float64Array, start: number, end: number): number {
  let sum = 0
  for (let i = start; i < end; i++) sum += values[i]!
  return sum / (end - start)
}

function absoluteError(values: Float64Array, start: number, end: number, level: number): number {
  let sum = 0
  for (let i = start; i < end; i++) sum += Math.abs(values[i]! - level)
  return sum
}

function squaredError(values: Float64Array, start: number, end: number, level: number): number {
  let sum = 0
  for (let i = start; i < end; i++) sum += (values[i]! - level) ** 2
  return sum
}

/** Squared error of the least-squares line through a stretch. */
function lineError(values: Float64Array, start: number, end: number): number {
  const level = mean(values, start, end)
  const middle = (start + end - 1) / 2
  let products = 0
  let squares = 0
  for (let i = start; i < end; i++) {
    products += (i - middle) * (values[i]! - level)
    squares += (i - middle) ** 2
  }
  const slope = products / squares
  let error = 0
  for (let i = start; i < end; i++) error += (values[i]! - level - slope * (i - middle)) ** 2
  return error
}
