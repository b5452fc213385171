import { flag, literalOr, rule, wholeNumber } from '../../option-checks.ts'
import type { OptionRule } from '../../option-checks.ts'

export interface RollingWindowOptions {
  /** Acts only when the request does not fit the model's context window. @default true */
  readonly enabled?: boolean
  /** Newest turns that stay. @default 2 */
  readonly keepTurns?: number
  /**
   * Newest tool units that stay where the turns to be kept do not fit; `'all'`: those turns are never touched.
   * A tool unit is an assistant message with all its calls and their results. @default 4
   */
  readonly keepToolUnits?: number | 'all'
  /**
   * Share of the room that a cut goes down to, above 0 and at most 1: the lower, the longer the start of the request stays put. While
   * `repeats` is on, more than 0.9 counts as 0.9. @default 0.7
   */
  readonly lowWater?: number
  /** Tokens kept free for the answer. @default 4000 */
  readonly outputBufferTokens?: number
}

export type ResolvedRollingWindowOptions = Required<RollingWindowOptions>

/**
 * 2 turns, as the Python project keeps; 4 tool units: what an agent needs to go on from where it is; 0.7 of the room: the prefix cache
 * is written anew once for many turns; 4,000 tokens for the answer, as the Python project reserves.
 */
export const defaultRollingWindowOptions: ResolvedRollingWindowOptions = {
  enabled: true, keepTurns: 2, keepToolUnits: 4, lowWater: 0.7, outputBufferTokens: 4000,
}

export const rollingWindowRules: Readonly<Record<keyof RollingWindowOptions, OptionRule>> = {
  enabled: flag,
  keepTurns: wholeNumber(1),
  keepToolUnits: literalOr('all', wholeNumber(0)),
  lowWater: rule('a number above 0 and at most 1', (value) => typeof value === 'number' && value > 0 && value <= 1),
  outputBufferTokens: wholeNumber(0),
}

/** The given options on top of `base`, field by field; checks nothing. */
export function resolveRollingWindowOptions(
  options: RollingWindowOptions = {},
  base: ResolvedRollingWindowOptions = defaultRollingWindowOptions,
): ResolvedRollingWindowOptions {
  return {
    enabled: options.enabled ?? base.enabled,
    keepTurns: options.keepTurns ?? base.keepTurns,
    keepToolUnits: options.keepToolUnits ?? base.keepToolUnits,
    lowWater: options.lowWater ?? base.lowWater,
    outputBufferTokens: options.outputBufferTokens ?? base.outputBufferTokens,
  }
}
