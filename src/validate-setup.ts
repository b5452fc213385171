import { crushWith } from './crush.ts'
import { messageOf } from './errors.ts'
import { within } from './metrics/within.ts'
import { findModel } from './models/find-model.ts'
import type { ResolvedOptions } from './options.ts'
import { describeModel } from './request-model.ts'

/** What a session can do as it is configured. Plain data, safe for `JSON.stringify`. */
export interface SetupCheck {
  /** Whether nothing is missing: no errors. Warnings say what works with less than it could. */
  readonly valid: boolean
  readonly errors: readonly string[]
  readonly warnings: readonly string[]
  readonly mode: 'audit' | 'optimize'
  readonly model?: string
  /** Context window of that model in tokens; absent when nobody knows it. */
  readonly contextWindow?: number
  /** How its tokens are counted; absent when the counter could not be loaded. */
  readonly tokenCounting?: 'exact' | 'estimated'
  /** What became of a small tool result of ours; absent when it failed. */
  readonly dryRun?: { readonly tokensBefore: number; readonly tokensAfter: number }
}

interface Setup {
  readonly settings: ResolvedOptions
  readonly hasMetrics: boolean
  readonly isClosed: boolean
  readonly getMetrics: (query: { readonly limit: number }) => Promise<unknown>
}

/** A store that hangs hangs here, and nowhere else. */
const storeTimeLimitMs = 10_000

/** Tries out a session's configuration with one real tool result. Rejects never. */
export async function validateSetup({ settings, hasMetrics, isClosed, getMetrics }: Setup): Promise<SetupCheck> {
  const errors: string[] = isClosed ? ['this session is closed'] : []
  const warnings: string[] = []
  const { model, mode } = settings
  if (model !== undefined && findModel(model) === undefined) warnings.push(`nothing is known of the model ${model}: tokens are estimated, and there are no prices`)
  const { contextWindow } = await describeModel(model, settings)
  if (model !== undefined && contextWindow === undefined) warnings.push(`nobody knows the context window of ${model}, so nothing is cut to fit it; name it in modelContextLimits`)
  if (mode === 'audit') warnings.push('audit mode: requests go out as they are')
  let dryRun: SetupCheck['dryRun']
  let tokenCounting: SetupCheck['tokenCounting']
  try {
    const { report } = await crushWith(sample, { query: 'What failed?' }, { ...optionsOf(settings), mode: 'optimize' }, undefined)
    dryRun = { tokensBefore: report.tokensBefore, tokensAfter: report.tokensAfter }
    tokenCounting = report.tokenCounting
    warnings.push(...report.warnings)
    if (settings.smartCrusher.enabled && report.tokensAfter >= report.tokensBefore) warnings.push('the dry run saved nothing: the options leave small tool results as they are')
  } catch (error) {
    errors.push(`the dry run failed: ${messageOf(error)}`)
  }
  if (hasMetrics) {
    try {
      let hasAnswered = false
      await within(storeTimeLimitMs, getMetrics({ limit: 1 }).then(() => { hasAnswered = true }))
      if (!hasAnswered) errors.push(`the metrics store does not answer within ${storeTimeLimitMs / 1000} seconds`)
    } catch (error) {
      errors.push(`the metrics store cannot be read: ${messageOf(error)}`)
    }
  }
  return {
    valid: errors.length === 0,
    errors,
    warnings,
    mode,
    ...(model === undefined ? {} : { model }),
    ...(contextWindow === undefined ? {} : { contextWindow }),
    ...(tokenCounting === undefined ? {} : { tokenCounting }),
    ...(dryRun === undefined ? {} : { dryRun }),
  }
}

/** What the dry run rests on: nobody is called back for it. */
function optionsOf({ model, smartCrusher, modelContextLimits, tokenCounter }: ResolvedOptions): Parameters<typeof crushWith>[2] {
  return { ...(model === undefined ? {} : { model }), smartCrusher, modelContextLimits, tokenCounter }
}

const sample = JSON.stringify(Array.from({ length: 60 }, (_, job) => ({
  job: `job-${1000 + job}`, state: job === 41 ? 'failed' : 'done', seconds: 30 + (job * 7) % 11, message: job === 41 ? 'disk full' : 'finished without errors',
})))
