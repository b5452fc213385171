import { isBare, messagesKey, messagesOf, withMessages } from '../arbitraries/conversation.ts'
import type { Message, Request } from '../arbitraries/conversation.ts'
import { modelMessageReader, uiMessageReader } from './wire-reading-ai-sdk.ts'
import { chatReader } from './wire-reading-chat.ts'
import { googleReader } from './wire-reading-google.ts'
import { langChainReader } from './wire-reading-langchain.ts'
import { responsesReader } from './wire-reading-responses.ts'

// A reading of all wire shapes of its own, so that the laws do not trust the adapters they test.

export type Path = readonly (string | number)[]

export interface PlacedText {
  readonly path: Path
  readonly text: string
  /** The value at `path` is an object: `text` is its JSON. */
  readonly isJson?: boolean
}

/** How the messages of one shape are read. */
export interface WireReader {
  /** Whether a message can be of this shape only. */
  owns(message: Message): boolean
  /** Strings that a tool wrote, with their paths in the message. */
  toolTexts(message: Message): PlacedText[]
  /** Who says what in a message, thoughts included and tool results left out: `user`, `assistant`, `system`, `developer`. */
  spoken(message: Message): { readonly role: string, readonly texts: readonly string[] }
  /** What instructs in a body, outside its messages. */
  system(body: Readonly<Record<string, unknown>>): string[]
  /** Who speaks, the kinds of blocks in order, the calls made and the calls answered, in one line. */
  skeleton(message: Message): string
  /** Whether a result of a tool stands in it. */
  answers(message: Message): boolean
}

/** By a message that only one shape has; else by the name of the messages in a body, which are OpenAI's or Anthropic's without a name of their own. */
function readerOf(request: Request): WireReader {
  const messages = messagesOf(request)
  const owner = [langChainReader, uiMessageReader, modelMessageReader, responsesReader, googleReader].find((reader) => messages.some((message) => isObject(message) && reader.owns(message)))
  if (owner !== undefined) return owner
  if (isBare(request)) return chatReader
  const chat = 'instructions' in request ? modelMessageReader : chatReader
  return { messages: chat, input: responsesReader, contents: googleReader, prompt: modelMessageReader }[messagesKey(request)]!
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Strings that tools wrote. */
export function toolTexts(request: Request): PlacedText[] {
  const root: Path = isBare(request) ? [] : [messagesKey(request)]
  const reader = readerOf(request)
  return messagesOf(request).flatMap((message, at) => reader.toolTexts(message).map((placed) => ({ ...placed, path: [...root, at, ...placed.path] })))
}

/** What was said: per message its role and the texts and thoughts in it, tool results left out. */
export function spokenTexts(request: Request, roles: readonly string[]): string[] {
  const reader = readerOf(request)
  return messagesOf(request).map((message) => reader.spoken(message)).filter(({ role }) => roles.includes(role))
    .flatMap(({ role, texts }) => texts.map((text) => `${role}: ${text}`))
}

/** Everything that instructs: the system text of a body, and messages of that role. */
export function systemTexts(request: Request): string[] {
  const outside = isBare(request) ? [] : readerOf(request).system(request)
  return [...outside, ...spokenTexts(request, ['system', 'developer']).map((text) => text.replace(/^\w+: /, ''))]
}

/** Whether a generated system prompt says what day it is, so that the aligner has something to move. */
export const isDated = (text: string): boolean => text.includes('Today is January 7, 2025.')

/** One line per message: its role, the kinds of its blocks in order, the calls it makes and the calls it answers. */
export function skeleton(request: Request): string[] {
  const reader = readerOf(request)
  return messagesOf(request).map((message) => reader.skeleton(message))
}

/** Whether the model wrote this message. */
export function isAssistant(request: Request): (message: Message) => boolean {
  const reader = readerOf(request)
  return (message) => reader.spoken(message).role === 'assistant'
}

/** Whether a result of a tool stands in this message. */
export function answersCalls(request: Request): (message: Message) => boolean {
  const reader = readerOf(request)
  return (message) => reader.answers(message)
}

export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce((value, key) => (isObject(value) ? value[key as keyof typeof value] : undefined), root)
}

/** A copy of `root` in which `value` stands at `path`; what is not on the path is shared. */
export function replaceAt<T>(root: T, path: Path, value: unknown): T {
  const [key, ...rest] = path
  if (key === undefined) return value as T
  const copy = Array.isArray(root) ? [...root] as unknown[] : { ...root as object }
  const slots = copy as Record<string | number, unknown>
  slots[key] = replaceAt(slots[key], rest, value)
  return copy as T
}

/** A copy of `request` in which each string of a tool is what `change` makes of it; the request itself where nothing changes. */
export function mapToolTexts(request: Request, change: (text: string, path: Path, index: number) => string): Request {
  return toolTexts(request).reduce((changed, { path, text, isJson }, index) => {
    const next = change(text, path, index)
    return next === text ? changed : replaceAt(changed, path, isJson ? valueOf(next) : next)
  }, request)
}

/** What a broken pipeline makes of an object may be no JSON any more. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** The text at a place where a tool wrote one, or an object. */
export function textAt(root: unknown, path: Path): string {
  const value = valueAt(root, path)
  return typeof value === 'string' ? value : JSON.stringify(value) ?? ''
}

/** A copy of `request` with other messages; the request itself where they are the same ones. */
export function mapMessages(request: Request, change: (messages: readonly Message[]) => readonly Message[]): Request {
  const before = messagesOf(request)
  const after = change(before)
  return after === before ? request : withMessages(request, after)
}
