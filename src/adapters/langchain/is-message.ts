import { isWireObject } from '../wire-value.ts'
import type { WireObject } from '../wire-value.ts'

/** Whether a value is an instance of LangChain's message classes, of whichever copy or version of its package. */
export function isLangChainMessage(value: unknown): value is WireObject {
  return isWireObject(value) && (typeof value.getType === 'function' || typeof value._getType === 'function') && 'content' in value
}

/** What a message says it is: `human`, `ai`, `tool`, ... */
export function typeOf(message: WireObject): unknown {
  if (typeof message.type === 'string') return message.type
  const getType = message.getType ?? message._getType
  return typeof getType === 'function' ? getType.call(message) as unknown : undefined
}
