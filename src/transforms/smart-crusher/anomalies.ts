import type { JsonDocument } from '../../json/document.ts'
import type { KeepReason } from '../../report/types.ts'
import { findChangePoints } from '../../stats/change-points.ts'
import { findOutliers } from '../../stats/outliers.ts'
import type { ColumnProfile } from './profile-columns.ts'

/** Rows that stand out of a column for one reason, the strongest first. */
export interface AnomalyGroup {
  readonly reason: KeepReason
  readonly path: string
  /** One row for each outlier, change, rare value or rare form of text; the strongest first. */
  readonly rows: number[]
  /** Every row that shares a rare value or form, ascending: nearest to being kept after those above. */
  readonly alike: number[]
}

/** A value is rare in at most this share of the rows that have one, */
const rareShare = 0.05
/** or in so many rows, where the common values stand in at least `rareContrast` times as many each. */
const rareRows = 1
const rareContrast = 5
/** Rare values of one column that count; more of them are a long tail, and a tail is no anomaly. */
const maxRareValues = 8
/** Numbers are counted like categories up to so many values. */
const maxCodes = 12
/** Shifts of one column that count: a staircase has many, and they say the same thing. */
const maxChangePoints = 4
/** Series shorter than this have no level that could shift. */
const minSeries = 10

/**
 * Finds what stands out of a table: outliers, change points, rare categories, flags and forms of text.
 *
 * @param threshold robust deviations that make a value an anomaly among a dozen values; with more values it grows as the
 *   largest of n normal values does, by sqrt(2 ln n), or noise alone would fill the room
 */
export function findAnomalies(doc: JsonDocument, profiles: readonly ColumnProfile[], rowsTotal: number, threshold: number, withChangePoints: boolean): AnomalyGroup[] {
  const groups: AnomalyGroup[] = []
  const inner: AnomalyGroup[] = []
  for (const profile of profiles) {
    if (profile.kind === 'number' || profile.kind === 'score') addNumberAnomalies(groups, profile, threshold, withChangePoints)
    const { inArray } = profile.column
    // What is rare among the elements of inner arrays comes after what is rare among the rows.
    const rare = inArray ? inner : groups
    if (profile.kind === 'category' || profile.kind === 'flag' || isCode(profile)) addRareValues(rare, profile)
    else if (!inArray && (profile.kind === 'label' || profile.kind === 'text')) addRareTemplates(groups, doc, profile)
    if (profile.kind !== 'constant') addRarePresence(rare, doc, profile, rowsTotal)
  }
  return [...groups, ...inner].filter((group) => group.rows.length > 0)
}

/** Numbers that are names of kinds: HTTP codes, file modes, years. */
export function isCode({ kind, counts, rowsPresent }: ColumnProfile): boolean {
  return (kind === 'number' || kind === 'score') && counts.size > 1 && counts.size <= maxCodes && counts.size * 4 <= rowsPresent
}

function addNumberAnomalies(groups: AnomalyGroup[], profile: ColumnProfile, threshold: number, withChangePoints: boolean): void {
  const { numbers, cells, column } = profile
  const rowOf = (index: number): number => column.rows[cells[index]!]!
  if (numbers.length < 5) return
  const limit = Math.max(threshold, (threshold / 2) * Math.sqrt(2 * Math.log(numbers.length)))
  const outliers = findOutliers(numbers, limit).sort((a, b) => b.deviation - a.deviation || a.index - b.index)
  // Where a tenth of all values are "outliers", the distribution has a heavy tail and its extremes are all there is to say.
  const rows = outliers.length * 10 > numbers.length ? outliers.slice(0, 2) : outliers
  groups.push({ reason: 'outlier', path: column.path, rows: rows.map(({ index }) => rowOf(index)), alike: [] })
  if (!withChangePoints || column.inArray || numbers.length < minSeries) return
  const shifts = findChangePoints(numbers).sort((a, b) => b.shift - a.shift || a.index - b.index).slice(0, maxChangePoints)
  groups.push({ reason: 'change-point', path: column.path, rows: shifts.map(({ index }) => rowOf(index)), alike: [] })
}

function addRareValues(groups: AnomalyGroup[], profile: ColumnProfile): void {
  const { counts, column } = profile
  if (counts.size < 2) return
  let valued = 0
  for (const { count } of counts.values()) valued += count
  const rare = [...counts.values()].filter(({ count }) => isRare(count, valued, counts.size))
  if (rare.length === 0 || rare.length > maxRareValues) return
  rare.sort((a, b) => a.count - b.count || a.firstRow - b.firstRow)
  const firstRows = new Set(rare.map(({ firstRow }) => firstRow))
  groups.push({ reason: profile.kind === 'flag' ? 'rare-flag' : 'rare-category', path: column.path, rows: [...firstRows], alike: [] })
}

/** Rare among `total` cells with `distinct` values: a small share, or a single row where the other values are common. */
function isRare(count: number, total: number, distinct: number): boolean {
  if (count > Math.max(rareRows, Math.floor(total * rareShare))) return false
  const others = (total - count) / Math.max(1, distinct - 1)
  return others >= count * rareContrast
}

/** A field that few rows have, or few rows lack (null counts as lacking), says something about those rows. */
function addRarePresence(groups: AnomalyGroup[], doc: JsonDocument, profile: ColumnProfile, rowsTotal: number): void {
  const { column } = profile
  const has = new Uint8Array(rowsTotal)
  let valued = 0
  const note = (row: number): void => {
    valued += 1 - has[row]!
    has[row] = 1
  }
  for (let cell = 0; cell < column.rows.length; cell++) if (doc.text[doc.start[column.nodes[cell]!]!] !== 'n') note(column.rows[cell]!)
  for (const row of column.objectRows) note(row)
  const lacking = rowsTotal - valued
  if (valued === 0 || lacking === 0) return
  // An inner array that is empty, or all of whose elements lack a field, is nothing to show.
  const wanted = isRare(valued, rowsTotal, 2) ? 1 : !column.inArray && isRare(lacking, rowsTotal, 2) ? 0 : undefined
  if (wanted === undefined) return
  const rows: number[] = []
  for (let row = 0; row < rowsTotal; row++) if (has[row] === wanted) rows.push(row)
  groups.push({ reason: 'rare-flag', path: column.path, rows: rows.slice(0, 1), alike: rows })
}

/** What of a text makes its form, in UTF-16 code units: enough for a log line, and the work stays linear. */
const maxTemplateLength = 200
/** Forms of text are forms only when each stands in this many rows on average, */
const minRowsPerTemplate = 3
/** and there are no more than so many: texts that all differ are given up after as many. */
const maxTemplates = 64

/**
 * Finds texts that do not follow the form of the others: the same words with other numbers and ids are one form.
 */
function addRareTemplates(groups: AnomalyGroup[], doc: JsonDocument, profile: ColumnProfile): void {
  const { column } = profile
  if (column.rows.length < minSeries || profile.meanWords < 2) return
  const templates = new Map<string, number[]>()
  for (let cell = 0; cell < column.rows.length; cell++) {
    const node = column.nodes[cell]!
    const start = doc.start[node]!
    if (doc.text.charCodeAt(start) !== 0x22) continue
    const template = templateOf(doc.text.slice(start + 1, Math.min(doc.end[node]! - 1, start + maxTemplateLength)))
    const rows = templates.get(template)
    if (rows) rows.push(column.rows[cell]!)
    else templates.set(template, [column.rows[cell]!])
    if (templates.size > maxTemplates) return
  }
  if (templates.size < 2 || templates.size * minRowsPerTemplate > column.rows.length) return
  const rare = [...templates.values()].filter((rows) => isRare(rows.length, column.rows.length, templates.size))
  if (rare.length === 0 || rare.length > maxRareValues) return
  rare.sort((a, b) => a.length - b.length || a[0]! - b[0]!)
  groups.push({ reason: 'rare-template', path: column.path, rows: rare.map((rows) => rows[0]!), alike: rare.flat().sort((a, b) => a - b) })
}

/** The text with every word that holds a digit, and every quoted piece, taken for one and the same. */
function templateOf(text: string): string {
  return text.replace(/[^\s,;:()[\]{}=]*[0-9][^\s,;:()[\]{}=]*/g, '#').replace(/\\?["'][^"']*["']/g, '"')
}
