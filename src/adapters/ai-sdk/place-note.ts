import type { Edit } from '../../conversation/edits.ts'
import type { Conversation, Message } from '../../conversation/types.ts'

/** A text part of its own, before all that stands in the user's message. */
export function placeAiSdkNote(_: Conversation, text: string, { path, parts }: Message): Edit[] {
  const note = { type: 'text', text }
  const list = parts[0]?.path.slice(0, path.length + 1) ?? [...path, 'content']
  const [words] = parts
  // The words of a message whose content is a string stand at the content itself.
  if (words?.kind === 'text' && words.path.length === list.length) return [{ kind: 'replace', path: list, value: [note, { type: 'text', text: words.text }] }]
  return [{ kind: 'insert', path: [...list, 0], value: note }]
}
