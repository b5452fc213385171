import { cacheVectors, createMiniLmWorker } from 'headroom-ts/embeddings/worker'
import { createIndexedDbVectors } from 'headroom-ts/embeddings/indexeddb'

const cancel = new AbortController()
const miniLm = createMiniLmWorker({
  modelPath: '/models/all-MiniLM-L6-v2', // where the page's server has it
  onProgress: ({ loadedBytes, totalBytes }) => { if (loadedBytes === totalBytes) console.log('loaded') },
})
await miniLm.load({ signal: cancel.signal }) // optional: the first embed() loads it, too
// => loaded

const embedder = cacheVectors(miniLm, createIndexedDbVectors())
const [asked, ...vectors] = await embedder.embed(['The cat sits outside', 'The stock market fell', 'A feline is outdoors'])
const nearness = vectors.map((vector) => vector.reduce((sum, value, i) => sum + value * asked![i]!, 0))
console.log(nearness[1]! > nearness[0]! + 0.3)
// => true

await miniLm.unload() // ends the worker
