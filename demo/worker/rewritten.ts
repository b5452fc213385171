import { findOurs, readTableWords, statedRows } from '../../src/columns/words.ts'
import type { JsonDocument } from '../../src/json/document.ts'
import { parseJson } from '../../src/json/parse.ts'
import { decodeString } from '../../src/json/strings.ts'
import { findDocuments } from '../../src/json/text-documents.ts'
import type { ArrayDecision } from '../../src/index.ts'

/** Lists of one text that are shown, at most. */
const maxLists = 200
/** Shorter lists without a table of their own are no rows. */
const minRows = 5
/** Longer texts are not read again for this, in UTF-16 code units. */
const maxLength = 24_000_000

/**
 * The lists of a tool result whose rows all stay and are only written shorter, as decisions: the report names only those of which rows
 * went.
 *
 * @param decided those that the report names
 */
export function findRewritten(before: string, after: string, decided: readonly ArrayDecision[]): readonly ArrayDecision[] {
  if (before === after || before.length > maxLength) return []
  const tables = findDocuments(after).flatMap(({ doc }) => listTables(unwrapString(doc)))
  const names = new Set(decided.map(({ pointer }) => pointer))
  const found: ArrayDecision[] = []
  let next = 0
  for (const { doc: outer } of findDocuments(before)) {
    const doc = unwrapString(outer)
    for (let node = 0; node < doc.count && found.length < maxLists; node++) {
      const rows = doc.size[node]!
      const table = tables[next]
      // Where there is no table at all only white space went, and any list of objects is one of rows.
      const fits = table === undefined ? tables.length === 0 && rows >= minRows && isList(doc, node, '[') : rows === table.rows && isList(doc, node, table.bracket)
      if (!fits) continue
      const pointer = pointerTo(doc, node)
      if (names.has(pointer)) continue
      found.push({ pointer, rowsTotal: rows, rowsKept: rows, rowsIndexed: 0, rowsCounted: 0, keptRows: [], indexedRows: [] })
      next++
      node = doc.next[node]! - 1
    }
  }
  return found
}

interface Table {
  readonly rows: number
  readonly bracket: '[' | '{'
}

/** The tables without gaps in a text of ours; those inside of another are part of its rows. */
function listTables(doc: JsonDocument): Table[] {
  const tables: Table[] = []
  let after = 0
  for (const value of findOurs(doc)) {
    const words = doc.text.slice(doc.start[value]!, doc.end[value]!)
    const kind = readTableWords(words)
    const object = value - 2 // the reserved key is the first of its object
    if (object < after) continue
    after = doc.next[object]!
    if (kind !== undefined) tables.push({ rows: statedRows(words), bracket: kind === 'map' ? '{' : '[' })
  }
  return tables
}

/** Whether there are objects or arrays in it: numbers and words are no rows. */
function isList({ text, start, next, size }: JsonDocument, node: number, bracket: '[' | '{'): boolean {
  return size[node]! > 0 && text[start[node]!] === bracket && next[node]! - node - 1 > (bracket === '[' ? 1 : 2) * size[node]!
}

/** JSON in a JSON string is read as what it says. */
function unwrapString(doc: JsonDocument): JsonDocument {
  return doc.text[0] === '"' ? parseJson(decodeString(doc.text)) ?? doc : doc
}

function pointerTo({ text, start, end, next }: JsonDocument, target: number): string {
  let pointer = ''
  for (let node = 0; node !== target;) {
    const isObject = text[start[node]!] === '{'
    let child = node + 1
    let at = 0
    for (; next[isObject ? child + 1 : child]! <= target; at++) child = next[isObject ? child + 1 : child]!
    const key = isObject ? decodeString(text.slice(start[child]!, end[child]!)) : String(at)
    pointer += `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    node = isObject ? child + 1 : child
  }
  return pointer
}
