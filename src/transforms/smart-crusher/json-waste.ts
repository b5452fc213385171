import type { JsonDocument } from '../../json/document.ts'
import { EqualTexts } from '../../json/equal-texts.ts'

/** What a JSON document spends without saying anything, in UTF-16 code units except where it says tokens. */
export interface JsonWaste {
  /** Insignificant white space, in tokens. */
  readonly whiteSpace: number
  /** Keys of objects in arrays that the first object of the array has as well, in tokens. */
  readonly repeatedKeys: number
  /** Elements of an array that stand word for word earlier in it, in tokens. */
  readonly repeatedRows: number
}

/** Source looked at to learn how many tokens white space costs, in UTF-16 code units. */
const sampleLength = 8000
/** UTF-16 code units of JSON keys and rows a token stands for, roughly. */
const charactersPerToken = 3.3
/** Arrays of fewer elements are not searched for repeated ones. */
const minRows = 5
/** Shorter elements are not searched for either, in UTF-16 code units. */
const minRowLength = 8

/** Estimates what rewriting could save, by cause; the causes may overlap. Linear in the text. */
export function findJsonWaste(source: string, doc: JsonDocument, quick: (text: string) => number): JsonWaste {
  const removed = source.length - doc.text.length
  return {
    whiteSpace: removed <= 0 ? 0 : Math.round(removed * whiteSpaceTokens(source, quick)),
    repeatedKeys: Math.round(repeatedKeyLength(doc) / charactersPerToken),
    repeatedRows: Math.round(repeatedRowLength(doc) / charactersPerToken),
  }
}

/** Tokens per code unit of insignificant white space, measured at the start of the source. */
function whiteSpaceTokens(source: string, quick: (text: string) => number): number {
  const sample = source.slice(0, sampleLength)
  let dense = ''
  let from = 0
  let inString = false
  for (let i = 0; i < sample.length; i++) {
    const code = sample.charCodeAt(i)
    if (inString) {
      if (code === 0x5c) i++
      else if (code === 0x22) inString = false
    } else if (code === 0x22) inString = true
    else if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
      dense += sample.slice(from, i)
      from = i + 1
    }
  }
  dense += sample.slice(from)
  const removed = sample.length - dense.length
  return removed === 0 ? 0 : Math.max(0, quick(sample) - quick(dense)) / removed
}

function repeatedKeyLength(doc: JsonDocument): number {
  const { start, end, next, text } = doc
  let length = 0
  for (let node = 0; node < doc.count; node++) {
    if (text.charCodeAt(start[node]!) !== 0x5b || doc.size[node]! < 2) continue
    for (let row = next[node + 1]!; row < next[node]!; row = next[row]!) {
      if (text.charCodeAt(start[row]!) !== 0x7b) continue
      for (let key = row + 1; key < next[row]!; key = next[key + 1]!) length += end[key]! - start[key]! + 1
    }
  }
  return length
}

function repeatedRowLength(doc: JsonDocument): number {
  const { start, end, next, text } = doc
  let length = 0
  for (let node = 0; node < doc.count; node++) {
    if (text.charCodeAt(start[node]!) !== 0x5b || doc.size[node]! < minRows) continue
    const seen = new EqualTexts(doc, Math.min(doc.size[node]!, 1024))
    for (let row = node + 1; row < next[node]!; row = next[row]!) {
      const size = end[row]! - start[row]!
      if (size >= minRowLength && seen.firstLike(row) !== row) length += size
    }
    // The rows of this array are read; arrays inside them would be read again and again in deep documents.
    node = next[node]! - 1
  }
  return length
}
