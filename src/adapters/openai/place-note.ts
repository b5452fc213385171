import type { Edit } from '../../conversation/edits.ts'
import type { Conversation } from '../../conversation/types.ts'

/** A system message after the leading instructions. */
export function placeOpenAiNote({ messages }: Conversation, text: string): Edit[] {
  const first = messages.find(({ role }) => role !== 'system' && role !== 'developer')
  const path = first?.path ?? []
  return first === undefined ? [] : [{ kind: 'insert', path, value: { role: 'system', content: text } }]
}
