import { ValidationError } from '../errors.ts'
import type { Path } from '../conversation/types.ts'
import { bodyField, isWireObject } from './wire-value.ts'
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
  // `parts` beside or instead of `content`: messages of a user interface, which are another shape.
  if (Array.isArray(message.parts)) return false
  const { content } = message
  if (Array.isArray(content)) return !content.some((part: unknown) => isWireObject(part) && (part.type === 'tool-call' || part.type === 'tool-result'))
  return 'content' in message || 'tool_calls' in message || 'function_call' in message || 'refusal' in message || 'audio' in message
}
