import type { ModelEntry, ModelPrice, PricedModel } from './model-entry.ts'

/** Day of the price table, ISO 8601: no price in it is younger. Each provider's file says from when its own prices are. */
export const pricesDate = '2026-10-26'

/** What tokens are charged as: plain input, output, input read from the provider's prefix cache, input written to it. */
export type TokenUse = 'input' | 'output' | 'cached-input' | 'cache-write'

/**
 * US dollars for a number of tokens, at the provider's list price for short prompts.
 *
 * @param tokens may be negative, for tokens saved or added
 * @param use where a model has no price of its own for the cache, the plain input price holds
 * @returns undefined when nobody knows the model's price
 */
export function priceUsd(model: PricedModel, tokens: number, use?: TokenUse): number
export function priceUsd(model: ModelEntry | undefined, tokens: number, use?: TokenUse): number | undefined
export function priceUsd(model: ModelEntry | undefined, tokens: number, use: TokenUse = 'input'): number | undefined {
  return model?.price === undefined ? undefined : (tokens * rateOf(model.price, use)) / 1_000_000
}

function rateOf(price: ModelPrice, use: TokenUse): number {
  switch (use) {
    case 'input': return price.inputUsdPerMillion
    case 'output': return price.outputUsdPerMillion
    case 'cached-input': return price.cachedInputUsdPerMillion ?? price.inputUsdPerMillion
    case 'cache-write': return price.cacheWriteUsdPerMillion ?? price.inputUsdPerMillion
  }
}
