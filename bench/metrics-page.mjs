// What recording adds to a request in Chromium: a session's metrics with the store of a page, IndexedDB. A page's clock is coarse, so
// requests are timed twenty at a time; the budget is 0.2 ms, median.
// usage: node bench/metrics-page.mjs
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { build, preview } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = `${root}node_modules/.bench/metrics-page-${process.pid}`
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

mkdirSync(folder, { recursive: true })
writeFileSync(`${folder}/index.html`, '<!doctype html><script type="module" src="./page.ts"></script>')
writeFileSync(`${folder}/page.ts`, `
import { silentLogger } from '${root}src/logger.ts'
import { createSessionMetrics } from '${root}src/session-metrics.ts'

const decisions = ['search', 'read_file', 'list_pods', 'query'].map((toolName, i) => ({
  path: ['messages', 2], transform: 'smart-crusher', toolName, contentType: 'json', action: 'crushed', reason: 'rows left out', tokensBefore: 4000 + i, tokensAfter: 900, arrays: [],
}))
const report = {
  model: 'gpt-4o-mini', format: 'openai-chat', mode: 'optimize', tokensBefore: 18_006, tokensAfter: 5600, tokensSaved: 12_406, savingsPercent: 68.9, tokenCounting: 'exact',
  estimatedSavingsUsd: 0.00186, pricesDate: '2026-10-26', transforms: ['smart-crusher'], decisions,
  waste: { whiteSpace: 400, repeatedKeys: 300, repeatedRows: 0, base64: 0, html: 0, volatilePrefix: 20 }, stablePrefixHash: '0123456789abcdef', cacheAlignmentScore: 0.9, compressionRatio: 0.31,
  window: { cut: false, unitsDropped: 0, turnsDropped: 0, tokensDropped: 0, fits: true }, warnings: [], timings: { parse: 1, count: 2, total: 3 },
}
const facts = { provider: 'openai', durationMs: 900, usage: { tokensInput: 5600, tokensOutput: 200, cachedTokensRead: 1024 } }

window.measure = async () => {
  const metrics = createSessionMetrics({}, silentLogger)
  const samples = []
  for (let group = 0; group < 500; group++) {
    const started = performance.now()
    for (let i = 0; i < 20; i++) metrics.add(report, facts)
    samples.push((performance.now() - started) / 20)
    // As between requests, so that the store writes meanwhile.
    await new Promise((resolve) => { setTimeout(resolve, 2) })
  }
  await metrics.close()
  return { ...metrics.counts(), samples: samples.slice(50).sort((a, b) => a - b) }
}
`)
const common = { root: folder, configFile: false, logLevel: 'error', base: './', resolve: { alias: { '#metrics-store': `${root}src/metrics/drivers/platform-browser.ts` } } }
await build({ ...common, build: { target: 'es2022', outDir: `${folder}/dist` } })
const server = await preview({ ...common, build: { outDir: `${folder}/dist` }, preview: { port: 43196 } })
const executablePath = process.env.CHROMIUM_PATH ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined)
const browser = await chromium.launch({ headless: true, args: ['--no-sandbox', '--disable-gpu'], ...(executablePath ? { executablePath } : {}) })
try {
  const page = await browser.newPage()
  await page.goto(server.resolvedUrls.local[0])
  await page.waitForFunction(() => 'measure' in window)
  const { recorded, written, lost, samples } = await page.evaluate(() => window.measure())
  const at = (share) => `${samples[Math.floor(share * samples.length)].toFixed(4)} ms`
  console.log(`${recorded} records, ${written} written, ${lost} lost; a record: ${at(0.5)} (median), ${at(0.99)} (99 of 100 groups of 20)`)
} finally {
  await browser.close()
  await server.close()
}
