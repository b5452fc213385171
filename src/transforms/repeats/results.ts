import { createCallPairing } from '../../conversation/call-pairing.ts'
import type { Conversation, ToolResultPart } from '../../conversation/types.ts'
import { labelCall } from './call-label.ts'

/** A tool result of a request. */
export interface Result {
  readonly part: ToolResultPart
  /** Its call in short; absent where the call is not known, or nothing can be said of it. */
  readonly label?: string
  /** A new stretch begins where the history is compacted: a model may see nothing of what stands before. */
  readonly stretch: number
}

/** All results, in the order of the request. */
export function findResults({ messages }: Conversation): Result[] {
  const pairing = createCallPairing<string>()
  const results: Result[] = []
  let stretch = 0
  for (const { index, parts } of messages) {
    for (const part of parts) {
      if (part.kind === 'tool-call') pairing.open(part.id, index, part.argumentsText)
      else if (part.kind === 'opaque' && part.type.startsWith('compaction')) stretch++
      else if (part.kind === 'tool-result') {
        const argumentsText = pairing.answer(part.callId)
        const label = argumentsText === undefined || part.toolName === undefined ? undefined : labelCall(part.toolName, argumentsText)
        results.push({ part, stretch, ...(label === undefined ? {} : { label }) })
      }
    }
  }
  return results
}
