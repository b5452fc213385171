import { flag } from '../../option-checks.ts'
import type { OptionRule } from '../../option-checks.ts'

/** What is done to tool results that are text and not JSON. */
export interface TextResultsOptions {
  /** Folds what repeats in logs and other output of programs; source code and prose stay as they are. @default true */
  readonly enabled?: boolean
  /** Names encoded data and minified code by kind, size and hash, also in strings of JSON; what the query quotes stays. @default true */
  readonly blobs?: boolean
}

export type ResolvedTextResultsOptions = Required<TextResultsOptions>

export const defaultTextResultsOptions: ResolvedTextResultsOptions = { enabled: true, blobs: true }

export const textResultsRules: Readonly<Record<keyof TextResultsOptions, OptionRule>> = { enabled: flag, blobs: flag }

/** The given options on top of `base`; checks nothing. */
export function resolveTextResultsOptions(options: TextResultsOptions = {}, base: ResolvedTextResultsOptions = defaultTextResultsOptions): ResolvedTextResultsOptions {
  return { enabled: options.enabled ?? base.enabled, blobs: options.blobs ?? base.blobs }
}
