import type { JsonDocument } from '../json/document.ts'
import { NodeMap } from '../json/node-map.ts'
import { parseJson } from '../json/parse.ts'
import { spliceNode } from '../json/splice.ts'
import { decodeString, encoderOf } from '../json/strings.ts'
import { findDocuments } from '../json/text-documents.ts'
import { maxExpandedLength } from './growth.ts'
import { isMap } from './is-map.ts'
import type { Replacements, Rows } from './types.ts'
import { kindOf } from './shape.ts'
import { walkCells } from './walk-cells.ts'
import { carriesOurs, escapeKeys, ourKey, tableWords } from './words.ts'
import type { TableKind } from './words.ts'
import { isClearlyShorter, planColumns, writeColumns, writeColumnsObject } from './write.ts'
import type { ColumnPlan, PlanOptions, RepeatOptions } from './write.ts'
import { writeRows } from './write-rows.ts'

export { carriesOurs } from './words.ts'

/** JSON in a string in JSON in a string: how deep documents are looked for. */
const maxStringDepth = 3
/** Shorter texts in strings, in UTF-16 code units of their literal, stay as they are. */
const minStringLength = 100
/** Shorter arrays and objects, in UTF-16 code units, cannot pay for a table. */
const minTableLength = 100
/** Arrays and objects that stand deeper than this stay as they are. */
const maxDepth = 48
/** Rows that are written in both ways to see which has fewer tokens: both ways are linear in rows. */
const sampleRows = 48
/** A table has at most this share of the tokens of its rows: what saves less is not worth another form. */
const maxShare = 0.95

type RewriteOptions = PlanOptions & RepeatOptions

/**
 * Rewrites a text without loss: the JSON documents in it, each without insignificant white space, and tables where that has
 * fewer tokens. The text around them stays.
 *
 * @returns the very same string when nothing changed
 */
export function rewriteText(text: string, options: Pick<PlanOptions, 'quick'>): string {
  const pieces: string[] = []
  let at = 0
  for (const { start, end, doc } of findDocuments(text)) {
    if (carriesOurs(doc)) continue
    const written = rewriteDocument(doc, options) ?? spliceNode(doc, 0)
    if (written.length >= end - start) continue
    pieces.push(text.slice(at, start), written)
    at = end
  }
  return at === 0 ? text : pieces.join('') + text.slice(at)
}

/**
 * The whole lossless rewriting of one document: outermost arrays, maps and lines that pay become tables, then what stands in
 * their cells, then inner ones where the outer is none; the same for JSON inside of strings.
 *
 * @param options.replacements texts that stand in for nodes; nothing in these nodes is looked at
 * @returns undefined where the result would not be shorter than the document with its replacements
 */
export function rewriteDocument(doc: JsonDocument, options: RewriteOptions): string | undefined {
  return rewriteNested(doc, options, 0)
}

/**
 * Texts that stand in for parts of some nodes, which together are those nodes rewritten without loss; and those that were given.
 *
 * @param nodes none of them in another
 * @param options.replacements those in these nodes; the reserved key is escaped by them where data has it
 */
export function rewriteNodes(doc: JsonDocument, nodes: readonly number[], options: RewriteOptions & { readonly replacements: Replacements }): Replacements {
  const replacements = new NodeMap(options.replacements)
  for (const node of nodes) for (const [inner, text] of rewriteStrings(doc, node, options.replacements, options, 0)) replacements.set(inner, text)
  const finder = new TableFinder(doc, replacements, new NodeMap(replacements), options)
  for (const node of nodes) finder.visit(node, 1)
  return replacements
}

function rewriteNested(doc: JsonDocument, options: RewriteOptions, stringDepth: number): string | undefined {
  const given = options.replacements ?? new NodeMap<string>()
  const inStrings = rewriteStrings(doc, 0, given, options, stringDepth)
  const replacements = new NodeMap([...given, ...inStrings])
  const finder = new TableFinder(doc, replacements, new NodeMap([...replacements, ...escapeKeys(doc)]), options)
  finder.visit(0, 0)
  if (finder.replacements.size === given.size) return undefined
  const written = spliceNode(doc, 0, finder.replacements)
  const plainLength = spliceNode(doc, 0, given).length
  return written.length < plainLength && plainLength <= maxExpandedLength(written.length) ? written : undefined
}

/** Texts for strings in a node that hold a document which can be written shorter. */
function rewriteStrings(doc: JsonDocument, within: number, given: Replacements, options: PlanOptions, stringDepth: number): Map<number, string> {
  const found = new Map<number, string>()
  if (stringDepth >= maxStringDepth) return found
  for (let node = within; node < doc.next[within]!; node++) {
    const start = doc.start[node]!
    if (given.has(node)) node = doc.next[node]! - 1
    else if (doc.text.charCodeAt(start) === 0x22 && doc.end[node]! - start >= minStringLength && doc.text.charCodeAt(doc.end[node]!) !== 0x3a) {
      const text = rewriteString(doc.text.slice(start, doc.end[node]!), options, stringDepth)
      if (text !== undefined) found.set(node, text)
    }
  }
  return found
}

function rewriteString(raw: string, { quick }: PlanOptions, stringDepth: number): string | undefined {
  if (!mayHoldDocument(raw)) return undefined
  const decoded = decodeString(raw)
  const inner = parseJson(decoded)
  // White space in a string is part of its value: a text that has some could not be given back.
  if (!inner || inner.text.length < decoded.length || carriesOurs(inner)) return undefined
  const encode = encoderOf(raw, decoded)
  if (!encode) return undefined
  const rewritten = rewriteNested(inner, { quick }, stringDepth + 1)
  if (rewritten === undefined) return undefined
  const written = encode(rewritten)
  return written.length < raw.length && quick(written) < quick(raw) ? written : undefined
}

/** Whether the text of a string literal begins like an object or array, white space allowed. */
function mayHoldDocument(raw: string): boolean {
  let at = 1
  for (;;) {
    const code = raw.charCodeAt(at)
    if (code === 0x20) at++
    else if (code === 0x5c && 'nrt'.includes(raw[at + 1]!)) at += 2
    else return code === 0x7b || code === 0x5b
  }
}

/** Finds tables and writes them into `replacements`. */
class TableFinder {
  readonly replacements: NodeMap<string>
  readonly #doc: JsonDocument
  /** The same and the reserved key in data, which is escaped in tables only: elsewhere nothing would say so. */
  readonly #inTables: NodeMap<string>
  readonly #quick: (text: string) => number
  readonly #repeats: RepeatOptions

  constructor(doc: JsonDocument, replacements: NodeMap<string>, inTables: NodeMap<string>, { quick, ...repeats }: RewriteOptions) {
    this.replacements = replacements
    this.#doc = doc
    this.#inTables = inTables
    this.#quick = quick
    this.#repeats = repeats
  }

  /** Looks at a container and all that is in it. @param depth how many tables and containers are around it */
  visit(container: number, depth: number): void {
    const doc = this.#doc
    const open = [{ node: container, depth }]
    for (let top = open.pop(); top; top = open.pop()) {
      const { node } = top
      if (doc.end[node]! - doc.start[node]! < minTableLength || top.depth > maxDepth || this.replacements.has(node)) continue
      const kind = kindOf(doc, node)
      if (kind !== 'object' && kind !== 'array') continue
      if (this.#writeTable(node, kind, top.depth)) continue
      const step = kind === 'object' ? 1 : 0
      for (let child = node + 1 + step; child < doc.next[node]!; child = doc.next[child]! + step) open.push({ node: child, depth: top.depth + 1 })
    }
  }

  #writeTable(node: number, kind: 'object' | 'array', depth: number): boolean {
    const rows = this.#readRows(node, kind)
    if (!rows) return false
    const plan = planColumns(rows, { replacements: this.#inTables, quick: this.#quick })
    if (!plan) return false
    const sample = sampleOf(rows.values.length)
    const asColumns = writeColumns(plan, sample, this.#repeats)
    const plain = writeRows(rows, this.replacements, sample)
    if (!isClearlyShorter(asColumns, plain) && this.#quick(asColumns) > maxShare * this.#quick(plain)) return false
    this.#visitCells(plan, depth + 1)
    const words = tableWords[this.#tableKind(node, kind)](rows.values.length)
    const text = writeColumnsObject(plan, `${ourKey}:"${words}"`, this.#repeats)
    // Fewer tokens, but no shorter: then nobody could tell it from data that looks like ours.
    if (text.length >= this.#doc.end[node]! - this.#doc.start[node]!) return false
    this.replacements.set(node, text)
    this.#inTables.set(node, text)
    return true
  }

  #tableKind(node: number, kind: 'object' | 'array'): TableKind {
    if (kind === 'object') return 'map'
    return node === 0 && this.#doc.lines ? 'lines' : 'array'
  }

  #readRows(node: number, kind: 'object' | 'array'): Rows | undefined {
    const doc = this.#doc
    const size = doc.size[node]!
    if (size < 2) return undefined
    if (kind === 'object' && !isMap(doc, node)) return undefined
    const values = new Int32Array(size)
    if (kind === 'array') {
      for (let i = 0, child = node + 1; i < size; i++, child = doc.next[child]!) values[i] = child
      return { doc, values }
    }
    const keys = new Int32Array(size)
    for (let i = 0, key = node + 1; i < size; i++, key = doc.next[key + 1]!) {
      keys[i] = key
      values[i] = key + 1
    }
    return { doc, values, keys }
  }

  /** Tables may stand in cells, and in rows that stay as they are. */
  #visitCells(plan: ColumnPlan, depth: number): void {
    for (let row = 0; row < plan.rows.values.length; row++) {
      const node = plan.rows.values[row]!
      if (plan.formOf[node - plan.firstNode] === 0) this.visit(node, depth)
    }
    const { start, end } = this.#doc
    walkCells(plan, undefined, (node, shape) => {
      if (shape) return true
      if (end[node]! - start[node]! >= minTableLength) this.visit(node, depth)
      return false
    })
  }
}

/** Indices of rows from the start, the middle and the end. */
function sampleOf(rows: number): number[] {
  const all = Array.from({ length: Math.min(rows, sampleRows) }, (_, i) => i)
  if (rows <= sampleRows) return all
  const third = sampleRows / 3
  return all.map((i) => (i < third ? i : i < 2 * third ? (rows >> 1) + i - third : rows - sampleRows + i))
}
