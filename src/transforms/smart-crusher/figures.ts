import { isCode } from './anomalies.ts'
import type { LabelOf } from './cell-labels.ts'
import type { ColumnProfile } from './profile-columns.ts'
import type { Table } from './find-tables.ts'
import { writeCounts } from './write-counts.ts'
import { writeRange } from './write-range.ts'

/** Values of a category that are counted by name, the largest first; the rest is one number. */
const maxNamedValues = 8

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
 * @param labelOf names what a cell belongs to
 * @param isAsked whether the query speaks of a column
 */
export function writeFigures(
  table: Table, profiles: readonly ColumnProfile[],
  labelOf: LabelOf, isAsked: (profile: ColumnProfile) => boolean,
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
  /** Rows that are no objects have no path of their own. */
  const scalars = profiles.some(({ column }) => column.path === 'values') ? '(values)' : 'values'
  for (const [i, profile] of profiles.entries()) {
    const parent = profile.column.path.slice(0, Math.max(0, profile.column.path.lastIndexOf('.')))
    const gap = `${parent} ${profile.rowsPresent}`
    const partition = partitions[i]
    if (isDatePart(profile) || (partition !== undefined && parts.get(partition) !== profile && !isAsked(profile))) continue
    const figure = writeFigure(table, profile, profile.column.path === '' ? scalars : profile.column.path.replace(/^(_+headroom)$/, '_$1'), labelOf, !gapsTold.has(gap))
    if (parent !== '' && profile.rowsPresent < table.values.length) gapsTold.add(gap)
    if (figure) figures.push(isAsked(profile) ? { ...figure, weight: figure.weight + 10 } : figure)
  }
  return figures.sort((a, b) => b.weight - a.weight)
}

/** Tells how a column parts the rows: how many have each value, and where each first stands. */
function partitionOf({ kind, counts, nearlyAllDiffer, numbers, column }: ColumnProfile): string | undefined {
  if ((kind === 'number' || kind === 'score') && numbers.length === column.rows.length) {
    let sum = 0
    let weighted = 0
    for (let i = 0; i < numbers.length; i++) {
      sum += numbers[i]!
      weighted += numbers[i]! * (i + 1)
    }
    return `${column.inArray ? '[]' : ''}${numbers.length}:${sum}:${weighted}`
  }
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

function writeFigure(table: Table, profile: ColumnProfile, name: string, labelOf: LabelOf, withMissing: boolean): Figure | undefined {
  const { kind, column, counts, nearlyAllDiffer, nulls } = profile
  const rowsTotal = table.values.length
  const nested = column.inArray ? 0.5 : 1 / (1 + 0.15 * column.path.split('.').length)
  const gaps = writeGaps(profile, rowsTotal, withMissing)
  const key = `"${name}":`
  const figure = (members: readonly string[], weight: number, shorter?: readonly string[]): Figure | undefined => {
    const all = [...members, ...gaps]
    if (all.length === 0) return undefined
    return { text: `${key}{${all.join(',')}}`, weight: weight * nested, ...(shorter ? { shorter: `${key}{${[...shorter, ...gaps].join(',')}}` } : {}) }
  }
  if (kind === 'flag') return figure(writeCounts(profile, 2), 6)
  if (kind === 'category') return figure(writeCounts(profile, maxNamedValues), 5, writeCounts(profile, 3))
  if (kind === 'number' || kind === 'score' || kind === 'time') {
    const range = writeRange(table, profile, (cell) => labelOf(column, cell))
    if (isCode(profile)) return figure(writeCounts(profile, counts.size), 4, range)
    return figure(range, kind === 'score' ? 4 : kind === 'number' ? 3 : 2)
  }
  if (kind === 'label' && !nearlyAllDiffer && counts.size < column.nodes.length - nulls) {
    const top = [...counts.values()].some(({ count }) => count * 10 >= column.nodes.length)
    return figure(top ? writeCounts(profile, 3) : [`"distinct":${counts.size}`], 2, [`"distinct":${counts.size}`])
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
  const present = rowsPresent + objectRows(column)
  if (withMissing && present < rowsTotal && !column.inArray) gaps.push(`"present":${present}`, `"missing":${rowsTotal - present}`)
  return gaps
}

/** Rows that have an object in the place of a cell, and no cell beside it, as a key that stands twice may give. */
function objectRows({ rows, objectRows: objects }: ColumnProfile['column']): number {
  let count = 0
  let cell = 0
  for (let i = 0; i < objects.length; i++) {
    const row = objects[i]!
    while (cell < rows.length && rows[cell]! < row) cell++
    if (row !== objects[i - 1] && rows[cell] !== row) count++
  }
  return count
}
