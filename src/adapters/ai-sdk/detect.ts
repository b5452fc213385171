import { isAiSdkMessage } from '../envelope.ts'
import { isWireObject } from '../wire-value.ts'
import type { WireObject } from '../wire-value.ts'
import { findPrompt } from './find-prompt.ts'

const roles = new Set<unknown>(['system', 'user', 'assistant', 'tool'])

/** Whether a request is of the AI SDK: 2 when something stands in it that only this shape has. May throw where a getter does. */
export function detectAiSdk(request: unknown): 0 | 1 | 2 {
  const prompt = findPrompt(request)
  if (prompt === undefined) return 0
  const { body, path, messages } = prompt
  if (messages.some(isAiSdkMessage)) return 2
  if (!messages.every((message) => (isWireObject(message) ? couldBe(message) : body !== undefined))) return 0
  const isPrompt = path[0] === 'prompt'
  // A prompt of another kind of server is a list of texts or numbers.
  if (isPrompt && !messages.some(isWireObject)) return 0
  return isPrompt || isWireObject(body?.tools) || isWireObject(body?.model) || (body !== undefined && 'instructions' in body) ? 2 : 1
}

/** Texts and parts that nobody else claims. */
function couldBe({ role, content, parts, tool_calls: calls, tool_call_id: id }: WireObject): boolean {
  if (!roles.has(role) || parts !== undefined || calls !== undefined || id !== undefined) return false
  if (!Array.isArray(content)) return typeof content === 'string' && role !== 'tool'
  return content.every((part: unknown) => !isWireObject(part) || (typeof part.type === 'string' && !part.type.includes('_')))
}
