import type { WindowReport } from './types.ts'

/** Room for the answer, in tokens, as the Python project reserves it. */
export const outputBufferTokens = 4000

/**
 * Whether a request fits the model's context window with room for the answer. Nothing is cut.
 *
 * @param limit the window in tokens; undefined when nobody knows it
 */
export function measureWindow(tokens: number, limit: number | undefined): WindowReport {
  const fits = limit === undefined || tokens + outputBufferTokens <= limit
  return { ...(limit === undefined ? {} : { limit }), cut: false, unitsDropped: 0, turnsDropped: 0, tokensDropped: 0, fits }
}

/** What to say when it does not fit; undefined when it does. */
export function warnAboutWindow(tokens: number, { limit, fits }: WindowReport): string | undefined {
  if (fits || limit === undefined) return undefined
  return `the request does not fit: ${tokens} tokens and ${outputBufferTokens} for the answer are ${tokens + outputBufferTokens - limit} more than the window of ${limit}`
}
