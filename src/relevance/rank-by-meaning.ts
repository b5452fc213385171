import { blendScores, modelWeight, tableWeight, tableWeightBesideModel, wordsWeight, type ScoreList } from './blend-scores.ts'
import { endOfWhole } from './characters.ts'
import { readNaturalTexts } from './natural-text.ts'
import { findNearest, type Nearest } from './nearest.ts'
import { firstsOfTexts, orderByValue } from './row-order.ts'
import { chooseShortlist } from './shortlist.ts'
import { naturalQuery } from './static-scorer.ts'
import type { StaticTable } from './static-table.ts'

/** The rows of an array: slices of one text. */
export interface RowsToRank {
  readonly text: string
  readonly starts: ArrayLike<number>
  readonly ends: ArrayLike<number>
  /** What the words of the query say about each row, in [0, 1). */
  readonly lexical: ArrayLike<number>
  /** Length of all that is ranked for one question, in UTF-16 code units: `text` may stand in a string of it, or between other texts. @default that of `text` */
  readonly lengthOfAll?: number
}

export interface MeaningSources {
  readonly table: StaticTable | undefined
  /** The vectors of texts; undefined for an embedder that failed, which whoever gives this function has reported. */
  readonly embed: ((texts: readonly string[]) => Promise<readonly ArrayLike<number>[] | undefined>) | undefined
  /** Texts that are embedded of one array at most; two thirds of them beside a table. */
  readonly maxEmbeddedRows: number
}

export interface MeaningRanking extends Nearest {
  /** What the rows were ranked by, beside words. */
  readonly by: readonly ('static' | 'embedding')[]
}

/** Parts of a query that are embedded, each of about as many UTF-16 code units as a model of 24 pieces looks at. */
const maxQueryParts = 4
const queryPartLength = 110
/**
 * All arrays of a tool result share the model's places by their size, or nested ones, and those in strings, would take them again and again:
 * an array of two thirds of it has all of them.
 */
const placesSpread = 1.5
/**
 * Share of the places that are used where a table ranks, too: what it finds, the model need not look for. Of 62 paraphrased questions 60 are
 * answerable with 48, 64 and 96 places beside the table; with words alone 57 with 64, and 59 with 96 and 128.
 */
const shareBesideTable = 2 / 3
/** With fewer places than this the model sees an array only where they are enough for all of it. */
const minPlaces = 16
/** A query has at most so many code units worth reading; see `queryText`. */
const maxQueryLength = 4000

/**
 * Ranks rows by meaning, the cheap before the dear: all rows by words and, where there is one, by the table; then those the two find, and
 * some from everywhere, by the embedder. Which rows are embedded depends on the input alone.
 *
 * @returns undefined where neither the table nor the embedder had anything to say, or no row says anything in words: words alone rank then
 * @throws RangeError where a table of somebody's own answers with what are no cosines
 */
export async function rankByMeaning(query: string, { text, starts, ends, lexical, lengthOfAll = text.length }: RowsToRank, { table, embed, maxEmbeddedRows }: MeaningSources): Promise<MeaningRanking | undefined> {
  const asked = naturalQuery(query)
  if (asked === '') return undefined
  const texts = readNaturalTexts(text, starts, ends)
  // Of numbers and ids no row is nearer than another.
  if (texts.every((one) => one === '')) return undefined
  const firsts = firstsOfTexts(texts)
  const words: ScoreList = { scores: lexical, weight: wordsWeight }
  const cosines = table && cosinesChecked(table, asked, texts)
  const share = starts.length === 0 ? 0 : (ends[ends.length - 1]! - starts[0]!) / Math.max(text.length, lengthOfAll)
  const places = table ? Math.ceil(maxEmbeddedRows * shareBesideTable) : maxEmbeddedRows
  const room = Math.ceil(places * Math.min(1, placesSpread * share))
  const cheap = blendScores(texts.length, cosines ? [words, { scores: cosines, weight: tableWeight }] : [words])
  const shortlist = (): readonly number[] => chooseShortlist({ firsts, orders: [orderByValue(cheap), orderByValue(lexical)], room, minRoom: Math.min(minPlaces, places) })
  const model = embed && await scoreByModel(embed, query, texts, firsts, shortlist)
  if (!cosines && !model) return undefined
  const values = model ? blendScores(texts.length, [words, ...(cosines ? [{ scores: cosines, weight: tableWeightBesideModel }] : []), model]) : cheap
  return { ...findNearest(values, firsts), by: [...(cosines ? ['static' as const] : []), ...(model ? ['embedding' as const] : [])] }
}

/** What rounding may add to a cosine. */
const slack = 1e-3

/** Rows whose scores are no numbers, or become none when they are added up, would stand in any order. */
function cosinesChecked(table: StaticTable, asked: string, texts: readonly string[]): Float64Array {
  const cosines = table.cosines(asked, texts)
  if (cosines.length !== texts.length) throw new RangeError(`${texts.length} rows got ${cosines.length} cosines from the table`)
  for (let row = 0; row < cosines.length; row++) if (!Number.isFinite(cosines[row]) || Math.abs(cosines[row]!) > 1 + slack) throw new RangeError(`row ${row} got the cosine ${cosines[row]} from the table`)
  return cosines
}

async function scoreByModel(
  embed: NonNullable<MeaningSources['embed']>, query: string, texts: readonly string[], firsts: Int32Array, shortlist: () => readonly number[],
): Promise<ScoreList | undefined> {
  const parts = queryParts(query)
  const chosen = shortlist().filter((row) => texts[row] !== '')
  if (chosen.length === 0) return undefined
  const vectors = await embed([...parts, ...chosen.map((row) => texts[row]!)])
  if (!vectors) return undefined
  const asked = vectors.slice(0, parts.length)
  const scores = new Float64Array(texts.length)
  const known = new Uint8Array(texts.length)
  for (const [i, row] of chosen.entries()) {
    scores[row] = Math.max(...asked.map((part) => roundedCosine(part, vectors[parts.length + i]!)))
    known[row] = 1
  }
  for (const [row, first] of firsts.entries()) {
    scores[row] = scores[first]!
    known[row] = known[first]!
  }
  return { scores, known, weight: modelWeight }
}

/**
 * The words of a query in parts that a model sees whole. Of a long one the first two and the last two: the newest words of the user, and
 * what the call or the assistant asked for.
 */
function queryParts(query: string): readonly string[] {
  const parts: string[] = []
  for (const line of naturalQuery(query, maxQueryLength).split('\n')) {
    for (let rest = line; rest !== '';) {
      const cut = rest.length <= queryPartLength ? rest.length : rest.lastIndexOf(' ', queryPartLength)
      // Without spaces where the room ends, but not through a character.
      const end = cut > 0 ? cut : endOfWhole(rest, queryPartLength)
      parts.push(rest.slice(0, end))
      rest = rest.slice(end).trimStart()
    }
  }
  const distinct = [...new Set(parts)]
  return distinct.length <= maxQueryParts ? distinct : [...distinct.slice(0, maxQueryParts / 2), ...distinct.slice(-maxQueryParts / 2)]
}

/**
 * In hundredths: runtimes differ in what comes behind them.
 */
function roundedCosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let dot = 0
  let ofA = 0
  let ofB = 0
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!
    ofA += a[i]! * a[i]!
    ofB += b[i]! * b[i]!
  }
  return ofA === 0 || ofB === 0 ? 0 : Math.round(100 * dot / (Math.sqrt(ofA) * Math.sqrt(ofB))) / 100
}
