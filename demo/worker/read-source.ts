import { findShape } from '../../src/adapters/find-adapter.ts'
import { JsonScratch, guessCapacity, readValue, skipWhiteSpace } from '../../src/json/parse.ts'
import { findBreak, findDocuments } from '../../src/json/text-documents.ts'
import type { WireFormat } from '../../src/index.ts'
import { createSample } from '../samples/samples.ts'
import type { Problem, Reading, Source } from '../protocol.ts'
import { reviveMessages } from './stored-messages.ts'

/** A source as the pipeline takes it. */
export type Input =
  | { readonly kind: 'request'; readonly request: unknown; readonly format: WireFormat; readonly text: string
    /** The text is JSON lines, one message each: the request is the list of them. */
    readonly isLines: boolean }
  | { readonly kind: 'tool-result'; readonly text: string }

export class SourceError extends Error {
  override readonly name = 'SourceError'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.text)
    this.problem = problem
  }
}

/** What the page shows of a text; editing a longer one in a field would make the page slow. */
const shownLength = 40_000
/** And of what is longer. */
const partLength = 6000
const maxLength = 64 * 1024 * 1024
const formatNames: Readonly<Record<WireFormat, string>> = {
  'openai-chat': 'OpenAI chat request', 'openai-responses': 'OpenAI Responses request', anthropic: 'Anthropic request', google: 'Google request',
  'ai-sdk': 'AI SDK request', langchain: 'LangChain messages',
}

/** @throws SourceError with the place of the fault where the text begins like JSON and is none */
export async function readSource(source: Source): Promise<{ readonly input: Input; readonly reading: Reading }> {
  if (source.kind === 'file' && source.file.size > maxLength) throw new SourceError({ text: `This file has ${Math.round(source.file.size / 1e6)} MB; the page takes ${maxLength / 1024 / 1024} MB.` })
  const sample = source.kind === 'sample' ? createSample(source.id) : undefined
  const text = sample?.text ?? (source.kind === 'file' ? await source.file.text() : source.kind === 'text' ? source.text : '')
  const { input, what } = readInput(text)
  const name = source.kind === 'file' ? source.file.name : source.kind === 'text' ? source.name : sample?.title
  const model = input.kind === 'request' ? modelOf(input.request) : undefined
  return {
    input,
    reading: {
      what, length: text.length, lines: countLines(text),
      shown: text.length <= shownLength ? text : text.slice(0, partLength), isWhole: text.length <= shownLength,
      ...(input.kind === 'request' ? { format: input.format } : {}),
      ...(model === undefined ? {} : { model }), ...(name === undefined ? {} : { name }),
      ...(sample === undefined ? {} : { settings: sample.settings }),
    },
  }
}

/** Tells what a text is: a request of one of the shapes, or one tool result. */
export function readInput(source: string): { readonly input: Input; readonly what: string } {
  const text = source.charCodeAt(0) === 0xfeff ? source.slice(1) : source
  if (text.trim() === '') throw new SourceError({ text: 'There is nothing here yet. Paste a tool result or a request, drop a file, or choose an example.' })
  const value = attemptParse(text)
  if (value !== undefined) {
    const stored = reviveMessages(value.parsed)
    if (stored !== undefined) return { input: { kind: 'request', request: stored, format: 'langchain', text, isLines: false }, what: formatNames.langchain }
    const format = shapeOf(value.parsed)
    if (format !== undefined) return { input: { kind: 'request', request: value.parsed, format, text, isLines: false }, what: formatNames[format] }
    return { input: { kind: 'tool-result', text }, what: 'JSON' }
  }
  const [only, ...others] = findDocuments(text)
  if (only?.doc.lines && others.length === 0 && only.start === 0 && only.end === text.length) {
    const messages = JSON.parse(only.doc.text) as unknown // the lines as the elements of one array
    const format = shapeOf(messages)
    return format === undefined ? { input: { kind: 'tool-result', text }, what: 'JSON lines' }
      : { input: { kind: 'request', request: messages, format, text, isLines: true }, what: `${formatNames[format]}, one message a line` }
  }
  const fault = only === undefined ? findFault(text) : undefined
  if (fault !== undefined) throw new SourceError(describeFault(text, fault))
  return { input: { kind: 'tool-result', text }, what: only === undefined ? 'plain text' : 'text with JSON in it' }
}

/** A list may be a log line by chance, `[INFO] started`; what begins with a brace was meant as JSON, however short. */
function findFault(text: string): number | undefined {
  if (text.trimStart()[0] !== '{') return findBreak(text)
  const read = readValue(text, 0, new JsonScratch(guessCapacity(text)))
  return read.kind === 'failure' ? read.at : skipWhiteSpace(text, read.end)
}

function attemptParse(text: string): { readonly parsed: unknown } | undefined {
  const first = text.trimStart()[0]
  if (first !== '{' && first !== '[' && first !== '"') return undefined
  try {
    return { parsed: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}

/** Only what has a role, or a body around its messages: rows of a table that happen to have a `content` are none. */
function shapeOf(value: unknown): WireFormat | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value) && !value.some((message) => typeof message === 'object' && message !== null && ('role' in message || 'type' in message))) return undefined
  const messages = Array.isArray(value) ? value : ['messages', 'input', 'contents', 'prompt'].map((key) => (value as Readonly<Record<string, unknown>>)[key]).find((list) => list !== undefined)
  if (!Array.isArray(messages) || !messages.some((message) => typeof message === 'object' && message !== null)) return undefined
  return findShape(value).shape?.format
}

function modelOf(request: unknown): string | undefined {
  const model = Array.isArray(request) ? undefined : (request as { readonly model?: unknown }).model
  return typeof model === 'string' && model !== '' ? model : undefined
}

function describeFault(text: string, at: number): Problem {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1
  const found = text.indexOf('\n', at)
  const lineEnd = found < 0 ? text.length : found
  const from = Math.max(lineStart, at - 60)
  const line = countLines(text.slice(0, at))
  const column = at - lineStart + 1
  const what = at >= text.length ? 'it ends before it is complete' : `${JSON.stringify(text[at])} does not belong there`
  return {
    text: `This is not valid JSON: in line ${line.toLocaleString('en-US')}, column ${column.toLocaleString('en-US')}, ${what}. Check that it was pasted whole.`,
    line, column, at, excerpt: { text: text.slice(from, Math.min(lineEnd, at + 40)), at: at - from },
  }
}

function countLines(text: string): number {
  let lines = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++
  return lines
}
