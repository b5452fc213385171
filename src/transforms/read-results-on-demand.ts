import { loadOnce } from '../load-once.ts'
import { crushTextOnDemand } from './smart-crusher/crush-text-on-demand.ts'
import type { Transform } from './transform.ts'

const loadReaders = loadOnce(async () => (await import('./content.ts')).createReaders(crushTextOnDemand))

/** The step that reads tool results; what it does is loaded with the first request that holds one. */
export const readResultsOnDemand: Transform = {
  name: 'smart-crusher',
  async apply(conversation, context) {
    if (!conversation.messages.some(({ parts }) => parts.some(({ kind }) => kind === 'tool-result'))) return { edits: [], decisions: [], warnings: [] }
    return (await loadReaders()).results.apply(conversation, context)
  },
}

/** The step that reads what users pasted, for those who ask for it (`userContent`). */
export const readPastedOnDemand: Transform = {
  name: 'user-content',
  apply: async (conversation, context) => (await loadReaders()).pasted.apply(conversation, context),
}
