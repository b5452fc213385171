import { findOurs, readTableWords, statedRows } from '../../src/columns/words.ts'
import type { JsonDocument } from '../../src/json/document.ts'
import { parseJson } from '../../src/json/parse.ts'
import { decodeString } from '../../src/json/strings.ts'
import { findDocuments } from '../../src/json/text-documents.ts'
import type { ArrayDecision } from '../../src/index.ts'
import type { LineView, Span } from '../protocol.ts'

/** Where a line stands in the text it is of; what colours it is found when it is shown. */
export interface Line {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly indent: number
  readonly isJson: boolean
  /** The line begins in the middle of a string. */
  readonly inString?: boolean
  readonly mark?: Mark
  /** What became of a line that went, in a word or two. */
  readonly why?: string
}

export interface Mark {
  readonly kind: 'whole' | 'index' | 'note' | '-' | '+'
  readonly array?: number
  readonly row?: number
}

/** An array whose rows are looked for in a text that was written by us. */
export interface WrittenArray {
  readonly array: number
  readonly decision: ArrayDecision
}

export type MarkOf = (line: string, offset: number) => Mark | undefined

/** Deeper containers are written in a row: nobody reads them, and hostile ones would fill the stack. */
const maxDepth = 40
const documentsUpTo = 4_000_000

/**
 * Breaks a text into lines of at most `columns` characters. JSON is broken where it reads well: what fits a line stays on one. Nothing
 * is added or left out but insignificant white space.
 *
 * @param arrays that were crushed in this text, in the order in which they stand; their rows are marked
 * @param onLinked told of each whose rows were found
 * @param markOf what marks a line that is no JSON, by what it says and its offset in the text
 */
export function layOut(text: string, columns: number, arrays: readonly WrittenArray[] = [], onLinked?: (array: number) => void, markOf?: MarkOf): Line[] {
  const lines: Line[] = []
  const documents = text.length > documentsUpTo ? [] : findDocuments(text)
  const waiting = [...arrays]
  let at = 0
  for (const { start, end, doc } of documents) {
    if (start > at) wrapText(text.slice(0, text[start - 1] === '\n' ? start - 1 : start), at > 0 && text[at] === '\n' ? at + 1 : at, columns, lines, markOf)
    layOutDocument(unwrapString(doc), columns, waiting, lines, onLinked)
    at = end
  }
  if (at < text.length || documents.length === 0) wrapText(text, at > 0 && text[at] === '\n' ? at + 1 : at, columns, lines, markOf)
  return lines
}

/** JSON in a JSON string is shown as what it says. */
function unwrapString(doc: JsonDocument): JsonDocument {
  for (let depth = 0; depth < 3 && doc.text[0] === '"'; depth++) {
    const inner = parseJson(decodeString(doc.text))
    if (inner === undefined) return doc
    doc = inner
  }
  return doc
}

function layOutDocument(doc: JsonDocument, columns: number, waiting: WrittenArray[], lines: Line[], onLinked: ((array: number) => void) | undefined): void {
  const { text, start, end, next, size } = doc
  const marks = findMarks(doc, waiting, onLinked)
  const isOpen = (node: number): boolean => size[node]! > 0
  const holdsContainers = (node: number): boolean => next[node]! - node - 1 > size[node]!
  const push = (from: number, to: number, indent: number, mark: Mark | undefined): void => {
    wrap({ text, start: from, end: to, indent, isJson: true, ...(mark === undefined ? {} : { mark }) }, columns, lines)
  }
  /** @param from where the line of this value begins: its key, or itself @param tail a comma after it */
  const write = (node: number, from: number, tail: number, indent: number, outer: Mark | undefined): void => {
    const mark = marks.get(node) ?? outer
    // A list of numbers and words goes on in the next line; brackets in lines of their own would take more room than they are worth.
    if (!isOpen(node) || indent >= maxDepth || (text[start[node]!] === '[' && !marks.parents.has(node) && !holdsContainers(node)) || (end[node]! - from + tail + 2 * indent <= columns && !marks.parents.has(node))) {
      push(from, end[node]! + tail, indent, mark)
      return
    }
    push(from, start[node]! + 1, indent, mark)
    const isObject = text[start[node]!] === '{'
    let packedFrom = -1
    let packedTo = -1
    const flush = (): void => {
      if (packedFrom >= 0) push(packedFrom, packedTo, indent + 1, mark)
      packedFrom = -1
    }
    for (let child = node + 1; child < next[node]!; child = next[isObject ? child + 1 : child]!) {
      const value = isObject ? child + 1 : child
      const comma = next[value]! < next[node]! ? 1 : 0
      // Numbers and words of a list stand side by side, as many as fit.
      if (!isObject && !isOpen(value) && !marks.has(value)) {
        if (packedFrom >= 0 && end[value]! + comma - packedFrom + 2 * indent + 2 > columns) flush()
        if (packedFrom < 0) packedFrom = start[child]!
        packedTo = end[value]! + comma
      } else {
        flush()
        write(value, start[child]!, comma, indent + 1, mark)
      }
    }
    flush()
    push(end[node]! - 1, end[node]! + tail, indent, mark)
  }
  write(0, 0, 0, 0, undefined)
}

class Marks extends Map<number, Mark> {
  /** Containers of marked nodes. */
  readonly parents = new Set<number>()
}

/** The rows of our tables: whole ones under `rows`, index lines under `index`, the rest is what was disclosed. */
function findMarks(doc: JsonDocument, waiting: WrittenArray[], onLinked: ((array: number) => void) | undefined): Marks {
  const { text, start, end, next } = doc
  const marks = new Marks()
  for (const value of findOurs(doc)) {
    const table = value - 2 // the reserved key is the first of its object
    if (text[start[table]!] !== '{') continue
    const words = text.slice(start[value]!, end[value]!)
    const [kept, total] = readTableWords(words) === undefined ? (/^"(\d+) of (\d+) /.exec(words)?.slice(1) ?? []).map(Number) : [statedRows(words), statedRows(words)]
    const at = kept === undefined ? -1 : waiting.findIndex(({ decision }) => decision.rowsKept === kept && decision.rowsTotal === total)
    const written = at < 0 ? undefined : waiting.splice(at, 1)[0]
    if (written !== undefined) onLinked?.(written.array)
    marks.parents.add(table)
    for (let key = table + 1; key < next[table]!; key = next[key + 1]!) {
      const name = text.slice(start[key]!, end[key]!)
      if (name === '"rows"') markRows(doc, key + 1, 'whole', written, marks)
      else if (name === '"index"') {
        const rows = findMember(doc, key + 1, '"rows"')
        if (rows === undefined) markRows(doc, key + 1, 'index', written, marks)
        else {
          marks.parents.add(key + 1)
          marks.set(key + 1, { kind: 'note' })
          markRows(doc, rows, 'index', written, marks)
        }
      } else marks.set(key + 1, { kind: 'note' })
    }
  }
  openAround(doc, marks.parents)
  return marks
}

function markRows({ text, start, next }: JsonDocument, list: number, kind: 'whole' | 'index', written: WrittenArray | undefined, marks: Marks): void {
  if (text[start[list]!] !== '[') return
  const rows = written === undefined ? undefined : kind === 'index' ? written.decision.indexedRows : written.decision.keptRows.map(({ row }) => row)
  const areAll = kind === 'whole' && written !== undefined && written.decision.rowsKept === written.decision.rowsTotal
  marks.parents.add(list)
  let i = 0
  for (let child = list + 1; child < next[list]!; child = next[child]!, i++) {
    const row = areAll ? i : rows?.[i]
    marks.set(child, { kind, ...(written === undefined || row === undefined ? {} : { array: written.array, row }) })
  }
}

function findMember({ text, start, end, next }: JsonDocument, node: number, name: string): number | undefined {
  if (text[start[node]!] !== '{') return undefined
  for (let key = node + 1; key < next[node]!; key = next[key + 1]!) if (text.slice(start[key]!, end[key]!) === name) return key + 1
  return undefined
}

/** Whatever is around a table is opened as well, or its rows would have no lines of their own. */
function openAround({ next, size, count }: JsonDocument, open: Set<number>): void {
  const around: number[] = []
  for (let node = 0; node < count; node++) {
    while (around.length > 0 && next[around.at(-1)!]! <= node) around.pop()
    if (open.has(node)) for (let i = around.length - 1; i >= 0 && !open.has(around[i]!); i--) open.add(around[i]!)
    if (size[node]! > 0) around.push(node)
  }
}

/** A line that is too long goes on in the next ones; a break never divides a surrogate pair. */
export function wrap(line: Line, columns: number, lines: Line[]): void {
  const room = Math.max(20, columns - 2 * line.indent - 2)
  // A comma has no line of its own.
  if (line.end - line.start <= room + (line.isJson && line.text[line.end - 1] === ',' ? 1 : 0)) {
    lines.push(line)
    return
  }
  let isInString = line.inString ?? false
  for (let at = line.start; at < line.end;) {
    let to = Math.min(line.end, at + room)
    if (to < line.end) {
      const code = line.text.charCodeAt(to)
      if (code >= 0xdc00 && code <= 0xdfff) to--
      // After a space or a comma reads better, where there is one near the end.
      const gap = findGap(line.text, at + Math.ceil(room * 0.6), to)
      if (gap !== undefined) to = gap + 1
    }
    lines.push({ ...line, start: at, end: to, ...(line.isJson && at > line.start ? { indent: line.indent + 1 } : {}), ...(line.isJson && isInString ? { inString: true } : {}) })
    if (line.isJson) isInString = endsInString(line.text, at, to, isInString)
    at = to
  }
}

/** The last space or comma of a stretch. Not by `lastIndexOf`, which would look for a space through megabytes that have none. */
function findGap(text: string, from: number, to: number): number | undefined {
  for (let i = to - 1; i >= from; i--) {
    const code = text.charCodeAt(i)
    if (code === 0x20 || code === 0x2c) return i
  }
  return undefined
}

function endsInString(text: string, from: number, to: number, inString: boolean): boolean {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i)
    if (inString && code === 0x5c) i++
    else if (code === 0x22) inString = !inString
  }
  return inString
}

/** @param from the offset of the first line */
function wrapText(text: string, from: number, columns: number, lines: Line[], markOf: MarkOf | undefined): void {
  for (let at = from; at <= text.length;) {
    const found = text.indexOf('\n', at)
    const lineEnd = found < 0 ? text.length : found
    const end = lineEnd > at && text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd
    const mark = markOf?.(text.slice(at, end), at)
    wrap({ text, start: at, end, indent: 0, isJson: false, ...(mark === undefined ? {} : { mark }) }, columns, lines)
    at = lineEnd + 1
  }
}

const tokenPattern = /"(?:[^"\\]|\\.)*"?(\s*:)?|-?\d[\d.eE+-]*|true|false|null|[^"\-\dtfn]+|./gsu

/** The line as it is shown: its pieces, each with its kind. */
export function showLine({ text, start, end, indent, isJson, inString = false, mark, why }: Line): LineView {
  const slice = text.slice(start, end)
  return { kind: 'text', indent, spans: isJson ? colour(slice, inString) : [['plain', slice]], ...(mark === undefined ? {} : { mark: mark.kind, ...(mark.row === undefined ? {} : { row: mark.row, array: mark.array! }) }), ...(why === undefined ? {} : { why }) }
}

function colour(slice: string, inString: boolean): Span[] {
  const spans: Span[] = []
  let rest = slice
  if (inString) {
    const close = /^(?:[^"\\]|\\.)*"?/su.exec(slice)?.[0] ?? ''
    if (close !== '') spans.push(['string', close])
    rest = slice.slice(close.length)
  }
  for (const [piece] of rest.matchAll(tokenPattern)) {
    const first = piece[0]!
    if (first === '"') {
      const colon = /\s*:$/.exec(piece)
      if (piece.startsWith('"_headroom"')) spans.push(['mark', '"_headroom"'], ['plain', piece.slice('"_headroom"'.length)])
      else if (colon !== null && piece.endsWith(':') && piece.at(-1 - colon[0].length) === '"') spans.push(['key', piece.slice(0, -colon[0].length)], ['plain', colon[0]])
      else spans.push(['string', piece])
    } else if (first === '-' || (first >= '0' && first <= '9')) spans.push(['number', piece])
    else if (piece === 'true' || piece === 'false' || piece === 'null') spans.push(['word', piece])
    else spans.push(['plain', piece])
  }
  return spans
}
