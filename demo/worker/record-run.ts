import type { RelevanceTier, Report } from '../../src/index.ts'
import { createRecord, openMetricsStore } from '../../src/metrics.ts'
import type { MetricsRecord, MetricsStore } from '../../src/metrics.ts'
import { maxRuns, openHistory } from '../history/database.ts'
import type { LibraryMetrics } from '../protocol.ts'

const history = openHistory()
let metrics: Promise<MetricsStore> | undefined

/**
 * Keeps the figures of a run, in the page's own database and in the library's. Where the browser forbids either (some private windows),
 * the page goes on without.
 */
export async function recordRun(report: Report, what: string, tier: RelevanceTier): Promise<void> {
  const record = createRecord(report)
  try {
    await history.runs.add(toRun(record, what, tier))
    const tooMany = await history.runs.count() - maxRuns
    if (tooMany > 0) await history.runs.bulkDelete(await history.runs.orderBy('id').limit(tooMany).primaryKeys())
    metrics ??= openMetricsStore()
    await (await metrics).append([record])
  } catch (error) {
    console.info('This run is not in the history:', error)
  }
}

/** What the library's own store has. */
export async function readMetrics(): Promise<LibraryMetrics> {
  metrics ??= openMetricsStore()
  const { totalRequests, totalTokensBefore, totalTokensSaved, totalCostSavedUsd, avgCacheAlignmentScore } = await (await metrics).summarize()
  return { requests: totalRequests, tokensBefore: totalTokensBefore, tokensSaved: totalTokensSaved, savedUsd: totalCostSavedUsd, alignment: avgCacheAlignmentScore }
}

/** Empties both. */
export async function clearRecords(): Promise<void> {
  await history.runs.clear()
  metrics ??= openMetricsStore()
  await (await metrics).clear()
}

function toRun({ model = '', mode, tokensInputBefore, tokensInputAfter, tokensSavedByTransform, estimatedSavingsUsd }: MetricsRecord, what: string, tier: RelevanceTier): Parameters<typeof history.runs.add>[0] {
  return {
    time: Date.now(), what, model, mode, tier, tokensBefore: tokensInputBefore, tokensAfter: tokensInputAfter, savedBy: tokensSavedByTransform,
    ...(estimatedSavingsUsd === undefined ? {} : { savedUsd: estimatedSavingsUsd }),
  }
}
