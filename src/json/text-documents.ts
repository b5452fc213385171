import type { JsonDocument } from './document.ts'
import type { JsonFailure } from './parse.ts'
import { JsonScratch, guessCapacity, parseJson, readValue, skipWhiteSpace } from './parse.ts'

/** A JSON document in a text. */
export interface TextDocument {
  /** Offset in the text of the first UTF-16 code unit that the document stands for. */
  readonly start: number
  /** Offset after the last one. */
  readonly end: number
  readonly doc: JsonDocument
}

/**
 * Finds the JSON documents of a text: objects and arrays that begin at the start of a line and end at the end of one, white
 * space allowed. Several in a row are JSON lines and come as one document (`doc.lines`). Where nothing but white space is
 * around, it belongs to the document; a text that is one JSON string comes as a document too, for what may be inside.
 *
 * Linear: where reading stops in the middle of a value, what was open there is not tried again from within.
 */
export function findDocuments(text: string): TextDocument[] {
  const single = text.charCodeAt(skipWhiteSpace(text, 0)) === 0x22 ? parseJson(text) : undefined
  if (single) return [{ start: 0, end: text.length, doc: single }]
  const documents = joinLines(text, findValues(text))
  const only = documents[0]
  if (documents.length !== 1 || !only || skipWhiteSpace(text, 0) !== only.start || skipWhiteSpace(text, only.end) !== text.length) return documents
  return [{ start: 0, end: text.length, doc: only.doc }]
}

/** Fewer code units than this may begin like JSON by chance: `[INFO] started`. */
const shortestBroken = 40

/**
 * Where reading stops in a text that begins like one document and is none: a request that was cut off, or has a comma too many.
 * Undefined for a text that does not look like JSON.
 */
export function findBreak(text: string): number | undefined {
  const start = skipWhiteSpace(text, 0)
  const code = text.charCodeAt(start)
  if (code !== 0x7b && code !== 0x5b) return undefined
  const read = readValue(text, start, new JsonScratch(guessCapacity(text)))
  const at = read.kind === 'failure' ? read.at : skipWhiteSpace(text, read.end)
  return at - start >= shortestBroken || at >= text.length ? at : undefined
}

/** As `findDocuments`, with each document of a run of JSON lines on its own and no white space around. */
export function findValues(text: string): TextDocument[] {
  const found: TextDocument[] = []
  // One for all attempts: a text may have a million lines that begin like a document and are none.
  const scratch = new JsonScratch(guessCapacity(text))
  let line = 0
  while (line < text.length) {
    const start = skipBlanks(text, line)
    const code = text.charCodeAt(start)
    if (code !== 0x7b && code !== 0x5b) {
      line = lineAfter(text, start)
      continue
    }
    const read = readValue(text, start, scratch)
    if (read.kind === 'failure') {
      addClosedValues(found, text, start, read, scratch)
      line = lineOfFailure(text, read.at)
    } else {
      if (isLineEnd(text, read.end)) found.push({ start, end: read.end, doc: takeDocument(read.text, scratch) })
      line = lineAfter(text, read.end)
    }
  }
  return found
}

/**
 * Values that were read whole before reading stopped. What was open at that place stops there however it is read, so only
 * the others are read again, each once.
 */
function addClosedValues(found: TextDocument[], text: string, from: number, { at: to, open }: JsonFailure, scratch: JsonScratch): void {
  let nextOpen = 0
  let line = lineAfter(text, from)
  while (line < to) {
    const start = skipBlanks(text, line)
    if (start >= to) return
    let behind = start
    while (nextOpen < open.length && open[nextOpen]! < start) nextOpen++
    const code = text.charCodeAt(start)
    if ((code === 0x7b || code === 0x5b) && open[nextOpen] !== start) {
      const read = readValue(text, start, scratch)
      if (read.kind === 'failure') return
      behind = read.end
      if (isLineEnd(text, behind)) found.push({ start, end: behind, doc: takeDocument(read.text, scratch) })
    }
    line = lineAfter(text, behind)
  }
}

/** Makes one document of those with nothing but white space between them. */
function joinLines(text: string, values: readonly TextDocument[]): TextDocument[] {
  const joined: TextDocument[] = []
  for (let first = 0; first < values.length;) {
    let last = first
    while (last + 1 < values.length && skipWhiteSpace(text, values[last]!.end) === values[last + 1]!.start) last++
    if (last === first) joined.push(values[first]!)
    else {
      const doc = parseJson(`[${values.slice(first, last + 1).map((value) => value.doc.text).join(',')}]`)
      if (doc) joined.push({ start: values[first]!.start, end: values[last]!.end, doc: { ...doc, lines: true } })
    }
    first = last + 1
  }
  return joined
}

/** The nodes in the scratch as arrays of their own; a document that fills most of the scratch is not the first of many. */
function takeDocument(text: string, scratch: JsonScratch): JsonDocument {
  const { start, end, next, size, count } = scratch
  if (count * 2 > start.length) {
    scratch.renew()
    return { text, start, end, next, size, count }
  }
  return { text, start: start.slice(0, count), end: end.slice(0, count), next: next.slice(0, count), size: size.slice(0, count), count }
}

function skipBlanks(text: string, at: number): number {
  let i = at
  while (isBlank(text.charCodeAt(i))) i++
  return i
}

function isLineEnd(text: string, at: number): boolean {
  const end = skipBlanks(text, at)
  return end >= text.length || text.charCodeAt(end) === 0x0a
}

/** White space within a line; a carriage return belongs to the line feed that ends it. */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d
}

function lineAfter(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end + 1
}

/** The line that begins with the code unit at which reading stopped, blanks before it allowed, else the line after. */
function lineOfFailure(text: string, at: number): number {
  let i = at - 1
  while (isBlank(text.charCodeAt(i))) i--
  return at < text.length && text.charCodeAt(i) === 0x0a ? i + 1 : lineAfter(text, at)
}
