import { compareDecimals, middleOfDecimals, readDecimal, sumDecimals, sumQuickly } from '../../stats/decimal.ts'
import type { Table } from './find-tables.ts'
import { nameWords } from './names.ts'
import type { ColumnProfile } from './profile-columns.ts'

/** Numbers spelled with at most so many characters are the same as doubles exactly when they are the same. */
const doubleLength = 15
/** Sums and medians of more characters are rounded, and say so. */
const maxLength = 20

/**
 * Members that say from where to where a column of numbers or times reaches: the extremes as the source spells them, with the
 * label of the row or element that has them; of numbers the median and, where adding up means something, the sum, both exact.
 *
 * @param labelOf the raw label of what a cell belongs to, by the index of the cell; undefined when it has none
 */
export function writeRange({ doc }: Table, profile: ColumnProfile, labelOf: (cell: number) => string | undefined): string[] {
  const { kind, numbers, cells, column, unit } = profile
  const rawOf = (i: number): string => {
    const node = column.nodes[cells[i]!]!
    return doc.text.slice(doc.start[node]!, doc.end[node]!)
  }
  const textOf = (i: number): string => {
    const raw = rawOf(i)
    return raw.startsWith('"') ? withoutZeros(numberInString.exec(raw)![1]!) : raw
  }
  let areLong = false
  let scale = 0
  for (let i = 0; i < numbers.length && kind !== 'time'; i++) {
    const text = textOf(i)
    areLong ||= text.length > doubleLength || !(Math.abs(numbers[i]!) < Number.MAX_VALUE)
    scale = Math.max(scale, decimalPlaces(text))
  }
  const compare = (i: number, j: number): number => numbers[i]! - numbers[j]! || (areLong ? compareDecimals(readDecimal(textOf(i)), readDecimal(textOf(j))) : 0)
  let lowest = 0
  let highest = 0
  for (let i = 1; i < numbers.length; i++) {
    if (compare(i, lowest) < 0) lowest = i
    if (compare(i, highest) > 0) highest = i
  }
  const at = (name: string, i: number): string[] => {
    const label = labelOf(cells[i]!)
    return label === undefined ? [`"${name}":${rawOf(i)}`] : [`"${name}":${rawOf(i)}`, `"${name} at":${label}`]
  }
  if (kind === 'time') return [...at('earliest', lowest), ...at('latest', highest)]
  const order = areLong ? Array.from(numbers.keys()).sort(compare) : undefined
  const sorted = order ? undefined : numbers.slice().sort()
  const ranked = (rank: number): string => textOf(order ? order[rank]! : numbers.indexOf(sorted![rank]!))
  const members = [...at('min', lowest), ...exactly('median', median(numbers.length, ranked)), ...at('max', highest)]
  if (kind === 'score' || !addsUp(column.name, unit)) return members
  return [...members, ...exactly('sum', sumQuickly(numbers, scale) ?? sumDecimals(Array.from(numbers.keys(), (i) => readDecimal(textOf(i)))))]
}

/** What a string of digits, perhaps with a unit, has of a number. */
const numberInString = /^"(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/

/** JSON has no zeros before a number, strings may. */
function withoutZeros(text: string): string {
  return text.replace(/^(-?)0+(?=\d)/, '$1')
}

function median(count: number, ranked: (rank: number) => string): string | undefined {
  const [low, high] = [ranked((count - 1) >> 1), ranked(count >> 1)]
  return low === high ? low : middleOfDecimals(readDecimal(low), readDecimal(high))
}

/** A number as it is, or, where that is too long to read, rounded to twelve digits and said to be; nothing for one that was never written out. */
function exactly(name: string, text: string | undefined): string[] {
  if (text === undefined) return []
  return text.length <= maxLength ? [`"${name}":${text}`] : [`"${name} about":${Number(Number(text).toPrecision(12))}`]
}

/** Digits behind the point as spelled; Infinity for a spelling with an exponent. */
function decimalPlaces(text: string): number {
  if (/[eE]/.test(text)) return Infinity
  const point = text.indexOf('.')
  return point < 0 ? 0 : text.length - point - 1
}

const coordinates = new Set(['lat', 'lng', 'lon', 'latitude', 'longitude', 'x', 'y', 'z', 'year', 'month', 'day', 'hour', 'port', 'code', 'status', 'version', 'percent', 'pct', 'percentage', 'ratio', 'rate'])

/** Whether adding up means something: places, codes and shares are not added. */
function addsUp(name: string, unit: string): boolean {
  return !/[%°]/.test(unit) && !coordinates.has(nameWords(name).at(-1) ?? '')
}
