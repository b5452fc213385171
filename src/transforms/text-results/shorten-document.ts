import { carriesOurs } from '../../columns/words.ts'
import type { JsonDocument } from '../../json/document.ts'
import { NodeMap } from '../../json/node-map.ts'
import { parseJson } from '../../json/parse.ts'
import { spliceNode } from '../../json/splice.ts'
import { decodeString, encoderOf } from '../../json/strings.ts'
import type { TextDocument } from '../../json/text-documents.ts'
import { describeShortened, shortenText, type ShortenedText, type ShortenTask } from './shorten-text.ts'

export interface ShortenedDocuments {
  /** They stand where they stood. */
  readonly documents: readonly TextDocument[]
  /** What stands before each document, and behind the last one. */
  readonly between: readonly string[]
  /** What was done, in words; absent where nothing was. */
  readonly reason?: string
}

/** Shorter strings hold nothing that is written shorter, in UTF-16 code units of the literal. */
const shortestString = 1024

/**
 * The documents of a text, and what stands between them, without what no model reads, see `shortenText`. In documents it is looked for in long
 * strings, each of which keeps its spelling; keys stay, and so does what we wrote. A page is one only as a whole text or string.
 */
export function shortenDocuments(documents: readonly TextDocument[], between: readonly string[], task: ShortenTask): ShortenedDocuments {
  const done: ShortenedText[] = []
  const shortened = documents.map((document) => ({ ...document, doc: shortenStrings(document.doc, task, done) }))
  const data: ShortenTask = { ...task, options: { ...task.options, html: false } }
  const stretches = between.map((text) => {
    const shorter = shortenText(text, data)
    if (shorter !== undefined) done.push(shorter)
    return shorter?.text ?? text
  })
  return done.length === 0 ? { documents, between } : { documents: shortened, between: stretches, reason: describeShortened(done) }
}

/** @param done what was done is added to it */
function shortenStrings(doc: JsonDocument, task: ShortenTask, done: ShortenedText[]): JsonDocument {
  const replacements = new NodeMap<string>()
  const found: ShortenedText[] = []
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
    found.push(shortened)
  }
  if (replacements.size === 0 || carriesOurs(doc)) return doc
  const { lines, ...values } = doc
  const shorter = parseJson(spliceNode(values, 0, replacements))
  if (shorter === undefined) return doc
  done.push(...found)
  return lines ? { ...shorter, lines } : shorter
}
