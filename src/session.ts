import { crushWith } from './crush.ts'
import type { CrushOptions, Crushed } from './crush.ts'
import { createDecisionMemory } from './decision-memory.ts'
import { deliverReport } from './deliver-report.ts'
import { HeadroomError } from './errors.ts'
import { nameOutcome } from './optimize.ts'
import type { optimize } from './optimize.ts'
import { optimizeRequest } from './optimize-request.ts'
import { resolveOptions } from './options.ts'
import type { Options } from './options.ts'
import type { Report } from './report/types.ts'
import type { Plan } from './simulate.ts'

declare global {
  /** As `lib.esnext.disposable` has it, for those who compile with an older library. */
  interface SymbolConstructor { readonly asyncDispose: unique symbol }
}

/** One session: options that hold for all calls, decisions that are taken once, and what it all came to. */
export interface Headroom {
  /** As the function of this name; options of the call win over the session's. */
  readonly optimize: typeof optimize
  readonly simulate: (request: unknown, options?: Options) => Promise<Plan>
  readonly crush: (text: string, options?: CrushOptions) => Promise<Crushed>
  readonly getStats: () => HeadroomStats
  /** Forgets all decisions; calls after it reject. Calls under way come to their end. */
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** Plain data, safe for `JSON.stringify`. */
export interface HeadroomStats {
  /** What was sent so far: `optimize` in both modes, and `crush`. Simulations and calls that reject count nowhere. */
  readonly session: {
    readonly requestsTotal: number
    readonly requestsByMode: { readonly audit: number; readonly optimize: number }
    readonly tokensBeforeTotal: number
    readonly tokensAfterTotal: number
    readonly tokensSavedTotal: number
    /** In US dollars, of the requests whose model has a known price. */
    readonly estimatedSavingsUsdTotal: number
    readonly warningsTotal: number
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
    /** Names of the caller's own, in their order. */
    readonly own: readonly string[]
  }
}

/**
 * A session. Each content block is decided once: the next request that carries it, grown by what followed, sends the same bytes
 * without reading it again.
 *
 * @throws ConfigurationError for wrong options
 */
export function createHeadroom(options: Options = {}): Headroom {
  const settings = resolveOptions(options)
  const memory = createDecisionMemory()
  const totals = { audit: 0, optimize: 0, tokensBefore: 0, tokensAfter: 0, savingsUsd: 0, warnings: 0 }
  let isClosed = false

  const checkOpen = (): void => {
    if (isClosed) throw new HeadroomError('this session is closed; create another with createHeadroom()')
  }
  const add = ({ mode, tokensBefore, tokensAfter, estimatedSavingsUsd = 0, warnings }: Report): void => {
    totals[mode === 'audit' ? 'audit' : 'optimize']++
    totals.tokensBefore += tokensBefore
    totals.tokensAfter += tokensAfter
    totals.savingsUsd += estimatedSavingsUsd
    totals.warnings += warnings.length
  }
  const close = async (): Promise<void> => {
    isClosed = true
    memory.clear()
  }

  const optimizeInSession = async (request: unknown, own: Options = {}): Promise<unknown> => {
    checkOpen()
    const merged = resolveOptions(own, options)
    const outcome = await optimizeRequest(request, merged, merged.mode, memory)
    add(outcome.report)
    deliverReport(outcome.report, outcome.request, merged)
    return nameOutcome(request, outcome)
  }

  return {
    // The overloads tell a caller which of the two outcomes `nameOutcome` gives, by the type of what goes in.
    optimize: optimizeInSession as typeof optimize,
    async simulate(request, own = {}) {
      checkOpen()
      const merged = resolveOptions(own, options)
      const { report } = await optimizeRequest(request, merged, 'simulate', memory)
      deliverReport(report, request, { logger: merged.logger })
      return { ...report, mode: 'simulate' }
    },
    async crush(text, own = {}) {
      checkOpen()
      const crushed = await crushWith(text, own, options, memory)
      add(crushed.report)
      return crushed
    },
    getStats: () => ({
      session: {
        requestsTotal: totals.audit + totals.optimize,
        requestsByMode: { audit: totals.audit, optimize: totals.optimize },
        tokensBeforeTotal: totals.tokensBefore,
        tokensAfterTotal: totals.tokensAfter,
        tokensSavedTotal: totals.tokensBefore - totals.tokensAfter,
        estimatedSavingsUsdTotal: totals.savingsUsd,
        warningsTotal: totals.warnings,
      },
      config: {
        mode: settings.mode,
        ...(settings.model === undefined ? {} : { model: settings.model }),
        ...(settings.format === undefined ? {} : { provider: settings.format }),
        tokenCounter: typeof settings.tokenCounter === 'string' ? settings.tokenCounter : 'own',
      },
      transforms: { smartCrusherEnabled: settings.smartCrusher.enabled, own: settings.transforms.map(({ name }) => name) },
    }),
    close,
    [Symbol.asyncDispose]: close,
  }
}
