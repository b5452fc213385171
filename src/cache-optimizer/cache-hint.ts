import type { Edit } from '../conversation/edits.ts'
import type { Path } from '../conversation/types.ts'
import type { ModelEntry } from '../models/model-entry.ts'
import { priceUsd } from '../models/price.ts'

/** Something that helps a provider's prefix cache, and what it is expected to save. Plain data. */
export interface CacheHint {
  readonly kind:
    /** Anthropic: a `cache_control` mark. */
    | 'cache-control'
    /** OpenAI: requests with the same key are sent where their prefix lies. */
    | 'prompt-cache-key'
    /** Google: system text and tools are long enough for cached content. Only told, nothing is changed. */
    | 'cached-content'
  /** Where it stands in the request that goes out. */
  readonly path: Path
  readonly reason: string
  /** Tokens that it lets the next request read from the cache, beyond what earlier hints do. */
  readonly tokens: number
  /** What writing these costs beside the plain input price, once, in US dollars; absent for an unknown price. */
  readonly extraWriteUsd?: number
  /** What each later request saves that reads them, in US dollars; absent for an unknown price. */
  readonly savedPerReadUsd?: number
}

/** A hint with its prices. */
export function priceHint(hint: Pick<CacheHint, 'kind' | 'path' | 'reason' | 'tokens'>, model: ModelEntry | undefined): CacheHint {
  if (model?.price === undefined) return hint
  const { tokens } = hint
  const input = priceUsd(model, tokens)
  return { ...hint, extraWriteUsd: priceUsd(model, tokens, 'cache-write') - input, savedPerReadUsd: input - priceUsd(model, tokens, 'cached-input') }
}

/** What is added to a request, and why. */
export interface HintedRequest {
  readonly edits: readonly Edit[]
  readonly hints: readonly CacheHint[]
}
