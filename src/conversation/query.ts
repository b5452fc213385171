import { createCallPairing } from './call-pairing.ts'
import type { Conversation, Message, Part, ToolResultPart } from './types.ts'

/** What was known when a tool result was born: everything up to the next assistant message after it, nothing later. Texts are as in the request. */
export interface Query {
  /** The user's words before the last assistant message that precedes the result; undefined when nothing was said. */
  readonly user: Said | undefined
  /** The text of the message that calls, else the assistant's last text before it; '' when there is none. */
  readonly assistant: string
  /** The arguments of the call, as text; '' when the call is not known. */
  readonly call: string
  /**
   * What was said since that assistant message and before the next one, oldest first: the user's follow-up, and instructions
   * (system, developer) that follow a result. Shared like `user`.
   */
  readonly after: readonly string[]
}

/**
 * What the user said, newest first: a list that shares its tail with those of all steps before, so that a reader may stop early and
 * remember by identity what it made of the rest. It may be long: walk it, never recurse.
 */
export interface Said {
  readonly text: string
  readonly earlier: Said | undefined
}

/**
 * The query of a tool result at its birth. Extending the conversation by an assistant message and what follows never changes it.
 * All results of a conversation are read in one pass, on the first call; after that a query costs a look-up.
 *
 * @returns for a part that is no result of this conversation, a query that says nothing
 */
export function queryAtBirth(conversation: Conversation, part: ToolResultPart): Query {
  return queriesOf(conversation).atBirth.get(part) ?? nothing
}

/** The query of the same result as if it were born at the end of the conversation: the newest question, the call's own arguments. */
export function latestQuery(conversation: Conversation, part: ToolResultPart): Query {
  const { atBirth, latest } = queriesOf(conversation)
  return { ...latest, call: atBirth.get(part)?.call ?? '' }
}

interface Queries {
  readonly atBirth: ReadonlyMap<ToolResultPart, Query>
  readonly latest: Query
}

const nothing: Query = { user: undefined, assistant: '', call: '', after: [] }

/** Conversations are never written to, so what was read once stays true. */
const known = new WeakMap<Conversation, Queries>()

function queriesOf(conversation: Conversation): Queries {
  let queries = known.get(conversation)
  if (queries === undefined) {
    queries = readQueries(conversation.messages)
    known.set(conversation, queries)
  }
  return queries
}

/** What stands between two assistant messages: all results in it are born into the same words. */
interface Step {
  readonly user: Said | undefined
  /** Grows until the next assistant message. */
  readonly after: string[]
  hasResult: boolean
}

function readQueries(messages: readonly Message[]): Queries {
  const atBirth = new Map<ToolResultPart, Query>()
  const pairing = createCallPairing<{ argumentsText: string; assistant: string }>()
  let said: Said | undefined
  let assistant = ''
  let step: Step = { user: undefined, after: [], hasResult: false }
  for (const message of messages) {
    for (const parts of message.role === 'assistant' ? splitIntoSteps(message.parts) : [message.parts]) {
      if (message.role === 'assistant') {
        assistant = textOf(parts) || assistant
        step = { user: said, after: [], hasResult: false }
      }
      for (const part of parts) {
        if (part.kind === 'tool-call') {
          pairing.open(part.id, message.index, { argumentsText: part.argumentsText, assistant })
        } else if (part.kind === 'tool-result') {
          const call = pairing.answer(part.callId)
          step.hasResult = true
          atBirth.set(part, { user: step.user, assistant: call?.assistant ?? assistant, call: call?.argumentsText ?? '', after: step.after })
        } else if (part.kind === 'text' && message.role === 'user') {
          step.after.push(part.text)
          said = { text: part.text, earlier: said }
        } else if (part.kind === 'text' && (message.role === 'system' || message.role === 'developer') && step.hasResult) {
          // Before any result these are the standing instructions, too long and too general to ask for anything.
          step.after.push(part.text)
        }
      }
    }
  }
  return { atBirth, latest: { user: step.user, assistant, call: '', after: step.after } }
}

/**
 * The steps of one assistant message: the AI SDK's user interface has a whole turn in one, results among what was said before and after
 * them. What follows a result and is no call or result beside it was said by the next step, which that result was born before.
 */
function splitIntoSteps(parts: readonly Part[]): readonly (readonly Part[])[] {
  if (!parts.some(({ kind }) => kind === 'tool-result')) return [parts]
  const steps: Part[][] = [[]]
  let hasResult = false
  for (const part of parts) {
    if (hasResult && (part.kind === 'text' || part.kind === 'opaque')) {
      steps.push([])
      hasResult = false
    }
    steps.at(-1)!.push(part) // never empty
    hasResult ||= part.kind === 'tool-result'
  }
  return steps
}

function textOf(parts: readonly Part[]): string {
  return parts.filter((part) => part.kind === 'text').map((part) => part.text).join('\n')
}
