import { findToolUnits } from '../../conversation/tool-units.ts'
import type { ToolUnit } from '../../conversation/tool-units.ts'
import type { Message, Part } from '../../conversation/types.ts'

/** One step of an agent: what the assistant said, thought and called, and the results. */
export interface Step {
  readonly parts: readonly Part[]
  /** Messages of it that have no parts. */
  readonly empty: readonly Message[]
  readonly first: Message
  readonly calls: number
  /** Place in the growth of the transcript at which its last call was answered; `Infinity` while one is not. */
  readonly answeredAt: number
}

export interface Steps {
  /** In the order of their calls. */
  readonly steps: readonly Step[]
  /** Results without their call. */
  readonly orphans: readonly { readonly message: Message; readonly part: Part }[]
  /** In how many places the transcript grew by this message, and where each of them ends in its parts. */
  readonly endsIn: (message: Message) => readonly number[]
}

/**
 * Tool units, each with all that belongs to it, in the order in which the transcript grew.
 *
 * A message that holds the results of its own calls grew step by step: each step ends with its last result, where the assistant goes
 * on with anything but another call. Everywhere else a message is one place of growth.
 */
export function findSteps(messages: readonly Message[]): Steps {
  const { units, orphans } = findToolUnits(messages)
  const ends = new Map<Message, readonly number[]>()
  for (const { messages: own, results } of units) {
    for (const { message } of results) if (own.includes(message)) ends.set(message, endsOfSteps(message.parts))
  }
  const endsIn = (message: Message): readonly number[] => ends.get(message) ?? [message.parts.length]
  const growthOf = placesOfGrowth(messages, endsIn)
  const steps = units.flatMap((unit) => splitUnit(unit, unit.messages.some((message) => ends.has(message)), growthOf))
  return { steps, orphans, endsIn }
}

function endsOfSteps(parts: readonly Part[]): number[] {
  return parts.flatMap((part, at) => {
    const next = parts[at + 1]
    return next === undefined || (part.kind === 'tool-result' && next.kind !== 'tool-result' && next.kind !== 'tool-call') ? [at + 1] : []
  })
}

/** Place in the growth of every part. */
function placesOfGrowth(messages: readonly Message[], endsIn: Steps['endsIn']): ReadonlyMap<Part, number> {
  const places = new Map<Part, number>()
  let place = 0
  for (const message of messages) {
    let from = 0
    for (const end of endsIn(message)) {
      for (const part of message.parts.slice(from, end)) places.set(part, place)
      from = end
      place++
    }
  }
  return places
}

interface OpenStep {
  readonly parts: Part[]
  readonly empty: Message[]
  readonly results: Part[]
  calls: number
  isAnswered: boolean
}

/** One step, or several where a message holds results of its own. What such a message ends with is of no step, unless it calls. */
function splitUnit(unit: ToolUnit, isSplit: boolean, growthOf: ReadonlyMap<Part, number>): Step[] {
  const unanswered = new Set<Part>(unit.unanswered)
  const open = new Map<number, OpenStep>()
  const byId = new Map<string, OpenStep>()
  const stepAt = (place: number): OpenStep => {
    const known = open.get(place) ?? { parts: [], empty: [], results: [], calls: 0, isAnswered: true }
    open.set(place, known)
    return known
  }
  for (const message of unit.messages) {
    if (message.parts.length === 0) stepAt(0).empty.push(message)
    for (const part of message.parts) {
      const step = stepAt(isSplit ? placeOf(part) : 0)
      if (part.kind !== 'tool-result') step.parts.push(part)
      if (part.kind !== 'tool-call') continue
      byId.set(part.id, step)
      step.calls++
      if (unanswered.has(part)) step.isAnswered = false
    }
  }
  for (const { part } of unit.results) byId.get(part.callId)?.results.push(part)
  return [...open.values()].filter(({ calls }) => calls > 0).map(({ parts, empty, results, calls, isAnswered }) => ({
    parts: [...parts, ...results],
    empty,
    first: unit.assistant,
    calls,
    // Results stand in their order; more of them than calls are answers given twice.
    answeredAt: isAnswered && results.length > 0 ? placeOf(results[Math.min(calls, results.length) - 1]!) : Infinity,
  }))

  function placeOf(part: Part): number {
    return growthOf.get(part)! // every part of the conversation has a place
  }
}
