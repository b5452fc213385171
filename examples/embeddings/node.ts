import { cacheVectors, createMiniLm } from 'headroom-ts/embeddings'
import { createFileVectors } from 'headroom-ts/embeddings/file'

// The folder that `npx headroom model models/all-MiniLM-L6-v2 --remote` filled.
const miniLm = createMiniLm({ modelPath: 'models/all-MiniLM-L6-v2' })
// What was embedded once is looked up from then on, also by the next start of the program.
const embedder = cacheVectors(miniLm, createFileVectors({ folder: 'node_modules/.cache/headroom-vectors' }))

const question = 'The cat sits outside'
const rows = ['The stock market fell', 'A feline is outdoors', 'Printer out of paper']
const [asked, ...vectors] = await embedder.embed([question, ...rows])

const nearness = vectors.map((vector) => vector.reduce((sum, value, i) => sum + value * asked![i]!, 0))
console.log(rows[nearness.indexOf(Math.max(...nearness))])
// => A feline is outdoors

await miniLm.unload()
