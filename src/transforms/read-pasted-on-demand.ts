import { loadOnce } from '../load-once.ts'
import { crushTextOnDemand } from './smart-crusher/crush-text-on-demand.ts'
import type { Transform } from './transform.ts'

const loadReader = loadOnce(async () => (await import('./user-content/user-content.ts')).createUserContentTransform(crushTextOnDemand))

/** The step that reads what users pasted, for those who ask for it (`userContent`); what it does is loaded with the first request. */
export const readPastedOnDemand: Transform = {
  name: 'user-content',
  apply: async (conversation, context) => (await loadReader()).apply(conversation, context),
}
