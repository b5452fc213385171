import { areMessages, findEnvelope, isConverse } from '../envelope.ts'
import { isWireObject } from '../wire-value.ts'
import type { WireObject } from '../wire-value.ts'

const roles = new Set(['system', 'developer', 'user', 'assistant', 'tool', 'function'])

/** Fields of a body that no other provider with `messages` has. */
const bodyFields = [
  'functions', 'function_call', 'max_completion_tokens', 'response_format', 'frequency_penalty', 'presence_penalty', 'logit_bias', 'logprobs',
  'n', 'parallel_tool_calls', 'stream_options', 'reasoning_effort', 'modalities', 'prediction',
]

/** Whether a request is of Chat Completions: 2 when something stands in it that only this shape has. May throw where a getter does. */
export function detectOpenAiChat(request: unknown): 0 | 1 | 2 {
  const envelope = findEnvelope(request)
  if (envelope === undefined || isConverse(envelope)) return 0
  if (isOpenAiBody(envelope.body) || envelope.messages.some(isOpenAiMessage)) return 2
  return areMessages(envelope, roles) ? 1 : 0
}

function isOpenAiBody(body: WireObject | undefined): boolean {
  if (body === undefined) return false
  return bodyFields.some((field) => body[field] !== undefined && body[field] !== null)
    || (Array.isArray(body.tools) && body.tools.some((tool: unknown) => isWireObject(tool) && (isWireObject(tool.function) || isWireObject(tool.custom))))
}

function isOpenAiMessage(message: unknown): boolean {
  // Responses has refusals and developers too; its messages say what they are.
  if (!isWireObject(message) || message.type === 'message') return false
  const { role, content, tool_calls: calls, function_call: deprecated } = message
  if (role === 'tool') return typeof message.tool_call_id === 'string' && 'content' in message
  if (role === 'function') return typeof message.name === 'string' && 'content' in message
  if (role === 'assistant' && isWireObject(deprecated) && typeof deprecated.name === 'string') return true
  if (role === 'assistant' && Array.isArray(calls) && calls.some((call: unknown) => isWireObject(call) && (isWireObject(call.function) || isWireObject(call.custom)))) return true
  return (role === 'user' || role === 'assistant') && Array.isArray(content) && content.some(isOpenAiPart)
}

function isOpenAiPart(part: unknown): boolean {
  if (!isWireObject(part)) return false
  switch (part.type) {
    case 'image_url': return part.image_url !== undefined
    case 'input_audio': return isWireObject(part.input_audio)
    case 'file': return isWireObject(part.file)
    case 'refusal': return typeof part.refusal === 'string'
    default: return false
  }
}
