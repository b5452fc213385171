import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { MetricsRecord } from '../../src/metrics/record.ts'
import type { MetricsFilter, MetricsQuery, MetricsStore } from '../../src/metrics/store.ts'
import type { MetricsSummary } from '../../src/metrics/summarize.ts'
import { metricsRecords, models, modes, providers, recordOf, timestamps } from '../arbitraries/metrics-record.ts'

/** One empty store and the place it writes to. */
export interface StoreUnderTest {
  readonly store: MetricsStore
  /** Another store on the same place, as after a restart; absent where nothing is kept. */
  readonly reopen?: () => Promise<MetricsStore>
  /** Removes the place. */
  readonly remove?: () => Promise<void>
}

/** What every metrics store promises; run it from the store's own spec. */
export function describeMetricsStore(name: string, createStore: () => StoreUnderTest | Promise<StoreUnderTest>, { numRuns = 50 } = {}): void {
  const opened: StoreUnderTest[] = []
  const create = async (): Promise<StoreUnderTest> => {
    const place = await createStore()
    opened.push(place)
    return place
  }
  const remove = async ({ store, remove: removePlace }: StoreUnderTest): Promise<void> => {
    await store.close()
    await removePlace?.()
  }
  afterEach(async () => { for (const place of opened.splice(0)) await remove(place) })

  describe(`${name} is a metrics store`, () => {
    test('it has a name', async () => {
      expect((await create()).store.name).not.toBe('')
    })

    test('an empty store has no records and a summary of zeros', async () => {
      const { store } = await create()
      expect(await all(store)).toEqual([])
      const summary = await store.summarize()
      expect(summary).toMatchObject({ totalRequests: 0, totalTokensSaved: 0, avgCompressionRatio: 1, totalCostSavedUsd: 0, byModel: [], byDay: [], unreadableRecords: 0 })
      expect(summary.times).toBeUndefined()
    })

    test('what is appended comes back as it was, newest first, and no record is written to', async () => {
      const { store } = await create()
      const records = [recordOf({ id: '1', timestamp: at(1) }), recordOf({ id: '3', timestamp: at(3) }), recordOf({ id: '2', timestamp: at(2), content: { text: 'kept' } })].map(Object.freeze) as MetricsRecord[]
      await store.append(records)
      await store.append([])
      expect(await all(store)).toEqual([records[1], records[2], records[0]])
      expect(await all(store, { order: 'oldest-first', limit: 2 })).toEqual([records[0], records[2]])
    })

    test.each<{ name: string; query: MetricsQuery; ids: string }>([
      { name: 'the start is included', query: { startTime: at(2) }, ids: 'cb' },
      { name: 'the end is not', query: { endTime: new Date(at(2)) }, ids: 'a' },
      { name: 'a range of no length is empty', query: { startTime: Date.parse(at(2)), endTime: Date.parse(at(2)) }, ids: '' },
      { name: 'a range that ends before it starts is empty', query: { startTime: at(3), endTime: at(1) }, ids: '' },
      { name: 'by model', query: { model: 'm2' }, ids: 'b' },
      { name: 'a model nobody asked', query: { model: 'm9' }, ids: '' },
      { name: 'by mode', query: { mode: 'audit' }, ids: 'c' },
      { name: 'by provider', query: { provider: 'anthropic', order: 'oldest-first' }, ids: 'bc' },
      { name: 'all at once', query: { startTime: at(1), endTime: at(4), provider: 'anthropic', mode: 'audit', model: 'm3', limit: 5 }, ids: 'c' },
      { name: 'a limit of nothing', query: { limit: 0 }, ids: '' },
    ])('query: $name', async ({ query, ids }) => {
      const { store } = await create()
      await store.append([
        recordOf({ id: 'a', timestamp: at(1), model: 'm1' }),
        recordOf({ id: 'b', timestamp: at(2), model: 'm2', provider: 'anthropic' }),
        recordOf({ id: 'c', timestamp: at(3), model: 'm3', provider: 'anthropic', mode: 'audit' }),
      ])
      expect((await all(store, query)).map(({ id }) => id).join('')).toBe(ids)
    })

    test.each<{ name: string; query: unknown; message: string }>([
      { name: 'a time that is none', query: { startTime: 'yesterday' }, message: 'query.startTime must be a Date' },
      { name: 'a null for a time', query: { endTime: null }, message: 'query.endTime must be a Date' },
      { name: 'half a record', query: { limit: 1.5 }, message: 'query.limit must be a whole number of at least 0, got 1.5' },
      { name: 'fewer than none', query: { limit: -1 }, message: 'query.limit must be' },
      { name: 'an unknown order', query: { order: 'random' }, message: "query.order must be 'newest-first' or 'oldest-first', got \"random\"" },
      { name: 'an unknown mode', query: { mode: 'optimise' }, message: "query.mode must be 'audit' or 'optimize' or 'simulate'" },
      { name: 'a model that is no text', query: { model: 4 }, message: 'query.model must be a text' },
      { name: 'a name of another library', query: { since: '2026-11-22' }, message: 'unknown option query.since; did you mean query.startTime?' },
      { name: 'a name nearly right', query: { start_time: 0 }, message: 'did you mean query.startTime?' },
      { name: 'null', query: null, message: 'query must be an object, got null' },
    ])('query refuses $name', async ({ query, message }) => {
      const { store } = await create()
      // As plain JavaScript may call it.
      await expect(all(store, query as MetricsQuery)).rejects.toMatchObject({ code: 'CONFIGURATION', message: expect.stringContaining(message) as string })
      if (message.includes('limit') || message.includes('order')) return
      await expect(store.summarize(query as MetricsFilter)).rejects.toMatchObject({ code: 'CONFIGURATION' })
    })

    test('a summary is of all records: it takes neither limit nor order', async () => {
      const { store } = await create()
      await expect(store.summarize({ limit: 5 } as MetricsFilter)).rejects.toMatchObject({ code: 'CONFIGURATION' })
    })

    test('what is no record is left out and counted', async () => {
      const { store } = await create()
      const broken = [{ ...recordOf(), tokensInputBefore: NaN }, { ...recordOf(), timings: { total: Infinity } }, { ...recordOf(), version: 99 }, { ...recordOf(), mode: 'maximum' }]
      await store.append([recordOf({ id: 'a', timestamp: at(1) }), ...broken as MetricsRecord[], recordOf({ id: 'b', timestamp: at(2) })])
      expect((await all(store)).map(({ id }) => id)).toEqual(['b', 'a'])
      expect(await store.summarize()).toMatchObject({ totalRequests: 2, totalTokensSaved: 1500, unreadableRecords: broken.length })
    })

    test('a query may be broken off, and others go on beside it', async () => {
      const { store } = await create()
      await store.append(Array.from({ length: 30 }, (_, i) => recordOf({ id: String(i), timestamp: at(i) })))
      const first = store.query({ order: 'oldest-first' })[Symbol.asyncIterator]()
      expect((await first.next()).value).toMatchObject({ id: '0' })
      for await (const record of store.query()) {
        expect(record.id).toBe('29')
        break
      }
      await store.append([recordOf({ id: '30', timestamp: at(30) })])
      expect((await first.next()).value).toMatchObject({ id: '1' })
      await first.return?.()
      expect(await all(store)).toHaveLength(31)
    })

    test('pruning by age keeps what is young enough', async () => {
      const { store } = await create()
      const now = Date.UTC(2026, 10, 22)
      const ages = [200, 91, 89, 1, 0]
      await store.append(ages.map((days) => recordOf({ id: String(days), timestamp: new Date(now - days * 86_400_000).toISOString() })))
      const { recordsDeleted } = await store.prune({ now })
      const left = await all(store, { order: 'oldest-first' })
      expect(left.map(({ id }) => id).slice(-3)).toEqual(['89', '1', '0'])
      expect(left.length).toBe(ages.length - recordsDeleted)
    })

    test('pruning by size goes down to it, newest last', async () => {
      const { store } = await create()
      for (let i = 0; i < 40; i++) await store.append([recordOf({ id: String(i), timestamp: at(i) })])
      const before = await all(store)
      const { recordsDeleted } = await store.prune({ maxBytes: 0, maxAgeDays: Infinity })
      const left = await all(store)
      expect(left).toEqual(before.slice(0, left.length))
      expect(left.length).toBe(before.length - recordsDeleted)
      await store.prune({ maxAgeDays: Infinity, maxBytes: Infinity })
      expect(await all(store)).toEqual(left)
    })

    test('pruning refuses what is no limit', async () => {
      const { store } = await create()
      await expect(store.prune({ maxAgeDays: -1 })).rejects.toMatchObject({ code: 'CONFIGURATION' })
      await expect(store.prune({ maxBytes: NaN })).rejects.toMatchObject({ code: 'CONFIGURATION' })
      await expect(store.prune({ now: NaN })).rejects.toMatchObject({ code: 'CONFIGURATION' })
      await expect(store.prune({ maxAge: 7 } as object)).rejects.toMatchObject({ message: 'unknown option limits.maxAge; did you mean limits.maxAgeDays?' })
    })

    test('a closed store says so, and may be closed again', async () => {
      const { store } = await create()
      await store.close()
      await store.close()
      await expect(store.append([recordOf()])).rejects.toMatchObject({ code: 'STORAGE' })
      await expect(all(store)).rejects.toMatchObject({ code: 'STORAGE' })
      await expect(store.summarize()).rejects.toMatchObject({ code: 'STORAGE' })
      await expect(store.prune()).rejects.toMatchObject({ code: 'STORAGE' })
      await expect(store.clear()).rejects.toMatchObject({ code: 'STORAGE' })
    })

    test('it does what a plain array does, whatever is asked of it in whatever order', async () => {
      await fc.assert(fc.asyncProperty(fc.array(operations, { maxLength: 12 }), async (steps) => {
        const place = await create()
        let { store } = place
        let model: MetricsRecord[] = []
        for (const step of steps) {
          switch (step.kind) {
            case 'append':
              await store.append(step.records)
              model.push(...step.records)
              break
            case 'query':
              expect(await all(store, step.query)).toEqual(queryArray(model, step.query))
              break
            case 'summarize':
              expectSameSummary(await store.summarize(step.filter), summarizeArray(queryArray(model, { ...step.filter, order: 'oldest-first' })))
              break
            case 'prune': {
              const { recordsDeleted } = await store.prune({ now: step.now, maxAgeDays: step.maxAgeDays })
              const oldest = new Date(step.now - step.maxAgeDays * 86_400_000).toISOString()
              const left = await all(store, { order: 'oldest-first' })
              const before = queryArray(model, { order: 'oldest-first' })
              expect(left).toHaveLength(before.length - recordsDeleted)
              expect(left.filter(({ timestamp }) => timestamp >= oldest)).toEqual(before.filter(({ timestamp }) => timestamp >= oldest))
              // What is older may stay for a while, but must be what it was.
              for (const record of left) expect(before).toContainEqual(record)
              model = left
              break
            }
            case 'clear':
              await store.clear()
              model = []
              break
            case 'reopen':
              if (place.reopen !== undefined) {
                await store.close()
                store = await place.reopen()
              }
              break
          }
        }
        expect(await all(store, { order: 'oldest-first' })).toEqual(queryArray(model, { order: 'oldest-first' }))
        await store.close()
      }), { numRuns })
    })
  })
}

type Operation =
  | { readonly kind: 'append'; readonly records: MetricsRecord[] }
  | { readonly kind: 'query'; readonly query: MetricsQuery }
  | { readonly kind: 'summarize'; readonly filter: MetricsFilter }
  | { readonly kind: 'prune'; readonly now: number; readonly maxAgeDays: number }
  | { readonly kind: 'clear' | 'reopen' }

const filters: fc.Arbitrary<MetricsFilter> = fc.record({ startTime: timestamps, endTime: timestamps, model: models, mode: modes, provider: providers }, { requiredKeys: [] })
const queries: fc.Arbitrary<MetricsQuery> = fc.record({
  startTime: timestamps, endTime: timestamps, model: models, mode: modes, provider: providers,
  limit: fc.nat(10), order: fc.constantFrom('newest-first', 'oldest-first'),
}, { requiredKeys: [] })
const operations: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('append' as const), records: fc.array(metricsRecords, { maxLength: 6 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('query' as const), query: queries }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('summarize' as const), filter: filters }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('prune' as const), now: fc.constant(Date.UTC(2026, 10, 23)), maxAgeDays: fc.constantFrom(0.5, 1, 2) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'reopen' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'clear' as const }) },
)

function at(seconds: number): string {
  return new Date(Date.UTC(2026, 10, 22) + seconds * 1000).toISOString()
}

export async function all(store: MetricsStore, query?: MetricsQuery): Promise<MetricsRecord[]> {
  const records: MetricsRecord[] = []
  for await (const record of store.query(query)) records.push(record)
  return records
}

/** The slow, obvious query. */
function queryArray(records: readonly MetricsRecord[], { startTime, endTime, model, mode, provider, limit, order }: MetricsQuery): MetricsRecord[] {
  const time = (record: MetricsRecord): number => Date.parse(record.timestamp)
  const found = records.filter((record) => (startTime === undefined || time(record) >= Date.parse(String(startTime)))
    && (endTime === undefined || time(record) < Date.parse(String(endTime)))
    && (model === undefined || record.model === model) && (mode === undefined || record.mode === mode) && (provider === undefined || record.provider === provider))
    .sort((a, b) => time(a) - time(b))
  if (order !== 'oldest-first') found.reverse()
  return limit === undefined ? found : found.slice(0, limit)
}

interface PlainSummary {
  readonly totals: Readonly<Record<string, number>>
  readonly models: Readonly<Record<string, number>>
  readonly days: readonly string[]
  readonly ratios: readonly number[]
  readonly avoidable: number
}

/** The slow, obvious summary: only sums of whole numbers and of dollars that add up without rounding, so they compare exactly. */
function summarizeArray(records: readonly MetricsRecord[]): PlainSummary {
  const sent = records.filter(({ mode }) => mode !== 'simulate')
  const sum = (pick: (record: MetricsRecord) => number): number => sent.reduce((total, record) => total + pick(record), 0)
  const bySaving = new Map<string, number>()
  for (const { model = '(unknown)', tokensInputBefore, tokensInputAfter } of sent) bySaving.set(model, (bySaving.get(model) ?? 0) + tokensInputBefore - tokensInputAfter)
  return {
    totals: {
      totalRequests: sent.length,
      simulations: records.length - sent.length,
      totalFailed: sum(({ error }) => error === undefined ? 0 : 1),
      totalTokensBefore: sum((record) => record.tokensInputBefore),
      totalTokensAfter: sum((record) => record.tokensInputAfter),
      totalTokensSaved: sum((record) => record.tokensInputBefore - record.tokensInputAfter),
      totalTokensOutput: sum(({ tokensOutput = 0 }) => tokensOutput),
      totalCostSavedUsd: sum(({ estimatedSavingsUsd = 0 }) => estimatedSavingsUsd),
      requestsPriced: sum(({ estimatedSavingsUsd }) => estimatedSavingsUsd === undefined ? 0 : 1),
    },
    models: Object.fromEntries(bySaving),
    days: [...new Set(sent.map(({ timestamp }) => timestamp.slice(0, 10)))].sort(),
    ratios: sent.map(({ tokensInputBefore, tokensInputAfter }) => tokensInputBefore === 0 ? 1 : tokensInputAfter / tokensInputBefore).sort((a, b) => a - b),
    avoidable: records.filter(({ mode }) => mode !== 'optimize').reduce((total, { tokensSavedByTransform }) => total + Object.values(tokensSavedByTransform).reduce((a, b) => a + b, 0), 0),
  }
}

function expectSameSummary(summary: MetricsSummary, plain: PlainSummary): void {
  expect(summary).toMatchObject(plain.totals)
  expect(summary.totalTokensAvoidable).toBe(plain.avoidable)
  expect(Object.fromEntries(summary.byModel.map(({ model, totalTokensSaved }) => [model, totalTokensSaved]))).toEqual(plain.models)
  expect(summary.byDay.map(({ day }) => day)).toEqual(plain.days)
  const { compressionRatio } = summary.distributions
  for (const [name, p] of [['p50', 0.5], ['p90', 0.9], ['p99', 0.99]] as const) {
    const exact = plain.ratios[Math.floor(p * (plain.ratios.length - 1))] ?? 0
    expect(Math.abs(compressionRatio[name] - exact)).toBeLessThanOrEqual(exact * summary.percentileError + 1e-9)
  }
  expect(JSON.parse(JSON.stringify(summary))).toEqual(summary)
}
