import OpenAI from 'openai'
import { HeadroomClient, OpenAIProvider } from 'headroom-ts'
import { createMemoryStore } from 'headroom-ts/metrics'

const client = new HeadroomClient({
  originalClient: new OpenAI(),
  provider: new OpenAIProvider(),
  defaultMode: 'optimize',
  enableCacheOptimizer: true,
  enableSemanticCache: false,
  modelContextLimits: {
    'gpt-4o': 128_000,
    'gpt-4o-mini': 128_000,
  },
  // In place of store_url: a store. Left out, records go to files in Node and to IndexedDB in a browser.
  store: createMemoryStore(),
})

console.log(client.getStats().config.mode) // => optimize
