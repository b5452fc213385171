import { fileURLToPath } from 'node:url'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumLaunchOptions } from './scripts/chromium.ts'

const root = fileURLToPath(new URL('.', import.meta.url))
/** The examples import the package by its name, as its users do: the entries of package.json, those with a longer name first. */
const entries = {
  'relevance/static': 'relevance/drivers/static', 'embeddings/worker': 'relevance/drivers/minilm-worker', 'embeddings/file': 'relevance/drivers/file-vectors',
  'embeddings/indexeddb': 'relevance/drivers/indexeddb-vectors', embeddings: 'relevance/drivers/minilm', 'metrics/file': 'metrics/drivers/file-store', 'metrics/indexeddb': 'metrics/drivers/indexeddb-store',
  'metrics/opentelemetry': 'metrics/drivers/opentelemetry', metrics: 'metrics', fetch: 'fetch', openai: 'openai', anthropic: 'anthropic', google: 'google',
  report: 'report-page/drivers/render-report', 'ai-sdk': 'ai-sdk', langchain: 'langchain', worker: 'worker',
}
const alias = {
  ...Object.fromEntries(Object.entries(entries).map(([entry, file]) => [`headroom-ts/${entry}`, `${root}src/${file}.ts`])),
  'headroom-ts': `${root}src/index.ts`,
}
/** What a runtime picks by the `imports` of package.json, which name the build; specs and examples keep their records in memory, never in the user's own folder. */
const platform = (name: 'browser' | 'memory') => ({ '#metrics-store': `${root}src/metrics/drivers/platform-${name}.ts` })
/** Files that need a file system or child processes. */
const nodeOnly = ['test/node/**', 'test/shared-data/**']
/** These test what was built and packed: `npm run test:package`. */
const packed = ['test/package/**']

export default defineConfig({
  root: `${root}demo`,
  base: './',
  resolve: { alias: platform('browser') },
  build: { outDir: `${root}dist-demo`, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 4000 },
  worker: { format: 'es' },
  test: {
    root,
    // One less than there are cores is the default: on two of them specs would run one by one.
    maxWorkers: 2,
    projects: [
      {
        root,
        resolve: { alias: { ...alias, ...platform('memory') } },
        test: { name: 'node', environment: 'node', include: ['test/**/*.test.ts'], exclude: packed, testTimeout: 30_000, isolate: false },
      },
      {
        root,
        resolve: { alias: { ...alias, ...platform('memory') } },
        // Named here so that the server does not find them in the middle of a run and reload the page.
        optimizeDeps: { include: ['fast-check', 'idb', 'd3-scale', 'd3-shape', '@langchain/core/messages', 'js-tiktoken/ranks/o200k_base', 'js-tiktoken/ranks/cl100k_base', 'js-tiktoken/ranks/p50k_base', 'js-tiktoken/ranks/r50k_base', 'js-tiktoken/lite', 'gpt-tokenizer/encoding/o200k_base', '@huggingface/transformers'] },
        test: {
          name: 'chromium',
          include: ['test/**/*.test.ts'],
          // Hostile texts of megabytes are slow in a page's one thread; they run in Node.
          exclude: [...nodeOnly, ...packed, 'test/hostile/**', 'test/bench/**'],
          testTimeout: 60_000,
          // One page for all specs: a page each took longer than most specs do.
          isolate: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumLaunchOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        root,
        test: {
          name: 'package', environment: 'node', include: ['test/package/**/*.test.ts'],
          testTimeout: 120_000, hookTimeout: 180_000, fileParallelism: false,
        },
      },
    ],
  },
})
