import type { Conversation, TextPart } from '../../conversation/types.ts'
import { isWindowNote } from './prefix-texts.ts'

/** One text of the system prompt. */
export interface SystemBlock {
  readonly part: TextPart
  /** Whether it stands behind every cache mark of the caller. */
  readonly isFree: boolean
}

/** The texts of the system prompt: what stands outside the messages, then the leading system messages. */
export function findAlignableBlocks(conversation: Conversation): SystemBlock[] {
  const blocks: { part: TextPart; isMarked: boolean }[] = conversation.system.map((part) => ({ part, isMarked: part.hasCacheMark }))
  let isMarkedLater = conversation.hasCacheMark
  let isLeading = true
  for (const message of conversation.messages) {
    const { role, parts, hasCacheMark } = message
    isLeading &&= role === 'system' || role === 'developer'
    if (isLeading && isWindowNote(message)) continue
    if (isLeading) blocks.push(...parts.flatMap((part) => (part.kind === 'text' ? [{ part, isMarked: hasCacheMark }] : [])))
    else isMarkedLater ||= hasCacheMark
  }
  const lastMarked = isMarkedLater ? blocks.length : blocks.map(({ isMarked }) => isMarked).lastIndexOf(true)
  return blocks.map(({ part }, at) => ({ part, isFree: at > lastMarked }))
}

/** Whether the caller marked anything at all: tools come before everything that can be marked. */
export function hasCacheMarks({ hasCacheMark, tools, system, messages }: Conversation): boolean {
  return hasCacheMark || [...tools, ...system, ...messages].some((view) => view.hasCacheMark)
}
