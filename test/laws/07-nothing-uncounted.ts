import { expect } from 'vitest'
import { payloads } from '../arbitraries/payload.ts'
import { readDocuments, textAround } from './documents.ts'
import { numberMark } from './exact-json.ts'
import type { Law } from './law.ts'
import { unaccountedLines } from './line-reading.ts'
import { breakCrush } from './pipeline.ts'
import type { Mutant } from './pipeline.ts'
import { Table, besideWritten, canonical } from './written-form.ts'

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

/** What is wrong with what was written for a source: both are walked side by side, and each table must account for every row of its source. */
export function unaccounted(all: unknown, written: unknown, place = ''): string[] {
  const source = isObject(all) && isObject(written) && !(written instanceof Table) ? besideWritten(all, written) : all
  if (source === written) return []
  if (written instanceof Table) return isObject(source) ? unaccountedRows(source, written, place) : [`${place}: a table where the source had none`]
  if (typeof source === 'string' && typeof written === 'string') return unaccounted(readDocuments(source), readDocuments(written), `${place} (text)`)
  if (!isObject(source) || !isObject(written)) return [`${place}: ${canonical(written)} in place of ${canonical(source)}`]
  const keys = Object.keys(source)
  if (canonical(Object.keys(written)) !== canonical(keys)) return [`${place}: keys ${canonical(Object.keys(written))} in place of ${canonical(keys)}`]
  return keys.flatMap((key) => unaccounted(source[key], written[key], `${place}/${key}`))
}

function unaccountedRows(source: Readonly<Record<string, unknown>>, table: Table, place: string): string[] {
  const rows = Object.values(source)
  const keys = Object.keys(source)
  const indexed = table.indexLines.length
  const counts = [table.whole.length, rows.length, indexed, rows.length - table.whole.length - indexed]
  const problems = canonical(table.numbers) === canonical(counts) ? [] : [`${place}: says "${table.disclosure}" where ${counts.join(', ')} is right`]
  // Whole rows are rows of the source, in its order, but for what is counted inside them.
  const bytes = rows.map(canonical)
  let next = 0
  table.whole.forEach((row, at) => {
    const key = table.keys?.[at]
    const rowBytes = canonical(row)
    const isAccounted = holdsTable(row) ? (i: number): boolean => mayBe(rows[i], row) && unaccounted(rows[i], row).length === 0 : (i: number): boolean => bytes[i] === rowBytes
    while (next < rows.length && ((key !== undefined && keys[next] !== key) || !isAccounted(next))) next++
    if (next++ >= rows.length) problems.push(`${place}: whole row ${at} is no row of the source, or out of order`)
  })
  table.positions?.forEach((position, at) => {
    const row = rows[position as number]
    if (at >= table.whole.length || (!holdsTable(table.whole[at]) && canonical(row) !== canonical(table.whole[at]))) problems.push(`${place}: whole row ${at} does not stand at ${canonical(position)}`)
  })
  if (table.positions && table.positions.length !== table.whole.length) problems.push(`${place}: ${table.positions.length} positions of ${table.whole.length} rows`)
  return [...problems, ...Object.entries(table.figures).flatMap(([column, figure]) => wrongFigures(rows, column, figure, place))]
}

/** Whether two values could be the same row: what is neither a container nor a text with documents in it is equal. Spares the slow walk. */
function mayBe(source: unknown, written: unknown): boolean {
  if (!isObject(source) || !isObject(written) || written instanceof Table) return true
  return Object.entries(written).every(([key, value]) => (isObject(value) || typeof value === 'string' && value.includes('_headroom') ? true : source[key] === value))
}

/** Whether rows were left out inside a value, also in a document that is a string. */
const holdsTable = (value: unknown): boolean => value instanceof Table || (typeof value === 'string' && value.includes('_headroom'))
  || (isObject(value) && Object.values(value).some(holdsTable))

/** Counts and extremes of a top-level column that are not what a count of the source gives. */
function wrongFigures(rows: readonly unknown[], column: string, figure: unknown, place: string): string[] {
  if (!isObject(figure) || !rows.every((row) => isObject(row) && !Array.isArray(row)) || column.includes('.') || column.includes('[')) return []
  const values = rows.map((row) => (row as Readonly<Record<string, unknown>>)[column])
  const present = values.filter((value) => value !== undefined)
  const isSpelled = present.some((value) => typeof value === 'string' && value.startsWith(numberMark))
  const numbers = isSpelled ? [] : present.filter((value) => typeof value === 'number')
  const expected: Record<string, number> = {
    null: present.filter((value) => value === null).length,
    missing: values.length - present.length,
    ...(numbers.length > 0 ? { min: numbers.reduce((a, b) => Math.min(a, b)), max: numbers.reduce((a, b) => Math.max(a, b)) } : {}),
  }
  return Object.entries(figure).flatMap(([name, stated]) => {
    const same = present.filter((value) => value !== null && String(value) === name).length
    const right = same > 0 ? same : expected[name]
    return right === undefined || right === stated ? [] : [`${place}: ${column} ${name} is ${right}, not ${canonical(stated)}`]
  })
}

const losingRow = (row: number): Mutant => (pipeline) => ({
  ...pipeline,
  crush: (text, options) => {
    const value: unknown = text.startsWith('[') && text.endsWith(']') ? JSON.parse(text) : undefined
    return pipeline.crush(Array.isArray(value) && value.length > row + 1 ? JSON.stringify(value.filter((_, at) => at !== row)) : text, options)
  },
})

export const nothingUncountedLaw: Law<{ readonly text: string }> = {
  name: 'Law 7: nothing is left out without being counted in place',
  inputs: payloads({ minRows: 20, maxRows: 120 }),
  runs: 120,
  async check(pipeline, { text: source }) {
    const { text, report } = await pipeline.crush(source, { query: 'Which invoices are about the harbor?', model: 'gpt-4o' })
    if (report.decisions[0]?.lines) {
      expect(unaccountedLines(source, text)).toEqual([])
      return
    }
    expect(unaccounted(readDocuments(source), readDocuments(text))).toEqual([])
    expect(textAround(text)).toEqual(textAround(source))
    const crushed = report.decisions.some(({ action }) => action === 'crushed')
    expect(text.includes('only counted') || !crushed).toBe(true)
    for (const { arrays } of report.decisions) {
      for (const { rowsTotal, rowsKept, rowsIndexed, rowsCounted } of arrays) expect(rowsKept + rowsIndexed + rowsCounted).toBe(rowsTotal)
    }
  },
  mutants: {
    'leaves out a row without a word': losingRow(7),
    'states one row too few': breakCrush((after) => after.replace(/(\d+)( of )(\d+)/, (_, whole: string, of: string, total: string) => `${whole}${of}${Number(total) - 1}`)),
    'tells positions that are one too high': breakCrush((after) => after.replace(/"positions of these rows, from 0":\[[\d,]+/, (list) => list.replace(/\d+(?=[,\]]|$)/g, (position) => String(Number(position) + 1)))),
    'does not say how many rows are only counted': breakCrush((after) => after.replace(/, \d+ only counted/, '')),
  },
}
