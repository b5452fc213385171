import type { Conversation, Message, TextPart } from '../../conversation/types.ts'
import { readNote } from '../window-note.ts'

/**
 * The system text before the first message of a user or an assistant: what stands outside the messages, then leading system messages.
 * The window's note is none of it: it tells of the messages, and changes with every cut.
 */
export function findSystemPrompt(conversation: Conversation): readonly TextPart[] {
  const blocks: TextPart[] = [...conversation.system]
  for (const message of conversation.messages) {
    if (message.role !== 'system' && message.role !== 'developer') break
    if (isWindowNote(message)) continue
    for (const part of message.parts) {
      if (part.kind === 'text') blocks.push(part)
    }
  }
  return blocks
}

export function isWindowNote({ parts: [only, ...others] }: Message): boolean {
  return only?.kind === 'text' && others.length === 0 && readNote(only.text) !== undefined
}
