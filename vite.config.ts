import { createReadStream, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { playwright } from '@vitest/browser-playwright'
import type { Plugin } from 'vite'
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
/** Files that need a file system or child processes, and the playground's own, which runs in Chromium in `e2e`. */
const nodeOnly = ['test/node/**', 'test/shared-data/**', 'test/demo/**']
/** These test what was built and packed: `npm run test:package`. */
const packed = ['test/package/**']

/** MiniLM's files beside the page, under names that stay: what the browser keeps of them outlives a build. */
const modelFolder = 'models/all-MiniLM-L6-v2/'
const modelFiles = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model_quantized.onnx', 'LICENSE']
const modelBesidePage: Plugin = {
  name: 'model-beside-page',
  configureServer: ({ middlewares }) => {
    middlewares.use((request, response, next) => {
      const file = modelFiles.find((name) => request.url?.split('?')[0] === `/${modelFolder}${name}`)
      if (file === undefined) next()
      else createReadStream(`${root}${modelFolder}${file}`).pipe(response)
    })
  },
  generateBundle() {
    for (const name of modelFiles) this.emitFile({ type: 'asset', fileName: `${modelFolder}${name}`, source: readFileSync(`${root}${modelFolder}${name}`) })
  },
}

/** The page offline: itself at once, and of what is loaded later whatever was used. MiniLM's files the library keeps by itself. */
async function createServiceWorker(): Promise<Plugin[]> {
  // It brings a build tool of its own, which specs need not wait for.
  if (process.env.VITEST) return []
  const { VitePWA } = await import('vite-plugin-pwa')
  return VitePWA({
    filename: 'service-worker.js',
    // A newer page waits until the older one is closed: chunks of two versions do not mix.
    registerType: 'prompt',
    injectRegister: null,
    // The system keeps those of an installed page.
    includeManifestIcons: false,
    manifest: {
      name: 'Headroom playground', short_name: 'Headroom', description: 'See what Headroom makes of a tool result or a whole request.', start_url: './', scope: './', display: 'standalone',
      background_color: '#f6f5f2', theme_color: '#0b5cad', icons: [
        { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
        { src: 'icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' }, { src: 'icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
        { src: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
      ],
    },
    workbox: {
      globPatterns: ['index.html', 'icon.svg', 'assets/*.{css,js}'],
      // Ranks of older models and the runtime of MiniLM: for those who use them.
      globIgnores: ['assets/{cl100k,p50k,r50k}_base-*.js', 'assets/transformers.web-*.js'],
      maximumFileSizeToCacheInBytes: 3_000_000,
      clientsClaim: true,
      navigateFallback: null,
      cleanupOutdatedCaches: true,
      inlineWorkboxRuntime: true,
      runtimeCaching: [{ urlPattern: /\/assets\/[^/]+$/, handler: 'CacheFirst', options: { cacheName: 'playground-assets' } }],
    },
  })
}

export default defineConfig({
  root: `${root}demo`,
  base: './',
  // MiniLM runs on the processor here: the runtime without WebGPU is half the download.
  resolve: { alias: { ...platform('browser'), 'onnxruntime-web/webgpu': 'onnxruntime-web/wasm' } },
  build: { outDir: `${root}dist-demo`, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 4000 },
  worker: { format: 'es' },
  // What is loaded on first use: found only then, the server would reload the page in the middle of it.
  optimizeDeps: { include: ['preact', '@preact/signals', 'dexie', 'idb', 'diff', 'd3-scale', 'd3-shape', '@toon-format/toon', '@huggingface/transformers', 'js-tiktoken/ranks/o200k_base', 'js-tiktoken/ranks/cl100k_base', 'js-tiktoken/ranks/p50k_base', 'js-tiktoken/ranks/r50k_base'] },
  plugins: [modelBesidePage, createServiceWorker()],
  test: {
    root,
    // One less than there are cores is the default: on two of them specs would run one by one.
    maxWorkers: 2,
    projects: [
      {
        root,
        resolve: { alias: { ...alias, ...platform('memory') } },
        test: { name: 'node', environment: 'node', include: ['test/**/*.test.ts'], exclude: packed, testTimeout: 120_000, isolate: false },
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
