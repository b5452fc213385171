import { findEnvelope } from '../envelope.ts'
import { isLangChainMessage } from './is-message.ts'

/** Whether a request holds messages of LangChain: 2 when one is an instance of its classes, since nobody else has such. May throw where a getter does. */
export function detectLangChain(request: unknown): 0 | 2 {
  return findEnvelope(request)?.messages.some(isLangChainMessage) === true ? 2 : 0
}
