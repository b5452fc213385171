import type { Edit } from '../../conversation/edits.ts'
import type { Conversation, Message } from '../../conversation/types.ts'

/**
 * A text block of its own, before all that stands in the user's message. Not a system message: the classes for Anthropic and Google
 * refuse one that is not the first.
 */
export function placeLangChainNote(_: Conversation, text: string, { path, parts }: Message): Edit[] {
  const note = { type: 'text', text }
  const content = [...path, 'content']
  const [words] = parts
  // The words of a message whose content is a string stand at the content itself.
  if (words?.kind === 'text' && words.path.length === content.length) return [{ kind: 'replace', path: content, value: [note, { type: 'text', text: words.text }] }]
  return [{ kind: 'insert', path: [...content, 0], value: note }]
}
