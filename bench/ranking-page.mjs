// Ranking by meaning in Chromium: how long a tool result takes there with MiniLM in a worker, and how many of the rows that it chooses are those of Node.
// usage: node bench/ranking-page.mjs [--data=folder]
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium } from 'playwright'
import { build, preview } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const data = process.argv.find((argument) => argument.startsWith('--data='))?.slice('--data='.length) ?? `${root}../shared/data`
const folder = `${root}node_modules/.bench/ranking-${process.pid}`
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

/** With these a page may share memory between threads. */
const isolated = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }

/** Every question about a payload, with the payload: none without the folder. */
function readAsked() {
  const list = `${data}/needles/payloads.json`
  if (!existsSync(list)) return []
  return JSON.parse(readFileSync(list, 'utf8')).map(({ payload, query }) => ({ query, text: readFileSync(`${data}/${payload}`, 'utf8') }))
}

const tiers = `[['hybrid', { table, embedder }], ['embedding', { tier: 'embedding', embedder }]]`
mkdirSync(`${folder}/public`, { recursive: true })
cpSync(`${root}models/all-MiniLM-L6-v2`, `${folder}/public/minilm`, { recursive: true })
for (const file of ['ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm']) cpSync(`${root}node_modules/onnxruntime-web/dist/${file}`, `${folder}/public/ort/${file}`)
writeFileSync(`${folder}/index.html`, '<!doctype html><script type="module" src="./page.ts"></script>')
writeFileSync(`${folder}/page.ts`, `
import { crush } from '${root}src/index.ts'
import { loadStaticTable } from '${root}src/relevance/drivers/static.ts'
import { createMiniLmWorker } from '${root}src/relevance/drivers/minilm-worker.ts'
import { createMemoryVectors } from '${root}src/relevance/memory-vectors.ts'
import { cacheVectors } from '${root}src/relevance/vector-cache.ts'
import { chooseRows } from '${root}bench/savings/choices.ts'
import { issues } from '${root}bench/data/issues.ts'

const own = { mjs: './ort/ort-wasm-simd-threaded.mjs', wasm: './ort/ort-wasm-simd-threaded.wasm' }
const embedders = [{}, { threads: 2, wasmPaths: own }].map((options) => cacheVectors(createMiniLmWorker({ modelPath: './minilm', ...options }), createMemoryVectors({ maxVectors: 65_536 })))
const table = await loadStaticTable()
window.choose = async (asked, [embedder] = embedders) => Object.fromEntries(await Promise.all(${tiers}.map(async ([tier, relevance]) => [tier, await chooseRows(asked, relevance)])))
window.measure = async (size, threads) => {
  const embedder = embedders[threads - 1]
  await embedder.embed(['warm up'])
  const query = 'Which of these is about somebody who is thrown out of the application again and again?'
  const [fresh, again, bm25] = [[], [], []]
  for (let round = 0; round < 9; round++) {
    const text = '[' + issues(size, 700 + round).join(',') + ']'
    const seen = [[again, { table, embedder }], [bm25, { tier: 'bm25' }]]
    for (const [times, relevance] of [[fresh, { table, embedder }], ...(round % 2 === 0 ? seen : seen.reverse())]) {
      const started = performance.now()
      const { report } = await crush(text, { query, model: 'gpt-4o', smartCrusher: { relevance: { timeLimitMs: 600_000, ...relevance } } })
      if (report.warnings.length > 0) throw new Error(report.warnings.join('; '))
      times.push(performance.now() - started)
    }
  }
  // The first two rounds warm the code.
  const median = (times) => times.slice(2).sort((a, b) => a - b)[3]
  // Of each round by itself: a machine may be twice as fast in one as in another.
  return [median(fresh), median(again), median(bm25), median(again.map((time, round) => time / bm25[round]))]
}
`)
writeFileSync(`${folder}/node.ts`, `
import { readFileSync } from 'node:fs'
import { loadStaticTable } from '${root}src/relevance/drivers/static.ts'
import { createMiniLm } from '${root}src/relevance/drivers/minilm.ts'
import { createMemoryVectors } from '${root}src/relevance/memory-vectors.ts'
import { cacheVectors } from '${root}src/relevance/vector-cache.ts'
import { chooseRows } from '${root}bench/savings/choices.ts'

export async function choose(asked) {
  const miniLm = createMiniLm({ modelPath: '${root}models/all-MiniLM-L6-v2' })
  const embedder = cacheVectors(miniLm, createMemoryVectors({ maxVectors: 65_536 }))
  const table = await loadStaticTable({ vectors: readFileSync('${root}models/static/vectors.i8'), vocabulary: readFileSync('${root}models/static/vocab.bin') })
  const choices = {}
  for (const [tier, relevance] of ${tiers}) choices[tier] = await chooseRows(asked, relevance)
  await miniLm.unload()
  return choices
}
`)
const store = (platform) => ({ resolve: { alias: { '#metrics-store': `${root}src/metrics/drivers/platform-${platform}.ts` } } })
const page = { root: folder, configFile: false, logLevel: 'error', base: './', worker: { format: 'es' }, ...store('browser') }
await build({ ...page, build: { target: 'es2022', outDir: `${folder}/dist` } })
await build({ root: folder, configFile: false, logLevel: 'error', ...store('node'), build: { ssr: `${folder}/node.ts`, outDir: `${folder}/node`, target: 'node20', minify: false } })
const server = await preview({ ...page, build: { outDir: `${folder}/dist` }, preview: { port: 43196, headers: isolated } })
const executablePath = process.env.CHROMIUM_PATH ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined)
const browser = await chromium.launch({ headless: true, args: ['--no-sandbox', '--disable-gpu'], ...(executablePath ? { executablePath } : {}) })
try {
  const tab = await browser.newPage()
  tab.on('console', (message) => console.log(`the page says: ${message.text()}`))
  await tab.goto(server.resolvedUrls.local[0])
  await tab.waitForFunction(() => 'measure' in window)
  for (const [size, threads] of [[1000, 1], [1000, 2], [10_000, 2]]) {
    const [fresh, again, bm25, times] = await tab.evaluate((task) => window.measure(...task), [size, threads])
    const ms = (value) => `${Math.round(value)} ms`
    console.log(`Chromium, ${size} rows, hybrid with ${threads} thread${threads > 1 ? 's' : ''}: ${ms(fresh)} when new, ${ms(again)} the second time; bm25 ${ms(bm25)}; ${times.toFixed(2)} times bm25 (medians of seven)`)
  }
  const asked = readAsked()
  if (asked.length > 0) {
    const inPage = await tab.evaluate((list) => window.choose(list), asked)
    const { choose } = await import(pathToFileURL(`${folder}/node/node.js`).href)
    const inNode = await choose(asked)
    for (const tier of Object.keys(inNode)) {
      const pairs = inNode[tier].map((choice, i) => [choice, inPage[tier][i]])
      const bothOf = ([here, there]) => here.filter((row) => there.includes(row)).length
      const eitherOf = (pair) => pair[0].length + pair[1].length - bothOf(pair)
      const sum = (count) => pairs.reduce((total, pair) => total + count(pair), 0)
      const alike = pairs.filter((pair) => bothOf(pair) === eitherOf(pair)).length
      const share = (part, whole) => `${(100 * part / whole).toFixed(1)} %`
      console.log(`${tier}, ${pairs.length} questions: of ${sum(([here]) => here.length)} rows chosen in Node ${share(sum(bothOf), sum(([here]) => here.length))} are chosen in Chromium, and ${share(sum(bothOf), sum(([, there]) => there.length))} of the ${sum(([, there]) => there.length)} there in Node (${share(sum(bothOf), sum(eitherOf))} of all in both); ${alike} questions choose the same rows`)
    }
  }
} finally {
  await browser.close()
  await server.close()
}
