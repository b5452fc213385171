import type { KeepReason } from '../../report/types.ts'
import { median } from '../../stats/median.ts'
import { findAnomalies, type AnomalyGroup } from './anomalies.ts'
import { findErrorRows, type ErrorShape } from './error-rows.ts'
import { readTable, type Table } from './find-tables.ts'
import { chooseIndexColumns, type IndexColumns } from './index-lines.ts'
import type { ResolvedSmartCrusherOptions } from './options.ts'
import { profileColumn, type ColumnProfile } from './profile-columns.ts'
import type { RankRows, Ranking } from './rank-rows.ts'
import { readColumns } from './read-columns.ts'
import { makeClaims, type RowClaims } from './row-claims.ts'
import { findSaidNames } from './said-names.ts'
import { selectRows } from './select-rows.ts'
import { transpose } from './write-arrays.ts'

/** What a choice of rows rests on beside the rows. */
export interface ChoiceContext {
  readonly options: ResolvedSmartCrusherOptions
  readonly rankRows: RankRows
  /** The same by words alone, whatever scorer there is. */
  readonly rankByWords: RankRows
  /** Whether the query speaks of a column. */
  readonly isAsked: (profile: ColumnProfile) => boolean
  /** Whether the query has a word. */
  readonly isSaid: (word: string) => boolean
  /** Whether strings of digits are none of the numbers. @default false */
  readonly areDigitsTexts?: boolean
}

/** Fewer rows than this share are not worth leaving out: the reader would have to be told of them all the same. */
const minShareLeftOut = 0.1
/** A row of more than so many times the median length is not kept only to cover what is left. */
const maxLeanness = 2
/** Rows that one query can name by their labels. */
const maxSaidRows = 25

/** Every row stays: all fit, or nothing speaks for a choice. */
export interface NoChoice {
  readonly kept?: undefined
  /** Rows from which the answer is most likely read, as far as that was found out. */
  readonly likeliest: readonly number[]
}

/** The rows of a table that stay, and what was found out on the way. */
export interface RowChoice {
  /** Rows that stay whole, ascending, and why each does. */
  readonly kept: readonly number[]
  readonly reasons: readonly (readonly KeepReason[])[]
  /** All rows, those nearest to being kept first. */
  readonly near: Iterable<number>
  readonly profiles: readonly ColumnProfile[]
  /** What index lines show; undefined where nothing names the rows. */
  readonly index: IndexColumns | undefined
  readonly ranking: Ranking
  readonly likeliest: readonly number[]
}

/**
 * Chooses the rows that something speaks for.
 *
 * @param lengths UTF-16 code units of each row as it would be written
 */
export async function chooseRows(table: Table, lengths: Float64Array, context: ChoiceContext): Promise<RowChoice | NoChoice> {
  const rowsTotal = table.values.length
  const medianLength = median(lengths)
  const room = context.options.maxItemsAfterCrush * medianLength
  if (lengths.reduce((sum, length) => sum + length, 0) <= room) return { likeliest: [] }
  const { profiles, ranking, errors, anomalies, index, claims } = await readRows(table, context)
  const speaks = ranking.asked || errors.length > 0 || anomalies.length > 0 || profiles.some(({ kind }) => kind === 'score')
  if (!speaks) return { likeliest: [] }
  const { competing, near, coverShare, likeliest } = claims
  const guaranteed = [...claims.guaranteed]
  // Whatever would stay of an array alone stays here: should its length be one with that of the others by chance, nothing is lost by it.
  for (const array of table.arrays ?? []) {
    const alone = await readRows(readTable(table.doc, array, table.pointer), { ...context, rankRows: context.rankByWords })
    guaranteed.push(...alone.claims.guaranteed)
  }
  const { rows: kept, reasons } = selectRows({ lengths, room, coverRoom: room * coverShare, leanLength: maxLeanness * medianLength, guaranteed, competing })
  if (rowsTotal - kept.length < Math.max(1, rowsTotal * minShareLeftOut)) return { likeliest }
  return { kept, reasons, near, profiles, index, ranking, likeliest }
}

/** What was found out about the rows of a table. */
interface RowFindings {
  readonly profiles: readonly ColumnProfile[]
  readonly ranking: Ranking
  readonly errors: readonly ErrorShape[]
  readonly anomalies: readonly AnomalyGroup[]
  readonly index: IndexColumns | undefined
  readonly claims: RowClaims
}

async function readRows(table: Table, { options, rankRows, isAsked, isSaid, areDigitsTexts = false }: ChoiceContext): Promise<RowFindings> {
  const rowsTotal = table.values.length
  const profiles = readColumns(table).map((column) => profileColumn(table.doc, column, rowsTotal, { areDigitsTexts }))
  const ranking = await rankRows(table.arrays ? transpose(table, table.arrays) : table)
  const errors = findErrorRows(table.doc, profiles, rowsTotal)
  const anomalies = findAnomalies(table.doc, profiles, rowsTotal, options.varianceThreshold, options.preserveChangePoints)
  const index = chooseIndexColumns(table, profiles, isAsked)
  const said = index ? findSaidRows(table, index, ranking, isSaid) : []
  const claims = makeClaims(profiles, errors, anomalies, { ...ranking, named: [...ranking.named, ...said] }, rowsTotal)
  return { profiles, ranking, errors, anomalies, index, claims }
}

/** Rows that the query names by all words of their key or label; none where so many are that it is no name. */
function findSaidRows({ doc, keys }: Table, index: IndexColumns, ranking: Ranking, isSaid: (word: string) => boolean): number[] {
  const matching: number[] = []
  for (let row = 0; row < ranking.lexical.length; row++) if (ranking.lexical[row]! > 0) matching.push(row)
  const said = new Set<number>()
  for (const cells of keys ? [keys, ...index.cells] : index.cells) for (const row of findSaidNames(doc, cells, matching, isSaid)) said.add(row)
  return said.size <= maxSaidRows ? [...said].sort((a, b) => a - b) : []
}
