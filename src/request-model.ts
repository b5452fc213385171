import { loadOnce } from './load-once.ts'
import type { ModelEntry } from './models/model-entry.ts'
import type { ResolvedOptions } from './options.ts'
import type { Encoding } from './tokens/encoding.ts'

/** What is known about the model of a request; nothing of it is needed to make the request smaller. */
export interface RequestModel {
  readonly name?: string
  /** In tokens; absent when nobody knows it. */
  readonly contextWindow?: number
  /** Absent when nobody knows it: the newest public one stands in. */
  readonly encoding?: Encoding
  /** Absent when nobody knows it. */
  readonly price?: { readonly inputUsd: (tokens: number) => number; readonly date: string }
}

/** With the first request that names a model. */
const loadCatalogue = loadOnce(() => Promise.all([import('./models/find-model.ts'), import('./models/price.ts')]))

/** @param name as the caller or the request writes it; a limit of the caller's for that very name wins over the catalogue */
export async function describeModel(name: string | undefined, { modelContextLimits }: Pick<ResolvedOptions, 'modelContextLimits'>): Promise<RequestModel> {
  if (name === undefined) return {}
  const [{ findModel }, { priceUsd, pricesDate }] = await loadCatalogue()
  const model = findModel(name)
  const contextWindow = Object.hasOwn(modelContextLimits, name) ? modelContextLimits[name] : model?.contextWindow
  const encoding = model === undefined ? undefined : findEncoding(model)
  return {
    name,
    ...(contextWindow === undefined ? {} : { contextWindow }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(model?.price === undefined ? {} : { price: { inputUsd: (tokens) => priceUsd(model, tokens), date: pricesDate } }),
  }
}

/** A vocabulary that only comes near the model's own counts as none, so that nobody takes its count for exact. */
function findEncoding({ encoding, tokenFactor, counting }: ModelEntry): Encoding | undefined {
  return counting === 'estimated' && tokenFactor === 1 ? undefined : { name: encoding, factor: tokenFactor }
}
