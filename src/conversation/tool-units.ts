import { createCallPairing } from './call-pairing.ts'
import type { Message, ToolCallPart, ToolResultPart } from './types.ts'

/** A tool result and the message it stands in. */
export interface PlacedResult {
  readonly message: Message
  readonly part: ToolResultPart
}

/**
 * What the assistant said and thought in one step, its calls and all of their results: kept or dropped together.
 *
 * A step is a run of assistant messages with nothing between them. Most shapes have one message for it; OpenAI Responses has one item
 * for each thought, text and call, and refuses a thought without what followed it.
 */
export interface ToolUnit {
  /** All messages of the step, in order; thinking that belongs to the calls stands in them too. */
  readonly messages: readonly Message[]
  /** The first of them that calls. */
  readonly assistant: Message
  /** In the order of the request. */
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
  readonly messages: readonly Message[]
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
  /** The step that is being read, and its unit once it calls. */
  let step: Message[] = []
  let unit: OpenUnit | undefined
  for (const message of messages) {
    if (message.role !== 'assistant' || step.at(-1)?.role !== 'assistant') {
      step = []
      unit = undefined
    }
    step.push(message)
    for (const call of message.parts) {
      if (call.kind !== 'tool-call') continue
      if (unit === undefined) {
        unit = { messages: step, assistant: message, calls: [], results: [], answered: new Set() }
        open.push(unit)
      }
      unit.calls.push(call)
      pairing.open(call.id, step[0]!.index, { unit, call })
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
  const units = open.map(({ answered, ...unit }) => ({ ...unit, unanswered: unit.calls.filter((call) => !answered.has(call)) }))
  return { units, orphans }
}
