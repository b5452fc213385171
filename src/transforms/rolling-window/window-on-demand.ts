import type { Adapter } from '../../adapters/adapter.ts'
import type { Conversation, ToolResultPart } from '../../conversation/types.ts'
import { loadOnce } from '../../load-once.ts'
import type { ConversationCount } from '../../tokens/count-conversation.ts'
import type { PlanCuts } from '../cut-planning.ts'
import type { Transform } from '../transform.ts'
import type { Replayed } from './replay.ts'

const loadWindow = loadOnce(() => import('./rolling-window.ts'))

/** The window of one request. */
export interface Window {
  /** What it will do once results are shortened; the step that follows does just that. */
  readonly planCuts: PlanCuts
  readonly step: Transform
}

/**
 * The step that makes a request fit; what it does is loaded when one does not. Where the server holds or edits the history it does
 * nothing, since not all that the model sees is in the request.
 *
 * @param limit tokens for the whole request
 */
export function createWindowOnDemand(
  limit: number, placeNote: Adapter['placeNote'], countOf: (conversation: Conversation) => Promise<ConversationCount>,
): Window {
  /** Places of pieces stay what they are while texts become shorter. */
  let planned: Replayed | undefined
  return {
    async planCuts(conversation, shortening, context) {
      const count = await countOf(conversation)
      if (conversation.serverHeldHistory !== undefined || count.tokens <= limit) return new Set<ToolResultPart>()
      const { planWindow } = await loadWindow()
      const plan = await planWindow(conversation, count, limit, context, shortening)
      planned = plan.replayed
      return plan.gone
    },
    step: {
      name: 'rolling-window',
      async apply(conversation, context) {
        if (conversation.serverHeldHistory !== undefined) return { edits: [], decisions: [], warnings: [] }
        const count = await countOf(conversation)
        const isPlanned = planned !== undefined && planned.fits && planned.dropped.size > 0
        if (count.tokens <= limit && !isPlanned) return { edits: [], decisions: [], warnings: [] }
        const { cutToWindow } = await loadWindow()
        return cutToWindow(conversation, count, limit, placeNote, context, planned)
      },
    },
  }
}
