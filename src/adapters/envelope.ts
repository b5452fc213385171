import { ValidationError } from '../errors.ts'
import type { Path } from '../conversation/types.ts'
import { attempt, bodyField, isWireObject } from './wire-value.ts'
import type { WireObject } from './wire-value.ts'

/** Where the messages of a request are. */
export interface Envelope {
  /** Absent for a bare array of messages. */
  readonly body?: WireObject
  /** Path of the array of messages. */
  readonly path: Path
  readonly messages: readonly unknown[]
}

/** The messages of a whole body or of a bare array; `undefined` for anything else. */
export function findEnvelope(request: unknown): Envelope | undefined {
  if (Array.isArray(request)) return { path: [], messages: request }
  if (!isWireObject(request)) return undefined
  const { messages } = request
  return Array.isArray(messages) ? { body: request, path: ['messages'], messages } : undefined
}

/** The same for a parser, which is only called where a shape was found. */
export function openEnvelope(request: unknown, shape: string): Envelope {
  const envelope = findEnvelope(request)
  if (envelope === undefined) throw new ValidationError(`${shape}: expected an array of messages or a request body whose messages are an array`)
  return envelope
}

/** The model that a body names. */
export function modelOf(body: WireObject | undefined): { model?: string } {
  const model = bodyField(body, 'model')
  return typeof model === 'string' ? { model } : {}
}

/**
 * Whether all that stands in the array are messages of a chat in these roles. Entries that are no objects may stand in a body, which
 * already said that these are messages, but not in a bare array, which may be any JSON.
 */
export function areMessages({ body, messages }: Envelope, roles: ReadonlySet<string>): boolean {
  return messages.every((message) => isWireObject(message) ? isMessage(message, roles) : body !== undefined)
}

function isMessage(message: WireObject, roles: ReadonlySet<string>): boolean {
  if (typeof message.role !== 'string' || !roles.has(message.role)) return false
  if (Array.isArray(message.parts) || isAiSdkMessage(message)) return false
  return 'content' in message || 'tool_calls' in message || 'function_call' in message || 'refusal' in message || 'audio' in message
}

const converseParts = ['text', 'image', 'document', 'video', 'audio', 'toolUse', 'toolResult', 'reasoningContent', 'guardContent', 'cachePoint', 'searchResult', 'citationsContent']

/**
 * Whether messages are those of Bedrock's Converse, whose parts have no type but a field that says what they are. We do not read them,
 * and must not take them for texts among which nothing is paired.
 */
export function isConverse({ messages }: Envelope): boolean {
  return messages.some((message) => attempt(() => isWireObject(message) && Array.isArray(message.content) && message.content.some((part: unknown) => (
    isWireObject(part) && part.type === undefined && converseParts.some((key) => part[key] !== undefined)))) === true)
}

/**
 * Whether something stands in a message that only the AI SDK writes: the parts of its user interface, its names of calls, results and
 * files. Asked by its own adapter, and by those of the shapes whose roles and envelope it shares.
 */
export function isAiSdkMessage(message: unknown): boolean {
  if (!isWireObject(message) || typeof message.role !== 'string') return false
  const { id, parts, content } = message
  // Google's parts have no type.
  if (Array.isArray(parts)) return parts.length === 0 ? typeof id === 'string' : parts.some((part: unknown) => isWireObject(part) && typeof part.type === 'string')
  return isWireObject(message.providerOptions) || (Array.isArray(content) && content.some(isAiSdkPart))
}

function isAiSdkPart(part: unknown): boolean {
  if (!isWireObject(part)) return false
  switch (part.type) {
    case 'tool-call':
    case 'tool-result': return typeof part.toolCallId === 'string'
    case 'tool-approval-request':
    case 'tool-approval-response': return typeof part.approvalId === 'string'
    case 'file':
    case 'reasoning-file': return typeof part.mediaType === 'string'
    case 'image': return part.image !== undefined
    default: return isWireObject(part.providerOptions)
  }
}
