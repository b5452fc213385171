import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineConfig } from 'tsdown'

/** What is loaded together with a file: its imports and theirs, but for types and what comes later by `import()`. */
function loadedWith(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found
  found.add(file)
  for (const [, type, path] of readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b(\s+type\b)?(?:[^'";=()]*?\bfrom)?\s*'(\.[^'\n]+)'/gm)) {
    if (!type) loadedWith(resolve(file, '..', path!), found)
  }
  return found
}

const core = loadedWith(resolve('src/index.ts'))
/** What small entries need as well. */
const shared = new Set(['errors', 'logger', 'until-aborted', 'load-once', 'version', 'hash/fnv1a'].map((name) => resolve(`src/${name}.ts`)))

/** `models` lies beside `dist`, whose files are all in one folder, as it lies beside `src`, whose are not. */
const modelsBesideDist = {
  name: 'models-beside-dist',
  transform: (code: string) => code.includes('../../../models/') ? code.replaceAll('../../../models/', '../models/') : undefined,
}

/** The worker's script is found beside the entry that starts it, by the name that it has there. */
const workerBesideEntry = {
  name: 'worker-beside-entry',
  transform: (code: string) => /'\.\/(worker|minilm)-thread\.ts'/.test(code) ? code.replaceAll(/'\.\/(worker|minilm)-thread\.ts'/g, "'./$1-thread.js'") : undefined,
}

// One build for all entries, so that they share their chunks and there is one copy of every class.
export default defineConfig({
  entry: { index: 'src/index.ts', fetch: 'src/fetch.ts', openai: 'src/openai.ts', anthropic: 'src/anthropic.ts', google: 'src/google.ts', 'ai-sdk': 'src/ai-sdk.ts', langchain: 'src/langchain.ts', worker: 'src/worker.ts', 'worker-thread': 'src/worker-thread.ts', cli: 'src/cli.ts', 'relevance-static': 'src/relevance/drivers/static.ts',
    embeddings: 'src/relevance/drivers/minilm.ts', 'embeddings-worker': 'src/relevance/drivers/minilm-worker.ts', 'minilm-thread': 'src/relevance/drivers/minilm-thread.ts',
    'embeddings-file': 'src/relevance/drivers/file-vectors.ts', 'embeddings-indexeddb': 'src/relevance/drivers/indexeddb-vectors.ts',
    metrics: 'src/metrics.ts', 'metrics-file': 'src/metrics/drivers/file-store.ts', 'metrics-indexeddb': 'src/metrics/drivers/indexeddb-store.ts', 'metrics-opentelemetry': 'src/metrics/drivers/opentelemetry.ts', report: 'src/report-page/drivers/render-report.ts',
    'metrics-platform-node': 'src/metrics/drivers/platform-node.ts', 'metrics-platform-browser': 'src/metrics/drivers/platform-browser.ts', 'metrics-platform-memory': 'src/metrics/drivers/platform-memory.ts' },
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  fixedExtension: false,
  clean: true,
  // Node loads a file in about a millisecond: what is always needed together is one.
  outputOptions: {
    codeSplitting: { groups: [{ name: 'shared', test: (id) => shared.has(id), priority: 2 }, { name: 'core', test: (id) => core.has(id), priority: 1 }] },
  },
  plugins: [modelsBesideDist, workerBesideEntry],
  // The command is the one entry that needs Node; the platform stays neutral for all others.
  // What begins with # is chosen by the conditions of the package's imports, not here.
  deps: { neverBundle: [/^node:/, /^#/] },
})
