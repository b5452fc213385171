import { spread } from '../../relevance/spread.ts'
import type { AnomalyGroup } from './anomalies.ts'
import type { ErrorShape } from './error-rows.ts'
import type { ColumnProfile } from './profile-columns.ts'
import type { Ranking } from './rank-rows.ts'
import type { Claim } from './select-rows.ts'

/** Rows from the start and from the end that always stay: order, format and the newest or oldest entries show in them. */
const firstRows = 3
const lastRows = 2
/** Examples of each shape of error that stay whole. */
const errorExamples = 3
/** So many of one shape stay whole when the query speaks of every one of them. */
const askedErrors = 6
/** Anomalies that stay whole, over all columns. */
const maxAnomalies = 15
/** Scores below this come from words that most rows have, and say nothing about one of them. */
const minScore = 0.05
/** So many of the rows nearest in meaning come before minimum and maximum rows, the others after them. */
const closestBeforeExtremes = 5
/**
 * Where one row stands out in meaning, rows that only cover what is left get half of the room; where so many are equally near that nothing
 * is known, nearly all of it. That saves 0.5 points of tokens on real tool results and loses no answer.
 */
const leastCoverShare = 1 / 2
const flatField = 30
/** Rows from which an answer is most likely read, at most. */
const maxLikeliest = 2
/** Rows with the highest values of a column that ranks rows. */
const bestScores = 3

export interface RowClaims {
  readonly guaranteed: readonly Claim[]
  /** The strongest first; made while they are read, since there is at least one for each row. */
  readonly competing: Iterable<Claim>
  /** All rows, those nearest to being kept first: the order in which index lines are spent. Made while they are read, too. */
  readonly near: Iterable<number>
  /** Share of the room that rows may fill only to cover what is left. */
  readonly coverShare: number
  /** The few rows from which the answer is most likely read; none where nothing was asked. */
  readonly likeliest: readonly number[]
}

/** Turns what was found out about the rows of a table into claims to stay. */
export function makeClaims(
  profiles: readonly ColumnProfile[], errors: readonly ErrorShape[], anomalies: readonly AnomalyGroup[], ranking: Ranking, rowsTotal: number,
): RowClaims {
  const guaranteed: Claim[] = []
  for (let row = 0; row < Math.min(firstRows, rowsTotal); row++) guaranteed.push({ row, reason: 'first' })
  for (let row = Math.max(0, rowsTotal - lastRows); row < rowsTotal; row++) guaranteed.push({ row, reason: 'last' })
  for (const row of ranking.named) guaranteed.push({ row, reason: 'named-by-query' })
  for (const { rows } of errors) for (const row of examples(rows, ranking.lexical)) guaranteed.push({ row, reason: 'error' })
  guaranteed.push(...strongestAnomalies(anomalies))

  const extremes = findExtremes(profiles)
  const matches = rowsByScore(ranking.scores)
  const { named, nearest } = ranking
  const best = nearest ? nearest.closest : bestOf(matches, ranking.scores)
  const bestBeforeExtremes = nearest ? closestBeforeExtremes : best.length
  return {
    guaranteed,
    competing: { [Symbol.iterator]: () => compete(best, bestBeforeExtremes, matches, extremes, profiles, rowsTotal) },
    near: { [Symbol.iterator]: () => orderByNearness(matches, extremes, errors, anomalies, ranking, rowsTotal) },
    coverShare: nearest ? Math.min(1, leastCoverShare + best.length / flatField) : 1,
    // Rows that are named, where they are few, and the best by what ranks.
    likeliest: [...new Set([...(named.length <= maxLikeliest ? named : []), ...best])].slice(0, maxLikeliest),
  }
}

function* compete(
  best: readonly number[], bestBeforeExtremes: number, matches: readonly number[], extremes: readonly Claim[], profiles: readonly ColumnProfile[], rowsTotal: number,
): Generator<Claim> {
  for (const row of best.slice(0, bestBeforeExtremes)) yield { row, reason: 'best-score' }
  yield* extremes
  for (const row of best.slice(bestBeforeExtremes)) yield { row, reason: 'matches-query' }
  for (const row of matches) yield { row, reason: 'matches-query' }
  yield* cover(profiles, rowsTotal)
}

function* cover(profiles: readonly ColumnProfile[], rowsTotal: number): Generator<Claim> {
  for (const row of coverCategories(profiles)) yield { row, reason: 'covers' }
  for (const row of spread(rowsTotal)) yield { row, reason: 'covers' }
}

/** Each row once, where it comes first. */
function* orderByNearness(
  matches: readonly number[], extremes: readonly Claim[], errors: readonly ErrorShape[], anomalies: readonly AnomalyGroup[], ranking: Ranking, rowsTotal: number,
): Generator<number> {
  const failed = new Uint8Array(rowsTotal)
  for (const { rows } of errors) for (const row of rows) failed[row] = 1
  const orders: (() => Iterable<number>)[] = [
    () => matches.filter((row) => failed[row] === 1),
    () => ranking.contrast,
    () => ranking.nearest ? alternate(matches, ranking.nearest.order) : matches,
    () => errors.flatMap(({ rows }) => rows),
    () => anomalies.flatMap(({ rows, alike }) => [...rows, ...alike]),
    () => extremes.map(({ row }) => row),
    () => spread(rowsTotal),
  ]
  const seen = new Uint8Array(rowsTotal)
  for (const order of orders) {
    for (const row of order()) {
      if (seen[row] === 1) continue
      seen[row] = 1
      yield row
    }
  }
}

/** One of each in turn: rows with the words of the question, which may be a filter, and rows that mean what it means. */
function* alternate(a: readonly number[], b: readonly number[]): Generator<number> {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    if (i < a.length) yield a[i]!
    if (i < b.length) yield b[i]!
  }
}

/** The rows of an error shape to show: the nearest to the query, then the earliest; all of a few that the query speaks of. */
function examples(rows: readonly number[], scores: ArrayLike<number>): number[] {
  const askedFor = rows.length <= askedErrors && rows.every((row) => scores[row]! >= minScore)
  return [...rows].sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, askedFor ? askedErrors : errorExamples)
}

/** Round by round over the columns, so that one column full of anomalies leaves room for those of the others. */
function strongestAnomalies(groups: readonly AnomalyGroup[]): Claim[] {
  const claims: Claim[] = []
  const rows = new Set<number>()
  const longest = groups.reduce((most, group) => Math.max(most, group.rows.length), 0)
  for (let round = 0; round < longest; round++) {
    for (const { reason, rows: candidates } of groups) {
      const row = candidates[round]
      if (row === undefined || (rows.size >= maxAnomalies && !rows.has(row))) continue
      rows.add(row)
      claims.push({ row, reason })
    }
  }
  return claims
}

/** The rows with the lowest and highest value of each number and time; of a column that ranks rows, the highest three. */
function findExtremes(profiles: readonly ColumnProfile[]): Claim[] {
  const claims: Claim[] = []
  const ordered = profiles.filter(({ kind, numbers }) => numbers.length > 1 && (kind === 'score' || kind === 'number' || kind === 'time'))
  ordered.sort((a, b) => orderWeight(b) - orderWeight(a))
  for (const { kind, numbers, cells, column } of ordered) {
    let lowest = 0
    let highest = 0
    for (let i = 1; i < numbers.length; i++) {
      if (numbers[i]! < numbers[lowest]!) lowest = i
      if (numbers[i]! > numbers[highest]!) highest = i
    }
    if (numbers[lowest] === numbers[highest]) continue
    const rowOf = (i: number): number => column.rows[cells[i]!]!
    if (kind === 'score') {
      const best = Array.from(numbers.keys()).sort((a, b) => numbers[b]! - numbers[a]! || a - b).slice(0, bestScores)
      claims.push(...best.map((i): Claim => ({ row: rowOf(i), reason: 'best-score' })))
    } else claims.push({ row: rowOf(highest), reason: 'maximum' })
    claims.push({ row: rowOf(lowest), reason: 'minimum' })
  }
  return claims
}

/** Categories with more values than this are names, and a row of each would fill the room. */
const maxCoveredValues = 12

/** For each value of the categories a row that has it, the commonest values first; one row may stand for several. */
function coverCategories(profiles: readonly ColumnProfile[]): number[] {
  const values = profiles
    .filter(({ kind, counts, column }) => (kind === 'category' || kind === 'flag') && counts.size <= maxCoveredValues && !column.inArray)
    .flatMap(({ counts }) => [...counts.values()])
  return values.sort((a, b) => b.count - a.count || a.firstRow - b.firstRow).map(({ firstRow }) => firstRow)
}

function orderWeight({ kind, column }: ColumnProfile): number {
  return (kind === 'score' ? 3 : kind === 'number' ? 2 : 1) - 0.3 * column.path.split('.').length - (column.inArray ? 1 : 0)
}

/** Rows that match, the best first, the earlier first among equals. */
function rowsByScore(scores: ArrayLike<number>): number[] {
  const rows: number[] = []
  for (let row = 0; row < scores.length; row++) if (scores[row]! >= minScore) rows.push(row)
  return rows.sort((a, b) => scores[b]! - scores[a]! || a - b)
}

/** The rows that belong to the best: where few rows score high they stand out, in a flat field none does. */
function bestOf(byScore: readonly number[], scores: ArrayLike<number>): number[] {
  if (byScore.length === 0) return []
  const best = scores[byScore[0]!]!
  const compared = scores[byScore[Math.min(byScore.length - 1, 10)]!]!
  if (compared > best / 2 && byScore.length > 3) return []
  return byScore.filter((row) => scores[row]! >= (best + compared) / 2)
}
