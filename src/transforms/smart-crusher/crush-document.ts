import { carriesOurs, escapeKeys } from '../../columns/words.ts'
import { rewriteDocument } from '../../columns/rewrite.ts'
import type { JsonDocument } from '../../json/document.ts'
import { NodeMap } from '../../json/node-map.ts'
import { parseJson } from '../../json/parse.ts'
import { spliceNode } from '../../json/splice.ts'
import { decodeString, encoderOf } from '../../json/strings.ts'
import type { ArrayDecision } from '../../report/types.ts'
import type { LoadedCounter } from '../../tokens/counter.ts'
import { createIsAsked } from './asked-columns.ts'
import { crushTable, type TableContext } from './crush-table.ts'
import { findTables } from './find-tables.ts'
import type { ResolvedSmartCrusherOptions } from './options.ts'
import type { Question } from './question.ts'
import { writeObject } from './write-object.ts'

export interface DocumentContext {
  /** What rows are ranked against; asked for once a document has tables. */
  readonly question: () => Question
  readonly options: ResolvedSmartCrusherOptions
  readonly tokens: LoadedCounter
  readonly signal: AbortSignal | undefined
}

export interface CrushedDocument {
  readonly text: string
  /** In the order in which the arrays stand. */
  readonly arrays: readonly ArrayDecision[]
  /** Name of the scorer that ranked rows, if any did. */
  readonly relevance?: string
}

/** UTF-16 code units of JSON that a token stands for at least, to tell arrays too small to crush before anything is counted. */
export const minCharactersPerToken = 3
/**
 * Long values that repeat are written once from this length on, in UTF-16 code units: an answer is read from these rows,
 * and a value in its place reads better than one that has to be looked up. Lossless mode starts at what pays.
 */
const minRepeatLength = 400
/** JSON in a string in JSON in a string: how deep documents are looked for. */
const maxStringDepth = 3

/** Makes one document smaller: first what stands in its strings and inner arrays, then the arrays around them, then the rest without loss. */
export function crushDocument(doc: JsonDocument, context: DocumentContext): Promise<CrushedDocument> {
  return crushNested(doc, context, 0, '')
}

async function crushNested(doc: JsonDocument, context: DocumentContext, stringDepth: number, pointer: string): Promise<CrushedDocument> {
  if (carriesOurs(doc) || doc.text.includes('\\"_headroom\\"')) return { text: doc.lines ? spliceNode(doc, 0) : doc.text, arrays: [] }
  const { options, tokens } = context
  if (options.lossless) return { text: rewriteDocument(doc, { quick: tokens.quick }) ?? spliceNode(doc, 0), arrays: [] }
  const minLength = options.minTokensToCrush * minCharactersPerToken
  const replacements = new NodeMap<string>()
  const arrays = new NodeMap<readonly ArrayDecision[]>()
  let relevance: string | undefined

  const tables = findTables(doc, options.minItemsToAnalyze, minLength)
  if (stringDepth < maxStringDepth) {
    for (const { node, encode, inner } of findStringDocuments(doc, minLength)) {
      const crushed = await crushNested(inner, context, stringDepth + 1, `${pointer}/${node}`)
      if (crushed.arrays.length === 0) continue
      replacements.set(node, encode(crushed.text))
      arrays.set(node, crushed.arrays)
      relevance ??= crushed.relevance
    }
  }
  const escaped = escapeKeys(doc)
  for (const [key, text] of escaped) replacements.set(key, text)
  const question = tables.length > 0 ? context.question() : undefined
  const inPlace = new Set<number>()
  const tableContext: TableContext | undefined = question && { ...question, options, tokens, replacements, inPlace, isAsked: createIsAsked(question.isSaid) }
  for (const table of tables) {
    context.signal?.throwIfAborted()
    const crushed = await crushTable(table, tableContext!) // made where there are tables
    if (!crushed) continue
    const end = doc.next[table.node]!
    const text = table.arrays ? writeObject(table, crushed.text, { replacements, quick: tokens.quick, minRepeatLength, inPlace }) : crushed.text
    for (const node of Array.from(replacements.within(table.node + 1, end))) replacements.delete(node)
    replacements.set(table.node, text)
    // Decisions of arrays in rows that stay are still true; those in rows that were left out are not.
    for (const node of Array.from(arrays.within(table.node + 1, end))) if (!crushed.keeps(node)) arrays.delete(node)
    arrays.set(table.node, [crushed.decision])
    relevance = crushed.relevance
  }
  // The reserved key in data is escaped inside of tables only, and those are written by now.
  for (const key of escaped.keys()) replacements.delete(key)
  const text = rewriteDocument(doc, { replacements, quick: tokens.quick, minRepeatLength, inPlace }) ?? spliceNode(doc, 0, replacements)
  const inOrder = [...arrays].sort(([a], [b]) => a - b).flatMap(([, decisions]) => decisions)
  return { text, arrays: inOrder, ...(relevance === undefined ? {} : { relevance }) }
}

/** The strings of a document that hold a JSON document themselves and can be written back in the same spelling. */
function* findStringDocuments(doc: JsonDocument, minLength: number): Generator<{ node: number, encode: (text: string) => string, inner: JsonDocument }> {
  for (let node = 0; node < doc.count; node++) {
    const start = doc.start[node]!
    if (doc.end[node]! - start < minLength || doc.text.charCodeAt(start) !== 0x22) continue
    const opening = doc.text.charCodeAt(start + 1)
    // A document begins with a bracket, perhaps after white space, which a string spells with an escape or a space.
    if (opening !== 0x7b && opening !== 0x5b && opening !== 0x5c && opening !== 0x20) continue
    const raw = doc.text.slice(start, doc.end[node]!)
    const decoded = decodeString(raw)
    const inner = parseJson(decoded)
    if (!inner || (inner.text[0] !== '{' && inner.text[0] !== '[')) continue
    const encode = encoderOf(raw, decoded)
    if (encode) yield { node, encode, inner }
  }
}
