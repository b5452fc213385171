import type { Edit } from '../../conversation/edits.ts'
import type { Conversation } from '../../conversation/types.ts'

/** A system message after the leading instructions; none where the input is a text, of which nothing can be taken out. */
export function placeResponsesNote({ messages, request }: Conversation, text: string): Edit[] {
  const first = messages.find(({ role }) => role !== 'system' && role !== 'developer')
  const holdsItems = Array.isArray(request) || first?.path.length === 2
  return first === undefined || !holdsItems ? [] : [{ kind: 'insert', path: first.path, value: { type: 'message', role: 'system', content: text } }]
}
