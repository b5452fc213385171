import { findEnvelope } from '../envelope.ts'
import type { Envelope } from '../envelope.ts'
import { isWireObject } from '../wire-value.ts'

/**
 * The messages of an array of them, of a body as `generateText` takes it or a chat app posts it (`messages`, or a `prompt` that is an
 * array), or of the call options that a middleware sees (`prompt`); `undefined` for anything else.
 */
export function findPrompt(request: unknown): Envelope | undefined {
  const envelope = findEnvelope(request)
  if (envelope !== undefined || !isWireObject(request)) return envelope
  const { prompt } = request
  return Array.isArray(prompt) ? { body: request, path: ['prompt'], messages: prompt } : undefined
}
