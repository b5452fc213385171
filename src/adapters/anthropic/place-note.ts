import type { Edit } from '../../conversation/edits.ts'
import type { Conversation, Message } from '../../conversation/types.ts'

/** A text block of its own, before the user's words and behind results of tools, which the provider wants first. */
export function placeAnthropicNote(_: Conversation, text: string, { path, parts }: Message): Edit[] {
  const note = { type: 'text', text }
  const words = parts.find((part) => part.kind !== 'tool-result')
  const content = [...path, 'content']
  if (words === undefined) return [{ kind: 'insert', path: [...content, parts.length], value: note }]
  // The words of a message whose content is a string stand at the content itself.
  if (words.kind === 'text' && words.path.length === content.length) return [{ kind: 'replace', path: content, value: [note, { type: 'text', text: words.text }] }]
  return [{ kind: 'insert', path: words.path.slice(0, content.length + 1), value: note }]
}
