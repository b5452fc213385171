import { attempt, isWireObject } from '../wire-value.ts'
import type { WireObject } from '../wire-value.ts'

/** Fields of a body that no other request with an `input` has. */
const bodyFields = [
  'instructions', 'previous_response_id', 'conversation', 'max_output_tokens', 'reasoning', 'text', 'store', 'include', 'truncation', 'tools', 'tool_choice',
  'background', 'prompt',
]

/** Fields of other OpenAI bodies whose `input` is a text: embeddings, speech, moderation of images. */
const foreignFields = ['encoding_format', 'dimensions', 'voice', 'messages', 'contents']

const roles = new Set(['user', 'assistant', 'system', 'developer'])

/** What tools on the provider's side did, and what a client does for them. */
const hostedItem = /^(web_search|file_search|computer|code_interpreter|image_generation|local_shell|shell|apply_patch|tool_search|mcp)_(call|output|call_output|list_tools|approval_request|approval_response)$/

/** Whether a request is of Responses: 2 when something stands in it that only this shape has. Never throws. */
export function detectResponses(request: unknown): 0 | 1 | 2 {
  return attempt(() => Array.isArray(request) ? detectItems(request) : isWireObject(request) ? detectBody(request) : 0) ?? 0
}

function detectBody(body: WireObject): 0 | 1 | 2 {
  const { input } = body
  if ((typeof input !== 'string' && !Array.isArray(input)) || foreignFields.some((field) => body[field] !== undefined)) return 0
  const isMarked = bodyFields.some((field) => body[field] !== undefined && body[field] !== null)
  // An embedding's input may be a text too.
  if (typeof input === 'string') return isMarked ? 2 : 1
  if (input.some(isResponsesItem)) return 2
  if (isMarked) return input.every((item) => typeof item !== 'string' && typeof item !== 'number') ? 2 : 0
  // Nothing but an `input` has messages under that name.
  return input.length === 0 ? 1 : input.some(isMessage) ? 2 : 0
}

function detectItems(items: readonly unknown[]): 0 | 1 | 2 {
  if (items.some(isResponsesItem)) return 2
  return items.every(isMessage) ? 1 : 0
}

/** An item, or a message with parts, that no other shape has. */
function isResponsesItem(item: unknown): boolean {
  if (!isWireObject(item)) return false
  switch (item.type) {
    case 'function_call': return typeof item.call_id === 'string' && typeof item.name === 'string'
    case 'custom_tool_call': return typeof item.call_id === 'string'
    case 'function_call_output':
    case 'custom_tool_call_output': return 'output' in item
    case 'reasoning': return Array.isArray(item.summary)
    case 'compaction': return typeof item.encrypted_content === 'string'
    case 'item_reference': return typeof item.id === 'string'
    case 'message':
    case undefined: return typeof item.role === 'string' && Array.isArray(item.content) && item.content.some(isResponsesPart)
    default: return typeof item.type === 'string' && hostedItem.test(item.type)
  }
}

function isResponsesPart(part: unknown): boolean {
  return isWireObject(part) && typeof part.type === 'string' && /^(input_text|output_text|input_image|input_file)$/.test(part.type)
}

/** A message that may as well be one of Chat Completions. */
function isMessage(message: unknown): boolean {
  return isWireObject(message) && typeof message.role === 'string' && roles.has(message.role) && typeof message.content === 'string'
    && message.tool_calls === undefined && !Array.isArray(message.parts)
}
