import { isWireObject, jsonText, readableJson } from '../wire-value.ts'
import type { WireObject } from '../wire-value.ts'

/**
 * Text of a block we do not read that costs tokens, so that it is counted: thinking, documents that are text, what server tools
 * were given and what they returned. `undefined` for a block whose cost is not one of text (images) or is not known (encrypted data).
 */
export function opaqueText(block: WireObject): string | undefined {
  const { type, source, content } = block
  if (typeof block.thinking === 'string') return block.thinking
  if (typeof block.text === 'string') return block.text
  if (typeof type !== 'string') return undefined
  if (type === 'document') return isWireObject(source) ? documentText(source) : undefined
  if (type === 'search_result') return textsOf(content)
  if (type.endsWith('tool_use')) return jsonText(block.input)
  if (type.endsWith('tool_result')) return typeof content === 'string' ? content : readableJson(content)
  return undefined
}

function documentText({ type, data, content }: WireObject): string | undefined {
  if (type === 'text' && typeof data === 'string') return data
  return type === 'content' ? textsOf(content) : undefined
}

function textsOf(content: unknown): string | undefined {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return undefined
  return content.flatMap((block: unknown) => (isWireObject(block) && typeof block.text === 'string' ? [block.text] : [])).join('\n')
}
