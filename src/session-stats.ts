import type { RecorderCounts } from './metrics/recorder.ts'
import type { ResolvedOptions } from './options.ts'
import type { Report } from './report/types.ts'
import type { Usage } from './usage/usage.ts'

/** Plain data, safe for `JSON.stringify`. */
export interface HeadroomStats {
  /** What was sent so far: `optimize` in both modes, and `crush`. Simulations and calls that reject count nowhere, failed requests in `failedTotal` alone. */
  readonly session: {
    readonly requestsTotal: number
    readonly requestsByMode: { readonly audit: number; readonly optimize: number }
    readonly tokensBeforeTotal: number
    readonly tokensAfterTotal: number
    readonly tokensSavedTotal: number
    /** In US dollars, of the requests whose model has a known price. */
    readonly estimatedSavingsUsdTotal: number
    readonly warningsTotal: number
    /** Requests that a client saw fail. */
    readonly failedTotal: number
    /** What providers said of the requests that went through a client; requests without a word of it count nowhere. */
    readonly usage: {
      readonly requestsTotal: number
      readonly tokensInputTotal: number
      readonly tokensOutputTotal: number
      readonly cachedTokensReadTotal: number
      readonly cachedTokensWrittenTotal: number
    }
  }
  readonly config: {
    readonly mode: 'audit' | 'optimize'
    /** Model of the session's options; absent when each request names its own. */
    readonly model?: string
    /** Shape named in the session's options; absent when each request shows its own. */
    readonly provider?: string
    readonly tokenCounter: 'exact' | 'estimate' | 'own'
  }
  readonly transforms: {
    readonly smartCrusherEnabled: boolean
    readonly cacheAlignerEnabled: boolean
    readonly repeatsEnabled: boolean
    readonly rollingWindowEnabled: boolean
    /** Names of the caller's own, in their order. */
    readonly own: readonly string[]
  }
  /** What became of the records of this session; absent when metrics are switched off. */
  readonly metrics?: RecorderCounts
}

export interface SessionTotals {
  readonly addReport: (report: Report) => void
  readonly addUsage: (usage: Usage) => void
  readonly addFailure: () => void
  readonly describe: () => HeadroomStats['session']
}

export function createSessionTotals(): SessionTotals {
  const sent = { audit: 0, optimize: 0, before: 0, after: 0, usd: 0, warnings: 0, failed: 0 }
  const reported = { requests: 0, input: 0, output: 0, read: 0, written: 0 }
  return {
    addReport({ mode, tokensBefore, tokensAfter, estimatedSavingsUsd = 0, warnings }) {
      sent[mode === 'audit' ? 'audit' : 'optimize']++
      sent.before += tokensBefore
      sent.after += tokensAfter
      sent.usd += estimatedSavingsUsd
      sent.warnings += warnings.length
    },
    addUsage({ tokensInput = 0, tokensOutput = 0, cachedTokensRead = 0, cachedTokensWritten = 0 }) {
      reported.requests++
      reported.input += tokensInput
      reported.output += tokensOutput
      reported.read += cachedTokensRead
      reported.written += cachedTokensWritten
    },
    addFailure() {
      sent.failed++
    },
    describe: () => ({
      requestsTotal: sent.audit + sent.optimize,
      requestsByMode: { audit: sent.audit, optimize: sent.optimize },
      tokensBeforeTotal: sent.before,
      tokensAfterTotal: sent.after,
      tokensSavedTotal: sent.before - sent.after,
      estimatedSavingsUsdTotal: sent.usd,
      warningsTotal: sent.warnings,
      failedTotal: sent.failed,
      usage: {
        requestsTotal: reported.requests,
        tokensInputTotal: reported.input,
        tokensOutputTotal: reported.output,
        cachedTokensReadTotal: reported.read,
        cachedTokensWrittenTotal: reported.written,
      },
    }),
  }
}

export function describeConfig(settings: ResolvedOptions): Pick<HeadroomStats, 'config' | 'transforms'> {
  const { mode, model, format, tokenCounter, smartCrusher, cacheAligner, repeats, rollingWindow, transforms } = settings
  return {
    config: {
      mode,
      ...(model === undefined ? {} : { model }),
      ...(format === undefined ? {} : { provider: format }),
      tokenCounter: typeof tokenCounter === 'string' ? tokenCounter : 'own',
    },
    transforms: {
      smartCrusherEnabled: smartCrusher.enabled,
      cacheAlignerEnabled: cacheAligner.enabled,
      repeatsEnabled: repeats.enabled,
      rollingWindowEnabled: rollingWindow.enabled,
      own: transforms.map(({ name }) => name),
    },
  }
}
