import { createHeadroom } from 'headroom-ts'
import { createMemoryStore, createPrometheusMetrics } from 'headroom-ts/metrics'

// In an application: await openMetricsStore(), which keeps records in files in Node and in IndexedDB in a browser.
const store = createMemoryStore()
const headroom = createHeadroom({ model: 'gpt-4o-mini', metrics: { store } })

const rows = JSON.stringify(Array.from({ length: 100 }, (_, i) => ({ sku: `A-${i}`, stock: i % 9, shelf: 'north' })))
await headroom.crush(rows, { query: 'What is out of stock?', toolName: 'list_stock' })
await headroom.crush(rows, { query: 'What is full?', toolName: 'list_stock' })

for (const { timestamp, tokensInputBefore, tokensInputAfter } of await headroom.getMetrics({ startTime: Date.now() - 3_600_000, limit: 100 })) {
  console.log(`${timestamp}: ${tokensInputBefore} -> ${tokensInputAfter}`)
}
const summary = await headroom.getSummary()
console.log(summary.totalRequests) // => 2
console.log(summary.totalTokensSaved > 0) // => true

const prometheus = createPrometheusMetrics()
for await (const record of store.query({ order: 'oldest-first' })) prometheus.add(record)
console.log(prometheus.toPrometheus().includes('headroom_requests_total{mode="optimize"} 2')) // => true
