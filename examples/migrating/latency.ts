import OpenAI from 'openai'
import { HeadroomClient } from 'headroom-ts'

const client = new HeadroomClient({
  originalClient: new OpenAI(),
  defaultMode: 'optimize',
  smartCrusher: { relevance: { tier: 'bm25' }, minTokensToCrush: 500 },
  cacheAligner: { enabled: false },
  onReport: ({ timings }) => console.log(`${timings.total?.toFixed(1)} ms`),
})

await client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello!' }] })
console.log(client.getStats().transforms.cacheAlignerEnabled) // => false
