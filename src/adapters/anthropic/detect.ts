import { areMessages, findEnvelope, isAiSdkMessage, isConverse } from '../envelope.ts'
import { isWireObject } from '../wire-value.ts'
import type { WireObject } from '../wire-value.ts'

/** A system message among the others is rare here, but no reason to refuse a request that its caller calls Anthropic's. */
const roles = new Set(['user', 'assistant', 'system'])

/** Whether a request is of Anthropic Messages: 2 when something stands in it that only this shape has. May throw where a getter does. */
export function detectAnthropic(request: unknown): 0 | 1 | 2 {
  const envelope = findEnvelope(request)
  if (envelope === undefined || isConverse(envelope)) return 0
  // The AI SDK has a `system` beside its messages too.
  if ((isAnthropicBody(envelope.body) && !envelope.messages.some(isAiSdkMessage)) || envelope.messages.some(isAnthropicMessage)) return 2
  return areMessages(envelope, roles) ? 1 : 0
}

function isAnthropicBody(body: WireObject | undefined): boolean {
  if (body === undefined) return false
  return typeof body.anthropic_version === 'string'
    || typeof body.system === 'string' || Array.isArray(body.system)
    || (Array.isArray(body.tools) && body.tools.some((tool: unknown) => isWireObject(tool) && typeof tool.name === 'string' && isWireObject(tool.input_schema)))
}

function isAnthropicMessage(message: unknown): boolean {
  return isWireObject(message) && (message.role === 'user' || message.role === 'assistant')
    && Array.isArray(message.content) && message.content.some(isAnthropicBlock)
}

function isAnthropicBlock(block: unknown): boolean {
  if (!isWireObject(block)) return false
  switch (block.type) {
    case 'tool_use':
    case 'server_tool_use':
    case 'mcp_tool_use': return typeof block.id === 'string' && 'input' in block
    case 'thinking': return typeof block.thinking === 'string'
    case 'redacted_thinking': return typeof block.data === 'string'
    case 'image':
    case 'document': return isWireObject(block.source)
    default: return typeof block.type === 'string' && block.type.endsWith('tool_result') && typeof block.tool_use_id === 'string'
  }
}
