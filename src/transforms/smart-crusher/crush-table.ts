import { lastNotAbove } from '../../json/first-not-below.ts'
import type { JsonDocument } from '../../json/document.ts'
import type { Replacements } from '../../columns/types.ts'
import type { ArrayDecision } from '../../report/types.ts'
import { median } from '../../stats/median.ts'
import type { LoadedCounter } from '../../tokens/counter.ts'
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
import { writeTable } from './write-table.ts'

export interface TableContext {
  readonly options: ResolvedSmartCrusherOptions
  readonly tokens: LoadedCounter
  readonly rankRows: RankRows
  /** The same by words alone, whatever scorer there is. */
  readonly rankByWords: RankRows
  /** Whether the query speaks of a column. */
  readonly isAsked: (profile: ColumnProfile) => boolean
  /** Whether the query has a word. */
  readonly isSaid: (word: string) => boolean
  /** Texts of arrays that were crushed before this one, by node. */
  readonly replacements: Replacements
}

/** Fewer rows than this share are not worth leaving out: the reader would have to be told of them all the same. */
const minShareLeftOut = 0.1
/** A row of more than so many times the median length is not kept only to cover what is left. */
const maxLeanness = 2
/** Rows that one query can name by their labels. */
const maxSaidRows = 25

export interface CrushedTable {
  readonly text: string
  readonly decision: ArrayDecision
  /** Whether a node stands in a row that stays whole. */
  keeps(node: number): boolean
  /** Name of the scorer that ranked the rows. */
  readonly relevance: string
  readonly warnings: readonly string[]
}

/**
 * Leaves out the rows of a table that nothing speaks for, and says in place how many they are and what all rows hold.
 *
 * @returns undefined when every row stays: all rows fit, or nothing speaks for a choice
 */
export async function crushTable(table: Table, context: TableContext): Promise<CrushedTable | undefined> {
  const rowsTotal = table.values.length
  const lengths = rowLengths(table, context.replacements)
  const medianLength = median(lengths)
  const room = context.options.maxItemsAfterCrush * medianLength
  if (lengths.reduce((sum, length) => sum + length, 0) <= room) return undefined
  const { profiles, ranking, errors, anomalies, index, claims } = await readRows(table, context)
  const speaks = ranking.asked || errors.length > 0 || anomalies.length > 0 || profiles.some(({ kind }) => kind === 'score')
  if (!speaks) return undefined
  const { competing, near, coverShare } = claims
  const guaranteed = [...claims.guaranteed]
  // Whatever would stay of an array alone stays here: should its length be one with that of the others by chance, nothing is lost by it.
  for (const array of table.arrays ?? []) {
    const alone = await readRows(readTable(table.doc, array, table.pointer), { ...context, rankRows: context.rankByWords })
    guaranteed.push(...alone.claims.guaranteed)
  }
  const { rows: kept, reasons } = selectRows({ lengths, room, coverRoom: room * coverShare, leanLength: maxLeanness * medianLength, guaranteed, competing })
  if (rowsTotal - kept.length < Math.max(1, rowsTotal * minShareLeftOut)) return undefined
  const { replacements, options, tokens, isAsked } = context
  const written = writeTable({ table, profiles, index, kept, near, filters: ranking.filters, isAsked, replacements, options, tokens })
  if (!written) return undefined
  const { text, indexed } = written
  const keptRows = new Set(kept)
  return {
    text,
    decision: {
      pointer: table.pointer,
      rowsTotal,
      rowsKept: kept.length,
      rowsIndexed: indexed.length,
      rowsCounted: rowsTotal - kept.length - indexed.length,
      keptRows: kept.map((row, place) => ({ row, reasons: reasons[place]! })),
      indexedRows: indexed,
    },
    keeps: (node) => isKept(table, node, keptRows),
    relevance: ranking.by,
    warnings: ranking.warnings,
  }
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

async function readRows(table: Table, { options, rankRows, isAsked, isSaid }: TableContext): Promise<RowFindings> {
  const rowsTotal = table.values.length
  const profiles = readColumns(table).map((column) => profileColumn(table.doc, column, rowsTotal))
  const ranking = await rankRows(table.arrays ? transpose(table, table.arrays) : table)
  const errors = findErrorRows(table.doc, profiles, rowsTotal)
  const anomalies = findAnomalies(table.doc, profiles, rowsTotal, options.varianceThreshold, options.preserveChangePoints)
  const index = chooseIndexColumns(table, profiles, isAsked)
  const said = index ? findSaidRows(table, index, ranking, isSaid) : []
  const claims = makeClaims(profiles, errors, anomalies, { ...ranking, named: [...ranking.named, ...said] }, rowsTotal)
  return { profiles, ranking, errors, anomalies, index, claims }
}

/** Whether a node stands in a row that stays, or beside the table. */
function isKept({ doc, values, arrays }: Table, node: number, keptRows: ReadonlySet<number>): boolean {
  if (!arrays) return keptRows.has(lastNotAbove(values, node))
  const array = arrays.find((array) => node > array && node < doc.next[array]!)
  return array === undefined || keptRows.has(node - array - 1)
}

/** Rows that the query names by all words of their key or label; none where so many are that it is no name. */
function findSaidRows({ doc, keys }: Table, index: IndexColumns, ranking: Ranking, isSaid: (word: string) => boolean): number[] {
  const matching: number[] = []
  for (let row = 0; row < ranking.lexical.length; row++) if (ranking.lexical[row]! > 0) matching.push(row)
  const said = new Set<number>()
  for (const cells of keys ? [keys, ...index.cells] : index.cells) for (const row of findSaidNames(doc, cells, matching, isSaid)) said.add(row)
  return said.size <= maxSaidRows ? [...said].sort((a, b) => a - b) : []
}

/** UTF-16 code units of each row, with what stands in for the arrays in it. */
function rowLengths(table: Table, replacements: Replacements): Float64Array {
  const { doc, values } = table
  if (table.arrays) return positionLengths(doc, table.arrays, replacements)
  const lengths = new Float64Array(values.length)
  for (let row = 0; row < values.length; row++) lengths[row] = doc.end[values[row]!]! - doc.start[values[row]!]!
  const replaced = replacements.within(values[0]!, doc.next[values[values.length - 1]!]!)
  let end = 0
  for (let i = 0; i < replaced.length; i++) {
    const node = replaced[i]!
    const row = lastNotAbove(values, node)
    if (node < end || node >= doc.next[values[row]!]!) continue // in a node that is replaced itself, or the key of the next row
    lengths[row]! += replacements.get(node)!.length - (doc.end[node]! - doc.start[node]!)
    end = doc.next[node]!
  }
  return lengths
}

/** The same of the positions of arrays: their cells and the commas between. */
function positionLengths({ start, end, size }: JsonDocument, arrays: readonly number[], replacements: Replacements): Float64Array {
  const lengths = new Float64Array(size[arrays[0]!]!).fill(arrays.length)
  for (const array of arrays) {
    for (let row = 0; row < lengths.length; row++) {
      const cell = array + 1 + row
      lengths[row]! += replacements.get(cell)?.length ?? end[cell]! - start[cell]!
    }
  }
  return lengths
}
