import { flag } from '../../option-checks.ts'
import type { OptionRule } from '../../option-checks.ts'

export interface CacheAlignerOptions {
  /** Moves volatile sentences and lines of the system prompt (dates, times, ids) to its end. @default true */
  readonly enabled?: boolean
  /** Tools in the order of their names; otherwise an order that changes is only reported. @default false */
  readonly sortTools?: boolean
}

export type ResolvedCacheAlignerOptions = Required<CacheAlignerOptions>

export const cacheAlignerRules: Readonly<Record<keyof CacheAlignerOptions, OptionRule>> = { enabled: flag, sortTools: flag }

/** The given options on top of `base`, field by field; checks nothing. */
export function resolveCacheAlignerOptions(
  options: CacheAlignerOptions = {},
  base: ResolvedCacheAlignerOptions = { enabled: true, sortTools: false },
): ResolvedCacheAlignerOptions {
  return { enabled: options.enabled ?? base.enabled, sortTools: options.sortTools ?? base.sortTools }
}
