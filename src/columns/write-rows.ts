import { spliceNode } from '../json/splice.ts'
import type { Replacements, Rows } from './types.ts'

/**
 * Rows as plain JSON: `"rows":[{...},...]`; pairs of a map are written as objects of one pair each.
 *
 * @param selected indices of the rows to write, ascending; all when absent
 */
export function writeRows(rows: Rows, replacements?: Replacements, selected?: ArrayLike<number>): string {
  const written: string[] = []
  const total = selected ? selected.length : rows.values.length
  for (let i = 0; i < total; i++) written.push(writeRow(rows, selected ? selected[i]! : i, replacements))
  return `"rows":[${written.join(',')}]`
}

/** One row as it stands; of a map an object of one pair. */
export function writeRow({ doc, values, keys }: Rows, row: number, replacements?: Replacements): string {
  const value = spliceNode(doc, values[row]!, replacements)
  return keys ? `{${spliceNode(doc, keys[row]!, replacements)}:${value}}` : value
}
