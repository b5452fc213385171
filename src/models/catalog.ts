import { anthropicModels } from './anthropic.ts'
import { googleModels } from './google.ts'
import type { ModelEntry } from './model-entry.ts'
import { openWeightModels } from './open-weights.ts'
import { openaiModels } from './openai.ts'

/** Every model we know something about; no two have a name in common. */
export const catalog: readonly ModelEntry[] = [...openaiModels, ...anthropicModels, ...googleModels, ...openWeightModels]
