import { createCallPairing } from '../../conversation/call-pairing.ts'
import type { CallPairing } from '../../conversation/call-pairing.ts'
import type { Conversation, OpaquePart, Part, Path, Role, SystemPart, TextPart, TextSlot } from '../../conversation/types.ts'
import { ValidationError } from '../../errors.ts'
import type { MediaEstimator } from '../adapter.ts'
import { modelOf } from '../envelope.ts'
import type { Envelope } from '../envelope.ts'
import { readMessages, readTools } from '../read-messages.ts'
import type { ReadMessage } from '../read-messages.ts'
import { attempt, bodyField, hasCacheMark, isWireObject, jsonText, readableJson, textOr } from '../wire-value.ts'
import type { WireObject } from '../wire-value.ts'

/** A Responses request, or a bare array of its items, as a conversation: one message for each item. The contract is `Adapter.parse`. */
export function parseResponses(request: unknown, estimateMedia: MediaEstimator = () => 0): Conversation {
  const body = isWireObject(request) ? request : undefined
  const input = body === undefined ? request : bodyField(body, 'input')
  const isText = body !== undefined && typeof input === 'string'
  if (!isText && !Array.isArray(input)) {
    throw new ValidationError('openai-responses: expected an array of items or a request body whose `input` is a text or such an array')
  }
  const envelope: Envelope = { path: body === undefined ? [] : ['input'], messages: isText ? [] : input as readonly unknown[] }
  const reader: Reader = { pairing: createCallPairing(), mediaTokens: (block) => estimateMedia(block, 'openai-responses'), step: undefined }
  const held = findServerHeldHistory(body, envelope.messages)
  return {
    format: 'openai-responses',
    request,
    ...modelOf(body),
    system: readInstructions(bodyField(body, 'instructions')),
    tools: readTools(bodyField(body, 'tools'), ['tools'], ({ name, server_label: server, type }) => [name, server, type].find((text) => typeof text === 'string')),
    messages: isText
      ? [{ index: 0, path: ['input'], role: 'user', parts: [{ kind: 'text', path: ['input'], text: input }], hasCacheMark: false }]
      : readMessages(envelope, (item, path, index) => readItem(item, path, index, reader)),
    hasCacheMark: false,
    ...(held === undefined ? {} : { serverHeldHistory: held }),
  }
}

interface Reader {
  /** Names of the tools called so far. */
  readonly pairing: CallPairing<string>
  readonly mediaTokens: (block: unknown) => number
  /** Index of the first item of the step that is being read; undefined where the last item was not the assistant's. */
  step: number | undefined
}

function readInstructions(instructions: unknown): SystemPart[] {
  return typeof instructions === 'string' ? [{ kind: 'text', path: ['instructions'], text: instructions, hasCacheMark: false }] : []
}

/** By the fields of the body, or by an item that only names what the server holds. */
function findServerHeldHistory(body: WireObject | undefined, items: readonly unknown[]): string | undefined {
  for (const field of ['previous_response_id', 'conversation', 'context_management']) {
    const value = bodyField(body, field)
    if (Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '') return field
  }
  if (bodyField(body, 'truncation') === 'auto') return 'truncation'
  return items.some((item) => attempt(() => isWireObject(item) && isReference(item)) ?? false) ? 'item_reference' : undefined
}

function isReference({ type, id, role }: WireObject): boolean {
  return type === 'item_reference' || ((type === undefined || type === null) && role === undefined && typeof id === 'string')
}

function readItem(item: WireObject, path: Path, index: number, reader: Reader): ReadMessage | undefined {
  const read = readKind(item, path, index, reader)
  reader.step = read?.role === 'assistant' ? reader.step ?? index : undefined
  return read
}

function readKind(item: WireObject, path: Path, index: number, reader: Reader): ReadMessage | undefined {
  const { type } = item
  switch (type) {
    case 'function_call':
    case 'custom_tool_call': return typeof item.name === 'string' ? callMessage(item, path, index, item.name, type === 'function_call' ? item.arguments : item.input, reader) : undefined
    case 'function_call_output':
    case 'custom_tool_call_output': return outputMessage(item, path, reader)
    case 'reasoning': return said('assistant', opaqueItem(item, path, reader, thoughtsOf(item)))
    // Stands for all that came before it, and so stays like an instruction.
    case 'compaction': return said('developer', opaqueItem(item, path, reader))
    case 'message': return readMessage(item, path, reader)
    case undefined:
    case null: return typeof item.role === 'string' ? readMessage(item, path, reader) : isReference(item) ? said('unknown', opaqueItem(item, path, reader)) : undefined
    default: return typeof type === 'string' ? readHosted(item, type, path, index, reader) : undefined
  }
}

const roles: Readonly<Record<string, Role>> = { user: 'user', assistant: 'assistant', system: 'system', developer: 'developer' }

function readMessage(item: WireObject, path: Path, reader: Reader): ReadMessage | undefined {
  const role = typeof item.role === 'string' && Object.hasOwn(roles, item.role) ? roles[item.role] : undefined
  if (role === undefined) return undefined
  const { content } = item
  return { role, parts: readContent(content, [...path, 'content'], reader), hasCacheMark: isMarked(item) || hasMarkedPart(content) }
}

function readContent(content: unknown, path: Path, reader: Reader): (TextPart | OpaquePart)[] {
  if (typeof content === 'string') return [{ kind: 'text', path, text: content }]
  if (content === null || content === undefined) return []
  if (!Array.isArray(content)) return [{ kind: 'opaque', path, type: 'content', text: jsonText(content), tokens: 0 }]
  return Array.from(content as readonly unknown[], (part, i) => readPart(part, [...path, i], reader))
}

const textTypes = new Set<unknown>(['input_text', 'output_text', 'text', undefined])

function readPart(part: unknown, path: Path, reader: Reader): TextPart | OpaquePart {
  if (!isWireObject(part)) return { kind: 'opaque', path, type: 'content', text: jsonText(part), tokens: 0 }
  const { type, text, refusal } = part
  if (textTypes.has(type) && typeof text === 'string') return { kind: 'text', path: [...path, 'text'], text }
  const aside = [refusal, text].find((value) => typeof value === 'string')
  return { kind: 'opaque', path, type: textOr(type, 'content'), ...(aside === undefined ? { tokens: reader.mediaTokens(part) } : { text: aside, tokens: 0 }) }
}

/** A cache breakpoint of the caller's. */
function isMarked(value: unknown): boolean {
  return isWireObject(value) && (isWireObject(value.prompt_cache_breakpoint) || hasCacheMark(value))
}

function hasMarkedPart(content: unknown): boolean {
  return Array.isArray(content) && content.some(isMarked)
}

function said(role: Role, part: Part): ReadMessage {
  return { role, parts: [part], hasCacheMark: false }
}

function callMessage(item: WireObject, path: Path, index: number, name: string, input: unknown, { pairing, step }: Reader): ReadMessage {
  const id = textOr(item.call_id, '')
  pairing.open(id, step ?? index, name)
  return said('assistant', { kind: 'tool-call', path, id, name, argumentsText: typeof input === 'string' ? input : jsonText(input) })
}

function outputMessage(item: WireObject, path: Path, reader: Reader): ReadMessage {
  const slots: TextSlot[] = []
  const opaque: OpaquePart[] = []
  for (const part of readContent(item.output, [...path, 'output'], reader)) {
    if (part.kind === 'text') slots.push({ path: part.path, text: part.text })
    else opaque.push(part)
  }
  return resultMessage(item, textOr(item.call_id, ''), path, { slots, opaque }, reader)
}

function resultMessage(
  item: WireObject, callId: string, path: Path, texts: { readonly slots: readonly TextSlot[], readonly opaque: readonly OpaquePart[] }, { pairing }: Reader,
): ReadMessage {
  const toolName = pairing.answer(callId) ?? (typeof item.name === 'string' ? item.name : undefined)
  const isError = item.status === 'incomplete' || item.status === 'failed'
  const part: Part = { kind: 'tool-result', path, callId, ...(toolName === undefined ? {} : { toolName }), ...texts, isError }
  return { role: 'tool', parts: [part], hasCacheMark: isMarked(item) || hasMarkedPart(item.output) }
}

/**
 * Items of tools that the provider runs or defines. None of them has a text that is edited. Those that a client carries out (a shell, a
 * patch, a screen, an approval) are calls and results, so that they stay together; the others stand for themselves.
 */
function readHosted(item: WireObject, type: string, path: Path, index: number, reader: Reader): ReadMessage {
  const id = hostedId(item, type)
  if (id !== undefined && /_(call|request)$|^program$/.test(type)) return callMessage({ call_id: id }, path, index, type, readableJson(item), reader)
  if (id !== undefined && /_(output|response)$/.test(type)) {
    const output = isWireObject(item.output) ? { ...opaqueItem(item.output, [...path, 'output'], reader), path } : opaqueItem(item, path, reader)
    return resultMessage(item, id, path, { slots: [], opaque: [output] }, reader)
  }
  const isInstruction = item.role === 'developer' || type === 'compaction_trigger' || type === 'configuration_update'
  return said(isInstruction ? 'developer' : type === 'item_reference' ? 'unknown' : 'assistant', opaqueItem(item, path, reader))
}

/** What pairs a hosted call with its output; `undefined` for a tool that needs no answer. */
function hostedId(item: WireObject, type: string): string | undefined {
  const { id, call_id: callId, approval_request_id: request } = item
  const candidates = type === 'mcp_approval_request' ? [id] : type === 'mcp_approval_response' ? [request] : type === 'local_shell_call_output' ? [callId, id] : [callId]
  return candidates.find((candidate) => typeof candidate === 'string')
}

/** A whole item that is not read: by its text, or by what the provider's formula says of pictures and encrypted data. */
function opaqueItem(item: WireObject, path: Path, reader: Reader, text?: string): OpaquePart {
  const tokens = reader.mediaTokens(item)
  return { kind: 'opaque', path, type: textOr(item.type, 'item'), ...(tokens > 0 ? { tokens } : { text: text ?? readableJson(item), tokens }) }
}

function thoughtsOf({ summary, content }: WireObject): string {
  const thoughts = [summary, content].flatMap((list) => (Array.isArray(list) ? list as unknown[] : []))
  return thoughts.flatMap((thought) => (isWireObject(thought) && typeof thought.text === 'string' ? [thought.text] : [])).join('\n')
}
