import * as fc from 'fast-check'
import { createRandom } from './random.ts'
import { buildTable, tableSpecOf, tableSpecs } from './table.ts'
import type { Random } from './random.ts'
import type { Table, TableSpec } from './table.ts'

/** How the rows of a table come out of a tool. */
export const payloadKinds = [
  'array', 'wrapped', 'nested', 'map', 'strings', 'numbers', 'mixed', 'json-in-string', 'json-lines', 'fenced', 'several', 'rows-in-rows',
  'prose', 'log', 'cut', 'columns',
] as const
export type PayloadKind = (typeof payloadKinds)[number]

/** How a tool lays out its JSON: for machines, as Python writes it, or for people. */
export const layouts = ['minified', 'spaced', 'indented', 'tabs'] as const
export type Layout = (typeof layouts)[number]

export interface PayloadSpec {
  readonly kind: PayloadKind
  readonly layout: Layout
  readonly table: TableSpec
}

export interface Payload {
  readonly kind: PayloadKind
  /** The tool result, as the tool wrote it. */
  readonly text: string
  /** The records in it; absent where there are none that can be read. */
  readonly table?: Table
}

/** JSON text without white space in another layout; strings and numbers keep their spelling. */
export function layOut(minified: string, layout: Layout): string {
  if (layout === 'minified') return minified
  const deeper = layout === 'tabs' ? '\t' : '  '
  const lineEnd = layout === 'tabs' ? '\r\n' : '\n'
  const out: string[] = []
  let depth = 0
  const breakLine = (): void => {
    if (layout !== 'spaced') out.push(lineEnd, deeper.repeat(depth))
  }
  for (const token of minified.match(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^[\]{},:"]+/gs) ?? []) {
    if (token === '[' || token === '{') {
      out.push(token)
      depth++
      breakLine()
    } else if (token === ']' || token === '}') {
      depth--
      breakLine()
      out.push(token)
    } else if (token === ',') {
      out.push(token, layout === 'spaced' ? ' ' : '')
      breakLine()
    } else out.push(token === ':' ? ': ' : token)
  }
  return out.join('')
}

export function buildPayload({ kind, layout, table: spec }: PayloadSpec): Payload {
  const table = buildTable(spec)
  const random = createRandom(spec.seed + 1)
  const array = `[${table.rows.join(',')}]`
  const json = (minified: string): string => layOut(minified, layout)
  switch (kind) {
    case 'array': return { kind, text: json(array), table }
    case 'wrapped': return { kind, text: json(`{"total":${table.rows.length},"next":null,"results":${array}}`), table }
    case 'nested': return { kind, text: json(`{"data":{"page":1,"items":${array}},"meta":{"took_ms":12,"shards":[1,2,3]}}`), table }
    case 'map': return { kind, text: json(`{${table.rows.map((row, i) => `"entry/${i}~x":${row}`).join(',')}}`), table }
    case 'strings': return { kind, text: json(`[${table.rows.map((_, i) => `"src/module-${i % 7}/file-${random.int(1, 400)}.ts"`).join(',')}]`) }
    case 'numbers': return { kind, text: json(`{"samples":[${table.rows.map(() => `${random.int(1, 400)}.${random.int(0, 9)}`).join(',')}]}`) }
    case 'mixed': return { kind, text: json(`[${table.rows.map((row, i) => (i % 3 === 0 ? row : i % 3 === 1 ? `"entry ${i}"` : String(i * 1.5))).join(',')}]`) }
    case 'json-in-string': return { kind, text: json(`{"ok":true,"content":${JSON.stringify(json(array))}}`), table }
    case 'json-lines': return { kind, text: table.rows.join('\n') + (spec.seed % 2 === 0 ? '\n' : ''), table }
    case 'fenced': return { kind, text: `Found ${table.rows.length} records.\n\n\`\`\`json\n${json(array)}\n\`\`\`\n\nSee the manual for "their meaning".  \n`, table }
    case 'several': return { kind, text: json(`{"before":${array},"counts":[3,1,2],"after":[${table.rows.slice(0, 8).join(',')}]}`) }
    case 'rows-in-rows': return { kind, text: json(`[{"team":"a","members":${array}},{"team":"b","members":[]},{"team":"c","members":[${table.rows.slice(0, 6).join(',')}]}]`) }
    case 'prose': return { kind, text: table.rows.map((_, i) => `Paragraph ${i}: the harbor is open  and the [gate] is {not}.`).join('\n\n') }
    case 'log': return { kind, text: table.rows.map((_, i) => `2025-03-01 12:00:${String(i % 60).padStart(2, '0')} INFO worker-${i % 4} done "${i}"`).join('\n') }
    case 'columns': return buildColumns(table, random, json)
    case 'cut': return { kind, text: json(array).slice(0, -Math.min(9, array.length)) }
  }
}

/**
 * The same table turned round, as weather services and data frames write it: an array for each column, in one object with members that
 * are something else. Cells are scalars, a missing one is null, and the first column counts the rows.
 */
function buildColumns(table: Table, random: Random, json: (minified: string) => string): Payload {
  const names = new Set(table.cells.flatMap((row) => [...row.keys()]))
  const isFlat = (name: string): boolean => name !== 'id' && table.cells.every((row) => !/^[[{]/.test(row.get(name) ?? 'null'))
  const columns = [['id', table.rows.map((_, row) => String(1001 + row))] as const, ...[...names].filter(isFlat).map((name) => [name, table.cells.map((row) => row.get(name) ?? 'null')] as const)]
  const members = columns.map(([name, values]) => `"${name}":[${values.join(',')}]`)
  members.splice(random.int(0, members.length), 0, '"heading":"harbor report"', `"parts":[{"from":1,"to":${table.rows.length}}]`)
  const rows = table.rows.map((_, row) => `{${columns.map(([name, values]) => `"${name}":${values[row]!}`).join(',')}}`)
  return { kind: 'columns', text: json(`{"ok":true,"report":{${members.join(',')}},"took_ms":12}`), table: { ...table, rows } }
}

/** Specs of tool results; `kinds` narrows them. */
export const payloadSpecs = (
  limits: { readonly minRows?: number, readonly maxRows?: number, readonly kinds?: readonly PayloadKind[] } = {},
): fc.Arbitrary<PayloadSpec> => fc.record({
  kind: fc.constantFrom(...(limits.kinds ?? payloadKinds)),
  layout: fc.constantFrom(...layouts),
  table: tableSpecs(limits),
})

export const payloads = (limits?: Parameters<typeof payloadSpecs>[0]): fc.Arbitrary<Payload> => payloadSpecs(limits).map(buildPayload)

/** Kinds that came later are not among those that a seed chooses: what follows from a seed is in fixtures. */
const seededKinds = payloadKinds.filter((kind) => kind !== 'columns')

/** A spec that follows from a seed, for fixtures. @param kind by default one of the first, by the seed */
export function payloadSpecOf(seed: number, kind: PayloadKind = seededKinds[Math.abs(seed) % seededKinds.length]!): PayloadSpec {
  const random = createRandom(seed ^ 0x5eed)
  return { kind, layout: random.pick(layouts), table: tableSpecOf(seed) }
}
