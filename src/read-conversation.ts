import type { Adapter } from './adapters/adapter.ts'
import type { Conversation } from './conversation/types.ts'

/** Reads a request of a shape, with what images, documents and sound cost; the formulas for them load with the first that comes. */
export async function readConversation({ parse }: Pick<Adapter, 'parse'>, request: unknown): Promise<Conversation> {
  const conversation = parse(request)
  if (!mayHoldMedia(conversation)) return conversation
  const { estimateMedia } = await import('./tokens/media.ts')
  return parse(request, estimateMedia)
}

/** What has no text and costs nothing yet. */
function mayHoldMedia({ messages }: Conversation): boolean {
  return messages.some(({ parts }) => parts.some((part) => (
    part.kind === 'opaque' ? part.text === undefined && part.tokens === 0
      : part.kind === 'tool-result' && part.opaque.some(({ text, tokens }) => text === undefined && tokens === 0))))
}
