import { parseJson } from '../../../json/parse.ts'
import type { TextTable } from './types.ts'

const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const flag = /^(?:true|false)$/i
/** What stands where there is no value. */
const nothing = /^(?:NULL|<null>|<nil>|NaN)?$/

/**
 * The rows of a table as a JSON array of objects, to be profiled as such. A cell is a number or a flag where all of its column are, an
 * empty one null, and any other a text.
 */
export function rowsAsJson({ names, rows }: Pick<TextTable, 'names' | 'rows'>): string {
  const keys = names.map((name, column) => JSON.stringify(name === '' ? `column ${column + 1}` : name))
  const areValues = names.map((_, column) => [number, flag].some((kind) => rows.every(({ [column]: cell }) => nothing.test(cell!) || kind.test(cell!))))
  const objects = rows.map((cells) => `{${cells.map((cell, column) => `${keys[column]!}:${valueOf(cell, areValues[column]!)}`).join(',')}}`)
  return `[${objects.join(',')}]`
}

function valueOf(cell: string, isValue: boolean): string {
  if (nothing.test(cell)) return 'null'
  if (isValue) return cell.toLowerCase()
  // What an export has of lists and objects in a cell is read as what it is.
  const document = /^[[{]/.test(cell) ? parseJson(cell) : undefined
  return document ? document.text : JSON.stringify(cell)
}
