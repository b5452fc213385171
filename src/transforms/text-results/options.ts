import { flag } from '../../option-checks.ts'
import type { OptionRule } from '../../option-checks.ts'

/** What is done to tool results that are text and not JSON. */
export interface TextResultsOptions {
  /** Folds what repeats in logs and other output of programs; source code and prose stay as they are. @default true */
  readonly enabled?: boolean
}

export type ResolvedTextResultsOptions = Required<TextResultsOptions>

export const defaultTextResultsOptions: ResolvedTextResultsOptions = { enabled: true }

export const textResultsRules: Readonly<Record<keyof TextResultsOptions, OptionRule>> = { enabled: flag }

/** The given options on top of `base`; checks nothing. */
export function resolveTextResultsOptions(options: TextResultsOptions = {}, base: ResolvedTextResultsOptions = defaultTextResultsOptions): ResolvedTextResultsOptions {
  return { enabled: options.enabled ?? base.enabled }
}
