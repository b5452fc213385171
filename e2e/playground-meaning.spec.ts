import { expect, paste, question, readTokens, settle, test, watch } from './playground-page.ts'
import type { Page } from '@playwright/test'

/** Few rows, none of which shares a word with the question but one that is not meant: MiniLM is slow on a busy machine. */
const notes = ['The invoice was sent twice', 'Heap grows while tabs stay open', 'Dark theme has a white scrollbar', 'Printing ignores the margins', 'Search misses accents', 'Add a Portuguese translation',
  'Login with a key times out', 'Memory of the demo is not cleared', 'Wrong week numbers in January', 'Footnotes start at zero', 'Emoji picker opens off screen', 'CSV import guesses the delimiter']
const issues = JSON.stringify(notes.flatMap((title, i) => [0, 1, 2].map((copy) => ({ number: 100 + 7 * i + copy, title: copy === 0 ? title : `${title}, case ${copy}`, state: 'open', at: `2026-0${1 + (i % 9)}-1${copy}` }))))

const asked = 'does the program eat up all RAM?'
const tier = (page: Page, name: string) => page.getByRole('radio', { name, exact: true })

test('the table and MiniLM load with progress, rank by meaning, are cancelled, and come from the browser after a reload without the network', async ({ browser, baseURL }) => {
  test.setTimeout(180_000)
  const context = await browser.newContext({ serviceWorkers: 'allow', baseURL: baseURL! })
  const page = await context.newPage()
  const complaints = watch(page, baseURL!)
  const modelLoads: string[] = []
  context.on('request', (request) => { if (request.url().endsWith('.onnx')) modelLoads.push(request.url()) })
  // No long task is asked for here, which a busy machine could not promise, but that the page itself never does the work.
  await page.goto('./')
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await ask(page)

  await test.step('progress, then the static table', async () => {
    const progress = page.locator('progress')
    const seen = watchProgress(page)
    await tier(page, 'Static table').check()
    await expect(page.getByText('static', { exact: true })).toBeVisible({ timeout: 30_000 })
    expect((await seen()).some((text) => text.includes('static table'))).toBe(true)
    await expect(progress).toBeHidden()
  })

  const firstByWords = await test.step('the same question puts other rows first', async () => {
    await page.getByRole('tab', { name: 'Ranking' }).click()
    await expect(page.getByRole('region', { name: 'Static table' }).getByRole('listitem').first()).toContainText(/Heap|Memory/)
    const words = page.getByRole('region', { name: 'Words (BM25)' })
    await expect(words.getByRole('heading')).toBeVisible()
    return (await words.getByRole('listitem').allInnerTexts())[0] ?? ''
  })

  await test.step('a load that is stopped leaves the page as it was', async () => {
    await page.route('**/model_quantized.onnx', async (route) => {
      await new Promise((resolve) => { setTimeout(resolve, 1500) })
      await route.continue().catch(() => undefined) // stopped by then
    })
    await tier(page, 'MiniLM').check()
    await expect(page.getByText('Loading MiniLM')).toBeVisible()
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect(page.getByText('Stopped.')).toBeVisible()
    await page.unroute('**/model_quantized.onnx')
  })

  await test.step('MiniLM loads, and every byte is counted', async () => {
    const seen = watchProgress(page)
    await page.getByRole('button', { name: 'Compress again' }).click()
    await expect(page.getByText('embedding', { exact: true })).toBeVisible({ timeout: 90_000 })
    const stages = await seen()
    expect(stages.some((text) => /Loading MiniLM [\d.]+ MB of 2\d\.\d MB/.test(text))).toBe(true)
    const shares = stages.flatMap((text) => { const found = /([\d.]+) MB of/.exec(text); return found === null ? [] : [Number(found[1])] })
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(new Set(shares).size).toBeGreaterThan(3)
    const nearest = page.getByRole('region', { name: 'MiniLM' }).getByRole('listitem').first()
    await expect(nearest).toContainText(/Heap|Memory/, { timeout: 30_000 })
    expect(firstByWords).not.toMatch(/Heap|Memory/)
    await expect(nearest.locator('.move')).toHaveText(/new|↑/)
    await expect(question(page)).toHaveValue(asked)
  })

  await test.step('all of it is in the worker', async () => {
    // What the page itself asked for: a worker has a list of its own.
    const own = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
    expect(own.filter((name) => /o200k|transformers|onnx|wasm|static|minilm/i.test(name))).toEqual([])
  })

  await test.step('after a reload without a network both are there', async () => {
    const loaded = modelLoads.length
    await context.setOffline(true)
    await page.reload()
    await ask(page)
    await tier(page, 'Both').check()
    await expect(page.getByText('hybrid (bm25, static, embedding)', { exact: true })).toBeVisible({ timeout: 90_000 })
    expect(modelLoads.length).toBe(loaded)
  })
  expect(complaints).toEqual([])
  await context.close()
})

test('a model that is not there leaves the result as it was, says so, and another way to rank goes on', async ({ play, shared: { complaints } }) => {
  await paste(play, issues)
  await question(play).fill(asked)
  const usual = await readTokens(play)
  await play.route('**/model_quantized.onnx', (route) => route.fulfill({ status: 404 }))
  await tier(play, 'MiniLM').check()
  await expect(play.getByRole('alert')).toContainText('MiniLM could not be loaded', { timeout: 20_000 })
  expect(await readTokens(play)).toEqual(usual)
  await play.getByRole('button', { name: 'Try again' }).click()
  await expect(play.getByRole('alert')).toContainText('MiniLM could not be loaded', { timeout: 20_000 })
  await tier(play, 'Words').check()
  await expect(play.getByRole('alert')).toBeHidden()
  await play.unroute('**/model_quantized.onnx')
  // The browser's own line for the file that is missing, and nothing of ours.
  expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([])
  complaints.length = 0
})

async function ask(page: Page): Promise<void> {
  await settle(page)
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await page.getByLabel('Tool result or request').fill(issues)
  await page.getByLabel('Question', { exact: true }).fill(asked)
  await expect(page.locator('#headline')).toBeVisible({ timeout: 30_000 })
  await settle(page)
}

/** Collects what the progress says from now on; called, it ends and tells. */
function watchProgress(page: Page): () => Promise<string[]> {
  const started = page.evaluate(() => {
    const seen: string[] = []
    const observer = new MutationObserver(() => { for (const element of document.querySelectorAll('.progress span')) if (seen.at(-1) !== element.textContent) seen.push(element.textContent ?? '') })
    observer.observe(document.body, { subtree: true, childList: true, characterData: true })
    Object.assign(window, { progressSeen: () => { observer.disconnect(); return seen } })
  })
  return async () => {
    await started
    return page.evaluate(() => (window as unknown as { progressSeen: () => string[] }).progressSeen())
  }
}
