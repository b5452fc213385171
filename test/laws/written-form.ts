// A reader of what the pipeline writes, made from its description: a table is an object with the key `_headroom`. It reads
// with `JSON.parse`, so it sees values; spelling is the business of law 8.

type Json = null | boolean | number | string | readonly Json[] | JsonObject
interface JsonObject { readonly [key: string]: Json }

/** An array or map of which rows may be left out. */
export class Table {
  constructor(
    /** What stands in the reserved key, such as `15 of 500 rows whole, 120 as index lines, 365 only counted`. */
    readonly disclosure: string,
    /** Rows that are whole, as values; of a map, with their keys. */
    readonly whole: readonly unknown[],
    readonly keys: readonly string[] | undefined,
    /** Cells of each index line. */
    readonly indexLines: readonly (readonly unknown[])[],
    /** Counts and ranges over all rows, by column. */
    readonly figures: JsonObject,
  ) {}

  /** Whole numbers of the disclosure, in its order. */
  get numbers(): number[] {
    return (this.disclosure.match(/\d+/g) ?? []).map(Number)
  }

  /** Rows of the source: the second number of `15 of 500`, the only one of `table of 3 rows`. */
  get rowsTotal(): number {
    return (this.isComplete ? this.numbers[0] : this.numbers[1]) ?? Number.NaN
  }

  get isComplete(): boolean {
    return !/^\d+ of \d+/.test(this.disclosure)
  }
}

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)
const absentCell = Symbol('absent')

interface Notation {
  readonly absent: Json | undefined
  readonly repeated: JsonObject
}

/** The value of a written document: complete tables are arrays again, the others are `Table`s. Texts that hold documents are read too. */
export function readWritten(text: string): unknown {
  return readValue(JSON.parse(text) as Json)
}

function readValue(value: Json): unknown {
  if (Array.isArray(value)) return value.map(readValue)
  if (!isObject(value)) return value
  if ('_headroom' in value) return readTable(value)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.replace(/^_(_+headroom)$/, '$1'), readValue(inner)]))
}

function readTable(written: JsonObject): unknown {
  const notation: Notation = { absent: written['absent'], repeated: isObject(written['repeated']) ? written['repeated'] : {} }
  const columns = written['columns']
  const rowsMember = written['rows'] ?? []
  const rows = Array.isArray(rowsMember) ? rowsMember as readonly Json[] : Object.values(rowsMember as JsonObject)
  const keys = isObject(rowsMember) ? Object.keys(rowsMember) : undefined
  const whole = rows.map((row) => (Array.isArray(columns) && Array.isArray(row) ? readRow(columns as readonly Json[], row as readonly Json[], notation) : readValue(row)))
  const index = written['index']
  const lines = isObject(index) && Array.isArray(index['rows']) ? index['rows'] as readonly Json[][] : []
  const figures = Object.entries(written).find(([key]) => key.startsWith('figures'))?.[1]
  const table = new Table(String(written['_headroom']), whole, keys, lines, isObject(figures) ? figures : {})
  if (!table.isComplete) return table
  return keys ? Object.fromEntries(keys.map((key, at) => [key, whole[at]])) : whole
}

/** One row from its cells: a column is a key, or an object that says how the key's value is made. */
function readRow(columns: readonly Json[], cells: readonly Json[], notation: Notation): unknown {
  const pairs: [string, unknown][] = []
  const templates: [number, string][] = []
  let at = 0
  for (const column of columns) {
    const [key, how] = typeof column === 'string' ? [column, undefined] : Object.entries(column as JsonObject)[0]!
    if (isObject(how) && 'always' in how) pairs.push([key, readValue(how['always']!)])
    else if (isObject(how) && 'is' in how) {
      templates.push([pairs.length, String(how['is'])])
      pairs.push([key, undefined])
    } else {
      const value = readCell(how, cells[at++] as Json, notation)
      pairs.push([key, value])
    }
  }
  const row = Object.fromEntries(pairs)
  for (const [place, template] of templates) pairs[place]![1] = template.replace(/\{([^{}]+)\}/g, (_, sibling: string) => String(row[sibling]))
  return Object.fromEntries(pairs.filter(([, value]) => value !== absentCell))
}

function readCell(how: Json | undefined, cell: Json, notation: Notation): unknown {
  if (cell === undefined || (notation.absent !== undefined && cell === notation.absent)) return absentCell
  if (typeof cell === 'string' && Object.hasOwn(notation.repeated, cell)) return readValue(notation.repeated[cell]!)
  if (!Array.isArray(how) || !Array.isArray(cell)) return readValue(cell)
  const [first] = how as readonly Json[]
  if (!Array.isArray(first)) return readRow(how as readonly Json[], cell as readonly Json[], notation)
  return (cell as readonly Json[]).map((inner) => (Array.isArray(inner) ? readRow(first as readonly Json[], inner as readonly Json[], notation) : readValue(inner)))
}

/** Every row that is whole somewhere in a document, as `JSON.stringify` writes its value: elements of arrays, rows of tables, values of maps. */
export function wholeRows(value: unknown, found = new Set<string>()): Set<string> {
  if (value instanceof Table) for (const row of value.whole) addRow(row, found)
  else if (Array.isArray(value)) for (const row of value as unknown[]) addRow(row, found)
  else if (isObject(value)) for (const inner of Object.values(value)) addRow(inner, found)
  else if (typeof value === 'string' && /^\s*[[{]/.test(value)) wholeRows(readWritten(value), found)
  return found
}

function addRow(row: unknown, found: Set<string>): void {
  if (isObject(row) && !(row instanceof Table)) found.add(canonical(row))
  wholeRows(row, found)
}

/** The bytes of a value, whatever the spelling of its source. */
export const canonical = (value: unknown): string => JSON.stringify(value)
