import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'
import type { BrowserContext, Page } from '@playwright/test'
import { build } from 'vite'
import type { MetricsPage } from './metrics-page.ts'

declare global {
  interface Window { metricsPage: MetricsPage }
}

const root = fileURLToPath(new URL('..', import.meta.url))
/** Files of a page that does nothing but offer sessions and stores, by name. */
const files = new Map<string, string>()

test.beforeAll(async () => {
  const built = await build({
    root, configFile: false, logLevel: 'error', base: './',
    // As the package's imports pick it in a browser.
    worker: { format: 'es' },
    resolve: { alias: { '#metrics-store': `${root}src/metrics/drivers/platform-browser.ts` } },
    build: { write: false, target: 'es2022', modulePreload: false, rolldownOptions: { input: `${root}e2e/metrics-page.ts`, output: { entryFileNames: 'page.js', chunkFileNames: '[name].js' } } },
  })
  for (const { output } of Array.isArray(built) ? built : [built as Extract<typeof built, { output: unknown }>]) {
    // A worker's script is an asset to the page's build.
    for (const file of output) if (file.fileName.endsWith('.js')) files.set(file.fileName, file.type === 'chunk' ? file.code : String(file.source))
  }
})

/** A page of one site; pages of one context share its storage. */
async function openPage(context: BrowserContext, baseURL: string | undefined): Promise<Page> {
  const page = await context.newPage()
  await page.route('**/metrics-page/**', async (route) => {
    const name = new URL(route.request().url()).pathname.replace(/^.*\/metrics-page\//, '')
    const code = files.get(name)
    if (name === '') await route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>metrics</title><script type="module" src="page.js"></script>' })
    else if (code === undefined) await route.fulfill({ status: 404 })
    else await route.fulfill({ contentType: 'text/javascript', body: code })
  })
  await page.goto(`${baseURL!}metrics-page/`)
  await page.waitForFunction(() => 'metricsPage' in window)
  return page
}

const readIds = (page: Page): Promise<string[]> => page.evaluate(() => window.metricsPage.readIds())

test('what a session recorded is there after a reload', async ({ context, baseURL }) => {
  const page = await openPage(context, baseURL)
  await page.evaluate(async () => {
    const headroom = window.metricsPage.createHeadroom({ tokenCounter: 'estimate' })
    for (let i = 0; i < 3; i++) await headroom.optimize([{ role: 'user', content: `Question ${i}` }])
    await headroom.close()
  })
  const before = await readIds(page)
  expect(before).toHaveLength(3)
  await page.reload()
  await page.waitForFunction(() => 'metricsPage' in window)
  expect(await readIds(page)).toEqual(before)
  // A new session adds to what is there.
  expect(await page.evaluate(async () => {
    const headroom = window.metricsPage.createHeadroom({ tokenCounter: 'estimate' })
    await headroom.optimize([{ role: 'user', content: 'Another' }])
    return (await headroom.getSummary()).totalRequests
  })).toBe(4)
})

test('what waits is written when the page goes', async ({ context, baseURL }) => {
  const page = await openPage(context, baseURL)
  await page.evaluate(async () => {
    const headroom = window.metricsPage.createHeadroom({ tokenCounter: 'estimate' })
    await headroom.optimize([{ role: 'user', content: 'First' }])
    // The store is open from here on.
    await headroom.getMetrics()
    await headroom.optimize([{ role: 'user', content: 'Last' }])
    if (headroom.getStats().metrics!.waiting !== 1) throw new Error('nothing waits')
    location.reload()
  }).catch((error: unknown) => { if (!String(error).includes('Execution context was destroyed')) throw error })
  await page.waitForFunction(() => 'metricsPage' in window)
  await expect.poll(() => readIds(page)).toHaveLength(2)
})

/** A page whose worker has written one record and holds five more. */
async function leaveRecordsWaiting(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const headroom = window.metricsPage.createHeadroomWorker({ tokenCounter: 'estimate' })
    await headroom.optimize([{ role: 'user', content: 'First' }])
    // The store is open from here on.
    await headroom.getMetrics()
    for (let i = 0; i < 5; i++) await headroom.optimize([{ role: 'user', content: `Last ${i}` }])
    if ((await headroom.getStats()).metrics!.waiting !== 5) throw new Error('nothing waits')
  })
}

test('what waits in a worker is written when its page is left', async ({ context, baseURL }) => {
  const page = await openPage(context, baseURL)
  await leaveRecordsWaiting(page)
  await page.goto('about:blank')
  const next = await openPage(context, baseURL)
  await expect.poll(async () => (await readIds(next)).length).toBe(6)
})

test('a page that is closed leaves all that waits in its worker or, where the browser ends that first, what was written', async ({ context, baseURL }) => {
  const page = await openPage(context, baseURL)
  await leaveRecordsWaiting(page)
  const written = await readIds(page)
  expect(written).toHaveLength(1)
  await page.close({ runBeforeUnload: true })
  const next = await openPage(context, baseURL)
  await expect.poll(async () => [1, 6].includes((await readIds(next)).length)).toBe(true)
  expect(await readIds(next)).toEqual(expect.arrayContaining(written))
})

test('two tabs write to one store at once, and each reads all of it', async ({ context, baseURL }) => {
  const tabs = await Promise.all([openPage(context, baseURL), openPage(context, baseURL)])
  await Promise.all(tabs.map((tab, i) => tab.evaluate(async (name) => {
    const store = await window.metricsPage.openMetricsStore()
    for (let batch = 0; batch < 20; batch++) await store.append(Array.from({ length: 25 }, (_, n) => window.metricsPage.recordOf(`${name}-${batch * 25 + n}`)))
    await store.close()
  }, `tab${i}`)))
  for (const tab of tabs) {
    const ids = await readIds(tab)
    expect(new Set(ids).size).toBe(1000)
    expect(ids).toHaveLength(1000)
    // Each tab's own are in the order in which it wrote them.
    expect(ids.filter((id) => id.startsWith('tab0-'))).toEqual(Array.from({ length: 500 }, (_, n) => `tab0-${n}`))
  }
})

test('a page that is killed loses nothing that was written, and leaves a store that works', async ({ context, baseURL }) => {
  const page = await openPage(context, baseURL)
  // Writes until it dies, and says what it was told is kept.
  const told: string[] = []
  await page.exposeFunction('tell', (id: string) => { told.push(id) })
  await page.evaluate(async () => {
    const store = await window.metricsPage.openMetricsStore()
    const { tell } = window as unknown as { tell: (id: string) => Promise<void> }
    void (async () => {
      for (let n = 0; ; n++) {
        await store.append([window.metricsPage.recordOf(String(n))])
        await tell(String(n))
      }
    })()
  })
  await expect.poll(() => told.length).toBeGreaterThan(20)
  const crashed = page.waitForEvent('crash')
  const session = await context.newCDPSession(page)
  // The answer never comes: the renderer is gone.
  session.send('Page.crash').catch(() => undefined)
  await crashed
  const next = await openPage(context, baseURL)
  const ids = await readIds(next)
  expect(told.filter((id) => !ids.includes(id))).toEqual([])
  // Numbers from 0 on: the last may be written without anybody knowing, but none between is missing.
  expect(ids).toEqual(Array.from({ length: ids.length }, (_, n) => String(n)))
  expect(ids.length - told.length).toBeLessThanOrEqual(1)
})

test('storage that is blocked keeps records in memory, and no request notices', async ({ context, baseURL }) => {
  const page = await openPage(context, baseURL)
  const outcome = await page.evaluate(async () => {
    Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('blocked', 'SecurityError') } })
    const warnings: string[] = []
    const ignore = (): void => undefined
    const headroom = window.metricsPage.createHeadroom({ tokenCounter: 'estimate', logger: { debug: ignore, info: ignore, warn: (line) => { warnings.push(line) }, error: ignore } })
    await headroom.optimize([{ role: 'user', content: 'Hello' }])
    return { records: (await headroom.getMetrics()).length, warnings }
  })
  expect(outcome.records).toBe(1)
  expect(outcome.warnings).toEqual([expect.stringContaining('metrics stay in memory')])
})
