import type { Conversation } from '../../conversation/types.ts'

/** Asked of every request, before anything that reads system text is loaded. */
export function hasSystemPrompt({ system, messages }: Conversation): boolean {
  const role = messages[0]?.role
  return system.length > 0 || role === 'system' || role === 'developer'
}
