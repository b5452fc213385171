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

/** What to say when it does not fit; undefined when it does. */
export function warnAboutWindow(tokens: number, { limit, fits }: WindowReport, outputBufferTokens: number): string | undefined {
  if (fits || limit === undefined) return undefined
  return `the request does not fit: ${tokens} tokens and ${outputBufferTokens} for the answer are ${tokens + outputBufferTokens - limit} more than the window of ${limit}`
}
