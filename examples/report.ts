import { createHeadroom } from 'headroom-ts'
import { createMemoryStore } from 'headroom-ts/metrics'
import { renderReport } from 'headroom-ts/report'

const store = createMemoryStore()
const headroom = createHeadroom({ model: 'gpt-4o-mini', metrics: { store } })
const rows = JSON.stringify(Array.from({ length: 200 }, (_, i) => ({ sku: `A-${i}`, stock: i % 9, shelf: 'north' })))
await headroom.crush(rows, { query: 'What is out of stock?', toolName: 'list_stock' })
await headroom.close()

// One file without a script: write it to a disk, mail it, or answer a request with it.
const page = await renderReport(store, { title: 'Stock agent', startTime: Date.now() - 7 * 86_400_000 })
console.log(page.startsWith('<!doctype html>')) // => true
console.log(page.includes('list_stock')) // => true
