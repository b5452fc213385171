import { createHeadroom } from '../src/index.ts'
import { openMetricsStore } from '../src/metrics/open-store.ts'
import type { MetricsRecord } from '../src/metrics/record.ts'
import { createHeadroomWorker } from '../src/worker.ts'

/** What specs call in a page. */
export interface MetricsPage {
  /** Sessions that record where records are kept by default. */
  createHeadroom: typeof createHeadroom
  /** The same in a worker of its own. */
  createHeadroomWorker: typeof createHeadroomWorker
  openMetricsStore: typeof openMetricsStore
  /** Ids of everything that is kept, oldest first. */
  readIds(): Promise<string[]>
  /** A record with an id; the rest is as usual. */
  recordOf(id: string): MetricsRecord
}

declare global {
  interface Window { metricsPage: MetricsPage }
}

window.metricsPage = {
  createHeadroom,
  createHeadroomWorker,
  openMetricsStore,
  async readIds() {
    const store = await openMetricsStore()
    const ids: string[] = []
    for await (const { id } of store.query({ order: 'oldest-first' })) ids.push(id)
    await store.close()
    return ids
  },
  recordOf: (id) => ({
    version: 1, id, timestamp: new Date().toISOString(), model: 'gpt-4o-mini', mode: 'optimize', tokensInputBefore: 1000, tokensInputAfter: 250, tokenCounting: 'exact',
    tokensSavedByTransform: { 'smart-crusher': 750 }, stablePrefixHash: '0123456789abcdef', cacheAlignmentScore: 1,
    waste: { whiteSpace: 0, repeatedKeys: 0, repeatedRows: 0, base64: 0, html: 0, volatilePrefix: 0 }, decisions: [], decisionsOmitted: 0, timings: { total: 2 }, warnings: [],
  }),
}
