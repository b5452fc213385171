import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { renderReport } from '../src/report-page/drivers/render-report.ts'
import { hostileNames, hostileRecords } from '../test/report-page/hostile-records.ts'

/** A report of names that want to be code. Its page may ask nobody for anything and say nothing. */
async function openReport(page: Page, baseURL: string | undefined): Promise<readonly string[]> {
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  const address = `${baseURL!}report/`
  page.on('request', (request) => { if (request.url() !== address) complaints.push(request.url()) })
  const body = await renderReport(hostileRecords, { now: Date.UTC(2026, 10, 26) })
  await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body }))
  await page.goto(address)
  return complaints
}

test('hostile names are text, and nothing runs or is asked for', async ({ page, baseURL }) => {
  const complaints = await openReport(page, baseURL)
  for (const { shown } of hostileNames) expect(await page.locator('bdi', { hasText: shown }).count()).toBeGreaterThan(0)
  await page.getByText('The numbers of this chart').first().click()
  await expect(page.getByRole('table', { name: 'Tokens by day' })).toBeVisible()
  expect(await page.title()).toBe('Headroom report')
  expect(complaints).toEqual([])
})

test('nothing sticks out on a screen of 320, 360, 768 and 1280 pixels', async ({ page, baseURL }) => {
  await openReport(page, baseURL)
  for (const width of [320, 360, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    const outside = await page.evaluate(() => [...document.querySelectorAll('body *')]
      .filter((element) => element.closest('.unseen, thead, svg') === null && element.getBoundingClientRect().right > innerWidth + 0.5).map((element) => element.outerHTML.slice(0, 120)))
    expect(outside, `at ${width} pixels`).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  }
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every word can be read in ${colorScheme}: a contrast of 4.5 and more`, async ({ page, baseURL }) => {
    await page.emulateMedia({ colorScheme })
    await openReport(page, baseURL)
    const faint = await page.evaluate(() => {
      const luminance = (colour: string): number => {
        const [r, g, b] = colour.match(/[\d.]+/g)!.slice(0, 3).map((part) => { // rgb(r, g, b)
          const value = Number(part) / 255
          return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
        }) as [number, number, number]
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
      }
      const groundOf = (element: Element): string => {
        for (let at: Element | null = element; at !== null; at = at.parentElement) {
          const { backgroundColor } = getComputedStyle(at)
          if (!/^rgba\(.*, 0\)$/.test(backgroundColor)) return backgroundColor
        }
        return 'rgb(255, 255, 255)'
      }
      return [...document.querySelectorAll('body *')].filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent!.trim() !== '') && element.closest('svg') === null)
        .map((element) => {
          const [a, b] = [luminance(getComputedStyle(element).color), luminance(groundOf(element))]
          return { contrast: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), text: element.textContent!.slice(0, 40) }
        }).filter(({ contrast }) => contrast < 4.5)
    })
    expect(faint).toEqual([])
  })
}

test('a screen reader finds one heading of the page, sections with headings, and named tables and pictures', async ({ page, baseURL }) => {
  await page.setViewportSize({ width: 360, height: 800 })
  await openReport(page, baseURL)
  expect(await page.getByRole('heading', { level: 1 }).allTextContents()).toEqual(['Headroom report'])
  expect(await page.getByRole('heading', { level: 2 }).count()).toBe(9)
  for (const picture of await page.getByRole('img').all()) expect(await picture.getAttribute('aria-label')).toContain('the table below has the numbers')
  // Also where rows are laid out as blocks.
  const models = page.getByRole('table', { name: 'Savings by model' })
  expect(await models.getByRole('row').count()).toBe(hostileNames.length + 1)
  expect(await models.getByRole('rowheader').count()).toBe(hostileNames.length)
  await expect(models.getByRole('columnheader', { name: 'Tokens before' })).toHaveCount(1)
})

test('on paper it is dark on white, whatever the screen is', async ({ page, baseURL }) => {
  await page.emulateMedia({ colorScheme: 'dark', media: 'print' })
  await openReport(page, baseURL)
  expect(await page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor])).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)'])
  expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000)
})
