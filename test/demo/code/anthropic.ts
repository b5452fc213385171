import Anthropic from '@anthropic-ai/sdk'
import { withHeadroom } from 'headroom-ts/anthropic'
import { loadStaticTable } from 'headroom-ts/relevance/static'
import { createMiniLm } from 'headroom-ts/embeddings' // the files: npx headroom model models/all-MiniLM-L6-v2
import type { Options } from 'headroom-ts'

const options: Options = {
  mode: 'audit',
  smartCrusher: {
    maxItemsAfterCrush: 30,
    index: false,
    lossless: true,
    format: 'columns',
    varianceThreshold: 3.5,
    preserveChangePoints: false,
    relevance: {
      tier: 'hybrid',
      query: 'latest',
      table: await loadStaticTable(),
      embedder: createMiniLm({ modelPath: 'models/all-MiniLM-L6-v2' }),
    },
  },
  cacheAligner: { enabled: false, sortTools: true },
  rollingWindow: { keepTurns: 3, outputBufferTokens: 1000 },
  userContent: 'json-blocks',
  modelContextLimits: { 'gpt-4o-mini': 32000 },
  toolProfiles: { 'search_*': { maxItems: 5 }, 'it\'s': { skipCompression: true } },
}

const client = withHeadroom(new Anthropic(), options)

export { client }
