import type { ModelEntry } from './model-entry.ts'

/** Prices per million tokens: input, output, cached input, cache write. */
type Prices = readonly [input: number, output: number, cachedInput?: number, cacheWrite?: number]

/** OpenAI caches prefixes of 1,024 tokens and more (developers.openai.com, guide to prompt caching). */
const minCacheableTokens = 1024

/**
 * Models of OpenAI.
 *
 * Windows and longest outputs: OpenAI's model pages, as gpt-tokenizer 4.0 holds them; those of GPT-6 are not in it.
 * Prices: developers.openai.com/api/docs/pricing, standard tier, as quoted in public price tables; to GPT-5.2 those of January 2026, GPT-5.4
 * and 5.5 of June, GPT-5.6 of July 30, GPT-6 and 6.1 of September 3 to October 26. From GPT-5.4 on, prompts of more than 272,000 tokens cost
 * more; the table holds the usual rate. Writing to the cache costs 1.25 times the input from GPT-5.6 on, before that nothing extra.
 * Encodings: the model tables of tiktoken and gpt-tokenizer; they do not know GPT-6, hence the estimate.
 */
export const openaiModels: readonly ModelEntry[] = [
  legacy('davinci', 2_049, 'r50k_base'),
  legacy('text-davinci-003', 4_097, 'p50k_base'),
  cl100k('davinci-002', 16_384, 16_384, [2, 2]),
  cl100k('gpt-3.5-turbo', 16_385, 4_096, [0.5, 1.5], ['gpt-3.5', 'gpt-35-turbo', 'gpt-35']),
  cl100k('gpt-3.5-turbo-1106', 16_385, 4_096, [1, 2], ['gpt-35-turbo-1106']),
  cl100k('gpt-3.5-turbo-16k', 16_385, 4_096, [3, 4], ['gpt-35-turbo-16k']),
  cl100k('gpt-3.5-turbo-instruct', 4_096, 4_096, [1.5, 2], ['gpt-35-turbo-instruct']),
  cl100k('gpt-4', 8_192, 8_192, [30, 60]),
  cl100k('gpt-4-32k', 32_768, 8_192, [60, 120]),
  cl100k('gpt-4-turbo', 128_000, 4_096, [10, 30], ['gpt-4-0125', 'gpt-4-1106', 'gpt-4-vision']),
  o200k('gpt-4o', 128_000, 16_384, [2.5, 10, 1.25]),
  o200k('gpt-4o-2024-05-13', 128_000, 4_096, [5, 15]),
  o200k('chatgpt-4o', 128_000, 16_384, [5, 15]),
  o200k('gpt-4o-mini', 128_000, 16_384, [0.15, 0.6, 0.075]),
  o200k('gpt-4.1', 1_047_576, 32_768, [2, 8, 0.5]),
  o200k('gpt-4.1-mini', 1_047_576, 32_768, [0.4, 1.6, 0.1]),
  o200k('gpt-4.1-nano', 1_047_576, 32_768, [0.1, 0.4, 0.025]),
  o200k('gpt-4.5', 128_000, 16_384, [75, 150, 37.5]),
  o200k('o1', 200_000, 100_000, [15, 60, 7.5]),
  o200k('o1-preview', 128_000, 32_768, [15, 60, 7.5]),
  o200k('o1-mini', 128_000, 65_536, [1.1, 4.4, 0.55]),
  o200k('o1-pro', 200_000, 100_000, [150, 600]),
  o200k('o3', 200_000, 100_000, [2, 8, 0.5]),
  o200k('o3-mini', 200_000, 100_000, [1.1, 4.4, 0.55]),
  o200k('o3-pro', 200_000, 100_000, [20, 80]),
  o200k('o4-mini', 200_000, 100_000, [1.1, 4.4, 0.275]),
  o200k('gpt-5', 400_000, 128_000, [1.25, 10, 0.125]),
  o200k('gpt-5-mini', 400_000, 128_000, [0.25, 2, 0.025]),
  o200k('gpt-5-nano', 400_000, 128_000, [0.05, 0.4, 0.005]),
  o200k('gpt-5-pro', 400_000, 272_000, [15, 120]),
  o200k('gpt-5-chat', 128_000, 16_384, [1.25, 10, 0.125]),
  o200k('gpt-5-codex', 400_000, 128_000, [1.25, 10, 0.125]),
  o200k('gpt-5.1', 400_000, 128_000, [1.25, 10, 0.125]),
  o200k('gpt-5.1-chat', 128_000, 16_384, [1.25, 10, 0.125]),
  o200k('gpt-5.1-codex', 400_000, 128_000, [1.25, 10, 0.125]),
  o200k('gpt-5.1-codex-max', 400_000, 128_000, [1.25, 10, 0.125]),
  o200k('gpt-5.1-codex-mini', 400_000, 128_000, [0.25, 2, 0.025]),
  o200k('gpt-5.2', 400_000, 128_000, [1.75, 14, 0.175]),
  o200k('gpt-5.2-chat', 128_000, 16_384, [1.75, 14, 0.175]),
  o200k('gpt-5.2-codex', 400_000, 128_000, [1.75, 14, 0.175]),
  o200k('gpt-5.2-pro', 400_000, 128_000, [21, 168]),
  o200k('gpt-5.3-chat', 128_000, 16_384),
  o200k('gpt-5.3-codex', 400_000, 128_000),
  o200k('gpt-5.4', 1_050_000, 128_000, [2.5, 15, 0.25]),
  o200k('gpt-5.4-mini', 400_000, 128_000, [0.75, 4.5, 0.075]),
  o200k('gpt-5.4-nano', 400_000, 128_000, [0.2, 1.25, 0.02]),
  o200k('gpt-5.4-pro', 1_050_000, 128_000, [30, 180]),
  o200k('gpt-5.5', 1_050_000, 128_000, [5, 30, 0.5]),
  o200k('gpt-5.5-pro', 1_050_000, 128_000, [30, 180]),
  o200k('gpt-5.6-sol', 1_050_000, 128_000, [5, 30, 0.5, 6.25]),
  o200k('gpt-5.6-terra', 1_050_000, 128_000, [2, 12, 0.2, 2.5]),
  o200k('gpt-5.6-luna', 1_050_000, 128_000, [0.2, 1.2, 0.02, 0.25]),
  o200k('gpt-5.6-cyber', 400_000, 128_000),
  gpt6('gpt-6-astra', [10, 50, 1, 12.5]),
  gpt6('gpt-6-sol', [2, 10, 0.2, 2.5]),
  gpt6('gpt-6-luna', [0.1, 0.5, 0.01, 0.125]),
  gpt6('gpt-6.1-sol', [2, 10, 0.1, 2.5]),
  gpt6('gpt-6.1-terra', [1, 5, 0.05, 1.25]),
  // Open weights: every host has its own price. Its vocabulary, o200k_harmony, differs from o200k_base in special tokens only.
  o200k('gpt-oss-120b', 131_072, 131_072),
  o200k('gpt-oss-20b', 131_072, 131_072),
]

function o200k(id: string, contextWindow: number, maxOutputTokens: number, prices?: Prices): ModelEntry {
  return { id, provider: 'openai', contextWindow, maxOutputTokens, encoding: 'o200k_base', tokenFactor: 1, counting: 'exact', ...priced(prices) }
}

function cl100k(id: string, contextWindow: number, maxOutputTokens: number, prices: Prices, aliases: readonly string[] = []): ModelEntry {
  return {
    id, aliases, provider: 'openai', contextWindow, maxOutputTokens, encoding: 'cl100k_base', tokenFactor: 1, counting: 'exact', ...priced(prices),
  }
}

function legacy(id: string, contextWindow: number, encoding: 'p50k_base' | 'r50k_base'): ModelEntry {
  return { id, provider: 'openai', contextWindow, encoding, tokenFactor: 1, counting: 'exact' }
}

function gpt6(id: string, prices: Prices): ModelEntry {
  return { id, provider: 'openai', encoding: 'o200k_base', tokenFactor: 1, counting: 'estimated', ...priced(prices) }
}

function priced(prices: Prices | undefined): Pick<ModelEntry, 'price' | 'minCacheableTokens'> {
  if (prices === undefined) return {}
  const [inputUsdPerMillion, outputUsdPerMillion, cachedInputUsdPerMillion, cacheWriteUsdPerMillion] = prices
  return {
    price: {
      inputUsdPerMillion,
      outputUsdPerMillion,
      ...(cachedInputUsdPerMillion === undefined ? {} : { cachedInputUsdPerMillion }),
      ...(cacheWriteUsdPerMillion === undefined ? {} : { cacheWriteUsdPerMillion }),
    },
    ...(cachedInputUsdPerMillion === undefined ? {} : { minCacheableTokens }),
  }
}
