import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright'
import type { Browser, Page } from 'playwright'
import { build, preview } from 'vite'
import type { PreviewServer } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chromiumLaunchOptions } from '../../scripts/chromium.ts'
import { installPackage } from './installed.ts'
import type { InstalledPackage } from './installed.ts'
import { smokeModule } from './sample.ts'
import type { SmokeResult } from './sample.ts'

const page = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="./page.js"></script>'

const pageModule = `
import { smoke } from './smoke.mjs'
window.inPage = smoke
window.inWorker = () => new Promise((resolve, reject) => {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })
  worker.onmessage = (event) => resolve(event.data)
  worker.onerror = (event) => reject(new Error(event.message))
})
window.inServiceWorker = async () => {
  await navigator.serviceWorker.register('./service-worker.js', { type: 'module' })
  const { active } = await navigator.serviceWorker.ready
  return new Promise((resolve) => {
    navigator.serviceWorker.onmessage = (event) => resolve(event.data)
    active.postMessage('start')
  })
}
`

const workerModule = `
import { smoke } from './smoke.mjs'
smoke().then((result) => postMessage(result))
`

const serviceWorkerModule = `
import { smoke } from './smoke.mjs'
self.addEventListener('message', (event) => { event.waitUntil(smoke().then((result) => event.source.postMessage(result), (error) => event.source.postMessage(String(error)))) })
`

let installed: InstalledPackage
let server: PreviewServer
let browser: Browser
let tab: Page
let inNode: SmokeResult
const complaints: string[] = []

beforeAll(async () => {
  installed = installPackage()
  const site = join(installed.folder, 'site')
  mkdirSync(site)
  const files = { 'index.html': page, 'page.js': pageModule, 'worker.js': workerModule, 'service-worker.js': serviceWorkerModule, 'smoke.mjs': smokeModule }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(site, name), text)
  const script = "console.log(JSON.stringify(await (await import('./site/smoke.mjs')).smoke()))"
  inNode = JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: installed.folder, encoding: 'utf8' })) as SmokeResult

  const outDir = join(installed.folder, 'built')
  const common = { root: site, base: './', configFile: false, logLevel: 'error', worker: { format: 'es' } } as const
  await build({ ...common, build: { outDir, target: 'es2022' } })
  // A service worker may not use import(), so its bundle is one file, ranks included.
  await build({
    ...common,
    build: {
      outDir, emptyOutDir: false, target: 'es2022',
      lib: { entry: join(site, 'service-worker.js'), formats: ['es'], fileName: () => 'service-worker.js' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  server = await preview({ ...common, build: { outDir }, preview: { port: 43180 } })
  browser = await chromium.launch(chromiumLaunchOptions())
  tab = await browser.newPage()
  tab.on('console', (message) => complaints.push(message.text()))
  tab.on('pageerror', (error) => complaints.push(String(error)))
  await tab.goto(server.resolvedUrls!.local[0]!)
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
  installed?.remove()
})

test.each(['inPage', 'inWorker', 'inServiceWorker'])('bundled for the browser, it does the same %s as in Node', async (place) => {
  const result = await tab.evaluate((name) => (window as unknown as Record<string, () => Promise<unknown>>)[name]!(), place)
  expect(result).toEqual(inNode)
  expect(inNode.after).toBeLessThan(inNode.before / 3)
  expect(inNode.expands).toBe(true)
})

test('nothing is written to the console', () => {
  expect(complaints).toEqual([])
})
