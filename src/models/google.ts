import type { ModelEntry } from './model-entry.ts'

/**
 * Models of Google.
 *
 * Prices: ai.google.dev/gemini-api/docs/pricing, paid tier, text, as quoted in public price tables; 2.0 to 3 Flash those of January 2026, 3.1
 * and 3.5 of June, 1.5 its last. Pro models cost more above 200,000 tokens of prompt (1.5: 128,000); the table holds the lower rate. Storage of an explicit
 * cache is charged by the hour and not in here. Windows and longest outputs: ai.google.dev/gemini-api/docs/models.
 */
export const googleModels: readonly ModelEntry[] = [
  gemini('gemini-1.5-pro', 2_097_152, 8_192, [1.25, 5, 0.3125]),
  gemini('gemini-1.5-flash', 1_048_576, 8_192, [0.075, 0.3, 0.01875]),
  gemini('gemini-1.5-flash-8b', 1_048_576, 8_192, [0.0375, 0.15, 0.01]),
  gemini('gemini-2.0-flash', 1_048_576, 8_192, [0.1, 0.4, 0.025]),
  gemini('gemini-2.0-flash-lite', 1_048_576, 8_192, [0.075, 0.3]),
  gemini('gemini-2.5-pro', 1_048_576, 65_536, [1.25, 10, 0.125]),
  gemini('gemini-2.5-flash', 1_048_576, 65_536, [0.3, 2.5, 0.03]),
  gemini('gemini-2.5-flash-lite', 1_048_576, 65_536, [0.1, 0.4, 0.01]),
  gemini('gemini-3-pro', 1_048_576, 65_536, [2, 12, 0.2]),
  gemini('gemini-3-flash', 1_048_576, 65_536, [0.5, 3, 0.05]),
  gemini('gemini-3.1-pro', 1_048_576, 65_536, [2, 12]),
  gemini('gemini-3.1-flash-lite', 1_048_576, undefined, [0.25, 1.5]),
  gemini('gemini-3.5-flash', 1_048_576, undefined, [1.5, 9]),
]

/** The tokenizer is private; the factor over o200k_base is a mean; texts differ. */
function gemini(
  id: string,
  contextWindow: number,
  maxOutputTokens: number | undefined,
  [inputUsdPerMillion, outputUsdPerMillion, cachedInputUsdPerMillion]: readonly [input: number, output: number, cachedInput?: number],
): ModelEntry {
  return {
    id,
    provider: 'google',
    contextWindow,
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    encoding: 'o200k_base',
    tokenFactor: 1.1,
    counting: 'estimated',
    price: { inputUsdPerMillion, outputUsdPerMillion, ...(cachedInputUsdPerMillion === undefined ? {} : { cachedInputUsdPerMillion }) },
  }
}
