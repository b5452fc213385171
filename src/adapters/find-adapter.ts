import type { WireFormat } from '../conversation/types.ts'
import { ValidationError } from '../errors.ts'
import type { Adapter, Shape } from './adapter.ts'
import { detectAnthropic } from './anthropic/detect.ts'
import { parseAnthropic } from './anthropic/parse.ts'
import { placeAnthropicNote } from './anthropic/place-note.ts'
import { findEnvelope } from './envelope.ts'
import type { Envelope } from './envelope.ts'
import { detectOpenAiChat } from './openai/detect.ts'
import { parseOpenAiChat } from './openai/parse.ts'
import { placeOpenAiNote } from './openai/place-note.ts'
import { attempt, isWireObject } from './wire-value.ts'

export const openAiChatAdapter: Adapter = {
  format: 'openai-chat',
  detect: (request) => attempt(() => detectOpenAiChat(request)) ?? 0,
  parse: parseOpenAiChat,
  placeNote: placeOpenAiNote,
}

export const anthropicAdapter: Adapter = {
  format: 'anthropic',
  detect: (request) => attempt(() => detectAnthropic(request)) ?? 0,
  parse: parseAnthropic,
  placeNote: placeAnthropicNote,
}

const loaded = (adapter: Adapter): Shape => ({ format: adapter.format, detect: adapter.detect, load: async () => adapter })

/** In the order in which they are believed where nothing decides. */
export const shapes: readonly Shape[] = [loaded(openAiChatAdapter), loaded(anthropicAdapter)]

export type FoundShape =
  | { readonly shape: Shape }
  /** `reason` says what was expected and what came, in a sentence for a warning. */
  | { readonly shape: undefined, readonly reason: string }

/**
 * The shape of a request body or a bare array of messages, by its structure.
 *
 * Where the messages would be valid in several shapes (nothing but texts), they are read as `openai-chat`, or as `anthropic` when the
 * body names one of Anthropic's models and its obligatory `max_tokens`. None for what has no shape we know, or marks of two.
 *
 * @param format the shape as the caller names it: no guess then
 * @throws ValidationError when the request does not fit the named format
 */
export function findShape(request: unknown, format?: WireFormat): FoundShape {
  if (format !== undefined) return { shape: namedShape(request, format) }
  const found = shapes.map((shape) => ({ shape, certainty: shape.detect(request) }))
  const certain = found.filter(({ certainty }) => certainty === 2)
  if (certain.length > 1) {
    const names = certain.map(({ shape }) => shape.format).join(' and ')
    return { shape: undefined, reason: `the request has marks of ${names}; name its shape with \`format\`` }
  }
  if (certain[0] !== undefined) return { shape: certain[0].shape }
  const possible = found.filter(({ certainty }) => certainty === 1).map(({ shape }) => shape)
  const first = possible[0]
  if (first === undefined) return { shape: undefined, reason: `${expectation}, got ${describe(request)}` }
  return { shape: namesClaude(request) ? possible.find(({ format: name }) => name === 'anthropic') ?? first : first }
}

const expectation = 'expected a request body with `messages`, or an array of messages, as OpenAI Chat Completions or Anthropic Messages take them'

function namedShape(request: unknown, format: WireFormat): Shape {
  const shape = shapes.find((candidate) => candidate.format === format)
  if (shape === undefined) {
    throw new ValidationError(`format must be one of ${shapes.map((known) => known.format).join(', ')}, got ${String(format)}`, { details: { format: String(format) } })
  }
  if (shape.detect(request) === 0) {
    throw new ValidationError(`the request is not of the format ${format}: ${expectation}, got ${describe(request)}`, { details: { format } })
  }
  return shape
}

function namesClaude(request: unknown): boolean {
  return attempt(() => isWireObject(request) && typeof request.model === 'string' && request.model.includes('claude') && typeof request.max_tokens === 'number') ?? false
}

function describe(request: unknown): string {
  return attempt(() => {
    const envelope = findEnvelope(request)
    if (envelope !== undefined) return describeMessages(envelope)
    if (!isWireObject(request)) return request === null ? 'null' : `a ${typeof request}`
    return 'messages' in request ? 'a body whose `messages` are no array' : 'an object without `messages`'
  }) ?? 'an object that cannot be read'
}

function describeMessages({ messages }: Envelope): string {
  const at = messages.findIndex((message) => !isWireObject(message) || typeof message.role !== 'string')
  if (at === -1) return 'messages in roles or with content of another shape'
  return `an array of ${messages.length} whose value at ${at} is no message with a \`role\``
}
