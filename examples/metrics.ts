import { createHeadroom } from 'headroom-ts'
import { createMemoryStore } from 'headroom-ts/metrics'

// Without a store of your own, records are kept in files in Node and in IndexedDB in a browser.
const headroom = createHeadroom({ model: 'gpt-4o-mini', metrics: { store: createMemoryStore() } })

const rows = JSON.stringify(Array.from({ length: 100 }, (_, i) => ({ sku: `A-${i}`, stock: i % 9, shelf: 'north' })))
await headroom.crush(rows, { query: 'What is out of stock?', toolName: 'list_stock' })
await headroom.crush(rows, { query: 'What is full?', toolName: 'list_stock' })

for (const { timestamp, tokensInputBefore, tokensInputAfter } of await headroom.getMetrics({ startTime: Date.now() - 3_600_000, limit: 100 })) {
  console.log(`${timestamp}: ${tokensInputBefore} -> ${tokensInputAfter}`)
}
const summary = await headroom.getSummary()
console.log(summary.totalRequests) // => 2
console.log(summary.totalTokensSaved > 0) // => true

// What GET /metrics of your server answers; Prometheus asks for it every few seconds.
const text = await headroom.toPrometheus()
console.log(text.includes('headroom_requests_total{mode="optimize"} 2')) // => true

// Writes what waits. A process that ends by itself does so, too.
await headroom.close()
