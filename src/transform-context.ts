import { guardLogger } from './logger.ts'
import type { ResolvedOptions } from './options.ts'
import type { LoadedCounter } from './tokens/counter.ts'
import type { DecisionMemory, TransformContext } from './transforms/transform.ts'

/** What the steps of one call share. @param memory of a session */
export function createTransformContext(
  options: ResolvedOptions, model: TransformContext['model'], tokens: LoadedCounter, memory: DecisionMemory | undefined,
): TransformContext {
  return {
    options,
    tokens,
    logger: guardLogger(options.logger),
    model,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(memory === undefined ? {} : { decisions: memory }),
  }
}
