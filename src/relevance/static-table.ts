import { ConfigurationError } from '../errors.ts'
import { createVectorMemory } from './vector-memory.ts'
import { createWordPieces } from './word-pieces.ts'

/** A text's place among meanings. */
export interface StaticVector {
  /** The sum of the rows of the text's pieces: whole numbers, so the same in every runtime. */
  readonly sum: Int32Array
  /** The square of its length; 0 for a text without pieces. */
  readonly squaredNorm: number
}

/**
 * Vectors of word pieces, fitted to those of a sentence embedder: the sum of the rows of a text's pieces tells roughly what the text means.
 * What it answers depends on what it is asked alone.
 */
export interface StaticTable {
  readonly name: string
  readonly dimensions: number
  /** The vector of a text; pieces past `maxQueryPieces` are not looked at. */
  vectorOf(text: string): StaticVector
  /**
   * The cosine of each text's vector with the query's, in [-1, 1] and in millionths, so that texts that are equally near are exactly so;
   * 0 where one of the two has no pieces. The vectors of texts are remembered, the query's is not.
   */
  cosines(query: string, texts: readonly string[]): Float64Array
}

export interface StaticTableOptions {
  /** Pieces of a text that count, at most 256. @default 48, as good as 128 on rows, whose phrases come first */
  readonly maxPieces?: number
  /** Pieces of a query that count, at most 256. @default 256 */
  readonly maxQueryPieces?: number
  /** Texts whose vectors are remembered, 2 bytes for each dimension; the oldest go first. @default 16384 */
  readonly maxRemembered?: number
}

/** The sum of so many rows stays within 16 bits. */
const mostPieces = 256
/** Four bytes of -128 to 127 by this are four of 0 to 255. */
const positive = 0x80808080 | 0
const everyOther = 0x00ff00ff

/**
 * @param vectors one row for each piece of the vocabulary, in their order
 * @param vocabulary as `packPieces` packs it
 * @throws ConfigurationError where the two do not belong together
 */
export function createStaticTable(vectors: Int8Array, vocabulary: Uint8Array, options: StaticTableOptions = {}): StaticTable {
  const { maxPieces = 48, maxQueryPieces = 256, maxRemembered = 16_384 } = options
  checkWhole('maxPieces', maxPieces, mostPieces)
  checkWhole('maxQueryPieces', maxQueryPieces, mostPieces)
  checkWhole('maxRemembered', maxRemembered, 1_048_576)
  const wordPieces = createWordPieces(vocabulary)
  const dimensions = vectors.length / wordPieces.size
  if (!Number.isInteger(dimensions / 4) || dimensions === 0) {
    throw new ConfigurationError(`vectors must have 4 bytes, or a multiple of 4, for each of the ${wordPieces.size} pieces of the vocabulary, got ${vectors.length} in all`, {
      details: { bytes: vectors.length, pieces: wordPieces.size },
    })
  }
  const rowWords = dimensions / 4
  // A copy only where they begin at no multiple of 4; all engines that there are keep the least significant byte first.
  const aligned = vectors.byteOffset % 4 === 0 ? vectors : new Int8Array(vectors)
  const rows = new Int32Array(aligned.buffer, aligned.byteOffset, vectors.length / 4)
  const ids = new Int32Array(maxPieces)
  const queryIds = new Int32Array(maxQueryPieces)
  const scratch = new Int32Array(dimensions)
  const memory = createVectorMemory(dimensions, maxRemembered)

  /**
   * Sums the rows of a text's pieces, four entries at a time: each is made positive by adding 128 and stands in 16 bits of its own,
   * which the sum of 256 rows does not leave.
   */
  const sumInto = (sum: Int32Array, text: string, pieces: Int32Array): void => {
    const count = wordPieces.encode(text, pieces)
    for (let word = 0; word < rowWords; word++) {
      let even = 0
      let odd = 0
      for (let i = 0; i < count; i++) {
        const four = rows[pieces[i]! * rowWords + word]! ^ positive
        even = (even + (four & everyOther)) | 0
        odd = (odd + ((four >>> 8) & everyOther)) | 0
      }
      const at = 4 * word
      sum[at] = (even & 0xffff) - 128 * count
      sum[at + 1] = (odd & 0xffff) - 128 * count
      sum[at + 2] = (even >>> 16) - 128 * count
      sum[at + 3] = (odd >>> 16) - 128 * count
    }
  }
  const vectorOf = (text: string): StaticVector => {
    const sum = new Int32Array(dimensions)
    sumInto(sum, text, queryIds)
    return { sum, squaredNorm: squaredNormOf(sum) }
  }

  return {
    name: 'static',
    dimensions,
    vectorOf,
    cosines(query, texts) {
      const asked = vectorOf(query)
      const cosines = new Float64Array(texts.length)
      if (asked.squaredNorm === 0) return cosines
      for (let i = 0; i < texts.length; i++) {
        const key = memory.keyOf(texts[i]!)
        let place = memory.find(key)
        if (place < 0) {
          sumInto(scratch, texts[i]!, ids)
          place = memory.add(key, scratch, squaredNormOf(scratch))
        }
        cosines[i] = roundedCosine(memory.dot(place, asked.sum), asked.squaredNorm * memory.squaredNormAt(place))
      }
      return cosines
    },
  }
}

/** Every step before the rounding is exact or, as IEEE 754 has it, rounded alike everywhere; the rounding hides what is not. */
function roundedCosine(dot: number, squaredNorms: number): number {
  return squaredNorms === 0 ? 0 : Math.round(1e6 * dot / Math.sqrt(squaredNorms)) / 1e6
}

function squaredNormOf(sum: Int32Array): number {
  let squared = 0
  for (let i = 0; i < sum.length; i++) squared += sum[i]! * sum[i]!
  return squared
}

function checkWhole(name: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new ConfigurationError(`${name} must be a whole number from 1 to ${most}, got ${value}`, { details: { [name]: value } })
  }
}
