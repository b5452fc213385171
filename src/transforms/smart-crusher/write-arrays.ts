import type { Replacements } from '../../columns/types.ts'
import { escapeKey } from '../../columns/words.ts'
import { parseJson } from '../../json/parse.ts'
import { spliceNode } from '../../json/splice.ts'
import type { JsonDocument } from '../../json/document.ts'
import { readTable, type Table } from './find-tables.ts'

/**
 * Positions of arrays of one length, as rows. A member that has one value at every position is told once.
 *
 * @param arrays nodes of the arrays
 * @param kept positions to write, ascending
 * @param areObjects as objects, or else as lists of cells under `columns`
 */
export function writePositions(doc: JsonDocument, arrays: readonly number[], kept: readonly number[], replacements: Replacements, areObjects: boolean): string {
  const keys = arrays.map((array) => escapeKey(doc.text.slice(doc.start[array - 1]!, doc.end[array - 1]!)))
  const cell = (array: number, row: number): string => spliceNode(doc, array + 1 + row, replacements)
  if (areObjects) return `"rows":[${kept.map((row) => `{${arrays.map((array, i) => `${keys[i]!}:${cell(array, row)}`).join(',')}}`).join(',')}]`
  const areConstant = arrays.map((array) => isConstant(doc, array))
  const header = arrays.map((array, i) => (areConstant[i] ? `{${keys[i]!}:{"always":${cell(array, 0)}}}` : keys[i]!))
  const varying = arrays.filter((_, i) => !areConstant[i])
  return `"columns":[${header.join(',')}],"rows":[${kept.map((row) => `[${varying.map((array) => cell(array, row)).join(',')}]`).join(',')}]`
}

function isConstant({ text, start, end, next }: JsonDocument, array: number): boolean {
  const first = text.slice(start[array + 1]!, end[array + 1]!)
  for (let node = array + 2; node < next[array]!; node++) {
    if (end[node]! - start[node]! !== first.length || !text.startsWith(first, start[node]!)) return false
  }
  return true
}

/** The arrays as they stand: what they cost without loss. */
export function writeWhole(doc: JsonDocument, arrays: readonly number[], replacements: Replacements): string {
  return arrays.map((array) => `${doc.text.slice(doc.start[array - 1]!, doc.end[array - 1]!)}:${spliceNode(doc, array, replacements)}`).join(',')
}

/** An array of the lists of cells that stand at each position, to read row by row what stands column by column. */
export function transpose({ doc, pointer, values }: Table, arrays: readonly number[]): Table {
  let text = '['
  for (let row = 1; row <= values.length; row++) {
    let opening = row === 1 ? '[' : ',['
    for (const array of arrays) {
      text += opening + doc.text.slice(doc.start[array + row]!, doc.end[array + row]!)
      opening = ','
    }
    text += ']'
  }
  return readTable(parseJson(`${text}]`)!, 0, pointer) // slices of JSON values between commas and brackets are JSON
}
