import { crushTextOnDemand } from './smart-crusher/crush-text-on-demand.ts'
import type { Transform } from './transform.ts'

/** The step that reads tool results; what it does is loaded with the first request that holds one. */
export const readResultsOnDemand: Transform = {
  name: 'smart-crusher',
  async apply(conversation, context) {
    if (!conversation.messages.some(({ parts }) => parts.some(({ kind }) => kind === 'tool-result'))) return { edits: [], decisions: [], warnings: [] }
    const { createContentTransform } = await import('./content.ts')
    return createContentTransform(crushTextOnDemand).apply(conversation, context)
  },
}
