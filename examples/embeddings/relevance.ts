import { createHeadroom } from 'headroom-ts'
import { cacheVectors, createMemoryVectors, createMiniLm } from 'headroom-ts/embeddings'
import { loadStaticTable } from 'headroom-ts/relevance/static'

const whos = ['A plumber', 'Our accountant', 'The landlord', 'A teacher', 'The physician', 'The florist', 'Her lawyer', 'The barber']
const whats = ['sent an invoice', 'asked for the keys', 'praised the soup', 'moved the appointment', 'lost an umbrella', 'painted the fence', 'sold a bicycle', 'sang all night']
const rows = JSON.stringify(whos.flatMap((who, i) => whats.map((what, j) => ({ id: 100 + i * 8 + j, note: `${who} ${what}` }))))

const miniLm = createMiniLm({ modelPath: 'models/all-MiniLM-L6-v2' })
await miniLm.load() // optional: the first tool result waits for it as well, but not longer than `timeLimitMs`
const headroom = createHeadroom({
  model: 'gpt-4o',
  smartCrusher: {
    maxItemsAfterCrush: 8,
    index: false,
    relevance: { table: await loadStaticTable(), embedder: cacheVectors(miniLm, createMemoryVectors()) },
  },
})

const { text, report } = await headroom.crush(rows, { query: 'Did the doctor reschedule?' })
console.log(text.includes('The physician moved the appointment')) // => true
console.log(report.decisions[0]?.relevance) // => hybrid (bm25, static, embedding)

await headroom.close()
await miniLm.unload()
