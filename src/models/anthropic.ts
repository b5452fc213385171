import type { ModelEntry } from './model-entry.ts'

interface ClaudeFacts {
  readonly window?: number
  readonly output?: number
  /** US dollars per million tokens: input, output; then, where prompts can be cached, cache read and write for five minutes. */
  readonly usd: readonly [input: number, output: number, cacheRead?: number, cacheWrite?: number]
  /** Shortest prefix that is cached, in tokens. */
  readonly minCacheable?: number
}

/**
 * Models of Anthropic.
 *
 * Prices: platform.claude.com/docs/en/about-claude/pricing, last compared on October 24, 2026; retired models at their last price. Cache
 * writes are those for five minutes. Haiku 5.5 costs five times as much above 100,000 tokens of prompt; the table holds the lower rate.
 * Windows and longest outputs: the models' overview pages there. Shortest cached prefix: its page on prompt caching, absent for models
 * younger than what we read of it. For Sonnet 4.6 it has said 1,024 and 2,048; users saw no caching below 2,048.
 */
export const anthropicModels: readonly ModelEntry[] = [
  claude('fable', '5.1', { window: 1_000_000, output: 128_000, usd: [10, 50, 0.25, 12.5] }),
  claude('fable', '5', { usd: [10, 50, 1, 12.5], minCacheable: 512 }),
  claude('opus', '5.5', { window: 1_000_000, output: 128_000, usd: [4, 20, 0.2, 5] }),
  claude('opus', '5', { window: 1_000_000, output: 128_000, usd: [5, 25, 0.5, 6.25], minCacheable: 512 }),
  claude('opus', '4.8', { window: 1_000_000, output: 128_000, usd: [5, 25, 0.5, 6.25], minCacheable: 1_024 }),
  claude('opus', '4.7', { window: 1_000_000, output: 128_000, usd: [5, 25, 0.5, 6.25], minCacheable: 2_048 }),
  claude('opus', '4.6', { window: 1_000_000, output: 128_000, usd: [5, 25, 0.5, 6.25], minCacheable: 4_096 }),
  claude('opus', '4.5', { window: 200_000, output: 64_000, usd: [5, 25, 0.5, 6.25], minCacheable: 4_096 }),
  claude('opus', '4.1', { window: 200_000, output: 32_000, usd: [15, 75, 1.5, 18.75], minCacheable: 1_024 }),
  claude('opus', '4', { window: 200_000, output: 32_000, usd: [15, 75, 1.5, 18.75], minCacheable: 1_024 }),
  claude('opus', '3', { window: 200_000, output: 4_096, usd: [15, 75, 1.5, 18.75], minCacheable: 1_024 }),
  claude('sonnet', '5.5', { window: 1_000_000, output: 128_000, usd: [2, 10, 0.1, 2.5] }),
  claude('sonnet', '5', { window: 1_000_000, output: 128_000, usd: [2, 10, 0.2, 2.5], minCacheable: 1_024 }),
  claude('sonnet', '4.6', { window: 1_000_000, output: 64_000, usd: [3, 15, 0.3, 3.75], minCacheable: 2_048 }),
  claude('sonnet', '4.5', { window: 200_000, output: 64_000, usd: [3, 15, 0.3, 3.75], minCacheable: 1_024 }),
  claude('sonnet', '4', { window: 200_000, output: 64_000, usd: [3, 15, 0.3, 3.75], minCacheable: 1_024 }),
  claude('sonnet', '3.7', { window: 200_000, output: 64_000, usd: [3, 15, 0.3, 3.75], minCacheable: 1_024 }),
  claude('sonnet', '3.5', { window: 200_000, output: 8_192, usd: [3, 15, 0.3, 3.75], minCacheable: 1_024 }),
  claude('sonnet', '3', { window: 200_000, output: 4_096, usd: [3, 15] }),
  claude('haiku', '5.5', { window: 1_000_000, output: 128_000, usd: [0.1, 0.5, 0.01, 0.125] }),
  claude('haiku', '4.5', { window: 200_000, output: 64_000, usd: [1, 5, 0.1, 1.25], minCacheable: 4_096 }),
  claude('haiku', '3.5', { window: 200_000, output: 8_192, usd: [0.8, 4, 0.08, 1], minCacheable: 2_048 }),
  claude('haiku', '3', { window: 200_000, output: 4_096, usd: [0.25, 1.25, 0.03, 0.3], minCacheable: 2_048 }),
]

/** The tokenizer is private; with 4.7 came one that yields more tokens. The factors over o200k_base are means; texts differ. */
function claude(tier: string, version: string, { window, output, usd, minCacheable }: ClaudeFacts): ModelEntry {
  const [inputUsdPerMillion, outputUsdPerMillion, cachedInputUsdPerMillion, cacheWriteUsdPerMillion] = usd
  const [id, ...aliases] = namesOf(tier, version)
  return {
    id: id!, // there is always a first name
    aliases,
    provider: 'anthropic',
    ...(window === undefined ? {} : { contextWindow: window }),
    ...(output === undefined ? {} : { maxOutputTokens: output }),
    encoding: 'o200k_base',
    tokenFactor: Number(version) >= 4.7 ? 1.35 : 1.1,
    counting: 'estimated',
    ...(minCacheable === undefined ? {} : { minCacheableTokens: minCacheable }),
    price: {
      inputUsdPerMillion,
      outputUsdPerMillion,
      ...(cachedInputUsdPerMillion === undefined ? {} : { cachedInputUsdPerMillion }),
      ...(cacheWriteUsdPerMillion === undefined ? {} : { cacheWriteUsdPerMillion }),
    },
  }
}

/** Up to 3.7 the version stands before the tier, from 4 on behind it; hosts write both orders, with hyphens and with dots. */
function namesOf(tier: string, version: string): string[] {
  const spellings = version.includes('.') ? [version.replace('.', '-'), version] : [version, `${version}-0`, `${version}.0`]
  const versionFirst = spellings.map((spelling) => `claude-${spelling}-${tier}`)
  const tierFirst = spellings.map((spelling) => `claude-${tier}-${spelling}`)
  return Number(version) < 4 ? [...versionFirst, ...tierFirst] : [...tierFirst, ...versionFirst]
}
