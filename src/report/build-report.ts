import type { PrefixFingerprint } from '../transforms/cache-aligner/prefix-fingerprint.ts'
import type { Decision, Report, Waste, WindowReport } from './types.ts'

/** What is known after a request has been through, before the figures that follow from it. */
export interface ReportFacts {
  readonly model?: string
  readonly format?: string
  readonly mode: Report['mode']
  readonly tokensBefore: number
  readonly tokensAfter: number
  readonly tokenCounting: Report['tokenCounting']
  /** US dollars for a number of input tokens, and the day of the price table; absent when nobody knows the price. */
  readonly price?: { readonly inputUsd: (tokens: number) => number; readonly date: string }
  readonly transforms: readonly string[]
  readonly decisions: readonly Decision[]
  readonly waste: Waste
  readonly prefix: Pick<PrefixFingerprint, 'hash' | 'alignmentScore'>
  readonly window: WindowReport
  readonly warnings: readonly string[]
  readonly timings: Readonly<Record<string, number>>
}

export function buildReport(facts: ReportFacts): Report {
  const { model, format, mode, tokensBefore, tokensAfter, price, prefix } = facts
  const tokensSaved = tokensBefore - tokensAfter
  return {
    ...(model === undefined ? {} : { model }),
    ...(format === undefined ? {} : { format }),
    mode,
    tokensBefore,
    tokensAfter,
    tokensSaved,
    savingsPercent: tokensBefore === 0 ? 0 : (tokensSaved / tokensBefore) * 100,
    tokenCounting: facts.tokenCounting,
    ...(price === undefined ? {} : { estimatedSavingsUsd: price.inputUsd(tokensSaved), pricesDate: price.date }),
    transforms: facts.transforms,
    decisions: facts.decisions,
    waste: facts.waste,
    stablePrefixHash: prefix.hash,
    cacheAlignmentScore: prefix.alignmentScore,
    compressionRatio: tokensBefore === 0 ? 1 : tokensAfter / tokensBefore,
    window: facts.window,
    // Two blocks may have the same trouble; once is enough.
    warnings: [...new Set(facts.warnings)],
    timings: facts.timings,
  }
}
