import type { JsonDocument } from '../json/document.ts'
import { parseJson } from '../json/parse.ts'

/** The reserved key: an object that has it was written by us. */
export const ourKey = '"_headroom"'

/** The name of the first column of a map, whose cells are the keys. */
export const keyColumn = '"(key)"'

/** What a table stands for, by the words it begins with. */
export const tableWords = {
  array: (rows: number) => `table of ${rows} rows`,
  map: (rows: number) => `object of ${rows} keys as table, first cell of each row is the key`,
  lines: (rows: number) => `${rows} JSON lines as table`,
} as const

export type TableKind = keyof typeof tableWords

const patterns: readonly (readonly [TableKind, RegExp])[] = [
  ['array', /^"table of \d{1,15} rows"$/],
  ['map', /^"object of \d{1,15} keys as table, first cell of each row is the key"$/],
  ['lines', /^"\d{1,15} JSON lines as table"$/],
]

/** The kind of table that a raw value of the reserved key tells; undefined for any other value. */
export function readTableWords(raw: string): TableKind | undefined {
  return patterns.find(([, pattern]) => pattern.test(raw))?.[0]
}

/** How many rows such a value says there are. */
export function statedRows(raw: string): number {
  return Number(/\d+/.exec(raw)?.[0])
}

/** Rows were left out: `3 of 100 rows whole, ...`. */
const leftOutPattern = /^"\d{1,15} of \d{1,15} /

/** Whether a text or document holds something that we wrote: a table, or one of which rows were left out. */
export function carriesOurs(source: JsonDocument | string): boolean {
  const doc = typeof source === 'string' ? parseJson(source) : source
  if (!doc || !doc.text.includes(ourKey)) return false
  return findOurs(doc).length > 0
}

/** The nodes of our values: each the value of the reserved key, ascending. */
export function findOurs(doc: JsonDocument): number[] {
  const found: number[] = []
  for (let at = doc.text.indexOf(`${ourKey}:"`), node = 0; at >= 0; at = doc.text.indexOf(`${ourKey}:"`, at + 1)) {
    node = nodeAt(doc, at)
    if (node < 0) continue
    const value = doc.text.slice(doc.start[node + 1]!, doc.end[node + 1]!)
    if (readTableWords(value) || leftOutPattern.test(value)) found.push(node + 1)
  }
  return found
}

/** The last node that begins at an offset: starts ascend, and only a container shares its start with nothing. -1 where none does. */
function nodeAt(doc: JsonDocument, offset: number): number {
  let low = 0
  let high = doc.count - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const start = doc.start[middle]!
    if (start === offset) return middle
    if (start < offset) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** Whether a raw key is the reserved one, with any number of underscores. */
export function isOurKey(key: string): boolean {
  if (!key.endsWith('_headroom"')) return false
  for (let i = key.length - 11; i > 0; i--) if (key.charCodeAt(i) !== 0x5f) return false
  return true
}

/** A raw key with one underscore more, where it is ours. */
export function escapeKey(key: string): string {
  return isOurKey(key) ? `"_${key.slice(1)}` : key
}

/** A raw key with one underscore less, where it is ours and escaped. */
export function unescapeKey(key: string): string {
  return isOurKey(key) && key.startsWith('"__') ? `"${key.slice(2)}` : key
}

/** Key nodes that stand for the reserved key in data, with any number of underscores, and what is written for each. */
export function escapeKeys(doc: JsonDocument): Map<number, string> {
  return rewriteKeys(doc, escapeKey)
}

/** The same the other way round. */
export function unescapeKeys(doc: JsonDocument): Map<number, string> {
  return rewriteKeys(doc, unescapeKey)
}

function rewriteKeys(doc: JsonDocument, rewrite: (key: string) => string): Map<number, string> {
  const keys = new Map<number, string>()
  const end = '_headroom":'
  for (let at = doc.text.indexOf(end); at >= 0; at = doc.text.indexOf(end, at + 1)) {
    let start = at - 1
    while (doc.text.charCodeAt(start) === 0x5f) start--
    const node = doc.text.charCodeAt(start) === 0x22 ? nodeAt(doc, start) : -1
    const key = doc.text.slice(start, at + end.length - 1)
    const rewritten = node < 0 ? key : rewrite(key)
    if (rewritten !== key) keys.set(node, rewritten)
  }
  return keys
}

/** Whether one of our values tells that rows were left out. */
export function isLeftOut(doc: JsonDocument, value: number): boolean {
  return leftOutPattern.test(doc.text.slice(doc.start[value]!, doc.end[value]!))
}
