import { createCallPairing } from '../../conversation/call-pairing.ts'
import type { CallPairing } from '../../conversation/call-pairing.ts'
import type { Conversation, OpaquePart, Part, Path, Role, SystemPart, TextPart, TextSlot, ToolCallPart, ToolDefinition, ToolResultPart } from '../../conversation/types.ts'
import type { MediaEstimator } from '../adapter.ts'
import { openEnvelope } from '../envelope.ts'
import { readMessages } from '../read-messages.ts'
import type { ReadMessage } from '../read-messages.ts'
import { toolText } from '../tool-text.ts'
import { attempt, bodyField, isWireObject, jsonText, textOr } from '../wire-value.ts'
import type { WireObject } from '../wire-value.ts'
import { isLangChainMessage, typeOf } from './is-message.ts'
import { hasBlockCacheMark, opaqueBlock } from './opaque-block.ts'

/** By type of the message; of a generic one, by the role it names. */
const roles: Readonly<Record<string, Role>> = {
  system: 'system', developer: 'developer', human: 'user', user: 'user', ai: 'assistant', assistant: 'assistant', tool: 'tool', function: 'tool',
}

/**
 * Messages of LangChain, bare or in a body with `messages` (and with `systemMessage` and `tools`, as a middleware of an agent sees
 * them), as a conversation. The contract is `Adapter.parse`.
 */
export function parseLangChain(request: unknown, estimateMedia: MediaEstimator = () => 0): Conversation {
  const envelope = openEnvelope(request, 'langchain')
  const { body } = envelope
  const reader: Reader = { pairing: createCallPairing(), estimateMedia }
  return {
    format: 'langchain',
    request,
    ...attempt(() => modelOf(bodyField(body, 'model'))),
    system: attempt(() => readSystem(bodyField(body, 'systemMessage'), reader)) ?? [],
    tools: attempt(() => readTools(bodyField(body, 'tools'))) ?? [],
    messages: readMessages(envelope, (message, path, index) => readMessage(message, path, index, reader)),
    hasCacheMark: false,
  }
}

interface Reader {
  /** Names of the tools called so far. */
  readonly pairing: CallPairing<string>
  readonly estimateMedia: MediaEstimator
}

/** A name, or a chat model, which has it under one of two names. */
function modelOf(model: unknown): { model?: string } {
  const name = isWireObject(model) ? model.model ?? model.modelName : model
  return typeof name === 'string' ? { model: name } : {}
}

function readSystem(message: unknown, reader: Reader): SystemPart[] {
  if (!isLangChainMessage(message)) return []
  const { content } = message
  const blocks = Array.isArray(content) ? content as readonly unknown[] : []
  return readContent(content, ['systemMessage', 'content'], reader, new Set()).flatMap((part) => (part.kind === 'text'
    ? [{ ...part, hasCacheMark: hasBlockCacheMark(blocks[Number(part.path[2])]) }] : []))
}

/** Tools of LangChain, whose parameters are a schema of some library, beside plain definitions that a provider takes as they are. */
function readTools(tools: unknown): ToolDefinition[] {
  if (!Array.isArray(tools)) return []
  return Array.from(tools as readonly unknown[], (tool, index) => {
    const fields: WireObject = isWireObject(tool) ? tool : {}
    const name = textOr(fields.name ?? (isWireObject(fields.function) ? fields.function.name : undefined), '')
    const isInstance = typeof fields.invoke === 'function'
    return { path: ['tools', index], name, text: isInstance ? toolText(name, fields.description, fields.schema) : jsonText(tool), hasCacheMark: hasBlockCacheMark(tool) }
  })
}

function readMessage(message: WireObject, path: Path, index: number, reader: Reader): ReadMessage | undefined {
  const role = isLangChainMessage(message) ? roleOf(message) : undefined
  if (role === undefined) return undefined
  const { content } = message
  const calls = role === 'assistant' ? readCalls(message, path) : []
  for (const call of calls) reader.pairing.open(call.id, index, call.name)
  const parts = readContent(content, [...path, 'content'], reader, new Set(calls.map(({ id }) => id)))
  const marked = hasBlockCacheMark(message.additional_kwargs) || (Array.isArray(content) && content.some(hasBlockCacheMark))
  if (role === 'tool') return { role, parts: [resultPart(message, path, parts, reader)], hasCacheMark: marked }
  return { role, parts: [...parts, ...calls], hasCacheMark: marked }
}

function roleOf(message: WireObject): Role | undefined {
  const type = typeOf(message)
  const { role, additional_kwargs: extra } = message
  if (type === 'system' && isWireObject(extra) && extra.__openai_role__ === 'developer') return 'developer'
  const name = type === 'generic' ? role : type
  return typeof name === 'string' && Object.hasOwn(roles, name) ? roles[name] : undefined
}

/** @param called ids of the calls that stand outside the content: providers leave them in it too, and they count once */
function readContent(content: unknown, path: Path, reader: Reader, called: ReadonlySet<string>): (TextPart | OpaquePart)[] {
  if (content === null || content === undefined) return []
  if (typeof content === 'string') return [{ kind: 'text', path, text: content }]
  if (!Array.isArray(content)) return [{ kind: 'opaque', path, type: 'content', text: jsonText(content), tokens: 0 }]
  return Array.from(content as readonly unknown[], (block, index) => readBlock(block, [...path, index], reader, called))
}

function readBlock(block: unknown, path: Path, reader: Reader, called: ReadonlySet<string>): TextPart | OpaquePart {
  if (typeof block === 'string') return { kind: 'text', path, text: block }
  if (!isWireObject(block)) return { kind: 'opaque', path, type: 'content', text: jsonText(block), tokens: 0 }
  const { type, text } = block
  if ((type === 'text' || type === undefined) && typeof text === 'string') return { kind: 'text', path: [...path, 'text'], text }
  return opaqueBlock(block, path, called, reader.estimateMedia)
}

/** Calls as LangChain has them for all providers, those whose arguments are no JSON, and the deprecated single call of OpenAI. */
function readCalls(message: WireObject, path: Path): ToolCallPart[] {
  const read = (['tool_calls', 'invalid_tool_calls'] as const).flatMap((key) => {
    const calls = message[key]
    return Array.isArray(calls) ? Array.from(calls as readonly unknown[], (call, index) => readCall(call, [...path, key, index])).flat() : []
  })
  const deprecated = isWireObject(message.additional_kwargs) ? message.additional_kwargs.function_call : undefined
  if (!isWireObject(deprecated) || typeof deprecated.name !== 'string') return read
  return [...read, callPart([...path, 'additional_kwargs', 'function_call'], deprecated.name, deprecated.name, deprecated.arguments)]
}

function readCall(call: unknown, path: Path): ToolCallPart[] {
  return isWireObject(call) ? [callPart(path, textOr(call.id, ''), textOr(call.name, ''), call.args)] : []
}

function callPart(path: Path, id: string, name: string, input: unknown): ToolCallPart {
  return { kind: 'tool-call', path, id, name, argumentsText: typeof input === 'string' ? input : jsonText(input) }
}

function resultPart(message: WireObject, path: Path, contentParts: readonly Part[], { pairing }: Reader): ToolResultPart {
  // Messages of the deprecated kind answer by name.
  const callId = textOr(message.tool_call_id, textOr(message.name, ''))
  const toolName = pairing.answer(callId) ?? message.name
  const slots: TextSlot[] = []
  const opaque: OpaquePart[] = []
  for (const part of contentParts) {
    if (part.kind === 'text') slots.push({ path: part.path, text: part.text })
    else if (part.kind === 'opaque') opaque.push(part)
  }
  return {
    kind: 'tool-result', path: [...path, 'content'], callId, ...(typeof toolName === 'string' ? { toolName } : {}), slots, opaque,
    isError: message.status === 'error',
  }
}
