import { parseJson } from '../../../json/parse.ts'
import type { TextTable } from './types.ts'

/** Digits with an "e" between may be a code: what is meant as a power of ten has a point before it or a sign behind. */
const number = /^-?(?:0|[1-9]\d*)(?:(?:\.\d+)?(?:[eE][+-]\d+)?|\.\d+[eE]\d+)$/
const flag = /^(?:true|false)$/i
/** What stands where there is no value. */
const nothing = /^(?:NULL|<null>|<nil>|NaN)?$/

/**
 * The rows of a table as a JSON array of objects, to be profiled as such. A cell is a number or a flag where all of its column are for certain, an
 * empty one null, and any other a text.
 */
export function rowsAsJson({ names, rows, hasSemicolons = false }: Pick<TextTable, 'names' | 'rows' | 'hasSemicolons'>): string {
  const keys = names.map((name, column) => JSON.stringify(name === '' ? `column ${column + 1}` : name))
  const mayGroup = hasSemicolons || rows.some((cells) => cells.some((cell) => decimalComma.test(cell)))
  const areValues = names.map((name, column) => [number, flag].some((kind) => rows.every(({ [column]: cell }) => nothing.test(cell!) || kind.test(cell!))) && !areVersions(name, rows, column) && !(mayGroup && areGrouped(rows, column)))
  const objects = rows.map((cells) => `{${cells.map((cell, column) => `${keys[column]!}:${valueOf(cell, areValues[column]!)}`).join(',')}}`)
  return `[${objects.join(',')}]`
}

/** A number with a comma before its decimals. */
const decimalComma = /^-?\d{1,3}(?:\.?\d{3}){0,5},\d{1,2}$/

/** Whether points in the numbers of a column may stand between thousands: then nobody knows what 1.100 is. */
function areGrouped(rows: TextTable['rows'], column: number): boolean {
  const withPoint = rows.flatMap(({ [column]: cell }) => (cell!.includes('.') ? [cell!] : []))
  return withPoint.length > 0 && withPoint.every((cell) => /^-?[1-9]\d{0,2}\.\d{3}$/.test(cell))
}

const versionName = /\b(?:version|ver|release|tag|revision|rev|build|section|chapter)s?$/i

/** Whether numbers with a point are read part by part: 1.9 comes before 1.10, and nobody writes half of the numbers of a column with a zero at their end. */
function areVersions(name: string, rows: TextTable['rows'], column: number): boolean {
  if (!rows.some(({ [column]: cell }) => cell!.includes('.'))) return false
  if (versionName.test(name)) return true
  const places = new Set<number>()
  let endsWithZero = false
  for (const { [column]: cell } of rows) {
    const point = cell!.indexOf('.')
    if (point < 0) continue
    places.add(cell!.length - point)
    endsWithZero ||= cell!.length - point > 2 && cell!.endsWith('0')
  }
  return endsWithZero && places.size > 1
}

function valueOf(cell: string, isValue: boolean): string {
  if (nothing.test(cell)) return 'null'
  if (isValue) return cell.toLowerCase()
  // What an export has of lists and objects in a cell is read as what it is.
  const document = /^[[{]/.test(cell) ? parseJson(cell) : undefined
  return document ? document.text : JSON.stringify(cell)
}
