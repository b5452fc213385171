import type { Message, Request } from '../../arbitraries/conversation.ts'
import { messagesOf, withMessages } from '../../arbitraries/conversation.ts'

/** The transcript each time the model was asked: everything before an assistant message, and all of it. */
export function stagesOf(request: Request): Request[] {
  const messages = messagesOf(request)
  const ends = messages.flatMap(({ role }, at) => (role === 'assistant' && at > 0 ? [at] : []))
  return [...ends, messages.length].map((end) => withMessages(request, messages.slice(0, end)))
}

/**
 * Tokens that a provider's prefix cache has to write again: of each request what it held before but not in the same place, that is
 * all behind the first message that differs from the one sent before, without the messages that are new.
 */
export function tokensWrittenAgain(sent: readonly (readonly Message[])[], tokensOf: (message: Message) => number): number {
  let written = 0
  let before: readonly Message[] = []
  for (const messages of sent) {
    const known = new Set(before.map((message) => JSON.stringify(message)))
    const shared = messages.findIndex((message, at) => JSON.stringify(message) !== JSON.stringify(before[at]))
    for (const message of shared === -1 ? [] : messages.slice(shared)) if (known.has(JSON.stringify(message))) written += tokensOf(message)
    before = messages
  }
  return written
}
