// The playground's own thread in Chromium while 10 MB are pasted and dropped, a run is stopped, the static table and MiniLM load and rank: the
// longest tasks, by the clock and by processor time, as the browser's trace has them, and how many the page itself sees as long (50 ms).
// usage: node bench/playground-page.mjs [--built] [--step=paste,stop] [--verbose]
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { build, preview } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = `${root}node_modules/.bench/playground-${process.pid}`
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
mkdirSync(folder, { recursive: true })
const verbose = process.argv.includes('--verbose')
const only = process.argv.find((argument) => argument.startsWith('--step='))?.slice('--step='.length).split(',')
/** The page as it was built before, or built now. */
const outDir = process.argv.includes('--built') ? `${root}dist-demo` : `${folder}/dist`
const config = { root: `${root}demo`, configFile: `${root}vite.config.ts`, logLevel: 'error' }
if (outDir.startsWith(folder)) await build({ ...config, build: { outDir } })
const server = await preview({ ...config, build: { outDir }, preview: { port: 43197 } })

const length = 10_000_000
/** Rows with one error among them. */
const rows = []
for (let id = 0, size = 2; size < length; id++) {
  rows.push(JSON.stringify({ id, level: id === 500 ? 'error' : 'info', message: `request ${(id * 7919) % 100_003} was served to a customer in good time and without any trouble` }))
  size += rows[id].length + 1
}
const text = `[${rows.join(',')}]`
const file = `${folder}/ten-megabytes.json`
writeFileSync(file, text)

const executablePath = process.env.CHROMIUM_PATH ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined)
const browser = await chromium.launch({ headless: true, args: ['--no-sandbox', '--disable-gpu'], ...(executablePath ? { executablePath } : {}) })
const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'], serviceWorkers: 'block', viewport: { width: 1440, height: 900 } })
const page = await context.newPage()
await page.addInitScript(() => {
  window.longTasks = []
  new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) window.longTasks.push(Math.round(duration)) }).observe({ type: 'longtask', buffered: true })
})
const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms) })
/** Looks four times a second: looking at every frame would be a part of what is measured. */
const untilSettled = async () => {
  for (;;) {
    await sleep(250)
    if (await page.locator('.summary').getAttribute('aria-busy') === 'false') return
  }
}
const devtools = await context.newCDPSession(page)

/** Tasks of the page's own thread during an act, the longest first. */
async function measure(name, act) {
  if (only !== undefined && !only.includes(name)) return
  await page.evaluate(() => { window.longTasks.length = 0 })
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'] })
  const said = await act()
  await sleep(200)
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString())
  const seen = await page.evaluate(() => window.longTasks)
  // One renderer, one page: its main thread.
  const mains = new Set(traceEvents.filter(({ name: event, args }) => event === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`))
  const tasks = traceEvents.filter(({ ph, name: event, pid, tid }) => ph === 'X' && event === 'ThreadControllerImpl::RunTask' && mains.has(`${pid} ${tid}`)).sort((a, b) => b.dur - a.dur)
  const [longest] = tasks
  const byProcessor = [...tasks].sort((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0))[0]
  const ms = (micro) => `${Math.round((micro ?? 0) / 1000)} ms`
  console.log(`${name}: longest task ${ms(longest?.dur)} by the clock, ${ms(byProcessor?.tdur)} of the processor; ${tasks.filter(({ dur }) => dur > 50_000).length} over 50 ms, ${tasks.filter(({ dur }) => dur > 100_000).length} over 100 ms; the page saw ${seen.length === 0 ? 'none' : seen.join(', ')}${said === undefined ? '' : `; ${said}`}`)
  if (!verbose) return
  for (const task of tasks.slice(0, 4).filter(({ dur }) => dur > 20_000)) {
    const inside = traceEvents.filter(({ ph, ts, dur, pid, tid }) => ph === 'X' && pid === task.pid && tid === task.tid && ts >= task.ts && ts + dur <= task.ts + task.dur && dur > 4000)
    console.log(`  ${ms(task.dur)}, processor ${ms(task.tdur)}: ${inside.sort((a, b) => b.dur - a.dur).slice(0, 12).map(({ name: event, dur, args }) => `${event}${args?.data?.type ? ` ${args.data.type}` : ''}${args?.data?.functionName ? ` ${args.data.functionName}` : ''} ${ms(dur)}`).join(', ')}`)
  }
}

/** Milliseconds between a click on Stop and the page saying so, by the page's clock. */
const stop = () => page.evaluate(() => new Promise((resolve) => {
  const startedAt = performance.now()
  const observer = new MutationObserver(() => {
    if (!document.querySelector('.status')?.textContent?.includes('Stopped.')) return
    observer.disconnect()
    resolve(Math.round(performance.now() - startedAt))
  })
  observer.observe(document.querySelector('.status'), { childList: true, subtree: true, characterData: true })
  document.querySelector('#stop').click()
}))

const drop = async () => {
  for (const type of ['dragEnter', 'dragOver', 'drop']) await devtools.send('Input.dispatchDragEvent', { type, x: 700, y: 300, data: { items: [], files: [file], dragOperationsMask: 1 } })
}

try {
  await page.goto(server.resolvedUrls.local[0])
  await page.locator('#headline').waitFor()
  await untilSettled()
  const whole = await page.evaluate(() => [...window.longTasks])
  console.log(`first load: the page saw ${whole.length === 0 ? 'none' : whole.join(', ')}`)
  await page.evaluate((text) => navigator.clipboard.writeText(text), text)
  await sleep(1000)
  const paste = async () => {
    await page.locator('#source').focus()
    await page.keyboard.press('ControlOrMeta+V')
  }
  await measure('paste', async () => { await paste(); await untilSettled() })
  await measure('views', async () => {
    for (const name of ['Decisions', 'Difference', 'Before and after']) {
      await page.getByRole('tab', { name }).click()
      await sleep(1500)
    }
    await page.getByRole('grid').evaluate((element) => { element.scrollTop = element.scrollHeight / 2 })
    await sleep(300)
  })
  await measure('drop', async () => { await drop(); await untilSettled() })
  await measure('stop', async () => {
    const times = []
    for (const begin of [paste, drop, drop]) {
      await begin()
      await page.locator('#stop').waitFor()
      await sleep(100 + 300 * times.length)
      times.push(await stop())
    }
    return `stopped after ${times.join(', ')} ms`
  })
  await page.getByLabel('Example').selectOption('issues')
  await untilSettled()
  await measure('static table', async () => { await page.getByRole('radio', { name: 'Static table' }).check(); await untilSettled() })
  await measure('MiniLM', async () => { await page.getByRole('radio', { name: 'MiniLM' }).check(); await untilSettled() })
  await measure('ranking', async () => { await page.getByRole('tab', { name: 'Ranking' }).click(); await page.getByRole('region', { name: 'MiniLM' }).waitFor(); await page.getByRole('radio', { name: 'Both' }).check(); await untilSettled() })
} finally {
  await browser.close()
  await server.close()
}
