import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMemoryStore } from '../../src/metrics/memory-store.ts'
import type { MetricsRecord } from '../../src/metrics/record.ts'
import { summarizeRecords } from '../../src/metrics/summarize.ts'
import { collect, startOf } from '../../src/report-page/collect.ts'
import { metricsRecords, recordOf } from '../arbitraries/metrics-record.ts'

const at = (timestamp: string, values: Partial<MetricsRecord> = {}): MetricsRecord => recordOf({ timestamp: `${timestamp}.000Z`, ...values })

test.each([
  ['hours of two days', ['2026-11-20T10:20:00', '2026-11-20T12:00:00'], 'hour', [1, 0, 1], '2026-11-20T10:00:00.000Z'],
  ['days of four months', ['2026-11-20T23:59:00', '2026-11-21T00:01:00', '2026-11-23T00:00:00'], 'day', [1, 1, 0, 1], '2026-11-20T00:00:00.000Z'],
  ['weeks of more, from Monday on', ['2026-05-07T10:00:00', '2026-05-10T10:00:00', '2026-05-11T00:00:00', '2026-11-20T00:00:00'], 'week', undefined, '2026-05-04T00:00:00.000Z'],
])('%s', async (_, times, unit, requests, first) => {
  const data = await collect(times.map((time) => at(time)))
  expect(data.unit).toBe(unit)
  expect(new Date(data.buckets[0]!.start).toISOString()).toBe(first)
  if (requests === undefined) expect(data.buckets.slice(0, 2).map((bucket) => bucket.requests)).toEqual([2, 1])
  else expect(data.buckets.map((bucket) => bucket.requests)).toEqual(requests)
})

test('a store and its records say the same, in any order, and buckets add up to the summary', async () => {
  await fc.assert(fc.asyncProperty(fc.array(metricsRecords, { maxLength: 30 }), async (records) => {
    const store = createMemoryStore()
    await store.append(records)
    const data = await collect(store)
    expect({ ...await collect(records), summary: undefined, largest: undefined }).toEqual({ ...data, summary: undefined, largest: undefined })
    const sum = (pick: (bucket: (typeof data.buckets)[number]) => number): number => data.buckets.reduce((total, bucket) => total + pick(bucket), 0)
    expect(sum(({ requests }) => requests)).toBe(data.summary.totalRequests)
    expect(sum(({ tokensSent }) => tokensSent)).toBe(data.summary.totalTokensAfter)
    expect(sum(({ tokensSaved }) => tokensSaved)).toBe(data.summary.totalTokensSaved)
    expect(sum(({ tokensCached }) => tokensCached)).toBe(data.summary.cache.tokensRead)
    const sent = records.filter(({ mode }) => mode !== 'simulate').map(({ tokensInputAfter }) => tokensInputAfter).sort((a, b) => b - a)
    expect(data.largest.map(({ tokensInputAfter }) => tokensInputAfter)).toEqual(sent.slice(0, 12))
  }), { numRuns: 50 })
})

test('records that are none are counted and spoil no figure', async () => {
  const records = [at('2026-11-20T10:00:00'), null, 'x', { ...recordOf(), tokensInputBefore: NaN }, { ...recordOf(), version: 99 }] as MetricsRecord[]
  const { summary, largest } = await collect(records)
  expect(summary).toMatchObject({ totalRequests: 1, totalTokensSaved: 750, unreadableRecords: 4 })
  expect(await summarizeRecords(records)).toEqual(summary)
  expect(largest).toHaveLength(1)
})

test.each([null, undefined, 7, 'records', {}, { summarize: 1, query: 2 }])('%s is no source of a report', async (source) => {
  await expect(collect(source as unknown as MetricsRecord[])).rejects.toMatchObject({ code: 'CONFIGURATION', message: expect.stringContaining('must be a metrics store') as string })
})

test('a filter reaches a store', async () => {
  const store = createMemoryStore()
  await store.append([at('2026-11-20T10:00:00', { model: 'a' }), at('2026-11-21T10:00:00', { model: 'b' })])
  expect((await collect(store, { model: 'b' })).buckets).toHaveLength(1)
  expect((await collect(store, { startTime: '2026-11-22' })).buckets).toEqual([])
})

test('a clock that was wrong once does not fill the memory', async () => {
  const { buckets } = await collect([at('0001-01-01T00:00:00'), at('2026-11-20T10:00:00'), at('9999-12-31T00:00:00')])
  expect(buckets.map(({ requests }) => requests)).toEqual([1, 1, 1])
})

test('prefixes, warnings and errors are counted, simulations are not', async () => {
  const { prefixes, warnings, errors } = await collect([
    at('2026-11-20T10:00:00', { stablePrefixHash: 'a', warnings: ['slow', 'slow'] }), at('2026-11-20T11:00:00', { stablePrefixHash: 'b', warnings: ['slow'], error: { name: 'RateLimitError', status: 429 } }),
    at('2026-11-20T12:00:00', { stablePrefixHash: 'a', error: { name: 'AbortError' } }), at('2026-11-20T12:00:00', { mode: 'simulate', warnings: ['slow'], stablePrefixHash: 'c' }),
  ])
  expect(prefixes).toEqual([{ model: 'gpt-4o-mini', requests: 3, prefixes: 2 }])
  expect(warnings).toEqual([{ text: 'slow', requests: 2 }])
  expect(errors).toEqual([{ text: 'AbortError', requests: 1 }, { text: 'RateLimitError (status 429)', requests: 1 }])
})

test('a week begins on Monday, before 1970 too', () => {
  for (const monday of ['1969-12-29', '1970-01-05', '2026-11-23']) {
    for (const hours of [0, 100, 167]) expect(startOf(Date.parse(monday) + hours * 3_600_000, 'week')).toBe(Date.parse(monday))
  }
})
