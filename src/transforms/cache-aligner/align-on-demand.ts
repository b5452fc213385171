import { loadOnce } from '../../load-once.ts'
import type { Transform } from '../transform.ts'
import { hasSystemPrompt } from './has-system-prompt.ts'

const loadAligner = loadOnce(async () => (await import('./cache-aligner.ts')).alignPrefix)

/** The step that makes the prefix stable; what it does is loaded with the first request that has a system prompt or several tools. */
export const alignOnDemand: Transform = {
  name: 'cache-aligner',
  async apply(conversation, context) {
    if (!hasSystemPrompt(conversation) && conversation.tools.length < 2) return { edits: [], decisions: [], warnings: [] }
    return (await loadAligner())(conversation, context)
  },
}
