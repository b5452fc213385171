import { isBare, messagesOf, withMessages } from '../arbitraries/conversation.ts'
import type { Message, Request } from '../arbitraries/conversation.ts'

// A reading of both wire shapes of its own, so that the laws do not trust the adapters they test.

export type Path = readonly (string | number)[]
export interface PlacedText { readonly path: Path, readonly text: string }

interface Block { readonly type?: unknown, readonly text?: unknown, readonly thinking?: unknown, readonly content?: unknown, readonly [key: string]: unknown }

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const blocksOf = (content: unknown): readonly Block[] => (Array.isArray(content) ? content.filter(isObject) : [])

/** Strings that a tool wrote: the content of `tool` messages and `tool_result` blocks, and the text parts in it. */
export function toolTexts(request: Request): PlacedText[] {
  const root: Path = isBare(request) ? [] : ['messages']
  const found: PlacedText[] = []
  const readContent = (content: unknown, path: Path): void => {
    if (typeof content === 'string') found.push({ path, text: content })
    else if (Array.isArray(content)) {
      content.forEach((block: unknown, i) => {
        if (isObject(block) && block['type'] === 'text' && typeof block['text'] === 'string') found.push({ path: [...path, i, 'text'], text: block['text'] })
      })
    }
  }
  messagesOf(request).forEach((message, at) => {
    const path = [...root, at, 'content']
    if (message.role === 'tool') readContent(message['content'], path)
    else if (Array.isArray(message['content'])) {
      message['content'].forEach((block: unknown, i) => {
        if (isObject(block) && block['type'] === 'tool_result') readContent(block['content'], [...path, i, 'content'])
      })
    }
  })
  return found
}

/** What was said: per message its role and the texts and thoughts in it, tool results left out. */
export function spokenTexts(request: Request, roles: readonly string[]): string[] {
  return messagesOf(request).filter(({ role }) => roles.includes(role)).flatMap(({ role, content }) => {
    const texts = typeof content === 'string' ? [content] : blocksOf(content).flatMap(({ text, thinking }) => [text, thinking])
    return texts.filter((text) => typeof text === 'string').map((text) => `${role}: ${text}`)
  })
}

/** Everything that instructs: the `system` of a body, and messages of that role. */
export function systemTexts(request: Request): string[] {
  const own = isBare(request) ? undefined : request['system']
  const outside = typeof own === 'string' ? [own] : blocksOf(own).flatMap(({ text }) => (typeof text === 'string' ? [text] : []))
  return [...outside, ...spokenTexts(request, ['system', 'developer']).map((text) => text.replace(/^\w+: /, ''))]
}

/** One line per message: its role, the kinds of its blocks in order, the calls it makes and the calls it answers. */
export function skeleton(request: Request): string[] {
  return messagesOf(request).map((message) => {
    const calls = blocksOf(message['tool_calls']).map(({ id }) => `calls ${String(id)}`)
    const answers = message.role === 'tool' ? [`answers ${String(message['tool_call_id'])}`] : []
    const blocks = blocksOf(message['content']).map((block) =>
      block.type === 'tool_use' ? `calls ${String(block['id'])}` : block.type === 'tool_result' ? `answers ${String(block['tool_use_id'])}` : String(block.type))
    return [message.role, ...calls, ...answers, ...blocks].join(' | ')
  })
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
  return toolTexts(request).reduce((changed, { path, text }, index) => {
    const next = change(text, path, index)
    return next === text ? changed : replaceAt(changed, path, next)
  }, request)
}

/** A copy of `request` with other messages; the request itself where they are the same ones. */
export function mapMessages(request: Request, change: (messages: readonly Message[]) => readonly Message[]): Request {
  const before = messagesOf(request)
  const after = change(before)
  return after === before ? request : withMessages(request, after)
}
