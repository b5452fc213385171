import * as fc from 'fast-check'
import { columnNames, columns } from './columns.ts'
import type { ColumnName } from './columns.ts'
import { failureFields, failureNames } from './failures.ts'
import type { FailureName } from './failures.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'

/** What may be hidden in a table that a reader of all rows would notice. */
export const plantNames = ['error', 'outlier', 'change-point', 'rare-category', 'rare-flag', 'rare-template'] as const
export type PlantName = (typeof plantNames)[number]

/** What a query may call a row by. */
export const handleNames = ['key', 'uuid', 'email', 'path', 'quoted', 'number', 'word'] as const
export type HandleName = (typeof handleNames)[number]

export interface TableSpec {
  readonly seed: number
  readonly rows: number
  readonly columns: readonly ColumnName[]
  readonly plants: readonly PlantName[]
  readonly errorField: ErrorField | FailureName
  /** Share of the cells that are missing, null or of another type. */
  readonly ragged: number
}

export interface Planted {
  readonly plant: PlantName
  /** The rows in question, ascending. */
  readonly rows: readonly number[]
}

export interface Table {
  /** Each row as JSON text without white space. */
  readonly rows: readonly string[]
  /** For each row its cells by column, as JSON text; undefined where the key is missing. */
  readonly cells: readonly ReadonlyMap<string, string | undefined>[]
  readonly planted: readonly Planted[]
  /** Ways to name one row: the words a user would write, and the row that was meant. */
  readonly handles: readonly { readonly handle: HandleName, readonly words: string, readonly row: number }[]
}

export type ErrorField = 'status' | 'level' | 'error' | 'http_status' | 'exit_code'
const errorFields = ['status', 'level', 'error', 'http_status', 'exit_code'] as const
const isPlain = (field: ErrorField | FailureName): field is ErrorField => (errorFields as readonly string[]).includes(field)

/** Cells of an error row, by the field that says so; `n` makes messages of one shape differ. */
const errorCells: Record<ErrorField, (n: number) => string> = {
  status: () => '"failed"',
  level: () => '"ERROR"',
  error: (n) => `{"code":504,"message":"upstream timed out after ${30 + n} s"}`,
  http_status: () => '503',
  exit_code: () => '137',
}

const plantColumns: Record<Exclude<PlantName, 'error'>, ColumnName> = {
  outlier: 'latency_ms', 'change-point': 'throughput', 'rare-category': 'region', 'rare-flag': 'archived', 'rare-template': 'message',
}

/** A word that no generated sentence holds. */
export const rareWord = 'zeppelin'

/** A table that follows from its spec alone. Planted rows are apart from the first three, the last two and each other. */
export function buildTable(spec: TableSpec): Table {
  const random = createRandom(spec.seed)
  const { errorField } = spec
  const plantedColumns = spec.plants.flatMap((plant) => (plant !== 'error' ? [plantColumns[plant]] : isPlain(errorField) ? [errorField] : []))
  const names = [...new Set([...spec.columns, ...plantedColumns])]
  const cells = Array.from({ length: spec.rows }, (_, row) => new Map<string, string | undefined>(names.map((name) => [name, columns[name](random, row)])))
  if (!isPlain(errorField) && spec.plants.includes('error')) for (const row of cells) row.set(failureFields[errorField].key, failureFields[errorField].ok)
  const planted = plant(spec, random, cells)
  const special = new Set(planted.flatMap(({ rows }) => rows))
  const ordinary = cells.flatMap((_, row) => (special.has(row) ? [] : [row]))
  const handleRow = ordinary[Math.floor(ordinary.length * 0.6)] ?? 0
  if (cells[handleRow]!.has('notes')) cells[handleRow]!.set('notes', `"The ${rareWord} waits near the harbor"`)
  for (const row of ordinary) if (row !== handleRow) roughen(cells[row]!, spec.ragged, random)
  const rows = cells.map((row) => `{${[...row].flatMap(([name, cell]) => (cell === undefined ? [] : [`"${name}":${cell}`])).join(',')}}`)
  return { rows, cells, planted, handles: handlesOf(cells[handleRow]!, handleRow) }
}

function plant(spec: TableSpec, random: Random, cells: readonly Map<string, string | undefined>[]): Planted[] {
  const planted: Planted[] = []
  // Rows 5, 9, 13 and so on: each plant has a place of its own however many there are.
  let place = 5
  for (const name of spec.plants) {
    const count = name === 'error' ? 1 + (spec.seed % 6 + 6) % 6 : 1
    if (place + count + 4 > spec.rows) break
    const rows = Array.from({ length: count }, (_, i) => place + i)
    if (name === 'change-point') {
      // A level that stays: the second half of the table, from the middle on.
      const from = Math.floor(spec.rows / 2)
      if (spec.rows < 40) continue
      for (let row = from; row < spec.rows; row++) cells[row]!.set('throughput', String(random.int(198, 204)))
      planted.push({ plant: name, rows: [from] })
      continue
    }
    rows.forEach((row, n) => {
      if (name === 'error') {
        const { errorField } = spec
        if (isPlain(errorField)) cells[row]!.set(errorField, errorCells[errorField](n))
        else cells[row]!.set(failureFields[errorField].key, failureFields[errorField].failed(n))
      } else if (name === 'outlier') cells[row]!.set('latency_ms', '98000')
      else if (name === 'rare-category') cells[row]!.set('region', '"ap-south"')
      else if (name === 'rare-flag') cells[row]!.set('archived', 'true')
      else cells[row]!.set('message', '"Checksum of mirror and origin differ, operator informed"')
    })
    planted.push({ plant: name, rows })
    place += count + 3
  }
  return planted
}

/** Takes away, empties or turns cells of a row that nothing depends on. */
function roughen(row: Map<string, string | undefined>, share: number, random: Random): void {
  for (const name of ['title', 'comment', 'tags', 'user', 'parent', 'kind', 'url'] as const) {
    if (row.has(name) && random.chance(share)) row.set(name, random.pick([undefined, 'null', '""', '-0', '"a \\u00e9 b"']))
  }
}

function handlesOf(row: ReadonlyMap<string, string | undefined>, at: number): Table['handles'] {
  const handles: { handle: HandleName, words: string, row: number }[] = []
  const add = (handle: HandleName, column: ColumnName, words: (cell: string) => string): void => {
    const cell = row.get(column)
    if (cell !== undefined) handles.push({ handle, words: words(String(JSON.parse(cell))), row: at })
  }
  const plain = (cell: string): string => cell
  add('key', 'key', plain)
  add('uuid', 'uuid', plain)
  add('email', 'email', plain)
  add('path', 'path', plain)
  add('quoted', 'title', (cell) => `"${cell}"`)
  add('number', 'id', plain)
  add('word', 'notes', () => rareWord)
  return handles
}

/** Specs of tables from a few rows to more than any room has places for. */
export const tableSpecs = (limits: { readonly minRows?: number, readonly maxRows?: number } = {}): fc.Arbitrary<TableSpec> => fc.record({
  seed: fc.integer({ min: 0, max: 0x7fffffff }),
  rows: fc.integer({ min: limits.minRows ?? 5, max: limits.maxRows ?? 120 }),
  columns: fc.subarray([...columnNames], { minLength: 2, maxLength: 12 }),
  plants: fc.subarray([...plantNames]),
  errorField: fc.constantFrom(...errorFields, ...failureNames),
  ragged: fc.constantFrom(0, 0, 0.1, 0.4),
})

export const tables = (limits?: { readonly minRows?: number, readonly maxRows?: number }): fc.Arbitrary<Table> => tableSpecs(limits).map(buildTable)

/** A spec that follows from a seed, for fixtures that must not change with a version of the property library. */
export function tableSpecOf(seed: number): TableSpec {
  const random = createRandom(seed)
  return {
    seed,
    rows: random.int(5, 120),
    columns: columnNames.filter(() => random.chance(0.35)).concat('id', 'title'),
    plants: plantNames.filter(() => random.chance(0.5)),
    errorField: random.pick(errorFields),
    ragged: random.pick([0, 0, 0.1, 0.4]),
  }
}
