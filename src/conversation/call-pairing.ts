/** Finds the call that a tool result answers while a conversation is read from its start. */
export interface CallPairing<Call> {
  /** A call with this id stands in message `messageIndex`. */
  open(id: string, messageIndex: number, call: Call): void
  /** The call that a result with this id answers; `undefined` for a result without its call. */
  answer(id: string): Call | undefined
}

interface SameId<Call> {
  readonly messageIndex: number
  readonly calls: Call[]
  answered: number
}

/**
 * Pairs by id with the latest message that calls under it, since some servers count their ids anew in every message.
 * Where one message uses an id for several calls (or gives none), they are answered in their order; more results than calls
 * belong to the last one. Only what was opened before counts: later messages never change an earlier pairing.
 */
export function createCallPairing<Call>(): CallPairing<Call> {
  const byId = new Map<string, SameId<Call>>()
  return {
    open(id, messageIndex, call) {
      const known = byId.get(id)
      if (known?.messageIndex === messageIndex) known.calls.push(call)
      else byId.set(id, { messageIndex, calls: [call], answered: 0 })
    },
    answer(id) {
      const known = byId.get(id)
      if (known === undefined) return undefined
      const call = known.calls[Math.min(known.answered, known.calls.length - 1)]
      known.answered++
      return call
    },
  }
}
