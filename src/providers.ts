import { countTokens } from './count-tokens.ts'
import { findModel } from './models/find-model.ts'
import { priceUsd } from './models/price.ts'

/** What a `HeadroomClient` may be told of a provider; everything but the name is optional. */
export interface Provider {
  /** Such as `openai`; it stands in the records. */
  readonly name: string
  /** Context window of a model in tokens; undefined for one it does not know. */
  getContextLimit?(model: string): number | undefined
}

export interface CostQuestion {
  readonly model: string
  readonly inputTokens: number
  /** @default 0 */
  readonly outputTokens?: number
  /** Of the input tokens, those that the provider's prefix cache holds. @default 0 */
  readonly cachedTokens?: number
}

/** What is known of a provider's models, from the catalogue. */
class CatalogProvider implements Provider {
  constructor(readonly name: string) {}

  getContextLimit(model: string): number | undefined {
    return findModel(model)?.contextWindow
  }

  /** Tokens of a text, as every report counts them. */
  async countTokens(text: string, model: string): Promise<number> {
    return (await countTokens(text, model)).tokens
  }

  /** In US dollars; undefined for a model without a known price. */
  estimateCost({ model, inputTokens, outputTokens = 0, cachedTokens = 0 }: CostQuestion): number | undefined {
    const known = findModel(model)
    if (known?.price === undefined) return undefined
    const { outputUsdPerMillion, cachedInputUsdPerMillion, inputUsdPerMillion } = known.price
    return priceUsd(known, inputTokens - cachedTokens) + (cachedTokens * (cachedInputUsdPerMillion ?? inputUsdPerMillion) + outputTokens * outputUsdPerMillion) / 1e6
  }
}

export class OpenAIProvider extends CatalogProvider {
  constructor() { super('openai') }
}

export class AnthropicProvider extends CatalogProvider {
  constructor() { super('anthropic') }
}

export class GoogleProvider extends CatalogProvider {
  constructor() { super('google') }
}
