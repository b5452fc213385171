import type { Usage } from '../usage/usage.ts'
import { usageOf } from './middleware-call.ts'

/**
 * The usage that a model of the AI SDK reports: numbers by kind, as its specifications 3 and 4 have it, or flat, as 2 has it.
 * Undefined where it reports none.
 */
export function readAiSdkUsage(usage: unknown): Usage | undefined {
  if (!isFields(usage)) return undefined
  const { inputTokens: input, outputTokens: output, cachedInputTokens } = usage
  return usageOf({
    tokensInput: isFields(input) ? input.total : input,
    tokensOutput: isFields(output) ? output.total : output,
    cachedTokensRead: isFields(input) ? input.cacheRead : cachedInputTokens,
    cachedTokensWritten: isFields(input) ? input.cacheWrite : undefined,
  })
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
