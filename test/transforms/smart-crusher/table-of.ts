import { parseJson } from '../../../src/json/parse.ts'
import { findTables, type Table } from '../../../src/transforms/smart-crusher/find-tables.ts'
import { profileColumn, type ColumnProfile } from '../../../src/transforms/smart-crusher/profile-columns.ts'
import { readColumns } from '../../../src/transforms/smart-crusher/read-columns.ts'

/** The outermost table of a value, as SmartCrusher reads it. */
export function tableOf(value: unknown): Table {
  return tableOfText(JSON.stringify(value))
}

export function tableOfText(text: string): Table {
  const doc = parseJson(text)
  const table = doc && findTables(doc, 1, 0).at(-1)
  if (!table) throw new Error('no table in it')
  return table
}

export function profilesOf(value: unknown): ColumnProfile[] {
  const table = tableOf(value)
  return readColumns(table).map((column) => profileColumn(table.doc, column, table.values.length))
}

export function profileOf(value: unknown, path: string): ColumnProfile {
  const profile = profilesOf(value).find(({ column }) => column.path === path)
  if (!profile) throw new Error(`no column ${path}`)
  return profile
}

export function rowsOf<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}
