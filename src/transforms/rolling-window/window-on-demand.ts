import type { Adapter } from '../../adapters/adapter.ts'
import type { Conversation } from '../../conversation/types.ts'
import type { ConversationCount } from '../../tokens/count-conversation.ts'
import type { Transform } from '../transform.ts'

/**
 * The step that makes a request fit; what it does is loaded when one does not. Where the server holds or edits the history it does
 * nothing, since not all that the model sees is in the request.
 *
 * @param limit tokens for the whole request
 */
export function createWindowOnDemand(
  limit: number, placeNote: Adapter['placeNote'], countOf: (conversation: Conversation) => Promise<ConversationCount>,
): Transform {
  return {
    name: 'rolling-window',
    async apply(conversation, context) {
      if (conversation.serverHeldHistory !== undefined) return { edits: [], decisions: [], warnings: [] }
      const count = await countOf(conversation)
      if (count.tokens <= limit) return { edits: [], decisions: [], warnings: [] }
      const { cutToWindow } = await import('./rolling-window.ts')
      return cutToWindow(conversation, count, limit, placeNote, context)
    },
  }
}
