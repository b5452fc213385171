import { createCallPairing } from '../../conversation/call-pairing.ts'
import type { CallPairing } from '../../conversation/call-pairing.ts'
import type { Conversation, OpaquePart, Part, Path, Role, SystemPart, TextSlot, ToolResultPart } from '../../conversation/types.ts'
import type { MediaEstimator } from '../adapter.ts'
import { modelOf, openEnvelope } from '../envelope.ts'
import { readMessages, readTools } from '../read-messages.ts'
import type { ReadMessage } from '../read-messages.ts'
import { attempt, bodyField, hasCacheMark, isWireObject, jsonText, textOr } from '../wire-value.ts'
import type { WireObject } from '../wire-value.ts'
import { opaqueText } from './opaque-text.ts'
import type { AnthropicTextBlock, AnthropicToolUse } from './wire.ts'

/** A system message among the others is not of this shape's beginnings; where one stands it is what it says. */
const roles: Readonly<Record<string, Role>> = { user: 'user', assistant: 'assistant', system: 'system' }

/** A Messages request, or a bare array of its messages, as a conversation. The contract is `Adapter.parse`. */
export function parseAnthropic(request: unknown, estimateMedia: MediaEstimator = () => 0): Conversation {
  const envelope = openEnvelope(request, 'anthropic')
  const { body } = envelope
  const reader: Reader = { pairing: createCallPairing(), mediaTokens: (block) => estimateMedia(block, 'anthropic') }
  return {
    format: 'anthropic',
    request,
    ...modelOf(body),
    system: attempt(() => readSystem(bodyField(body, 'system'))) ?? [],
    tools: readTools(bodyField(body, 'tools'), ['tools'], (tool) => tool.name),
    messages: readMessages(envelope, (message, path, index) => readMessage(message, path, index, reader)),
    hasCacheMark: isWireObject(bodyField(body, 'cache_control')),
    ...(isWireObject(bodyField(body, 'context_management')) ? { serverHeldHistory: 'context_management' } : {}),
  }
}

interface Reader {
  /** Names of the tools called so far. */
  readonly pairing: CallPairing<string>
  readonly mediaTokens: (block: unknown) => number
}

/** The system prompt's texts; what is no text block there is refused by the provider, and nothing to us. */
function readSystem(system: unknown): SystemPart[] {
  if (typeof system === 'string') return [{ kind: 'text', path: ['system'], text: system, hasCacheMark: false }]
  if (!Array.isArray(system)) return []
  return Array.from(system as readonly unknown[], (block, index): SystemPart[] => (
    isTextBlock(block) ? [{ kind: 'text', path: ['system', index, 'text'], text: block.text, hasCacheMark: hasCacheMark(block) }] : []
  )).flat()
}

function readMessage(message: WireObject, path: Path, index: number, reader: Reader): ReadMessage | undefined {
  const role = typeof message.role === 'string' && Object.hasOwn(roles, message.role) ? roles[message.role] : undefined
  if (role === undefined) return undefined
  const { content } = message
  const at = [...path, 'content']
  if (typeof content === 'string') return { role, parts: [{ kind: 'text', path: at, text: content }], hasCacheMark: hasCacheMark(message) }
  if (content === null || content === undefined) return { role, parts: [], hasCacheMark: hasCacheMark(message) }
  if (!Array.isArray(content)) return { role, parts: [opaque(content, at, reader)], hasCacheMark: hasCacheMark(message) }
  const parts = Array.from(content as readonly unknown[], (block, i) => readBlock(block, [...at, i], index, reader))
  return { role, parts, hasCacheMark: hasCacheMark(message) || content.some(isMarked) }
}

/** A mark may also stand on a block inside a result. */
function isMarked(block: unknown): boolean {
  return hasCacheMark(block) || (isWireObject(block) && Array.isArray(block.content) && block.content.some(hasCacheMark))
}

function readBlock(block: unknown, path: Path, messageIndex: number, reader: Reader): Part {
  if (isTextBlock(block)) return { kind: 'text', path: [...path, 'text'], text: block.text }
  if (isToolUse(block)) {
    reader.pairing.open(block.id, messageIndex, block.name)
    return { kind: 'tool-call', path, id: block.id, name: block.name, argumentsText: jsonText(block.input) }
  }
  if (isWireObject(block) && block.type === 'tool_result') return resultPart(block, path, reader)
  return opaque(block, path, reader)
}

function resultPart(block: WireObject, path: Path, reader: Reader): ToolResultPart {
  const { content } = block
  const callId = textOr(block.tool_use_id, '')
  const toolName = reader.pairing.answer(callId)
  const at = [...path, 'content']
  const slots: TextSlot[] = []
  const others: OpaquePart[] = []
  if (typeof content === 'string') slots.push({ path: at, text: content })
  else if (Array.isArray(content)) {
    Array.from(content as readonly unknown[]).forEach((inner, i) => {
      if (isTextBlock(inner)) slots.push({ path: [...at, i, 'text'], text: inner.text })
      else others.push(opaque(inner, [...at, i], reader))
    })
  } else if (content !== null && content !== undefined) others.push(opaque(content, at, reader))
  return { kind: 'tool-result', path, callId, ...(toolName === undefined ? {} : { toolName }), slots, opaque: others, isError: block.is_error === true }
}

function opaque(value: unknown, path: Path, reader: Reader): OpaquePart {
  if (!isWireObject(value)) return { kind: 'opaque', path, type: 'content', text: jsonText(value), tokens: 0 }
  const text = opaqueText(value)
  const type = textOr(value.type, 'content')
  return text === undefined ? { kind: 'opaque', path, type, tokens: reader.mediaTokens(value) } : { kind: 'opaque', path, type, text, tokens: 0 }
}

function isTextBlock(value: unknown): value is AnthropicTextBlock {
  return isWireObject(value) && value.type === 'text' && typeof value.text === 'string'
}

function isToolUse(value: unknown): value is AnthropicToolUse {
  return isWireObject(value) && value.type === 'tool_use' && typeof value.id === 'string' && typeof value.name === 'string'
}
