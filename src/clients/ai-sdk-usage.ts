import type { Usage } from '../usage/usage.ts'

/**
 * The usage that a model of the AI SDK reports: numbers by kind, as its specifications 3 and 4 have it, or flat, as 2 has it.
 * Undefined where it reports none.
 */
export function readAiSdkUsage(usage: unknown): Usage | undefined {
  if (!isFields(usage)) return undefined
  const { inputTokens: input, outputTokens: output, cachedInputTokens } = usage
  const read: Readonly<Record<keyof Usage, unknown>> = {
    tokensInput: isFields(input) ? input.total : input,
    tokensOutput: isFields(output) ? output.total : output,
    cachedTokensRead: isFields(input) ? input.cacheRead : cachedInputTokens,
    cachedTokensWritten: isFields(input) ? input.cacheWrite : undefined,
  }
  const said = Object.entries(read).filter(([, tokens]) => typeof tokens === 'number' && Number.isFinite(tokens) && tokens >= 0)
  return said.length === 0 ? undefined : Object.fromEntries(said) as Usage // what is left has a number each
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
