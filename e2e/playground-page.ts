import { expect, test as base } from '@playwright/test'
import type { Page } from '@playwright/test'

interface Shared {
  readonly page: Page
  readonly complaints: string[]
}

/** What the page must not log and whom it must not ask. */
export function watch(page: Page, baseURL: string): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    // Said by the test tool itself, which keeps the service worker out of tests that are not about it.
    const isTool = message.text().includes('Service Worker registration blocked by Playwright')
    if (!isTool && (message.type() === 'error' || message.type() === 'warning')) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.context().on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(baseURL) && !url.startsWith('data:') && !url.startsWith('blob:')) complaints.push(`request to ${url}`)
  })
  return complaints
}

/**
 * The playground with nothing in it. One page for all tests of a worker, since each new one reads the tokenizer's ranks again; every test
 * also fails when the page logs an error or asks another origin for something.
 */
export const test = base.extend<{ play: Page }, { shared: Shared; baseUrl: string }>({
  baseUrl: ['http://localhost:43173/', { scope: 'worker' }],
  shared: [async ({ browser, baseUrl }, use) => {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'], serviceWorkers: 'block', viewport: { width: 1440, height: 900 }, baseURL: baseUrl })
    const page = await context.newPage()
    const complaints = watch(page, baseUrl)
    await page.goto('./')
    await use({ page, complaints })
    await context.close()
  }, { scope: 'worker' }],
  play: async ({ shared: { page, complaints } }, use) => {
    complaints.length = 0
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('button', { name: 'Reset' }).click()
    await page.getByLabel('Model', { exact: true }).fill('')
    await page.getByRole('button', { name: 'Clear', exact: true }).click()
    await expect(source(page)).toHaveValue('')
    await use(page)
    expect(complaints).toEqual([])
  },
})

export const source = (page: Page) => page.getByLabel('Tool result or request')
export const question = (page: Page) => page.getByLabel('Question', { exact: true })
export const output = (page: Page) => page.getByRole('region', { name: 'Compressed text' })
export const headline = (page: Page) => page.locator('#headline')

/** Pastes a text in place of what stands there, as a person does. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text)
  await source(page).focus()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.press('ControlOrMeta+V')
}

/** Waits until nothing is being read, loaded or compressed. */
export async function settle(page: Page, timeout = 30_000): Promise<void> {
  await expect(page.locator('.summary')).toHaveAttribute('aria-busy', 'false', { timeout })
}

/** The two numbers of the headline, once they are those of the newest run. */
export async function readTokens(page: Page): Promise<{ before: number; after: number }> {
  await expect(headline(page)).toHaveText(/^(about )?[\d,]+ . [\d,]+ tokens$/u, { timeout: 30_000 })
  await settle(page)
  const [before, after] = (await headline(page).innerText()).match(/[\d,]+/g)!.map((digits) => Number(digits.replaceAll(',', '')))
  return { before: before!, after: after! }
}

/** What goes out, as it is copied. */
export async function copyOutput(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Copy the result' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  return page.evaluate(() => navigator.clipboard.readText())
}

export async function chooseExample(page: Page, id: string): Promise<void> {
  await page.getByLabel('Example').selectOption(id)
  await readTokens(page)
}

/**
 * The longest task of the page's own thread while something is done, in milliseconds of processor time: what else the machine is busy with
 * does not count. By the browser's own trace.
 */
export async function longestTaskMs(page: Page, act: () => Promise<unknown>): Promise<number> {
  const browser = page.context().browser()!
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] })
  await act()
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: readonly { readonly name: string; readonly ph: string; readonly pid: number; readonly tid: number; readonly tdur?: number; readonly args: { readonly name?: string } }[] }
  const threads = new Set(traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`))
  const tasks = traceEvents.filter(({ name, ph, pid, tid }) => ph === 'X' && name === 'ThreadControllerImpl::RunTask' && threads.has(`${pid} ${tid}`))
  expect(tasks.length).toBeGreaterThan(10)
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000
}

/** Some rows of a log with one error among them. */
export const rows = Array.from({ length: 300 }, (_, i) => ({
  id: 1000 + i, service: 'billing', level: i === 123 ? 'error' : 'info', message: i === 123 ? 'card declined by issuer' : 'invoice written', ms: 20 + (i % 7),
}))

export { expect }
