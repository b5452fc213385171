import { createHeadroom } from 'headroom-ts'

const headroom = createHeadroom({ model: 'gpt-4o-mini', onReport: (report) => console.log(`saved ${report.tokensSaved} tokens`) })

const rows = Array.from({ length: 120 }, (_, i) => ({ city: `City ${i}`, country: i % 2 ? 'Peru' : 'Chile', celsius: 10 + (i % 9) }))
await headroom.crush(JSON.stringify(rows), { query: 'Where is it warmest?' })

console.log(headroom.getStats().session.tokensSavedTotal > 0) // => true
