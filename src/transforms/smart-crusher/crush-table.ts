import { lastNotAbove } from '../../json/first-not-below.ts'
import type { JsonDocument } from '../../json/document.ts'
import type { Replacements } from '../../columns/types.ts'
import type { ArrayDecision } from '../../report/types.ts'
import type { LoadedCounter } from '../../tokens/counter.ts'
import { chooseRows, type ChoiceContext } from './choose-rows.ts'
import type { Table } from './find-tables.ts'
import { writeTable } from './write-table.ts'

export interface TableContext extends ChoiceContext {
  readonly tokens: LoadedCounter
  /** Texts of arrays that were crushed before this one, by node. */
  readonly replacements: Replacements
  /** Nodes of rows whose values all stand in their place; those of this table from which the answer is likely read are added. */
  readonly inPlace: Set<number>
}

export interface CrushedTable {
  readonly text: string
  readonly decision: ArrayDecision
  /** Whether a node stands in a row that stays whole. */
  keeps(node: number): boolean
  /** Name of the scorer that ranked the rows. */
  readonly relevance: string
}

/**
 * Leaves out the rows of a table that nothing speaks for, and says in place how many they are and what all rows hold.
 *
 * @returns undefined when every row stays: all rows fit, or nothing speaks for a choice
 */
export async function crushTable(table: Table, context: TableContext): Promise<CrushedTable | undefined> {
  const rowsTotal = table.values.length
  const choice = await chooseRows(table, rowLengths(table, context.replacements), context)
  if (!table.arrays) putInPlace(table, choice.likeliest, context.inPlace)
  if (!choice.kept) return undefined
  const { kept, reasons, near, profiles, index, ranking } = choice
  const { replacements, inPlace, options, tokens, isAsked } = context
  const written = writeTable({ table, profiles, index, kept, near, filters: ranking.filters, isAsked, replacements, inPlace, options, tokens })
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
  }
}

/** Rows whose values all stand in their place are this share of the text of all rows at most: what is not looked up is said again. */
const maxShareInPlace = 0.1

function putInPlace({ doc, node, values }: Table, likeliest: readonly number[], inPlace: Set<number>): void {
  let room = (doc.end[node]! - doc.start[node]!) * maxShareInPlace
  for (const row of likeliest) {
    const length = doc.end[values[row]!]! - doc.start[values[row]!]!
    if (length > room) continue
    room -= length
    inPlace.add(values[row]!)
  }
}

/** Whether a node stands in a row that stays, or beside the table. */
function isKept({ doc, values, arrays }: Table, node: number, keptRows: ReadonlySet<number>): boolean {
  if (!arrays) return keptRows.has(lastNotAbove(values, node))
  const array = arrays.find((array) => node > array && node < doc.next[array]!)
  return array === undefined || keptRows.has(node - array - 1)
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
