import type { ColumnProfile } from './profile-columns.ts'
import { nameWords } from './names.ts'
import type { Table } from './find-tables.ts'

/** The columns that an index line shows, in the order of the source, and where their cells are. */
export interface IndexColumns {
  readonly profiles: readonly ColumnProfile[]
  /** For each of them the node of its cell per row, -1 where the row has none. */
  readonly cells: readonly Int32Array[]
  /** Which of them is the label, -1 for none. */
  readonly label: number
  /** For maps, the key of each row comes first. */
  readonly keys?: Int32Array
}

/** Names of fields that identify a row for a reader, best first. */
const identifierNames = ['number', 'key', 'name', 'path', 'file', 'login', 'slug', 'id', 'code', 'username', 'email', 'uuid', 'sha', 'hash']
/** Names of fields that say what a row is, best first. */
const labelNames = ['title', 'name', 'label', 'subject', 'summary', 'headline', 'message', 'msg', 'description', 'text', 'path', 'file', 'question', 'content', 'body', 'reason', 'event', 'address']

/** An identifier longer than this costs more than the row's label says, in UTF-16 code units. */
const maxIdentifierLength = 48
/** Columns that the query speaks of stand in the index lines as well, so many of them, if their values are short. */
const maxAsked = 2
const maxAskedLength = 32
/** A column names rows when this share of them has it. */
const minPresence = 0.8

/** Chooses the identifier and the label of a table's rows, and what the query asks of them; undefined when nothing names them. */
export function chooseIndexColumns(
  table: Table, profiles: readonly ColumnProfile[], isAsked: (profile: ColumnProfile) => boolean,
): IndexColumns | undefined {
  const rowsTotal = table.values.length
  // What stands in an array of the row names an element of it, not the row.
  const usable = profiles.filter(({ rowsPresent, nulls, kind, column }) => !column.inArray && rowsPresent - nulls >= rowsTotal * minPresence && kind !== 'constant' && kind !== 'other')
  const label = best(usable, labelScore)
  // A number or a time tells rows of one label apart; alone it names none. Nor does what counts the positions of arrays.
  const isNoName = ({ kind }: ColumnProfile): boolean => kind === 'number' || kind === 'time' || (kind === 'sequence' && table.arrays !== undefined)
  const tellsApart = (profile: ColumnProfile): boolean => profile !== label && (label !== undefined || !isNoName(profile))
  const identifier = best(usable.filter(tellsApart), identifierScore)
  const asked = usable.filter((profile) => profile !== label && profile !== identifier && profile.meanLength <= maxAskedLength && isAsked(profile))
  const chosen = usable.filter((profile) => profile === label || profile === identifier || asked.slice(0, maxAsked).includes(profile))
  if (!label && !identifier && !table.keys) return undefined
  return {
    profiles: chosen,
    cells: chosen.map(({ column }) => firstCells(column.rows, column.nodes, rowsTotal)),
    label: label ? chosen.indexOf(label) : -1,
    ...(table.keys ? { keys: table.keys } : {}),
  }
}

/** Elements are named by a column only when so many of its values differ. */
const minDistinctNames = 0.5

/**
 * The column that names the elements of an array, by its label or else its identifier; undefined when none does.
 *
 * @param profiles columns of the elements
 */
export function chooseElementLabel(profiles: readonly ColumnProfile[]): ColumnProfile | undefined {
  const telling = profiles.filter(({ kind, counts, nearlyAllDiffer, column, nulls }) =>
    kind !== 'constant' && kind !== 'other' && kind !== 'number' && kind !== 'time' && (nearlyAllDiffer || counts.size >= minDistinctNames * (column.nodes.length - nulls)))
  return best(telling, labelScore) ?? best(telling, identifierScore)
}

function best(profiles: readonly ColumnProfile[], score: (profile: ColumnProfile) => number): ColumnProfile | undefined {
  let found: ColumnProfile | undefined
  let highest = 0
  for (const profile of profiles) {
    const value = score(profile)
    if (value > highest) {
      highest = value
      found = profile
    }
  }
  return found
}

/** How well a column says what a row is; 0 not at all. Words and a telling name count, nesting and repetition take away. */
function labelScore({ kind, column, meanWords, counts, nearlyAllDiffer, rowsPresent, meanLength, hashShare }: ColumnProfile): number {
  if (kind !== 'label' && kind !== 'text' && kind !== 'category') return 0
  const distinctShare = nearlyAllDiffer ? 1 : counts.size / rowsPresent
  const byName = nameBonus(labelNames, column.name)
  const natural = Math.min(1, meanWords / 4) + (meanLength > 400 ? -0.3 : 0)
  return Math.max(0, distinctShare * (1 + byName + natural) * depthFactor(column.path) * (kind === 'category' ? 0.5 : 1) * (1 - 0.7 * hashShare))
}

/** How well a column tells rows apart; 0 not at all. Short and named as an identifier is best. */
function identifierScore({ kind, column, counts, nearlyAllDiffer, rowsPresent, meanLength, meanWords, numbers }: ColumnProfile): number {
  if (kind === 'flag' || kind === 'text' || kind === 'score' || meanLength > maxIdentifierLength + 2) return 0
  const distinctShare = nearlyAllDiffer ? 1 : counts.size / rowsPresent
  if (distinctShare < 0.5) return 0
  const byKind = kind === 'identifier' || kind === 'sequence' ? 1 : kind === 'label' ? 0.6 : 0.1
  // A long number tells rows apart for machines; a name does it for readers as well.
  const short = (1 - meanLength / 100) * (numbers.length > 0 && meanLength >= 6 ? 0.7 : 1)
  return distinctShare * distinctShare * (byKind + 1.5 * nameBonus(identifierNames, column.name)) * short * depthFactor(column.path) * (meanWords > 2 ? 0.6 : 1)
}

function nameBonus(names: readonly string[], name: string): number {
  const last = nameWords(name).at(-1) ?? ''
  const place = names.indexOf(last)
  return place < 0 ? 0 : 1 - place / (names.length * 1.5)
}

function depthFactor(path: string): number {
  let steps = 0
  for (const character of path) if (character === '.' || character === '[') steps++
  return 1 / (1 + 0.25 * steps)
}

function firstCells(rows: Int32Array, nodes: Int32Array, rowsTotal: number): Int32Array {
  const cells = new Int32Array(rowsTotal).fill(-1)
  for (let cell = rows.length - 1; cell >= 0; cell--) cells[rows[cell]!] = nodes[cell]!
  return cells
}

/** Rough UTF-16 code units a token stands for in short labels, to cut before counting. */
const charactersPerToken = 4

/**
 * The index line of a row: a JSON array of slices of the source, at most about `maxTokens` long; a label that is too long
 * is cut, which an ellipsis shows.
 */
export function writeIndexLine(table: Table, columns: IndexColumns, row: number, maxTokens: number): string {
  const { doc } = table
  let room = maxTokens * charactersPerToken
  const raws = columns.cells.map((cells) => (cells[row]! < 0 ? 'null' : doc.text.slice(doc.start[cells[row]!]!, doc.end[cells[row]!]!)))
  const key = columns.keys ? doc.text.slice(doc.start[columns.keys[row]!]!, doc.end[columns.keys[row]!]!) : undefined
  raws.forEach((raw, place) => {
    if (place !== columns.label) room -= raw.length + 1
  })
  if (key !== undefined) room -= key.length + 1
  const cells = raws.map((raw, place) => (place === columns.label ? cutString(raw, Math.max(16, room)) : cutString(raw, maxIdentifierLength * 2)))
  const all = key === undefined ? cells : [key, ...cells]
  // A row that is one text needs no brackets around its slice.
  return all.length === 1 ? all[0]! : `[${all.join(',')}]`
}

/** A raw JSON string of which the middle is left out, for texts that begin alike; one with escapes stays whole. */
export function cutMiddle(raw: string, length: number): string {
  if (raw.length <= length + 2 || raw.includes('\\')) return raw
  const isLow = (at: number): boolean => (raw.charCodeAt(at) & 0xfc00) === 0xdc00
  let head = Math.floor(length / 3)
  let tail = raw.length - (length - head) - 1
  if (isLow(head)) head--
  if (isLow(tail)) tail++
  return `${raw.slice(0, head)}…${raw.slice(tail)}`
}

/** A raw JSON string cut to about `length` code units, never inside an escape or a surrogate pair; other values stay. */
export function cutString(raw: string, length: number): string {
  if (raw.length <= length + 2 || !raw.startsWith('"')) return raw.length <= length * 4 + 2 ? raw : '"…"'
  let end = 1
  while (end < length) {
    const code = raw.charCodeAt(end)
    const width = code === 0x5c ? (raw.charCodeAt(end + 1) === 0x75 ? 6 : 2) : code >= 0xd800 && code <= 0xdbff ? 2 : 1
    end += width
  }
  // An escaped surrogate pair is two escapes: do not leave its first half alone.
  if (/\\u[dD][89abAB][0-9a-fA-F]{2}$/.test(raw.slice(Math.max(1, end - 6), end))) end -= 6
  return `${raw.slice(0, end)}…"`
}
