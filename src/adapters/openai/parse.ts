import { createCallPairing } from '../../conversation/call-pairing.ts'
import type { CallPairing } from '../../conversation/call-pairing.ts'
import type { Conversation, OpaquePart, Part, Path, Role, TextSlot, ToolCallPart, ToolResultPart } from '../../conversation/types.ts'
import type { MediaEstimator } from '../adapter.ts'
import { modelOf, openEnvelope } from '../envelope.ts'
import { readMessages, readTools } from '../read-messages.ts'
import type { ReadMessage } from '../read-messages.ts'
import { bodyField, hasCacheMark, isWireObject, jsonText, textOr } from '../wire-value.ts'
import type { WireObject } from '../wire-value.ts'
import type { OpenAiFunctionCall } from './wire.ts'

const roles: Readonly<Record<string, Role>> = {
  system: 'system', developer: 'developer', user: 'user', assistant: 'assistant', tool: 'tool', function: 'tool',
}

/** A Chat Completions request, or a bare array of its messages, as a conversation. The contract is `Adapter.parse`. */
export function parseOpenAiChat(request: unknown, estimateMedia: MediaEstimator = () => 0): Conversation {
  const envelope = openEnvelope(request, 'openai-chat')
  const { body } = envelope
  const reader: Reader = { pairing: createCallPairing(), mediaTokens: (block) => estimateMedia(block, 'openai-chat') }
  return {
    format: 'openai-chat',
    request,
    ...modelOf(body),
    system: [],
    tools: [
      ...readTools(bodyField(body, 'tools'), ['tools'], (tool) => [tool.function, tool.custom].find(isWireObject)?.name ?? tool.name),
      ...readTools(bodyField(body, 'functions'), ['functions'], (tool) => tool.name),
    ],
    messages: readMessages(envelope, (message, path, index) => readMessage(message, path, index, reader)),
    hasCacheMark: isWireObject(bodyField(body, 'cache_control')),
  }
}

interface Reader {
  /** Names of the tools called so far. */
  readonly pairing: CallPairing<string>
  readonly mediaTokens: (block: unknown) => number
}

function readMessage(message: WireObject, path: Path, index: number, reader: Reader): ReadMessage | undefined {
  const role = typeof message.role === 'string' && Object.hasOwn(roles, message.role) ? roles[message.role] : undefined
  if (role === undefined) return undefined
  const { content } = message
  const contentParts = readContent(content, [...path, 'content'], reader)
  const marked = hasCacheMark(message) || (Array.isArray(content) && content.some(hasCacheMark))
  if (role === 'tool') return { role, parts: [resultPart(message, path, contentParts, reader)], hasCacheMark: marked }
  if (role !== 'assistant') return { role, parts: contentParts, hasCacheMark: marked }
  const calls = readCalls(message, path)
  for (const part of calls) if (part.kind === 'tool-call') reader.pairing.open(part.id, index, part.name)
  return { role, parts: [...readAsides(message, path), ...contentParts, ...calls], hasCacheMark: marked }
}

function readContent(content: unknown, path: Path, reader: Reader): TextPartOrOpaque[] {
  if (content === null || content === undefined) return []
  if (typeof content === 'string') return [{ kind: 'text', path, text: content }]
  if (!Array.isArray(content)) return [opaque(path, 'content', jsonText(content))]
  return Array.from(content as readonly unknown[], (part, index) => readContentPart(part, [...path, index], reader))
}

type TextPartOrOpaque = Exclude<Part, ToolCallPart | ToolResultPart>

function readContentPart(part: unknown, path: Path, reader: Reader): TextPartOrOpaque {
  if (!isWireObject(part)) return opaque(path, 'content', jsonText(part))
  const { type, text, refusal } = part
  if ((type === 'text' || type === undefined) && typeof text === 'string') return { kind: 'text', path: [...path, 'text'], text }
  const aside = [refusal, text].find((value) => typeof value === 'string')
  return opaque(path, textOr(type, 'content'), aside, aside === undefined ? reader.mediaTokens(part) : 0)
}

function opaque(path: Path, type: string, text?: string, tokens = 0): OpaquePart {
  return { kind: 'opaque', path, type, ...(text === undefined ? {} : { text }), tokens }
}

function resultPart(message: WireObject, path: Path, contentParts: readonly TextPartOrOpaque[], { pairing }: Reader): ToolResultPart {
  // The deprecated function messages answer by name: their calls have no id.
  const callId = textOr(message.tool_call_id, message.role === 'function' ? textOr(message.name, '') : '')
  const toolName = pairing.answer(callId) ?? (typeof message.name === 'string' ? message.name : undefined)
  const slots: TextSlot[] = []
  const others: OpaquePart[] = []
  for (const part of contentParts) {
    if (part.kind === 'text') slots.push({ path: part.path, text: part.text })
    else others.push(part)
  }
  return {
    kind: 'tool-result', path: [...path, 'content'], callId, ...(toolName === undefined ? {} : { toolName }), slots, opaque: others, isError: false,
  }
}

/** What an assistant said outside its content: a refusal, and the thinking that compatible servers send along under one of two names. */
function readAsides(message: WireObject, path: Path): OpaquePart[] {
  const asides = [['reasoning_content', 'reasoning'].find((key) => typeof message[key] === 'string'), 'refusal']
  return asides.flatMap((key) => {
    const text = key === undefined ? undefined : message[key]
    return key !== undefined && typeof text === 'string' ? [opaque([...path, key], key, text)] : []
  })
}

function readCalls(message: WireObject, path: Path): (ToolCallPart | OpaquePart)[] {
  const { tool_calls: calls, function_call: deprecated } = message
  const read: (ToolCallPart | OpaquePart)[] = []
  if (Array.isArray(calls)) read.push(...Array.from(calls as readonly unknown[], (call, index) => readCall(call, [...path, 'tool_calls', index])))
  else if (calls !== null && calls !== undefined) read.push(opaque([...path, 'tool_calls'], 'tool_calls', jsonText(calls)))
  if (isFunctionCall(deprecated)) read.push(callPart([...path, 'function_call'], deprecated.name, deprecated.name, deprecated.arguments))
  else if (deprecated !== null && deprecated !== undefined) read.push(opaque([...path, 'function_call'], 'function_call', jsonText(deprecated)))
  return read
}

function readCall(call: unknown, path: Path): ToolCallPart | OpaquePart {
  if (isWireObject(call)) {
    const { function: called, custom } = call
    if (isFunctionCall(called)) return callPart(path, textOr(call.id, ''), called.name, called.arguments)
    if (isWireObject(custom) && typeof custom.name === 'string') return callPart(path, textOr(call.id, ''), custom.name, custom.input)
  }
  return opaque(path, 'tool_calls', jsonText(call))
}

function isFunctionCall(value: unknown): value is OpenAiFunctionCall {
  return isWireObject(value) && typeof value.name === 'string'
}

function callPart(path: Path, id: string, name: string, input: unknown): ToolCallPart {
  return { kind: 'tool-call', path, id, name, argumentsText: typeof input === 'string' ? input : jsonText(input) }
}
