import { createCallPairing } from '../../conversation/call-pairing.ts'
import type { CallPairing } from '../../conversation/call-pairing.ts'
import type { Conversation, OpaquePart, Part, Path, Role, SystemPart, ToolDefinition } from '../../conversation/types.ts'
import { ValidationError } from '../../errors.ts'
import type { MediaEstimator } from '../adapter.ts'
import { readMessages } from '../read-messages.ts'
import type { ReadMessage } from '../read-messages.ts'
import { toolText } from '../tool-text.ts'
import { attempt, bodyField, isWireObject, jsonText, textOr } from '../wire-value.ts'
import type { WireObject } from '../wire-value.ts'
import { hasProviderCacheMark } from './cache-mark.ts'
import { findPrompt } from './find-prompt.ts'
import { opaqueFile, readOutput } from './read-output.ts'
import { readUiParts } from './read-ui-parts.ts'

const roles: Readonly<Record<string, Role>> = { system: 'system', user: 'user', assistant: 'assistant', tool: 'tool' }

/**
 * A request of the AI SDK as a conversation: model messages, messages of its user interface, or the prompt that a middleware sees,
 * bare or in a body. The contract is `Adapter.parse`.
 */
export function parseAiSdk(request: unknown, estimateMedia: MediaEstimator = () => 0): Conversation {
  const prompt = findPrompt(request)
  if (prompt === undefined) throw new ValidationError('ai-sdk: expected an array of messages or a body whose messages or prompt are an array')
  const { body } = prompt
  const reader: Reader = { pairing: createCallPairing(), hosted: new Set(), estimateMedia }
  return {
    format: 'ai-sdk',
    request,
    ...attempt(() => modelOf(bodyField(body, 'model'))),
    system: attempt(() => readSystem(body)) ?? [],
    tools: attempt(() => readTools(bodyField(body, 'tools'))) ?? [],
    messages: readMessages(prompt, (message, path, index) => readMessage(message, path, index, reader)),
    hasCacheMark: false,
  }
}

export interface Reader {
  /** Names of the tools called so far. */
  readonly pairing: CallPairing<string>
  /** Ids of calls that the provider made and answered itself: what they returned goes back to it verbatim. */
  readonly hosted: Set<string>
  readonly estimateMedia: MediaEstimator
}

/** A name, or a model object that has one. */
function modelOf(model: unknown): { model?: string } {
  const name = isWireObject(model) ? model.modelId : model
  return typeof name === 'string' ? { model: name } : {}
}

/** `instructions`, or `system` as they were called before: a text, a system message, or several of them. */
function readSystem(body: WireObject | undefined): SystemPart[] {
  const key = bodyField(body, 'instructions') === undefined ? 'system' : 'instructions'
  const system = bodyField(body, key)
  if (typeof system === 'string') return [{ kind: 'text', path: [key], text: system, hasCacheMark: false }]
  const places: readonly (readonly [unknown, Path])[] = Array.isArray(system) ? Array.from(system as readonly unknown[], (message, index) => [message, [key, index]]) : [[system, [key]]]
  return places.flatMap(([message, path]) => (isWireObject(message) && typeof message.content === 'string'
    ? [{ kind: 'text' as const, path: [...path, 'content'], text: message.content, hasCacheMark: hasProviderCacheMark(message) }] : []))
}

/** By name, as `generateText` takes them, or in a list, as a provider does. */
function readTools(tools: unknown): ToolDefinition[] {
  if (Array.isArray(tools)) {
    return Array.from(tools as readonly unknown[], (tool, index) => (
      { path: ['tools', index], name: isWireObject(tool) ? textOr(tool.name, '') : '', text: jsonText(tool), hasCacheMark: hasProviderCacheMark(tool) }))
  }
  if (!isWireObject(tools)) return []
  return Object.entries(tools).map(([name, tool]) => {
    const { description, inputSchema } = isWireObject(tool) ? tool : {}
    return { path: ['tools', name], name, text: toolText(name, description, inputSchema), hasCacheMark: hasProviderCacheMark(tool) }
  })
}

function readMessage(message: WireObject, path: Path, index: number, reader: Reader): ReadMessage | undefined {
  const role = typeof message.role === 'string' && Object.hasOwn(roles, message.role) ? roles[message.role] : undefined
  if (role === undefined) return undefined
  const { parts, content } = message
  const marked = hasProviderCacheMark(message) || [parts, content].some((list) => Array.isArray(list) && list.some(isMarked))
  if (Array.isArray(parts)) return { role, parts: readUiParts(parts, [...path, 'parts'], index, reader), hasCacheMark: marked }
  const at = [...path, 'content']
  if (typeof content === 'string') return { role, parts: [{ kind: 'text', path: at, text: content }], hasCacheMark: marked }
  if (content === null || content === undefined) return { role, parts: [], hasCacheMark: marked }
  if (!Array.isArray(content)) return { role, parts: [opaqueValue(content, at)], hasCacheMark: marked }
  return { role, parts: Array.from(content as readonly unknown[], (part, i) => readPart(part, role, [...at, i], index, reader)), hasCacheMark: marked }
}

/** A mark may also stand on the output of a result. */
function isMarked(part: unknown): boolean {
  return hasProviderCacheMark(part) || (isWireObject(part) && hasProviderCacheMark(part.output))
}

function readPart(part: unknown, role: Role, path: Path, messageIndex: number, reader: Reader): Part {
  if (!isWireObject(part)) return opaqueValue(part, path)
  const { type, text, toolCallId: id, toolName: name } = part
  if (typeof text === 'string') return type === 'text' ? { kind: 'text', path: [...path, 'text'], text } : opaque(part, path, text)
  if (type === 'tool-call' && typeof id === 'string' && typeof name === 'string') {
    if (part.providerExecuted === true) {
      reader.hosted.add(id)
      return opaque(part, path, jsonText(part.input))
    }
    reader.pairing.open(id, messageIndex, name)
    return { kind: 'tool-call', path, id, name, argumentsText: jsonText(part.input) }
  }
  if (type === 'tool-result') {
    // In an assistant message stands what the provider's own tools returned.
    if (role === 'assistant' || reader.hosted.has(textOr(id, ''))) return opaque(part, path, jsonText(part.output))
    const called = reader.pairing.answer(textOr(id, '')) ?? name
    return {
      kind: 'tool-result', path, callId: textOr(id, ''), ...(typeof called === 'string' ? { toolName: called } : {}),
      ...readOutput(part.output, [...path, 'output'], reader.estimateMedia),
    }
  }
  if (type === 'tool-approval-request' || type === 'tool-approval-response') return opaque(part, path, typeof part.reason === 'string' ? part.reason : undefined)
  return opaqueFile(part, path, reader.estimateMedia)
}

function opaque(part: WireObject, path: Path, text?: string): OpaquePart {
  return { kind: 'opaque', path, type: textOr(part.type, 'content'), ...(text === undefined ? {} : { text }), tokens: 0 }
}

function opaqueValue(value: unknown, path: Path): OpaquePart {
  return { kind: 'opaque', path, type: 'content', text: jsonText(value), tokens: 0 }
}
