import { lastNotAbove } from '../../json/first-not-below.ts'
import type { Replacements } from '../../columns/types.ts'
import type { ArrayDecision } from '../../report/types.ts'
import { median } from '../../stats/median.ts'
import type { LoadedCounter } from '../../tokens/counter.ts'
import { findAnomalies } from './anomalies.ts'
import { findErrorRows } from './error-rows.ts'
import type { Table } from './find-tables.ts'
import { chooseIndexColumns, type IndexColumns } from './index-lines.ts'
import type { ResolvedSmartCrusherOptions } from './options.ts'
import { profileColumn, type ColumnProfile } from './profile-columns.ts'
import type { RankRows, Ranking } from './rank-rows.ts'
import { readColumns } from './read-columns.ts'
import { makeClaims } from './row-claims.ts'
import { findSaidNames } from './said-names.ts'
import { selectRows } from './select-rows.ts'
import { writeTable } from './write-table.ts'

export interface TableContext {
  readonly options: ResolvedSmartCrusherOptions
  readonly tokens: LoadedCounter
  readonly rankRows: RankRows
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
  const profiles = readColumns(table).map((column) => profileColumn(table.doc, column, rowsTotal))
  const ranking = await context.rankRows(table)
  const errors = findErrorRows(table.doc, profiles, rowsTotal)
  const anomalies = findAnomalies(table.doc, profiles, rowsTotal, context.options.varianceThreshold, context.options.preserveChangePoints)
  const speaks = ranking.asked || errors.length > 0 || anomalies.length > 0 || profiles.some(({ kind }) => kind === 'score')
  if (!speaks) return undefined

  const index = chooseIndexColumns(table, profiles, context.isAsked)
  const said = index ? findSaidRows(table, index, ranking, context.isSaid) : []
  const { guaranteed, competing, near } = makeClaims(profiles, errors, anomalies, { ...ranking, named: [...ranking.named, ...said] }, rowsTotal)
  const { rows: kept, reasons } = selectRows({ lengths, room, leanLength: maxLeanness * medianLength, guaranteed, competing })
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
    keeps: (node) => keptRows.has(lastNotAbove(table.values, node)),
    relevance: ranking.by,
    warnings: ranking.warnings,
  }
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
function rowLengths({ doc, values }: Table, replacements: Replacements): Float64Array {
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
