import { loadOnce } from '../../load-once.ts'
import type { CrushResult, CrushTask } from './crush-text.ts'

const loadCrushText = loadOnce(async () => (await import('./crush-text.ts')).crushText)

/**
 * `crushText`, loaded when the first tool result is worth reading: a page that only counts, or has nothing to crush yet, does
 * not wait for it. Where it cannot be loaded the call rejects, and the tool result goes out as it came in.
 */
export async function crushTextOnDemand(task: CrushTask): Promise<CrushResult> {
  return (await loadCrushText())(task)
}
