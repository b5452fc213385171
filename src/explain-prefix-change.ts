import { resolveOptions } from './options.ts'
import type { Options } from './options.ts'
import type { PrefixChange } from './prefix-change/explain-change.ts'

/**
 * Which block broke the provider's prefix cache between two requests, how, and what that costs. The requests are compared as they are:
 * give it what was sent.
 *
 * @param before an array of messages or a whole body, sent earlier
 * @param after the next one, of the same shape
 * @throws ConfigurationError for wrong options, ValidationError for requests that cannot be compared
 */
export async function explainPrefixChange(before: unknown, after: unknown, options: Options = {}): Promise<PrefixChange> {
  const settings = resolveOptions(options)
  const { explainChange } = await import('./prefix-change/explain-change.ts')
  return explainChange(before, after, settings)
}
