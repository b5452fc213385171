import { expect, test as base } from '@playwright/test'
import type { Page } from '@playwright/test'

/** Every test also fails when the page logs an error or asks another origin for something. */
const test = base.extend<{ quiet: void }>({
  quiet: [async ({ page, baseURL }, use) => {
    const complaints: string[] = []
    page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()) })
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.context().on('request', (request) => {
      const url = request.url()
      if (!url.startsWith(baseURL!) && !url.startsWith('data:') && !url.startsWith('blob:')) complaints.push(`request to ${url}`)
    })
    await use()
    expect(complaints).toEqual([])
  }, { auto: true }],
})

const rows = Array.from({ length: 300 }, (_, i) => ({
  id: 1000 + i, service: 'billing', level: i === 123 ? 'error' : 'info', message: i === 123 ? 'card declined by issuer' : 'invoice written', ms: 20 + (i % 7),
}))

const source = (page: Page) => page.getByLabel('JSON, JSON lines, or a request with messages')
const output = (page: Page) => page.getByRole('region', { name: 'Compressed text' })
const headline = (page: Page) => page.locator('#headline')

/** Pastes a text in place of what stands there, as a user does: `fill` takes seconds for a thousand lines, a paste none. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text)
  await source(page).focus()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.press('ControlOrMeta+V')
  await expect(source(page)).toHaveValue(text)
}

/** The two numbers of the headline, once they are there. */
async function readTokens(page: Page): Promise<{ before: number; after: number }> {
  await expect(headline(page)).toHaveText(/^(about )?[\d,]+ → [\d,]+ tokens$/, { timeout: 30_000 })
  const [before, after] = (await headline(page).innerText()).match(/[\d,]+/g)!.map((digits) => Number(digits.replaceAll(',', '')))
  return { before: before!, after: after! }
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { scroll, client } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }))
  expect(scroll).toBeLessThanOrEqual(client)
}

/** WCAG 2 contrast of an element's text against the nearest background that is not transparent. */
async function readContrast(page: Page, selector: string): Promise<number> {
  return page.locator(selector).evaluate((element) => {
    const channels = (color: string): number[] => color.match(/[\d.]+/g)!.map(Number)
    const luminance = (color: string): number => {
      const [r, g, b] = channels(color).slice(0, 3).map((value) => {
        const share = value / 255
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
    }
    let behind: Element | null = element
    while (behind && channels(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement
    const [light, dark] = [getComputedStyle(element).color, getComputedStyle(behind!).backgroundColor].map(luminance).sort((a, b) => b - a)
    return (light! + 0.05) / (dark! + 0.05)
  })
}

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

test.beforeEach(async ({ page }) => {
  await page.goto('./')
})

test('pasted JSON comes out with fewer tokens and its error row is still there', async ({ page }) => {
  await paste(page, JSON.stringify(rows, null, 2))
  await page.getByLabel('Question').fill('what went wrong?')
  await page.getByRole('button', { name: 'Compress' }).click()
  const { before, after } = await readTokens(page)
  expect(after).toBeLessThan(before / 3)
  await expect(output(page)).toContainText('card declined by issuer')
  await expect(output(page)).toContainText('1123')
  await page.getByText('What was decided').click()
  await expect(page.getByRole('listitem').first()).toContainText('of 300 rows')
})

test('what came out can be copied', async ({ page }) => {
  await expect(page.getByRole('button', { name: 'Copy' })).toBeDisabled()
  await page.getByRole('button', { name: 'Load an example' }).click()
  await readTokens(page)
  await page.getByRole('button', { name: 'Copy' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await output(page).textContent())
})

test('the example keeps the three highest scores', async ({ page }) => {
  await page.getByRole('button', { name: 'Load an example' }).click()
  const { before, after } = await readTokens(page)
  expect(before - after).toBeGreaterThan(3000)
  for (const title of ['Tutorial 0', 'Tutorial 1', 'Tutorial 2']) await expect(output(page)).toContainText(title)
})

test('a whole request is compressed where its tool result stands and nowhere else', async ({ page }) => {
  const request = {
    model: 'gpt-4o', temperature: 0.2,
    messages: [
      { role: 'system', content: 'You watch a billing system.' },
      { role: 'user', content: 'Which invoice failed?' },
      { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'read_log', arguments: '{"service":"billing"}' } }] },
      { role: 'tool', tool_call_id: 'call_1', content: JSON.stringify(rows) },
    ],
  }
  await paste(page, JSON.stringify(request))
  await page.getByRole('button', { name: 'Compress' }).click()
  const { before, after } = await readTokens(page)
  expect(after).toBeLessThan(before / 2)
  const smaller = JSON.parse(await output(page).innerText()) as typeof request
  expect(smaller.messages.slice(0, 3)).toEqual(request.messages.slice(0, 3))
  expect({ ...smaller, messages: [] }).toEqual({ ...request, messages: [] })
  expect(smaller.messages[3]!.content).toContain('card declined by issuer')
})

test('what stays of a request is spelled as it was pasted', async ({ page }) => {
  const request = `{\n "temperature": 0.0, "seed": 12345678901234567890,\n "messages": [{"role": "tool", "tool_call_id": "call_1", "content": ${JSON.stringify(JSON.stringify(rows))}}]\n}`
  await paste(page, request)
  await page.getByRole('button', { name: 'Compress' }).click()
  const { before, after } = await readTokens(page)
  expect(after).toBeLessThan(before)
  await expect(output(page)).toContainText('"temperature": 0.0, "seed": 12345678901234567890,')
})

test('broken JSON is answered in words and the page goes on working', async ({ page }) => {
  await paste(page, '{"results": [1, 2')
  await page.getByRole('button', { name: 'Compress' }).click()
  await expect(page.getByRole('alert')).toContainText('not valid JSON')
  await expect(headline(page)).toBeEmpty()
  await paste(page, JSON.stringify(rows))
  await page.getByRole('button', { name: 'Compress' }).click()
  await readTokens(page)
  await expect(page.getByRole('alert')).toBeHidden()
})

test('nothing pasted is answered in words', async ({ page }) => {
  await page.getByRole('button', { name: 'Compress' }).click()
  await expect(page.getByRole('alert')).toContainText('Paste some JSON')
})

test('what there is nothing to gain from is left alone and said so', async ({ page }) => {
  await paste(page, '{"ok":true}')
  await page.getByRole('button', { name: 'Compress' }).click()
  const { before, after } = await readTokens(page)
  expect(after).toBe(before)
  await expect(page.getByRole('status')).toContainText('nothing was changed')
  await expect(output(page)).toHaveText('{"ok":true}')
})

test('markup in pasted data stays text', async ({ page }) => {
  const hostile = Array.from({ length: 40 }, (_, id) => ({ id, html: '<img src=x onerror="document.title=\'taken\'"><script>document.title="taken"</script>' }))
  await paste(page, JSON.stringify(hostile))
  await page.getByRole('button', { name: 'Compress' }).click()
  await readTokens(page)
  await expect(output(page)).toContainText('<script>')
  expect(await output(page).locator('*').count()).toBe(0)
  await expect(page).toHaveTitle('headroom-ts playground')
})

test('the keyboard alone is enough', async ({ page }) => {
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Load an example' })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(source(page)).toBeFocused()
  await page.keyboard.insertText(JSON.stringify(rows))
  await page.keyboard.press('Tab')
  await page.keyboard.type('which invoice failed?')
  await page.keyboard.press('Tab')
  await page.keyboard.type('gpt-4o')
  await page.keyboard.press('Enter')
  await readTokens(page)
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  await expect(source(page)).toBeFocused()
  await page.keyboard.press('ControlOrMeta+Enter')
  await readTokens(page)
})

test('the model decides how tokens are counted', async ({ page }) => {
  await paste(page, JSON.stringify(rows))
  await page.getByLabel('Model').fill('claude-sonnet-4-5')
  await page.getByRole('button', { name: 'Compress' }).click()
  await readTokens(page)
  await expect(headline(page)).toHaveText(/^about /)
})

for (const { width, colorScheme } of [
  { width: 360, colorScheme: 'light' }, { width: 360, colorScheme: 'dark' }, { width: 1440, colorScheme: 'light' }, { width: 1440, colorScheme: 'dark' },
] as const) {
  test(`everything fits and can be read at ${width} pixels, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 800 })
    await page.getByRole('button', { name: 'Load an example' }).click()
    await readTokens(page)
    await expectNoSidewaysScroll(page)
    const [first, second] = [await page.locator('.panel').first().boundingBox(), await page.locator('.panel').last().boundingBox()]
    if (width < 880) expect(second!.y).toBeGreaterThanOrEqual(first!.y + first!.height)
    else expect(second!.x).toBeGreaterThanOrEqual(first!.x + first!.width)
    for (const selector of ['h1', 'header p', '#headline', '#detail', '#output', '#source', '#compress', '#sample', '#model-hint']) {
      expect(await readContrast(page, selector), selector).toBeGreaterThanOrEqual(4.5)
    }
  })
}
