import { carriesOurs } from '../../columns/words.ts'
import type { JsonDocument } from '../../json/document.ts'
import { NodeMap } from '../../json/node-map.ts'
import { parseJson } from '../../json/parse.ts'
import { spliceNode } from '../../json/splice.ts'
import { decodeString, encoderOf } from '../../json/strings.ts'

import { describeShortened, shortenText, type ShortenedText, type ShortenTask } from './shorten-text.ts'

export interface ShortenedDocument {
  readonly doc: JsonDocument
  /** What was done, in words. */
  readonly reason: string
}

/** Shorter strings hold nothing that is written shorter, in UTF-16 code units of the literal. */
const shortestString = 1024

/**
 * A document whose long strings are without what no model reads, see `shortenText`, each in the spelling it had. Keys stay, and so does what
 * we wrote.
 *
 * @returns undefined where there is nothing of the kind
 */
export function shortenDocument(doc: JsonDocument, task: ShortenTask): ShortenedDocument | undefined {
  const replacements = new NodeMap<string>()
  const done: ShortenedText[] = []
  for (let node = 0; node < doc.count; node++) {
    const start = doc.start[node]!
    const end = doc.end[node]!
    if (end - start < shortestString || doc.text.charCodeAt(start) !== 0x22 || doc.text.charCodeAt(end) === 0x3a) continue
    const raw = doc.text.slice(start, end)
    const text = decodeString(raw)
    const shortened = shortenText(text, task)
    const encode = shortened && encoderOf(raw, text)
    if (!encode) continue
    replacements.set(node, encode(shortened.text))
    done.push(shortened)
  }
  if (replacements.size === 0 || carriesOurs(doc)) return undefined
  const { lines, ...values } = doc
  const shorter = parseJson(spliceNode(values, 0, replacements))
  return shorter && { doc: lines ? { ...shorter, lines } : shorter, reason: describeShortened(done) }
}
