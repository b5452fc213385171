/** Which call a response answers, and an id for both where the provider has none. */
export interface CallNames {
  /** A new message of the model begins. */
  beginStep(): void
  /** The id to know a call by. */
  open(id: string | undefined, name: string): string
  /** The id of the call that a response answers; '' for one that answers none and names none. */
  answer(id: string | undefined, name: string): string
}

interface OpenCall {
  readonly key: string
  readonly id: string | undefined
  answered: boolean
}

/**
 * Google pairs by id; without one, a response answers the first open call of its name in the step before it. A name that was called
 * in an earlier step says nothing: ids that are made up from names are unique in their step only.
 */
export function createCallNames(): CallNames {
  const ids = new Map<string, OpenCall>()
  /** Calls of this step by name, in order; `next` is the first that may be open. */
  let step = new Map<string, { readonly calls: OpenCall[], next: number }>()

  return {
    beginStep() { step = new Map() },
    open(id, name) {
      const named = step.get(name) ?? { calls: [], next: 0 }
      const call: OpenCall = { key: id ?? (named.calls.length === 0 ? name : `${name} ${named.calls.length + 1}`), id, answered: false }
      step.set(name, named)
      named.calls.push(call)
      if (id !== undefined) ids.set(id, call)
      return call.key
    },
    answer(id, name) {
      const byId = id === undefined ? undefined : ids.get(id)
      if (byId !== undefined) {
        byId.answered = true
        return byId.key
      }
      const named = step.get(name)
      while (named?.calls[named.next]?.answered === true) named.next++
      const first = named?.calls[named.next]
      // An id that is not the call's belongs to another call.
      if (first === undefined || (id !== undefined && first.id !== undefined)) return id ?? ''
      first.answered = true
      return first.key
    },
  }
}
