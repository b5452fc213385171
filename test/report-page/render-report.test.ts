import { expect, test } from 'vitest'
import { createMemoryStore } from '../../src/metrics/memory-store.ts'
import type { MetricsRecord } from '../../src/metrics/record.ts'
import { renderReport } from '../../src/report-page/drivers/render-report.ts'
import { recordOf } from '../arbitraries/metrics-record.ts'
import { hostileNames, hostileRecords } from './hostile-records.ts'

const now = Date.UTC(2026, 10, 26, 9)
const plain = (page: string): string => page.replaceAll('\u00a0', ' ')
const render = async (records: readonly MetricsRecord[]): Promise<string> => plain(await renderReport(records, { now }))

test('the headline says what was saved, in tokens, in percent and in money', async () => {
  const page = await render([
    recordOf({ tokensInputBefore: 3_000_000, tokensInputAfter: 1_000_000, estimatedSavingsUsd: 2.5, pricesDate: '2026-10-26' }),
    recordOf({ tokensInputBefore: 1_000_000, tokensInputAfter: 1_000_000 }),
  ])
  expect(page).toContain('Headroom saved <strong>2.00 million</strong> of 4.00 million input tokens (50 %), about <strong>$2.50</strong>.')
  expect(page).toContain('prices of 26 Oct 2026, before discounts for cached tokens; 1 without a known price')
})

test.each([
  ['nothing was recorded', [], 'Nothing was recorded in this time.'],
  ['all was audited', [recordOf({ mode: 'audit', tokensInputAfter: 1000 })], 'Headroom could save about <strong>750 input tokens</strong>. Nothing was changed'],
  ['there was nothing to save', [recordOf({ mode: 'audit', tokensInputAfter: 1000, tokensSavedByTransform: {} })], 'found nothing to save'],
  ['requests stayed as they were', [recordOf({ tokensInputAfter: 1000, tokensSavedByTransform: {} })], 'requests went out as large as they came'],
  ['requests grew', [recordOf({ tokensInputAfter: 1020, tokensSavedByTransform: { 'cache-aligner': -20 } })], 'requests grew by 20 tokens (2.0 %)'],
  ['all was simulated', [recordOf({ mode: 'simulate' })], 'could save about <strong>750 input tokens</strong>'],
] satisfies [string, MetricsRecord[], string][])('and what is true when %s', async (_, records, words) => {
  const page = await render(records)
  expect(page).toContain(words)
  expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/)
})

test('every chart has a label and a table, every part of a report its heading', async () => {
  const page = await render([recordOf({ cachedTokensRead: 100, waste: { whiteSpace: 5, repeatedKeys: 4, repeatedRows: 3, base64: 2, html: 1, volatilePrefix: 6 }, warnings: ['slow'], error: { name: 'TypeError' },
    decisions: [{ transform: 'smart-crusher', toolName: 'search', contentType: 'json', action: 'crushed', blocks: 1, tokensBefore: 900, tokensAfter: 150, rowsTotal: 9, rowsKept: 2 }] })])
  expect([...page.matchAll(/<h2>([^<]*)/g)].map(([, heading]) => heading)).toEqual(['Over time', 'By model', 'By transform', 'By tool', 'Waste, and what to do about it', 'Prefix caches', 'The most expensive requests', 'From request to request', 'What went wrong'])
  const drawings = [...page.matchAll(/<svg[^>]*>/g)].map(([tag]) => tag)
  expect(drawings.filter((tag) => !/aria-hidden="true"|role="img" aria-label="[^"]+the table below has the numbers"/.test(tag))).toEqual([])
  expect(drawings.filter((tag) => tag.includes('role="img"'))).toHaveLength(2)
  expect(page.match(/<table /g)!.length).toBe(page.match(/<caption /g)!.length)
})

test('the same records make the same page, and it asks for nothing from elsewhere', async () => {
  const store = createMemoryStore()
  await store.append(hostileRecords)
  expect(await renderReport(store, { now })).toBe(await renderReport(store, { now }))
  const page = await render(hostileRecords)
  expect(page).toContain("default-src 'none'")
  expect(page).not.toMatch(/<(script|img|iframe|object|link|base|form|a|image|use)\b|url\(|@import|https?:/i)
})

test('hostile names are text', async () => {
  const page = await render(hostileRecords)
  // Of our own tags alone: without them, nothing that could begin one is left.
  const ours = 'html|head|meta|title|style|body|main|header|footer|h[123]|p|time|strong|section|svg|g|rect|path|ul|li|i|dl|dt|dd|div|figure|figcaption|span|details|summary|table|caption|thead|tbody|tr|th|td|bdi'
  expect(page.replace(/<!doctype html>/, '').replace(new RegExp(`</?(?:${ours})(?:\\s(?:[a-z:-]+(?:="[^"<>]*")?\\s*)*)?/?>`, 'gi'), '')).not.toMatch(/[<]/)
  expect(page).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
  expect(page.length).toBeLessThan(200_000)
})

test.runIf(typeof DOMParser !== 'undefined')('a browser reads them as the text that they are', async () => {
  const page = new DOMParser().parseFromString(await renderReport(hostileRecords, { now }), 'text/html')
  const names = [...page.querySelectorAll('bdi')].map(({ textContent }) => textContent)
  for (const { shown } of hostileNames) expect(names).toContain(shown)
  expect([...page.querySelectorAll('*')].flatMap((element) => [...element.attributes].filter(({ name }) => name.startsWith('on')))).toEqual([])
  expect(page.querySelectorAll('script, img, iframe, a').length).toBe(0)
})

test.each<[object, string]>([
  [{ titel: 'Week' }, 'unknown option query.titel'],
  [{ title: 7 }, 'title must be a text, got 7'],
  [{ now: 'today' }, 'now must be a date or milliseconds since 1970, got "today"'],
  [{ since: '7d' }, 'did you mean query.startTime?'],
])('a wrong option is refused by its name: %j', async (options, message) => {
  await expect(renderReport([], options)).rejects.toThrow(message)
})
