import { messageOf } from './errors.ts'
import type { ResolvedOptions } from './options.ts'
import type { RequestModel } from './request-model.ts'
import type { LoadedCounter } from './tokens/counter.ts'
import { loadCounter } from './tokens/load-counter.ts'
import type { DecisionMemory } from './transforms/transform.ts'

/** Counting a shorter text again costs less than remembering it; in UTF-16 code units. */
const shortestRemembered = 100

/** Milliseconds that an own counter may take for one text. */
const patienceMs = 5000

export interface RequestCounter {
  /** For everything a request is compared by. */
  readonly tokens: LoadedCounter
  /** The same for texts that the next request will hold too: a session remembers what they cost. */
  readonly lasting: LoadedCounter
  /** What went wrong in an own counter. */
  readonly warnings: readonly string[]
}

/**
 * A counter that never counts a text twice and never fails: from the first error of an own counter on, or the first text that it does
 * not answer for in time, our own estimate counts, for all texts alike, and the counting is `estimated`.
 *
 * @param memory of a session; leave it out for a counter of the caller's own, which may count differently tomorrow
 */
export function createRequestCounter(
  loaded: LoadedCounter, memory: DecisionMemory | undefined, signal: AbortSignal | undefined, timeLimitMs = patienceMs,
): RequestCounter {
  const counts = new Map<string, number>()
  const warnings: string[] = []
  const birth = `tokens ${loaded.name}`

  const known = (text: string): number | undefined => {
    if (text.length < shortestRemembered) return undefined
    // Only this function's counts stand under this birth.
    return counts.get(text) ?? (warnings.length === 0 ? memory?.get(text, birth) as number | undefined : undefined)
  }
  const note = (text: string, tokens: number, lasting: boolean): number => {
    if (text.length >= shortestRemembered) {
      counts.set(text, tokens)
      if (lasting && warnings.length === 0) memory?.set(text, birth, tokens, 0)
    }
    return tokens
  }
  const fail = (text: string, error: unknown, lasting: boolean): number => {
    signal?.throwIfAborted()
    if (warnings.length === 0) {
      counts.clear()
      warnings.push(`the token counter '${loaded.name}' failed, so tokens are estimated: ${messageOf(error)}`)
    }
    return note(text, loaded.quick(text), lasting)
  }
  const count = (text: string, lasting: boolean): number | Promise<number> => {
    const before = known(text)
    if (before !== undefined) return note(text, before, lasting)
    if (warnings.length > 0) return note(text, loaded.quick(text), lasting)
    try {
      const tokens = loaded.count(text)
      return typeof tokens === 'number'
        ? note(text, tokens, lasting)
        : inTime(tokens, timeLimitMs).then((later) => note(text, later, lasting)).catch((error: unknown) => fail(text, error, lasting))
    } catch (error) {
      return fail(text, error, lasting)
    }
  }
  const counter = (lasting: boolean): LoadedCounter => ({
    get counting() { return warnings.length === 0 ? loaded.counting : 'estimated' },
    name: loaded.name,
    count: (text) => count(text, lasting),
    quick: (text) => loaded.quick(text),
  })
  return { tokens: counter(false), lasting: counter(true), warnings }
}

async function inTime(answer: Promise<number>, milliseconds: number): Promise<number> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

/** The counter for one request, loaded: the vocabulary of the model, our estimate, or the caller's own. */
export async function loadRequestCounter(
  { encoding }: RequestModel,
  { tokenCounter, signal }: Pick<ResolvedOptions, 'tokenCounter' | 'signal'>,
  memory: DecisionMemory | undefined,
): Promise<RequestCounter> {
  const loaded = await loadCounter(tokenCounter, encoding)
  const counter = createRequestCounter(loaded, typeof tokenCounter === 'string' ? memory : undefined, signal)
  // `warnings` of the counter grow while it counts, so it is not copied here.
  return { ...counter, get warnings() { return [...loaded.warnings, ...counter.warnings] } }
}
