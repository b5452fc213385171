// MiniLM in Chromium: builds a page as its users do, serves it with the model, and prints how long loading and embedding take there,
// in the page itself and in a worker, and how long the page stood still meanwhile.
// usage: node bench/embeddings-page.mjs [rows]
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { build, preview } from 'vite'

/** What docs/embeddings.md says is enough. */
const policy = "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'"
const rows = Number(process.argv[2] ?? 64)
const root = fileURLToPath(new URL('..', import.meta.url))
const folder = `${root}node_modules/.bench/page-${process.pid}`
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

mkdirSync(`${folder}/public`, { recursive: true })
cpSync(`${root}models/all-MiniLM-L6-v2`, `${folder}/public/minilm`, { recursive: true })
for (const file of ['ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm']) cpSync(`${root}node_modules/onnxruntime-web/dist/${file}`, `${folder}/public/ort/${file}`)
writeFileSync(`${folder}/index.html`, '<!doctype html><script type="module" src="./page.ts"></script>')
writeFileSync(`${folder}/page.ts`, `
import { createMiniLm } from '${root}src/relevance/drivers/minilm.ts'
import { createMiniLmWorker } from '${root}src/relevance/drivers/minilm-worker.ts'
import { createNaturalTextReader } from '${root}src/relevance/natural-text.ts'
import { issues } from '${root}bench/data/issues.ts'

window.measure = async (where, wasm) => {
  let [longest, last] = [0, performance.now()]
  const watch = setInterval(() => { longest = Math.max(longest, performance.now() - last - 5); last = performance.now() }, 5)
  const options = { modelPath: './minilm', ...(wasm === 'plain' ? { wasmPaths: { mjs: './ort/ort-wasm-simd-threaded.mjs', wasm: './ort/ort-wasm-simd-threaded.wasm' } } : {}) }
  const miniLm = where === 'worker' ? createMiniLmWorker(options) : createMiniLm(options)
  const read = createNaturalTextReader()
  const texts = issues(${rows}, 1).map((row) => read(row))
  const started = performance.now()
  await miniLm.load()
  const loadMs = performance.now() - started
  await miniLm.embed(texts.slice(0, 16))
  const warm = performance.now()
  await miniLm.embed(issues(${rows}, 2).map((row) => read(row)))
  const embedMs = performance.now() - warm
  clearInterval(watch)
  return { where, wasm, loadMs, rowsPerSecond: ${rows} / embedMs * 1000, longestStopMs: longest }
}
`)
const common = { root: folder, configFile: false, logLevel: 'error', base: './', worker: { format: 'es' } }
await build({ ...common, build: { target: 'es2022', outDir: `${folder}/dist` } })
const server = await preview({ ...common, build: { outDir: `${folder}/dist` }, preview: { port: 43195, headers: { 'content-security-policy': policy } } })
const executablePath = process.env.CHROMIUM_PATH ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined)
const browser = await chromium.launch({ headless: true, args: ['--no-sandbox', '--disable-gpu'], ...(executablePath ? { executablePath } : {}) })
try {
  for (const [where, wasm] of [['worker', 'bundled'], ['worker', 'plain'], ['page', 'bundled']]) {
    const page = await (await browser.newContext()).newPage()
    page.on('console', (message) => console.log(`the page says: ${message.text()}`))
    await page.goto(server.resolvedUrls.local[0])
    await page.waitForFunction(() => 'measure' in window)
    const first = await page.evaluate(([at, kind]) => window.measure(at, kind), [where, wasm])
    await page.reload()
    await page.waitForFunction(() => 'measure' in window)
    const second = await page.evaluate(([at, kind]) => window.measure(at, kind), [where, wasm])
    const ms = (value) => `${Math.round(value)} ms`
    console.log(`${where}, ${wasm} WebAssembly: load ${ms(first.loadMs)}, after a reload ${ms(second.loadMs)}; ${Math.max(first.rowsPerSecond, second.rowsPerSecond).toFixed(1)} rows a second; longest stop of the page ${ms(first.longestStopMs)}, ${ms(second.longestStopMs)}`)
    await page.close()
  }
} finally {
  await browser.close()
  await server.close()
}
