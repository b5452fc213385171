import { quantile } from '../../stats/quantile.ts'
import { isCode } from './anomalies.ts'
import { cutString } from './index-lines.ts'
import type { ColumnProfile, ValueCount } from './profile-columns.ts'
import type { Table } from './find-tables.ts'

/** Values of a category that are counted by name, the largest first; the rest is one number. */
const maxNamedValues = 8
/** A label in a figure, in UTF-16 code units. */
const maxLabelLength = 48

/** What all rows of a table hold in one column, as a JSON member `"path":{...}`, and how likely a question asks for it. */
export interface Figure {
  readonly text: string
  /** The same with fewer named values, for when room is short; absent where nothing could go. */
  readonly shorter?: string
  readonly weight: number
}

/**
 * The figures of a table over all its rows: counts per category, distinct counts, how many are null or missing, and for
 * numbers and times minimum, median, maximum and sum, with the label of the row that has them.
 *
 * @param labelOf the raw label of a row, undefined when rows have none
 * @param isAsked whether the query speaks of a column
 */
export function writeFigures(
  table: Table, profiles: readonly ColumnProfile[],
  labelOf: (row: number) => string | undefined, isAsked: (profile: ColumnProfile) => boolean,
): Figure[] {
  const figures: Figure[] = []
  // Columns that part the rows alike (a name, its id, its link) are told once, by the one that reads best.
  const parts = new Map<string, ColumnProfile>()
  const partitions = profiles.map(partitionOf)
  for (const [i, profile] of profiles.entries()) {
    const partition = partitions[i]
    const known = partition === undefined ? undefined : parts.get(partition)
    if (partition !== undefined && (known === undefined || readability(profile) > readability(known))) parts.set(partition, profile)
  }
  // An object that some rows lack is told once, not again for each of its fields.
  const gapsTold = new Set<string>()
  for (const [i, profile] of profiles.entries()) {
    const parent = profile.column.path.slice(0, Math.max(0, profile.column.path.lastIndexOf('.')))
    const gap = `${parent} ${profile.rowsPresent}`
    const partition = partitions[i]
    if (isDatePart(profile) || (partition !== undefined && parts.get(partition) !== profile && !isAsked(profile))) continue
    const figure = writeFigure(table, profile, labelOf, !gapsTold.has(gap))
    if (parent !== '' && profile.rowsPresent < table.values.length) gapsTold.add(gap)
    if (figure) figures.push(isAsked(profile) ? { ...figure, weight: figure.weight + 10 } : figure)
  }
  return figures.sort((a, b) => b.weight - a.weight)
}

/** Tells how a column parts the rows: how many have each value, and where each first stands. */
function partitionOf({ kind, counts, nearlyAllDiffer, numbers, column }: ColumnProfile): string | undefined {
  if ((kind === 'number' || kind === 'score') && numbers.length === column.rows.length) return `${numbers.length}:${numbers.subarray(0, 24).join(',')}:${numbers.at(-1)}`
  if (nearlyAllDiffer || counts.size < 2 || (kind !== 'category' && kind !== 'label' && kind !== 'flag' && kind !== 'identifier')) return undefined
  let key = ''
  for (const { count, firstRow } of counts.values()) {
    key += `${firstRow}:${count},`
    if (key.length > 400) break
  }
  return key
}

/** Words read better than links and hashes, a short path better than a long one. */
function readability({ column, hashShare, meanLength, counts }: ColumnProfile): number {
  const [first = ''] = counts.keys()
  return -column.path.split('.').length - 3 * hashShare - meanLength / 40 - (first.includes('://') ? 3 : 0) + (/name|title|label/i.test(column.name) ? 1 : 0)
}

const dateParts = new Set(['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond', 'microsecond', 'nanosecond'])

/** A date that is spelled as an object of numbers: its parts alone tell nothing. */
function isDatePart({ column }: ColumnProfile): boolean {
  return column.path.includes('.') && dateParts.has(column.name.toLowerCase())
}

function writeFigure(table: Table, profile: ColumnProfile, labelOf: (row: number) => string | undefined, withMissing: boolean): Figure | undefined {
  const { kind, column, counts, nearlyAllDiffer } = profile
  const rowsTotal = table.values.length
  const nested = column.inArray ? 0.5 : 1 / (1 + 0.15 * column.path.split('.').length)
  const gaps = writeGaps(profile, rowsTotal, withMissing)
  const key = `"${column.path === '' ? 'values' : column.path.replace(/^(_+headroom)$/, '_$1')}":`
  const figure = (members: readonly string[], weight: number, shorter?: readonly string[]): Figure | undefined => {
    const all = [...members, ...gaps]
    if (all.length === 0) return undefined
    return { text: `${key}{${all.join(',')}}`, weight: weight * nested, ...(shorter ? { shorter: `${key}{${[...shorter, ...gaps].join(',')}}` } : {}) }
  }
  if (kind === 'flag') return figure(writeCounts(counts, 2), 6)
  if (kind === 'category') return figure(writeCounts(counts, maxNamedValues), 5, writeCounts(counts, 3))
  if (kind === 'number' || kind === 'score' || kind === 'time') {
    const range = writeRange(table, profile, labelOf)
    if (isCode(profile)) return figure(writeCounts(counts, counts.size), 4, range)
    return figure(range, kind === 'score' ? 4 : kind === 'number' ? 3 : 2)
  }
  if (kind === 'label' && !nearlyAllDiffer && counts.size < profile.rowsPresent - profile.nulls) {
    const top = [...counts.values()].some(({ count }) => count * 10 >= rowsTotal)
    return figure(top ? writeCounts(counts, 3) : [`"distinct":${counts.size}`], 2, [`"distinct":${counts.size}`])
  }
  const items = countItems(table, profile)
  if (items !== undefined) return figure([`"items in all":${items}`], 2)
  // That one entry of a mixed map has a field says nothing about the others.
  return gaps.length > 0 && kind !== 'constant' && profile.rowsPresent * 20 >= rowsTotal ? figure([], 1) : undefined
}

/** How many elements the arrays of a column hold together; undefined for a column that is not of arrays. */
function countItems({ doc }: Table, { column, nulls }: ColumnProfile): number | undefined {
  let items = 0
  let arrays = 0
  for (const node of column.nodes) {
    if (doc.text.charCodeAt(doc.start[node]!) !== 0x5b) continue
    arrays++
    items += doc.size[node]!
  }
  return arrays > 0 && arrays + nulls === column.nodes.length ? items : undefined
}

function writeGaps({ nulls, rowsPresent, column }: ColumnProfile, rowsTotal: number, withMissing: boolean): string[] {
  const gaps: string[] = []
  if (nulls > 0) gaps.push(`"null":${nulls}`)
  const present = rowsPresent + column.objectRows.length
  if (withMissing && present < rowsTotal && !column.inArray) gaps.push(`"present":${present}`, `"missing":${rowsTotal - present}`)
  return gaps
}

/** `"value":rows` per value, the commonest first, at most `most` of them, then how many others there are and their rows. */
function writeCounts(counts: ReadonlyMap<string, ValueCount>, most: number): string[] {
  const list = [...counts].sort(([, a], [, b]) => b.count - a.count || a.firstRow - b.firstRow)
  const named = list.length <= most + 1 ? list : list.slice(0, most)
  const members: string[] = []
  if (list.length > named.length) {
    members.push(`"distinct":${list.length}`)
    const least = list.at(-1)![1].count
    if (list[0]![1].count === least) return [...members, `"rows of each":${least}`]
  }
  for (const [raw, { count }] of named) members.push(`${asKey(raw)}:${count}`)
  const rest = list.slice(named.length)
  if (rest.length > 0) members.push(`"${rest.length} others":${rest.reduce((sum, [, { count }]) => sum + count, 0)}`)
  return members
}

function asKey(raw: string): string {
  return raw.startsWith('"') ? cutString(raw, maxLabelLength).replace(/^"(_+headroom)"$/, '"_$1"') : `"${raw}"`
}

function writeRange(table: Table, { kind, numbers, cells, column }: ColumnProfile, labelOf: (row: number) => string | undefined): string[] {
  let lowest = 0
  let highest = 0
  let sum = 0
  for (let i = 0; i < numbers.length; i++) {
    if (numbers[i]! < numbers[lowest]!) lowest = i
    if (numbers[i]! > numbers[highest]!) highest = i
    sum += numbers[i]!
  }
  const raw = (i: number): string => {
    const node = column.nodes[cells[i]!]!
    return table.doc.text.slice(table.doc.start[node]!, table.doc.end[node]!)
  }
  const at = (name: string, i: number): string[] => {
    const label = labelOf(column.rows[cells[i]!]!)
    return label === undefined ? [`"${name}":${raw(i)}`] : [`"${name}":${raw(i)}`, `"${name} at":${label}`]
  }
  if (kind === 'time') return [...at('earliest', lowest), ...at('latest', highest)]
  const members = [...at('min', lowest), `"median":${round(quantile(numbers.slice().sort(), 0.5))}`, ...at('max', highest)]
  return isCoordinate(column.name) || kind === 'score' ? members : [...members, `"sum":${round(sum)}`]
}

/** Adding these up means nothing. */
function isCoordinate(name: string): boolean {
  return /^(?:lat|lng|lon|latitude|longitude|x|y|z|year|month|day|hour|port|code|status|version|percent|percentage|ratio|rate)$/i.test(name)
}

/** Twelve significant digits: sums of decimals come out as people write them. */
function round(value: number): string {
  return String(Number(value.toPrecision(12)))
}

/** The label of a figure: the row's own, cut. */
export function cutLabel(raw: string): string {
  return cutString(raw, maxLabelLength)
}
