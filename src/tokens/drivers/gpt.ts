import { countBytePairs } from '../byte-pairs.ts'
import type { Ranks } from '../byte-pairs.ts'
import type { EncodingName } from '../encoding.ts'
import { loadOnce } from '../../load-once.ts'
import { createPieceTable } from '../piece-table.ts'
import { endOfPlainPiece } from '../plain-pieces.ts'
import { readRanks } from '../read-ranks.ts'
import { isAscii, utf8Bytes } from '../utf8-bytes.ts'

/** A vocabulary as js-tiktoken packs it. */
export interface RankFile {
  /** Pattern of the pieces that are encoded one by one; it matches every text without a gap. */
  readonly pat_str: string
  readonly bpe_ranks: string
}

/** Where the vocabularies come from: one module each. */
export type RankFiles = Readonly<Record<EncodingName, () => Promise<{ readonly default: RankFile }>>>

/** The tokens of a text: exact, at once, any text. */
export type GptCounter = (text: string) => number

const rankFiles: RankFiles = {
  o200k_base: () => import('js-tiktoken/ranks/o200k_base'),
  cl100k_base: () => import('js-tiktoken/ranks/cl100k_base'),
  p50k_base: () => import('js-tiktoken/ranks/p50k_base'),
  r50k_base: () => import('js-tiktoken/ranks/r50k_base'),
}

/** Pieces remembered per vocabulary: some megabytes at most. */
const maxCachedPieces = 32_768
/** In UTF-16 code units; longer pieces hardly ever come again. */
const longestCachedPiece = 48
/** What the pattern is run on at once, in UTF-16 code units, where the text can be cut. */
const segmentLength = 262_144

/** Loads the exact counter of a vocabulary: about a megabyte, once; later and concurrent calls share it, and a failed one may be repeated. */
export const loadGptCounter = createGptLoader(rankFiles)

/** @param files whoever calls the loader gets their errors */
export function createGptLoader(files: RankFiles): (name: EncodingName) => Promise<GptCounter> {
  const loaders = new Map<EncodingName, () => Promise<GptCounter>>()
  return (name) => {
    const load = loaders.get(name) ?? loadOnce(async () => createGptCounter((await files[name]()).default, name))
    loaders.set(name, load)
    return load()
  }
}

/**
 * Counts as tiktoken's `encode_ordinary` encodes: names of special tokens in the text are text, lone surrogates count as U+FFFD.
 *
 * Time is n log n in the worst case. Exact but for this: a run of millions of ideographs without any break, which no regular
 * expression engine takes at once, is counted in parts.
 */
function createGptCounter(file: RankFile, name: EncodingName): GptCounter {
  const ranks = readRanks(file.bpe_ranks)
  const pattern = compilePattern(file.pat_str)
  const cached = new Map<string, number>()
  const table = createPieceTable()
  const endOfPiece = name === 'o200k_base' ? endOfPlainPiece : (): number => -1

  const countPlain = (text: string, start: number, end: number): number => {
    const known = table.get(text, start, end)
    if (known > 0) return known
    const piece = text.slice(start, end)
    const tokens = countBytes(isAscii(piece) ? piece : utf8Bytes(piece), ranks)
    table.set(text, start, end, tokens)
    return tokens
  }
  const countPiece = (piece: string): number => {
    const ascii = isAscii(piece)
    if (ascii && ranks.has(piece)) return 1
    const known = cached.get(piece)
    if (known !== undefined) return known
    const tokens = countBytes(ascii ? piece : utf8Bytes(piece), ranks)
    if (piece.length <= longestCachedPiece) {
      // Emptied rather than evicted one by one: what is common is back at once, and a hit costs no bookkeeping.
      if (cached.size >= maxCachedPieces) cached.clear()
      // A copy, since engines let a slice keep its whole text alive.
      cached.set(` ${piece}`.slice(1), tokens)
    }
    return tokens
  }
  const countPieces = (text: string): number => {
    let tokens = 0
    let start = 0
    while (start < text.length) {
      const plainEnd = endOfPiece(text, start)
      if (plainEnd > 0) {
        tokens += countPlain(text, start, plainEnd)
        start = plainEnd
        continue
      }
      pattern.lastIndex = start
      const end = pattern.test(text) ? pattern.lastIndex : start + 1
      tokens += countPiece(text.slice(start, end))
      start = end
    }
    return tokens
  }
  const countSegment = (text: string): number => {
    // The engine's backtrack stack is bounded; it says so with a RangeError.
    try {
      return countPieces(text)
    } catch (error) {
      if (!(error instanceof RangeError) || text.length <= segmentLength) throw error
      const half = text.length >> 1
      // Never between the halves of a surrogate pair.
      const middle = text.codePointAt(half - 1)! > 0xffff ? half + 1 : half
      return countSegment(text.slice(0, middle)) + countSegment(text.slice(middle))
    }
  }
  return (text) => {
    let tokens = 0
    for (let start = 0; start < text.length;) {
      const end = endOfSegment(text, start)
      tokens += countSegment(start === 0 && end === text.length ? text : text.slice(start, end))
      start = end
    }
    return tokens
  }
}

function countBytes(bytes: string, ranks: Ranks): number {
  return ranks.has(bytes) ? 1 : countBytePairs(bytes, ranks)
}

/** js-tiktoken writes `\s` where the original means Unicode's White_Space; JavaScript's `\s` has U+FEFF in it and lacks U+0085. */
function compilePattern(pattern: string): RegExp {
  return new RegExp(pattern.replaceAll('\\s', '\\p{White_Space}').replaceAll('\\S', '\\P{White_Space}'), 'uy')
}

/**
 * Where a part that starts at `start` may end without a change to any piece: behind a letter or digit and before a space, comma or
 * quote, since no pattern has a piece across that place, or looks across it.
 */
function endOfSegment(text: string, start: number): number {
  const wanted = start + segmentLength
  if (wanted >= text.length) return text.length
  for (let end = wanted; end > start + 1; end--) {
    if (isBreak(text, end)) return end
  }
  for (let end = wanted + 1; end < text.length; end++) {
    if (isBreak(text, end)) return end
  }
  return text.length
}

function isBreak(text: string, at: number): boolean {
  const after = text.charCodeAt(at)
  if (after !== 0x20 && after !== 0x2c && after !== 0x22) return false
  const before = text.charCodeAt(at - 1)
  return before >= 0x61 && before <= 0x7a || before >= 0x41 && before <= 0x5a || before >= 0x30 && before <= 0x39
}
