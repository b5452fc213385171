import { percent, type Table } from '../table.ts'
import { countExactly } from '../tokens.ts'
import { loadPayloads } from './needles.ts'
import { crushed } from './variants.ts'

type Json = null | boolean | number | string | readonly Json[] | JsonObject
interface JsonObject { readonly [key: string]: Json }

/** Tokens of the tables in a compressed document, by what they are spent on; `inner`: all of those that stand inside another table. */
interface Spent {
  tables: number
  rows: number
  figures: number
  index: number
  inner: number
}

/** Where the tokens go that are left: each payload crushed with the defaults for its first question. */
export async function runAnatomy(dataFolder: string): Promise<Table[]> {
  const variant = crushed('crushed', {})
  const rows: (string | number)[][] = []
  for (const { file, text, tokens, needles } of loadPayloads(dataFolder)) {
    const sent = await variant.compress(text, needles[0]!.query)
    const spent = sent === text ? nothingSpent() : measureTables(JSON.parse(sent) as Json)
    const share = (part: number): string => percent(part / tokens)
    rows.push([file, tokens, share(countExactly(sent)), spent.tables, share(spent.rows), share(spent.figures), share(spent.index), share(spent.inner)])
  }
  if (rows.length === 0) return []
  return [{
    title: 'Where the tokens go, as shares of the source',
    columns: ['file', 'tokens', 'left', 'tables', 'whole rows', 'figures', 'index lines', 'tables in rows'],
    rows,
    notes: ['Whole rows are those of outermost tables, with the tables in them; figures and index lines are of all tables; what is left over stands in no table.'],
  }]
}

const nothingSpent = (): Spent => ({ tables: 0, rows: 0, figures: 0, index: 0, inner: 0 })

function measureTables(document: Json): Spent {
  const spent = nothingSpent()
  const cost = (value: Json | undefined): number => value === undefined ? 0 : countExactly(JSON.stringify(value))
  const open: { readonly value: Json, readonly isInside: boolean }[] = [{ value: document, isInside: false }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, isInside } = next
    if (typeof value !== 'object' || value === null) continue
    const table = !Array.isArray(value) && '_headroom' in value ? value as JsonObject : undefined
    if (table !== undefined) {
      spent.tables++
      spent.index += cost(table['index'])
      spent.figures += cost(Object.entries(table).find(([key]) => key.startsWith('figures'))?.[1])
      if (isInside) spent.inner += cost(table)
      else spent.rows += cost(table['rows'])
    }
    for (const inner of Object.values(value)) open.push({ value: inner, isInside: isInside || table !== undefined })
  }
  return spent
}
