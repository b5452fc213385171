import type { Conversation, TextPart } from '../../conversation/types.ts'

/** The system text before the first message of a user or an assistant: what stands outside the messages, then leading system messages. */
export function findSystemPrompt(conversation: Conversation): readonly TextPart[] {
  const blocks: TextPart[] = [...conversation.system]
  for (const message of conversation.messages) {
    if (message.role !== 'system' && message.role !== 'developer') break
    for (const part of message.parts) {
      if (part.kind === 'text') blocks.push(part)
    }
  }
  return blocks
}

export function hasSystemPrompt({ system, messages }: Conversation): boolean {
  const role = messages[0]?.role
  return system.length > 0 || role === 'system' || role === 'developer'
}
