/** What a model costs, in US dollars per million tokens. */
export interface ModelPrice {
  readonly inputUsdPerMillion: number
  readonly outputUsdPerMillion: number
  /** Input read from the provider's prefix cache; absent where there is no such cache or nobody told its price. */
  readonly cachedInputUsdPerMillion?: number
  /** Input written to the prefix cache for its shortest life; absent where writing costs the same as plain input. */
  readonly cacheWriteUsdPerMillion?: number
}

interface KnownModel {
  /** The provider's own name, lower case, without a date. */
  readonly id: string
  /** Other names of the same model, lower case. */
  readonly aliases?: readonly string[]
  readonly provider: 'openai' | 'anthropic' | 'google' | 'meta' | 'mistral' | 'deepseek' | 'qwen'
  /** Input and output together, in tokens of the model; absent where we could not support a number. */
  readonly contextWindow?: number
  /** In tokens of the model. */
  readonly maxOutputTokens?: number
  /** The public vocabulary that counts for this model, or comes nearest. */
  readonly encoding: 'o200k_base' | 'cl100k_base' | 'p50k_base' | 'r50k_base'
  /** Tokens of the model for one token of `encoding`; 1 where that is its own vocabulary, or nothing better is known. */
  readonly tokenFactor: number
  /** `estimated` where the model's own vocabulary is private or another one. */
  readonly counting: 'exact' | 'estimated'
  /** The shortest prefix that the provider caches, in tokens; absent where nobody told it. */
  readonly minCacheableTokens?: number
}

/** A model whose price is known. */
export interface PricedModel extends KnownModel {
  readonly price: ModelPrice
}

/** A model without one price: it depends on the host, or we could not support a number. */
export interface UnpricedModel extends KnownModel {
  readonly price?: undefined
}

/** What is known about one model. `entry.price === undefined` tells the two kinds apart. */
export type ModelEntry = PricedModel | UnpricedModel
