import { flag, wholeNumber } from '../../option-checks.ts'
import type { OptionRule } from '../../option-checks.ts'

export interface RepeatsOptions {
  /** Lines of a tool result that stand in an earlier one of the same request already are replaced by a reference to them. @default true */
  readonly enabled?: boolean
  /** Lines from which a run of them is worth a reference. @default 5 */
  readonly minLines?: number
  /** Tokens from which fewer lines are. @default 60 */
  readonly minTokens?: number
}

export type ResolvedRepeatsOptions = Required<RepeatsOptions>

export const repeatsRules: Readonly<Record<keyof RepeatsOptions, OptionRule>> = { enabled: flag, minLines: wholeNumber(1), minTokens: wholeNumber(1) }

/** The given options on top of `base`, field by field; checks nothing. */
export function resolveRepeatsOptions(
  options: RepeatsOptions = {},
  base: ResolvedRepeatsOptions = { enabled: true, minLines: 5, minTokens: 60 },
): ResolvedRepeatsOptions {
  return { enabled: options.enabled ?? base.enabled, minLines: options.minLines ?? base.minLines, minTokens: options.minTokens ?? base.minTokens }
}
