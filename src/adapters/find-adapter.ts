import type { WireFormat } from '../conversation/types.ts'
import { ValidationError } from '../errors.ts'
import { loadOnce } from '../load-once.ts'
import type { Shape } from './adapter.ts'
import { detectAiSdk } from './ai-sdk/detect.ts'
import { detectAnthropic } from './anthropic/detect.ts'
import { findEnvelope } from './envelope.ts'
import type { Envelope } from './envelope.ts'
import { detectGoogle } from './google/detect.ts'
import { detectLangChain } from './langchain/detect.ts'
import { detectResponses } from './openai-responses/detect.ts'
import { detectOpenAiChat } from './openai/detect.ts'
import { attempt, isWireObject } from './wire-value.ts'

const openAiChatShape: Shape = {
  format: 'openai-chat',
  detect: (request) => attempt(() => detectOpenAiChat(request)) ?? 0,
  load: loadOnce(async () => (await import('./openai/adapter.ts')).openAiChatAdapter),
}

const anthropicShape: Shape = {
  format: 'anthropic',
  detect: (request) => attempt(() => detectAnthropic(request)) ?? 0,
  load: loadOnce(async () => (await import('./anthropic/adapter.ts')).anthropicAdapter),
}

const responsesShape: Shape = {
  format: 'openai-responses',
  detect: detectResponses,
  load: loadOnce(async () => (await import('./openai-responses/adapter.ts')).openAiResponsesAdapter),
}

const googleShape: Shape = {
  format: 'google',
  detect: detectGoogle,
  load: loadOnce(async () => (await import('./google/adapter.ts')).googleAdapter),
}

const aiSdkShape: Shape = {
  format: 'ai-sdk',
  detect: (request) => attempt(() => detectAiSdk(request)) ?? 0,
  load: loadOnce(async () => (await import('./ai-sdk/adapter.ts')).aiSdkAdapter),
}

const langChainShape: Shape = {
  format: 'langchain',
  detect: (request) => attempt(() => detectLangChain(request)) ?? 0,
  load: loadOnce(async () => (await import('./langchain/adapter.ts')).langChainAdapter),
}

/** In the order in which they are believed where nothing decides. */
export const shapes: readonly Shape[] = [openAiChatShape, anthropicShape, responsesShape, googleShape, aiSdkShape, langChainShape]

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

const expectation = 'expected a request body or an array of messages as one of these takes it: OpenAI Chat Completions, OpenAI Responses, Anthropic Messages, Google GenAI, AI SDK, LangChain'

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
    if (!isWireObject(request)) return request === null || request === undefined ? String(request) : `a ${typeof request}`
    if ('messages' in request) return 'a body whose `messages` are no array'
    const key = ['input', 'contents'].find((name) => name in request)
    return key === undefined ? 'an object without `messages`, `input` or `contents`' : `a body whose \`${key}\` is of another shape`
  }) ?? 'an object that cannot be read'
}

function describeMessages({ messages }: Envelope): string {
  const at = messages.findIndex((message) => !isWireObject(message) || typeof message.role !== 'string')
  if (at === -1) return 'messages in roles or with content of another shape'
  return `an array of ${messages.length} whose value at ${at} is no message with a \`role\``
}
