import type { Query, Said } from '../../conversation/query.ts'
import type { Conversation, TextPart } from '../../conversation/types.ts'
import { findPasted } from './find-pasted.ts'
import type { PastedBlock } from './find-pasted.ts'

/** A text of a user with data in it. */
export interface UserText {
  readonly part: TextPart
  readonly blocks: readonly PastedBlock[]
  /** What was known when it was said: what the user says in it and before, and up to the next assistant message. */
  readonly atBirth: Query
}

/**
 * The texts of users that hold data, in the order of the request. What is asked about the data are the user's words, and never other
 * data: that is written shorter too, and a request that is optimized twice would be asked something else the second time.
 *
 * @returns `latest`: the query at the end of the conversation
 */
export function readUserTexts({ messages }: Conversation): { readonly texts: readonly UserText[], readonly latest: Query } {
  const texts: UserText[] = []
  let said: Said | undefined
  let after: string[] = []
  let query: Query = { user: undefined, assistant: '', call: '', after }
  for (const { role, parts } of messages) {
    if (role === 'assistant') {
      const spoken = parts.flatMap((part) => part.kind === 'text' ? [part.text] : []).join('\n')
      after = []
      query = { user: said, assistant: spoken || query.assistant, call: '', after }
    }
    if (role !== 'user') continue
    for (const part of parts) {
      if (part.kind !== 'text') continue
      const blocks = findPasted(part.text)
      const words = wordsAround(part.text, blocks)
      // Shared with the texts of this step that stand above: all of them were there before the assistant answered.
      after.push(words)
      said = { text: words, earlier: said }
      if (blocks.length > 0) texts.push({ part, blocks, atBirth: query })
    }
  }
  return { texts, latest: query }
}

function wordsAround(text: string, blocks: readonly PastedBlock[]): string {
  if (blocks.length === 0) return text
  let words = ''
  let at = 0
  for (const { start, end } of blocks) {
    words += text.slice(at, start)
    at = end
  }
  return words + text.slice(at)
}
