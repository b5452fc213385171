import type { JsonDocument } from '../json/document.ts'
import { NodeMap } from '../json/node-map.ts'
import { parseJson } from '../json/parse.ts'
import { spliceNode } from '../json/splice.ts'
import { decodeString, encoderOf } from '../json/strings.ts'
import { findValues } from '../json/text-documents.ts'
import { maxExpandedLength } from './growth.ts'
import { readTable } from './read-table.ts'
import type { Budget } from './read-table.ts'
import { findOurs, isLeftOut, readTableWords, unescapeKeys } from './words.ts'

/** JSON in a string in JSON in a string: how deep we write. */
const maxStringDepth = 3
/** What is put together on the way to a source, against the source: rows are texts of their own, and so are the tables in them. */
const workPerLength = 4

/**
 * Gives back the source of a text that was rewritten without loss, without its insignificant white space: tables as the
 * arrays, objects and JSON lines they stand for, also inside longer text and inside JSON strings. Any other text comes back
 * unchanged, also one of which rows were left out, and one that only looks like ours: with white space, another number of rows than it
 * says, declarations that nothing uses, or longer than what it stands for. Never throws.
 */
export function expand(text: string): string {
  if (!text.includes('_headroom')) return text
  const maxLength = maxExpandedLength(text.length)
  const expanded = expandText(text, { left: maxLength * workPerLength })
  return expanded.length <= maxLength ? expanded : text
}

function expandText(text: string, budget: Budget): string {
  const whole = parseJson(text)
  if (whole) return (isWithoutSpace(whole, text) && expandDocument(whole, 0, budget)) || text
  const pieces: string[] = []
  let at = 0
  for (const { start, end, doc } of findValues(text)) {
    const expanded = isWithoutSpace(doc, text.slice(start, end)) ? expandDocument(doc, 0, budget) : undefined
    if (expanded === undefined) continue
    pieces.push(text.slice(at, start), expanded)
    at = end
  }
  return at === 0 ? text : pieces.join('') + text.slice(at)
}

/** Whether the text between the tokens is all gone, as in all that we write; around a document there may be some. */
function isWithoutSpace(doc: JsonDocument, source: string): boolean {
  return doc.text.length === source.trim().length
}

/** The source of a document; undefined where it holds nothing to expand. */
function expandDocument(doc: JsonDocument, depth: number, budget: Budget): string | undefined {
  const source = expandTables(doc, depth, budget)
  // We write only what is shorter.
  return source !== undefined && source.length > doc.text.length ? source : undefined
}

function expandTables(doc: JsonDocument, depth: number, budget: Budget): string | undefined {
  if (!doc.text.includes('_headroom')) return undefined
  const ours = findOurs(doc)
  if (ours.some((node) => isLeftOut(doc, node))) return undefined
  const replacements = expandStrings(doc, depth, budget)
  if (ours.length === 0) return replacements.size > 0 ? spliceNode(doc, 0, replacements) : undefined
  addUnescapedKeys(doc, ours, replacements)
  // Inner tables come first, so that the outer ones find them expanded. Lines are lines only where they are the whole.
  for (const node of [...ours].reverse()) {
    const kind = readTableWords(doc.text.slice(doc.start[node]!, doc.end[node]!))
    const table = node - 2
    if (!kind || (kind === 'lines' && table !== 0)) return undefined
    const source = readTable(doc, table, kind, replacements, budget)
    if (source === undefined) return undefined
    replacements.set(table, source)
  }
  return spliceNode(doc, 0, replacements)
}

/** Keys with one underscore less; they are escaped in tables only. @param ours ascending, each the first value of a table */
function addUnescapedKeys(doc: JsonDocument, ours: readonly number[], replacements: NodeMap<string>): void {
  let table = 0
  let tablesEnd = 0
  for (const [node, key] of unescapeKeys(doc)) {
    for (; table < ours.length && ours[table]! < node; table++) tablesEnd = Math.max(tablesEnd, doc.next[ours[table]! - 2]!)
    if (node < tablesEnd) replacements.set(node, key)
  }
}

/** Strings whose text is a document that holds something to expand. */
function expandStrings(doc: JsonDocument, depth: number, budget: Budget): NodeMap<string> {
  const found = new NodeMap<string>()
  if (depth >= maxStringDepth || !doc.text.includes('_headroom\\')) return found
  for (let node = 0; node < doc.count; node++) {
    if (doc.text.charCodeAt(doc.start[node]!) !== 0x22) continue
    const raw = doc.text.slice(doc.start[node]!, doc.end[node]!)
    if (!raw.includes('_headroom\\')) continue
    const decoded = decodeString(raw)
    const inner = parseJson(decoded)
    const expanded = inner && isWithoutSpace(inner, decoded) ? expandDocument(inner, depth + 1, budget) : undefined
    if (expanded === undefined) continue
    const encode = encoderOf(raw, decoded)
    if (encode) found.set(node, encode(expanded))
  }
  return found
}
