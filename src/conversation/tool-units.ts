import { createCallPairing } from './call-pairing.ts'
import type { Message, ToolCallPart, ToolResultPart } from './types.ts'

/** A tool result and the message it stands in. */
export interface PlacedResult {
  readonly message: Message
  readonly part: ToolResultPart
}

/** An assistant message with its calls and all of their results: kept or dropped together. */
export interface ToolUnit {
  /** The message that calls; thinking that belongs to the calls stands in it too. */
  readonly assistant: Message
  readonly calls: readonly ToolCallPart[]
  /** In the order of the request; a result may share its message with other units or with the user's words. */
  readonly results: readonly PlacedResult[]
  /** Calls that no result answers. */
  readonly unanswered: readonly ToolCallPart[]
}

export interface ToolUnits {
  /** In the order of their calls. */
  readonly units: readonly ToolUnit[]
  /** Results whose call does not stand before them. */
  readonly orphans: readonly PlacedResult[]
}

interface OpenUnit {
  readonly assistant: Message
  readonly calls: ToolCallPart[]
  readonly results: PlacedResult[]
  readonly answered: Set<ToolCallPart>
}

/** All tool units of a conversation, and the results that belong to none. */
export function findToolUnits(messages: readonly Message[]): ToolUnits {
  const pairing = createCallPairing<{ unit: OpenUnit; call: ToolCallPart }>()
  const open: OpenUnit[] = []
  const orphans: PlacedResult[] = []
  for (const message of messages) {
    const calls = message.parts.filter((part) => part.kind === 'tool-call')
    if (calls.length > 0) {
      const unit: OpenUnit = { assistant: message, calls, results: [], answered: new Set() }
      open.push(unit)
      for (const call of calls) pairing.open(call.id, message.index, { unit, call })
    }
    for (const part of message.parts) {
      if (part.kind !== 'tool-result') continue
      const found = pairing.answer(part.callId)
      if (found === undefined) {
        orphans.push({ message, part })
        continue
      }
      found.unit.results.push({ message, part })
      found.unit.answered.add(found.call)
    }
  }
  const units = open.map(({ assistant, calls, results, answered }) => (
    { assistant, calls, results, unanswered: calls.filter((call) => !answered.has(call)) }))
  return { units, orphans }
}
