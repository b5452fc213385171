/** Largest relative error of a quantile read from a sketch, for magnitudes from `smallest` to `largest`. */
export const sketchError = 0.01

const gamma = (1 + sketchError) / (1 - sketchError)
const logOfGamma = Math.log(gamma)
/** Magnitudes below this count as 0, and those above `largest` as `largest`: both bound the number of buckets, to about 2,400 a sign. */
const smallest = 1e-9
const largest = 1e12

/** How many values each bucket holds: a count is found once, and changed where it stands. */
type Buckets = Map<number, { times: number }>

/** Numbers of values per bucket, as plain data; see `createQuantileSketch`. */
export interface SketchState {
  readonly zeros: number
  /** Bucket and number of values, in turn. */
  readonly positive: readonly number[]
  readonly negative: readonly number[]
}

/** Counts values so that quantiles can be read without keeping the values. */
export interface QuantileSketch {
  readonly count: number
  /** @param value finite */
  add(value: number): void
  merge(other: SketchState): void
  /**
   * The value of rank floor(p · (count - 1)) in ascending order, within `sketchError` of it.
   *
   * @param p from 0 to 1
   * @returns 0 for no values
   */
  quantile(p: number): number
  toState(): SketchState
}

/**
 * DDSketch of Masson, Rim & Lee (2019), "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees",
 * doi:10.14778/3352063.3352135: a value x > 0 goes to bucket ceil(log_γ x) with γ = (1 + α) / (1 - α), and every value of bucket i
 * is within a share α of 2γ^i / (γ + 1). Two sketches merge by adding their buckets, so parts of a series may be counted apart.
 */
export function createQuantileSketch(): QuantileSketch {
  const positive: Buckets = new Map()
  const negative: Buckets = new Map()
  let zeros = 0
  let count = 0

  const addTo = (buckets: Buckets, bucket: number, times: number): void => {
    const found = buckets.get(bucket)
    if (found === undefined) buckets.set(bucket, { times })
    else found.times += times
    count += times
  }
  const mergeInto = (buckets: Buckets, pairs: readonly number[]): void => {
    for (let i = 0; i + 1 < pairs.length; i += 2) addTo(buckets, pairs[i]!, pairs[i + 1]!) // two steps at a time, both within
  }

  return {
    get count() { return count },
    add(value) {
      const magnitude = Math.abs(value)
      if (magnitude < smallest) {
        zeros++
        count++
      } else {
        addTo(value > 0 ? positive : negative, Math.ceil(Math.log(Math.min(magnitude, largest)) / logOfGamma), 1)
      }
    },
    merge(other) {
      zeros += other.zeros
      count += other.zeros
      mergeInto(positive, other.positive)
      mergeInto(negative, other.negative)
    },
    quantile(p) {
      let left = Math.floor(p * (count - 1))
      // The most negative values have the highest buckets.
      for (const [bucket, { times }] of [...negative].sort(([a], [b]) => b - a)) {
        if (left < times) return -valueOf(bucket)
        left -= times
      }
      if (left < zeros || count === 0) return 0
      left -= zeros
      let value = 0
      for (const [bucket, { times }] of [...positive].sort(([a], [b]) => a - b)) {
        value = valueOf(bucket)
        if (left < times) break
        left -= times
      }
      return value
    },
    toState: () => ({ zeros, positive: toPairs(positive), negative: toPairs(negative) }),
  }
}

/** By hand: `flat` takes ten times as long, and a summary makes thousands of states. */
function toPairs(buckets: Buckets): number[] {
  const pairs: number[] = []
  for (const [bucket, { times }] of buckets) pairs.push(bucket, times)
  return pairs
}

function valueOf(bucket: number): number {
  return (2 * gamma ** bucket) / (gamma + 1)
}
