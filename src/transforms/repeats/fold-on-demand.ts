import type { Conversation } from '../../conversation/types.ts'
import { loadOnce } from '../../load-once.ts'
import type { PlanCuts } from '../cut-planning.ts'
import type { Transform } from '../transform.ts'

const loadRepeats = loadOnce(async () => (await import('./repeats.ts')).createRepeatsTransform)

/** A shorter text is hardly dearer than a reference to it, in UTF-16 code units. */
const shortestText = 100

/**
 * The step that refers to what was sent before; what it does is loaded with the first request of two results. Where the server holds or edits
 * the history it does nothing, since what is in the request may not be what the model sees.
 */
export function createRepeatsOnDemand(planCuts?: PlanCuts): Transform {
  return {
    name: 'repeats',
    async apply(conversation, context) {
      if (conversation.serverHeldHistory !== undefined || !hasTwoResults(conversation)) return { edits: [], decisions: [], warnings: [] }
      return (await loadRepeats())(planCuts).apply(conversation, context)
    },
  }
}

function hasTwoResults({ messages }: Conversation): boolean {
  let results = 0
  for (const { parts } of messages) {
    for (const part of parts) if (part.kind === 'tool-result' && part.slots.some(({ text }) => text.length >= shortestText) && ++results === 2) return true
  }
  return false
}
