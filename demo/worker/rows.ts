import { parseJson } from '../../src/json/parse.ts'
import { decodeString } from '../../src/json/strings.ts'
import { findDocuments } from '../../src/json/text-documents.ts'
import type { JsonDocument } from '../../src/json/document.ts'
import type { ArrayDecision, KeepReason } from '../../src/index.ts'
import { findTextTables, rowsOfTable } from './text-tables.ts'

/** The rows of one array, as they were: each a slice of the source without insignificant white space. */
export interface RowTexts {
  readonly count: number
  textOf(row: number): string
}

/** A row as it is read at a glance: the values without their names, texts without quotes. */
export function summarize(text: string, length: number): string {
  const doc = text.length <= 20_000 ? parseJson(text) : undefined
  if (doc === undefined || doc.text[0] !== '{') return text.slice(0, length)
  let summary = ''
  for (let key = 1; key < doc.next[0]! && summary.length < length; key = doc.next[key + 1]!) {
    const value = doc.text.slice(doc.start[key + 1]!, doc.end[key + 1]!)
    const shown = value[0] === '"' ? decodeString(value).slice(0, length) : value
    summary += `${summary === '' ? '' : ' · '}${shown.replace(/\s+/g, ' ')}`
  }
  return summary.slice(0, length)
}

const noReasons: readonly KeepReason[] = []
/** A text of thousands of documents with as many places has arrays that are not looked for. */
const maxTries = 1_000_000

/**
 * Finds the arrays that decisions speak of in the text they were made for; undefined for one that is not found. Of arrays in one place
 * of several documents each is found once, in the order of the text.
 *
 * @param text the source of a tool result, before it was compressed
 */
export function findRows(text: string, decisions: readonly ArrayDecision[]): readonly (RowTexts | undefined)[] {
  const documents = findDocuments(text).map(({ doc }) => doc)
  const { lines, tables } = findTextTables(text, decisions)
  /** Of each pointer the first document that is left. */
  const next = new Map<string, number>()
  let tries = 0
  return decisions.map(({ pointer, rowsTotal, line }, at) => {
    const table = tables[at]
    if (line !== undefined) return table === undefined ? undefined : rowsOfTable(lines, table)
    const keys = pointer.split('/').slice(1).map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    for (let i = next.get(pointer) ?? 0; i < documents.length && tries < maxTries; i++, tries++) {
      const found = resolve(documents[i]!, keys)
      const rows = found === undefined ? undefined : rowsOf(found.doc, found.node, rowsTotal)
      if (rows === undefined) continue
      next.set(pointer, i + 1)
      return rows
    }
    return undefined
  })
}

/** Follows a pointer through objects, arrays and JSON in strings. */
function resolve(doc: JsonDocument, keys: readonly string[]): { readonly doc: JsonDocument; readonly node: number } | undefined {
  let node = 0
  let at = 0
  for (;;) {
    const first = doc.text[doc.start[node]!]
    if (first === '"') {
      // JSON inside of a string, whose pointers go on inside.
      const inner = parseJson(decodeString(doc.text.slice(doc.start[node]!, doc.end[node]!)))
      if (inner === undefined) return undefined
      doc = inner
      node = 0
      continue
    }
    const key = keys[at]
    if (key === undefined) return { doc, node }
    const child = first === '[' ? elementAt(doc, node, key) : first === '{' ? memberOf(doc, node, key) : undefined
    if (child === undefined) return undefined
    node = child
    at++
  }
}

function elementAt({ next }: JsonDocument, node: number, key: string): number | undefined {
  let child = node + 1
  for (let i = Number(key); i > 0 && child < next[node]!; i--) child = next[child]!
  return child < next[node]! && /^\d+$/.test(key) ? child : undefined
}

/** Of duplicate keys the last one, as `JSON.parse` has it. */
function memberOf({ text, start, end, next }: JsonDocument, node: number, key: string): number | undefined {
  let found: number | undefined
  for (let child = node + 1; child < next[node]!; child = next[child + 1]!) {
    if (decodeString(text.slice(start[child]!, end[child]!)) === key) found = child + 1
  }
  return found
}

/** Elements of an array, pairs of an object, or what stands at one place in all arrays of an object. */
function rowsOf(doc: JsonDocument, node: number, total: number): RowTexts | undefined {
  const { text, start, end, next, size } = doc
  const isObject = text[start[node]!] === '{'
  if (size[node] === total) {
    const starts = new Int32Array(total)
    const ends = new Int32Array(total)
    let row = 0
    for (let child = node + 1; child < next[node]!; child = next[isObject ? child + 1 : child]!, row++) {
      starts[row] = start[child]!
      ends[row] = end[isObject ? child + 1 : child]!
    }
    return { count: total, textOf: (i) => text.slice(starts[i]!, ends[i]!) }
  }
  if (!isObject) return undefined
  const columns: { readonly key: string; readonly starts: Int32Array; readonly ends: Int32Array }[] = []
  for (let key = node + 1; key < next[node]!; key = next[key + 1]!) {
    const list = key + 1
    if (text[start[list]!] !== '[' || size[list] !== total) continue
    const column = { key: text.slice(start[key]!, end[key]!), starts: new Int32Array(total), ends: new Int32Array(total) }
    let row = 0
    for (let child = list + 1; child < next[list]!; child = next[child]!, row++) {
      column.starts[row] = start[child]!
      column.ends[row] = end[child]!
    }
    columns.push(column)
  }
  if (columns.length === 0) return undefined
  return { count: total, textOf: (i) => `{${columns.map(({ key, starts, ends }) => `${key}:${text.slice(starts[i]!, ends[i]!)}`).join(',')}}` }
}

/** What became of each row, for tables with many. */
export interface RowLevels {
  levelOf(row: number): 'whole' | 'indexed' | 'counted'
  reasonsOf(row: number): readonly KeepReason[]
}

export function readLevels({ keptRows, indexedRows, rowsTotal, rowsKept }: ArrayDecision): RowLevels {
  const kept = new Map(keptRows.map(({ row, reasons }) => [row, reasons]))
  const indexed = new Set(indexedRows)
  const isWhole = rowsKept === rowsTotal
  return {
    levelOf: (row) => (isWhole || kept.has(row) ? 'whole' : indexed.has(row) ? 'indexed' : 'counted'),
    reasonsOf: (row) => kept.get(row) ?? (isWhole ? ['all-rows'] : noReasons),
  }
}
