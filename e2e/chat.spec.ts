import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { replyTo } from '../examples/chat/backend.ts'
import type { ChatMessage } from '../examples/chat/backend.ts'

interface Backend {
  /** What was posted, oldest first. */
  readonly bodies: readonly { readonly messages: readonly ChatMessage[] }[]
  /** How it answers from now on. */
  answer(how: 'well' | 'badly' | 'never'): void
}

/** A backend for the page, which also must stay quiet and ask nobody else. */
async function openChat(page: Page, baseURL: string | undefined): Promise<Backend & { readonly complaints: readonly string[] }> {
  const complaints: string[] = []
  const bodies: { messages: ChatMessage[] }[] = []
  let how: 'well' | 'badly' | 'never' = 'well'
  page.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('503')) complaints.push(message.text()) })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.context().on('request', (request) => { if (!request.url().startsWith(baseURL!) && !request.url().startsWith('data:')) complaints.push(request.url()) })
  await page.route('**/api/chat', async (route) => {
    const body = route.request().postDataJSON() as { messages: ChatMessage[] }
    bodies.push(body)
    if (how === 'never') return
    if (how === 'badly') await route.fulfill({ status: 503, body: 'later' })
    else await route.fulfill({ json: replyTo(body.messages) })
  })
  await page.goto('chat/')
  return { bodies, complaints, answer(next) { how = next } }
}

const question = (page: Page) => page.getByLabel('Your question')
const entries = (page: Page) => page.getByRole('log').getByRole('listitem')

async function ask(page: Page, text: string): Promise<void> {
  await question(page).fill(text)
  await question(page).press('Enter')
  await expect(page.getByRole('button', { name: 'Ask' })).toBeEnabled({ timeout: 30_000 })
}

test('answers from a smaller request, and shows what each turn cost', async ({ page, baseURL }) => {
  const { bodies, complaints } = await openChat(page, baseURL)
  await ask(page, 'Which job failed?')
  await expect(entries(page).last()).toHaveText('job-131 failed: disk full on node 7.')
  const tokens = await page.locator('li.tokens').allInnerTexts()
  expect(tokens).toHaveLength(2)
  const [, before, after] = /([\d,]+) → ([\d,]+) tokens/.exec(tokens[1]!)!
  expect(Number(after!.replaceAll(',', ''))).toBeLessThan(0.5 * Number(before!.replaceAll(',', '')))
  // The words of the user leave as they are; the result of the tool does not.
  expect(bodies[1]!.messages[1]).toEqual({ role: 'user', content: 'Which job failed?' })
  const sent = bodies[1]!.messages.at(-1)!.content!
  expect(sent.length).toBeLessThan(12_000)
  await page.getByText('list_jobs: ').click()
  await expect(page.locator('pre')).toHaveText(sent)
  expect(complaints).toEqual([])
})

test('sends the same bytes again on the next turn', async ({ page, baseURL }) => {
  const { bodies, complaints } = await openChat(page, baseURL)
  await ask(page, 'Which job failed?')
  await ask(page, 'And how many are done?')
  await expect(entries(page).last()).toHaveText('239 are done.')
  expect(bodies).toHaveLength(3)
  expect(JSON.stringify(bodies[2]!.messages.slice(0, bodies[1]!.messages.length))).toBe(JSON.stringify(bodies[1]!.messages))
  await expect(page.locator('#total')).toHaveText(/^Sent so far: [\d,]+ of [\d,]+ tokens\.$/)
  expect(complaints).toEqual([])
})

test('works with the keyboard alone', async ({ page, baseURL }) => {
  await openChat(page, baseURL)
  await page.keyboard.press('Tab') // the log, which scrolls
  await page.keyboard.press('Tab')
  await expect(question(page)).toBeFocused()
  await page.keyboard.type('Which job failed?')
  await page.keyboard.press('Enter')
  await expect(page.locator('li.assistant')).toHaveCount(1, { timeout: 30_000 })
  await expect(question(page)).toBeFocused()
  await expect(question(page)).toHaveValue('')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter') // the details of the tool's result
  await expect(page.locator('pre')).toBeVisible()
})

test('what fails or is stopped leaves the question where it was', async ({ page, baseURL }) => {
  const backend = await openChat(page, baseURL)
  backend.answer('badly')
  await ask(page, 'Which job failed?')
  await expect(page.getByRole('alert')).toHaveText('That did not work: the backend answered 503')
  await expect(question(page)).toHaveValue('Which job failed?')
  await expect(entries(page)).toHaveCount(0)
  backend.answer('never')
  await question(page).press('Enter')
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByRole('alert')).toHaveText('Stopped. Your question is still there.')
  backend.answer('well')
  await ask(page, 'Which job failed?')
  await expect(entries(page).last()).toHaveText('job-131 failed: disk full on node 7.')
  await expect(page.getByRole('alert')).toBeHidden()
})

test('fits narrow and wide screens, light and dark', async ({ page, baseURL }, info) => {
  await openChat(page, baseURL)
  await ask(page, 'Which job failed?')
  await page.getByText('list_jobs: ').click()
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [340, 1280]) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 640 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      await expect(question(page)).toBeInViewport()
      await expect(page.getByRole('button', { name: 'Ask' })).toBeInViewport({ ratio: 1 })
      await page.screenshot({ path: info.outputPath(`chat-${width}-${colorScheme}.png`) })
    }
  }
})
