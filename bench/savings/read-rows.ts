type Json = null | boolean | number | string | readonly Json[] | JsonObject
interface JsonObject { readonly [key: string]: Json }

/** What a table says about its cells. */
interface Notation {
  /** The cell that stands for a missing key. */
  readonly absent: Json | undefined
  /** Values written once, by the sign that stands for them. */
  readonly repeated: JsonObject
}

const missing = Symbol('missing')
type Cell = Json | typeof missing

/**
 * A compressed text as a model reads it: every row of every table spelled out as an object, with the values that are the same
 * in all rows, those that are made from others, and those that are written once. All else is as it was.
 *
 * @returns the very same text when it is not a JSON document
 */
export function readRows(text: string): string {
  const value = parse(text)
  return value === undefined ? text : JSON.stringify(readValue(value))
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    // Text around a document, or no document at all: nothing to spell out.
    return undefined
  }
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)
const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !isList(value)

function readValue(value: Json): Json {
  if (isList(value)) return value.map(readValue)
  if (!isObject(value)) return value
  const read = '_headroom' in value ? spellOut(value) : value
  return Object.fromEntries(Object.entries(read).map(([key, inner]) => [key, readValue(inner)]))
}

/** A table with its rows, and the lines of its index, as objects. */
function spellOut(table: JsonObject): JsonObject {
  const { columns, repeated, absent, rows, index, ...rest } = table
  const notation: Notation = { absent, repeated: isObject(repeated) ? repeated : {} }
  const read = (row: Json): Json => (isList(columns) && isList(row) ? readRow(columns, row, notation) : row)
  const readAll = isList(rows) ? rows.map(read)
    : isObject(rows) ? Object.fromEntries(Object.entries(rows).map(([key, row]) => [key, read(row)]))
      : rows
  return { ...rest, ...(readAll === undefined ? {} : { rows: readAll }), ...(index === undefined ? {} : { index }) }
}

/** A column is a key, or an object that says how the value of its one key is made. */
function readRow(columns: readonly Json[], cells: readonly Json[], notation: Notation): JsonObject {
  const row = new Map<string, Json>()
  const templates: [string, string][] = []
  let at = 0
  for (const column of columns) {
    const [key, how] = isObject(column) ? Object.entries(column)[0] ?? ['', undefined] : [String(column), undefined]
    if (isObject(how) && 'always' in how) row.set(key, how['always']!)
    else if (isObject(how) && 'is' in how) {
      row.set(key, '')
      templates.push([key, String(how['is'])])
    } else {
      const value = readCell(how, cells[at++], notation)
      if (value !== missing) row.set(key, value)
    }
  }
  for (const [key, template] of templates) row.set(key, template.replace(/\{([^{}]+)\}/g, (_, sibling: string) => String(row.get(sibling) ?? '')))
  return Object.fromEntries(row)
}

function readCell(how: Json | undefined, cell: Json | undefined, notation: Notation): Cell {
  if (cell === undefined || (notation.absent !== undefined && cell === notation.absent)) return missing
  if (typeof cell === 'string' && Object.hasOwn(notation.repeated, cell)) return notation.repeated[cell]!
  if (!isList(how) || !isList(cell)) return cell
  const [inner] = how
  if (!isList(inner)) return readRow(how, cell, notation)
  return cell.map((element) => (isList(element) ? readRow(inner, element, notation) : element))
}
