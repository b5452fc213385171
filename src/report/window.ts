import type { WindowReport } from './types.ts'

/**
 * Whether a request fits the model's context window with room for the answer, after what was cut.
 *
 * @param limit the window in tokens; undefined when nobody knows it
 * @param cut what a step dropped, if one did
 */
export function measureWindow(
  tokens: number, limit: number | undefined, outputBufferTokens: number, cut: Omit<WindowReport, 'limit' | 'fits'> = uncut,
): WindowReport {
  const fits = limit === undefined || tokens + outputBufferTokens <= limit
  return { ...(limit === undefined ? {} : { limit }), ...cut, fits }
}

const uncut = { cut: false, unitsDropped: 0, turnsDropped: 0, tokensDropped: 0 }

/** From here on a model of an unknown window may well not have room for a request, in tokens: the smallest window of a chat model still in wide use. */
const smallestWindow = 8192

/** What to say when it does not fit, or when nobody can tell whether a large one does; undefined otherwise. */
export function warnAboutWindow(tokens: number, { limit, fits, protectedTokens }: WindowReport, outputBufferTokens: number): string | undefined {
  const needed = tokens + outputBufferTokens
  const both = `${tokens} tokens and ${outputBufferTokens} for the answer`
  if (limit === undefined) {
    if (needed <= smallestWindow) return undefined
    return `nobody knows the context window of the model, so ${both} are not cut to fit; modelContextLimits can say how large it is`
  }
  if (fits) return undefined
  const kept = protectedTokens === undefined ? '' : `; ${protectedTokens} of them must stay (system, tools, the newest turns), so nothing was left out`
  return `the request does not fit: ${both} are ${needed - limit} more than the window of ${limit}${kept}`
}
