import { countTokens } from './count-tokens.ts'
import type { ModelEntry } from './models/model-entry.ts'

/** What a `HeadroomClient` may be told of a provider; everything but the name is optional. */
export interface Provider {
  /** Such as `openai`; it stands in the records. */
  readonly name: string
  /** Context window of a model in tokens; undefined for one it does not know. */
  getContextLimit?(model: string): number | undefined | Promise<number | undefined>
}

export interface CostQuestion {
  readonly model: string
  readonly inputTokens: number
  /** @default 0 */
  readonly outputTokens?: number
  /** Of the input tokens, those that the provider's prefix cache holds. @default 0 */
  readonly cachedTokens?: number
}

/** What is known of a provider's models, from the catalogue, which loads on first use. */
class CatalogProvider implements Provider {
  constructor(readonly name: string) {}

  async getContextLimit(model: string): Promise<number | undefined> {
    return (await loadModel(model))?.contextWindow
  }

  /** Tokens of a text, as every report counts them. */
  async countTokens(text: string, model: string): Promise<number> {
    return (await countTokens(text, model)).tokens
  }

  /** In US dollars; undefined for a model without a known price. */
  async estimateCost({ model, inputTokens, outputTokens = 0, cachedTokens = 0 }: CostQuestion): Promise<number | undefined> {
    const [known, { priceUsd }] = await Promise.all([loadModel(model), import('./models/price.ts')])
    if (known?.price === undefined) return undefined
    return priceUsd(known, inputTokens - cachedTokens) + priceUsd(known, cachedTokens, 'cached-input') + priceUsd(known, outputTokens, 'output')
  }
}

async function loadModel(name: string): Promise<ModelEntry | undefined> {
  const { findModel } = await import('./models/find-model.ts')
  return findModel(name)
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
