import { isClearlyShorter, planColumns, writeColumns, type ColumnPlan } from '../../columns/write.ts'
import { writeRows } from '../../columns/write-rows.ts'
import type { Replacements, Rows } from '../../columns/types.ts'
import { lengthOf, type Table } from './find-tables.ts'
import type { IndexColumns } from './index-lines.ts'
import type { ResolvedSmartCrusherOptions } from './options.ts'
import { tellFigures, tellFilters, tellIndex, type RestOfTable } from './tell-rest.ts'
import { writePositions, writeWhole } from './write-arrays.ts'

/**
 * Long values that repeat are written once from this length on, in UTF-16 code units. Few rows are left, and they are what
 * the answer is read from: a value in its place reads better than one that has to be looked up.
 */
const minRepeatLength = 1000
/** Leaving rows out must save this share of what all rows cost without loss: a whole table answers every question. */
const minSaving = 0.05
/** More than so many rows for one that stays are worth leaving out without a comparison. */
const alwaysPays = 5
/** What the rows of a table are called. */
const rowWords: Readonly<Record<Table['kind'], string>> = { array: 'rows', map: 'entries', columns: 'positions' }
/** UTF-16 code units of JSON a token stands for, roughly: to compare costs before anything is written. */
const charactersPerToken = 3.3

export interface TableToWrite extends RestOfTable {
  readonly replacements: Replacements
  /** Nodes of rows whose values all stand in their place. */
  readonly inPlace: ReadonlySet<number>
  readonly options: ResolvedSmartCrusherOptions
}

export interface WrittenTable {
  readonly text: string
  /** Rows that stay as an index line, ascending. */
  readonly indexed: readonly number[]
}

/**
 * Writes a table of which rows are left out: what is left out, figures over all rows, the rows that stay, index lines.
 *
 * @returns undefined where that saves too little beside writing all rows without loss
 */
export function writeTable(input: TableToWrite): WrittenTable | undefined {
  const written = writeOnce(input)
  // Cells of arrays are short, and index lines of them may cost as much as the arrays themselves.
  if (written || !input.table.arrays || !input.options.index) return written
  return writeOnce({ ...input, options: { ...input.options, index: false } })
}

function writeOnce(input: TableToWrite): WrittenTable | undefined {
  const { table, kept, options, tokens } = input
  const rowsTotal = table.values.length
  const columns = input.index
  const index = columns && options.index ? tellIndex(input, columns, options.index) : { lines: [], rows: [] }
  const counted = rowsTotal - kept.length - index.rows.length
  const { rows, plan } = writeKeptRows(input)
  // Arrays are mostly of numbers, which have fewer characters to a token than other JSON.
  const density = table.arrays ? rows.length / tokens.quick(rows) : charactersPerToken
  const saved = Math.max(0, (lengthOf(table) - rows.length) / density)
  const figures = tellFigures(input, saved)
  const what = rowWords[table.kind]
  const filters = tellFilters(input)
  const members = [
    `"_headroom":"${kept.length} of ${rowsTotal} ${what} whole, ${index.rows.length} as index lines, ${counted} only counted"`,
    ...(filters.length > 0 ? [`"${what} with a word of the question":{${filters.join(',')}}`] : []),
    ...(figures.length > 0 ? [`"figures over all ${rowsTotal} ${what}":{${figures.join(',')}}`] : []),
    rows,
    // Rows without a name are told apart by where they stood, and what is told of positions of arrays may be said of others beside them.
    ...(columns && !table.arrays ? [] : [`"positions of these rows, from 0":[${kept.join(',')}]`]),
    ...(index.lines.length > 0 && columns ? [writeIndexMembers(columns, index.lines)] : []),
  ]
  const text = `{${members.join(',')}}`
  return pays(text, input, plan) ? { text, indexed: index.rows } : undefined
}

/** Members of the index: the columns, where a line has several or they have a name, and the lines. */
function writeIndexMembers(columns: IndexColumns, lines: readonly string[]): string {
  const names = columns.profiles.map(({ column }) => `"${column.path}"`)
  const all = columns.keys ? ['"(key)"', ...names] : names
  const header = all.length === 1 && all[0] === '""' ? '' : `"columns":[${all.join(',')}],`
  return `"index":{${header}"rows":[${lines.join(',')}]}`
}

/** The rows that stay, as columns or as objects, whichever costs fewer tokens. */
function writeKeptRows({ table, kept, replacements, inPlace, options, tokens }: TableToWrite): { rows: string, plan: ColumnPlan | undefined } {
  if (table.arrays) return { rows: writePositions(table.doc, table.arrays, kept, replacements, options.format === 'json'), plan: undefined }
  const rows = rowsOf(table)
  const plain = options.format === 'columns' ? undefined : writeRows(rows, replacements, kept)
  const plan = options.format === 'json' ? undefined : planColumns(rows, { replacements, quick: tokens.quick })
  if (!plan) return { rows: plain ?? writeRows(rows, replacements, kept), plan }
  const asColumns = writeColumns(plan, kept, { minRepeatLength, inPlace })
  const wins = plain === undefined || isClearlyShorter(asColumns, plain) || tokens.quick(asColumns) < tokens.quick(plain)
  return { rows: wins ? asColumns : plain, plan }
}

/** Whether leaving rows out saves enough beside writing all of them without loss. */
function pays(text: string, { table, kept, replacements, tokens }: TableToWrite, plan: ColumnPlan | undefined): boolean {
  if (table.arrays) return text.length * 2 < lengthOf(table) || tokens.quick(text) <= tokens.quick(writeWhole(table.doc, table.arrays, replacements)) * (1 - minSaving)
  if (table.values.length > alwaysPays * kept.length) return true
  const all = writeRows(rowsOf(table), replacements)
  const asColumns = plan && writeColumns(plan)
  const lossless = asColumns === undefined ? tokens.quick(all)
    : isClearlyShorter(asColumns, all) ? tokens.quick(asColumns)
    : Math.min(tokens.quick(all), tokens.quick(asColumns))
  return tokens.quick(text) <= lossless * (1 - minSaving)
}

function rowsOf({ doc, values, keys }: Table): Rows {
  return { doc, values, ...(keys ? { keys } : {}) }
}
