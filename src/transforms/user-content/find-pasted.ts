import { findDocuments } from '../../json/text-documents.ts'
import type { TextDocument } from '../../json/text-documents.ts'
import { findStretches } from './fences.ts'
import { findLogRuns, isLog } from './log-runs.ts'

/** Data in a user's text, in UTF-16 code units. */
export interface PastedBlock {
  readonly start: number
  readonly end: number
}

/**
 * Shorter JSON belongs to what the user says, in UTF-16 code units without insignificant white space: that is what rewriting leaves
 * as it is, so that what was words before is words afterwards.
 */
const shortestJson = 200

/** Nothing shorter holds a block, not even one that was written shorter by us. */
const shortestText = 60

/** What a fence may say that it holds; in one with source code nothing is data. */
const languages = new Set([
  '', 'json', 'json5', 'jsonc', 'jsonl', 'ndjson', 'geojson', 'log', 'logs', 'text', 'txt', 'plain', 'plaintext', 'output', 'console', 'terminal', 'shell', 'sh', 'bash', 'zsh', 'http',
])

/**
 * The data that a user pasted into a text: JSON documents that fill whole lines, and logs: in a fence, or as a run of lines with times.
 * In their order; they never overlap. What is in doubt is not among them. Linear in the text.
 */
export function findPasted(text: string): PastedBlock[] {
  if (text.length < shortestText) return []
  return findStretches(text).flatMap(({ start, end, language }) => {
    if (language !== undefined && !languages.has(language)) return []
    const stretch = text.slice(start, end)
    const blocks = language === undefined ? findBetweenWords(stretch) : findInFence(stretch)
    return blocks.map((block) => ({ start: start + block.start, end: start + block.end }))
  })
}

function findInFence(text: string): PastedBlock[] {
  const documents = findJson(text)
  const length = documents.reduce((sum, { start, end }) => sum + end - start, 0)
  // Services write JSON into their logs.
  return length < text.length / 2 && isLog(text) ? [{ start: 0, end: text.length }] : documents.filter(isPasted)
}

function findBetweenWords(text: string): PastedBlock[] {
  const blocks: PastedBlock[] = []
  let at = 0
  const addLogs = (to: number): void => {
    for (const { start, end } of findLogRuns(text.slice(at, to))) blocks.push({ start: at + start, end: at + end })
  }
  for (const document of findJson(text)) {
    addLogs(document.start)
    if (isPasted(document)) blocks.push(document)
    at = document.end
  }
  addLogs(text.length)
  return blocks
}

/** Objects and arrays, without the white space around them; a text in quotes is something that is said. */
function findJson(text: string): TextDocument[] {
  return findDocuments(text).flatMap(({ start, end, doc }) => {
    if (doc.text.startsWith('"')) return []
    const whole = text.slice(start, end)
    return [{ start: start + whole.length - whole.trimStart().length, end: end - whole.length + whole.trimEnd().length, doc }]
  })
}

/** Also where it is short for having been written shorter by us. */
function isPasted({ doc }: TextDocument): boolean {
  return doc.text.length >= shortestJson || doc.text.includes('_headroom')
}
