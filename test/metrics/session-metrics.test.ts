import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { HeadroomClient } from '../../src/headroom-client.ts'
import { silentLogger } from '../../src/logger.ts'
import type { Logger } from '../../src/logger.ts'
import { createMemoryStore } from '../../src/metrics/memory-store.ts'
import type { MetricsRecord } from '../../src/metrics/record.ts'
import type { MetricsStore } from '../../src/metrics/store.ts'
import { createHeadroom } from '../../src/session.ts'
import type { SessionOptions } from '../../src/options.ts'
import { all } from '../contracts/metrics-store.ts'

const rows = JSON.stringify(Array.from({ length: 80 }, (_, i) => ({ id: 1000 + i, state: i === 40 ? 'failed' : 'done', title: `Job ${i}` })))
const messages = [
  { role: 'user', content: 'What failed?' },
  { role: 'assistant', content: null, tool_calls: [{ id: 'a', type: 'function', function: { name: 'jobs', arguments: '{}' } }] },
  { role: 'tool', tool_call_id: 'a', content: rows },
]

/** Tokens by an estimate: ranks take long to load, and nothing here is about them. */
const open = (options: SessionOptions = {}) => createHeadroom({ tokenCounter: 'estimate', ...options })

function createWarnings(): { readonly logger: Logger; readonly warnings: string[] } {
  const warnings: string[] = []
  return { warnings, logger: { ...silentLogger, warn: (message) => { warnings.push(message) } } }
}

/** A store that counts its writes, and whose methods may be others. */
function storeWith(methods: Partial<MetricsStore>): MetricsStore {
  return { ...createMemoryStore(), ...methods }
}

describe('a session', () => {
  test('records what it did, and whoever reads gets all of it', async () => {
    const headroom = open()
    await headroom.optimize(messages)
    await headroom.simulate(messages)
    await headroom.crush(rows)
    expect((await headroom.getMetrics()).map(({ mode }) => mode).sort()).toEqual(['optimize', 'optimize', 'simulate'])
    expect(await headroom.getSummary()).toMatchObject({ totalRequests: 2, simulations: 1 })
    expect(headroom.getStats().metrics).toEqual({ recorded: 3, written: 3, waiting: 0, lost: 0 })
  })

  test('has all of it in the store when it is closed, and leaves the caller\'s store open', async () => {
    const store = createMemoryStore()
    await using headroom = open({ metrics: { store } })
    await headroom.optimize(messages)
    await headroom.close()
    expect(await all(store)).toHaveLength(1)
  })

  test('loads nothing and opens nothing before there is something to record', async () => {
    let touched = 0
    const touch = (): never => { touched++; throw new Error('touched') }
    const headroom = open({ metrics: { store: storeWith({ append: touch, query: touch, summarize: touch, prune: touch, onLeave: touch }) } })
    expect(headroom.getStats().metrics).toEqual({ recorded: 0, written: 0, waiting: 0, lost: 0 })
    await headroom.close()
    expect(touched).toBe(0)
  })

  test('tells listeners of every record, from before the first on, until they have heard enough', async () => {
    const headroom = open()
    const [early, late]: [MetricsRecord[], MetricsRecord[]] = [[], []]
    const end = headroom.onRecord((record) => { early.push(record) })
    await headroom.crush(rows)
    await headroom.getMetrics()
    headroom.onRecord((record) => { late.push(record) })
    await headroom.crush(rows)
    await headroom.getMetrics()
    end()
    await headroom.crush(rows)
    await headroom.getMetrics()
    expect([early.length, late.length]).toEqual([2, 2])
    expect(early[1]).toBe(late[0])
  })

  test('gives its own counters to Prometheus, whatever else is in the store', async () => {
    const store = createMemoryStore()
    await open({ metrics: { store } }).crush(rows)
    const headroom = open({ metrics: { store } })
    expect(await headroom.toPrometheus()).toContain('headroom_requests_total{mode="optimize"} 0\n')
    await headroom.crush(rows)
    expect(await headroom.toPrometheus()).toContain('headroom_requests_total{mode="optimize"} 1\n')
    expect(await headroom.toPrometheus()).toContain('headroom_metrics_records_lost_total 0\n')
  })

  test('keeps no word of the conversation unless it is told to', async () => {
    const [silent, told] = [createMemoryStore(), createMemoryStore()]
    const warn = { name: 'mine', apply: () => ({ edits: [], decisions: [], warnings: ['it says: What failed?'] }) }
    for (const [store, content] of [[silent, false], [told, true]] as const) {
      const headroom = open({ metrics: { store, content }, transforms: [warn] })
      const { messages: sent } = await headroom.optimize(messages)
      await headroom.crush(rows)
      await headroom.close()
      if (content) expect((await all(store)).map((record) => record.content)).toContainEqual(sent)
    }
    expect(JSON.stringify(await all(silent))).not.toMatch(/What failed|Job \d|state/)
    expect(JSON.stringify(await all(told))).toContain('it says: What failed?')
  })

  test('prunes by the limits it is given, also a store of the caller\'s', async () => {
    const asked: unknown[] = []
    const prune: MetricsStore['prune'] = (limits) => { asked.push(limits); return Promise.resolve({ recordsDeleted: 0 }) }
    for (const metrics of [{}, { limits: { maxAgeDays: 7, maxBytes: 1000 } }, { limits: false as const }]) {
      const headroom = open({ metrics: { ...metrics, store: storeWith({ prune }) } })
      await headroom.crush(rows)
      await headroom.close()
    }
    expect(asked).toEqual([{}, { maxAgeDays: 7, maxBytes: 1000 }])
  })

  test.each([
    ['store', { store: {} }, 'metrics.store must be a metrics store'],
    ['folder', { folder: '' }, 'metrics.folder must be a text that is not empty'],
    ['limits', { limits: true }, 'metrics.limits must be an object'],
    ['age', { limits: { maxAgeDays: -1 } }, 'metrics.limits.maxAgeDays must be a number of at least 0'],
    ['content', { content: 'yes' }, 'metrics.content must be true or false'],
    ['a name nearly right', { folders: 'x' }, 'did you mean metrics.folder?'],
  ])('refuses a wrong %s at once', (_, metrics, message) => {
    expect(() => open({ metrics: metrics as never })).toThrow(message)
  })

  test('refuses a listener that is none at once', () => {
    expect(() => open().onRecord('log' as unknown as () => void)).toThrow('onRecord takes a function, got string')
  })

  test('without metrics there is nothing to listen to', async () => {
    const headroom = open({ metrics: false })
    expect(() => headroom.onRecord(() => undefined)).toThrow('metrics are switched off')
    await expect(headroom.toPrometheus()).rejects.toThrow('metrics are switched off')
    expect(headroom.getStats().metrics).toBeUndefined()
  })
})

test('a client takes a store, or all that a session takes', async () => {
  const original = { chat: { completions: { create: () => Promise.resolve({ usage: { prompt_tokens: 5, completion_tokens: 1 } }) } } }
  const store = createMemoryStore()
  for (const options of [{ store }, { metrics: { store } }, { metrics: { content: true }, store }]) {
    const client = new HeadroomClient({ originalClient: original, tokenCounter: 'estimate', ...options })
    await client.chat.completions.create({ model: 'gpt-4o-mini', messages } as never)
    await client.close()
  }
  expect((await all(store, { order: 'oldest-first' })).map((record) => [record.tokensInputReported, record.content !== undefined])).toEqual([[5, false], [5, false], [5, true]])
  const silent = new HeadroomClient({ originalClient: original, metrics: false })
  await expect(silent.getSummary()).rejects.toThrow('metrics are switched off')
})

test('validateSetup says that a store hangs', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const headroom = open({ metrics: { store: storeWith({ query: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) }) }) } })
    let checked: unknown
    const checking = headroom.validateSetup().then((check) => { checked = check })
    while (checked === undefined) {
      await vi.advanceTimersByTimeAsync(10_000)
      await vi.dynamicImportSettled()
    }
    await checking
    expect(checked).toMatchObject({ valid: false, errors: ['the metrics store does not answer within 10 seconds'] })
  } finally {
    vi.useRealTimers()
  }
})

describe('a store that is in trouble costs no request anything', () => {
  beforeEach(() => { vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }) })
  afterEach(() => { vi.useRealTimers() })
  const never = new Promise<never>(() => undefined)

  test.each<[string, Partial<MetricsStore>]>([
    ['fails', { append: () => Promise.reject(new Error('disk full')) }],
    ['throws', { append: () => { throw new Error('disk full') } }],
    ['hangs', { append: () => never }],
  ])('one that %s: requests go on, there is one warning, and what is lost is counted', async (_, methods) => {
    const { logger, warnings } = createWarnings()
    const headroom = open({ metrics: { store: storeWith(methods) }, logger })
    for (let i = 0; i < 5; i++) {
      expect((await headroom.optimize(messages)).report.tokensSaved).toBeGreaterThan(0)
      await vi.advanceTimersByTimeAsync(2000)
    }
    expect(headroom.getStats()).toMatchObject({ session: { requestsTotal: 5 }, metrics: { recorded: 5, written: 0, waiting: 5, lost: 0 } })
    expect(warnings.length).toBeLessThanOrEqual(1)
    const closing = headroom.close()
    await vi.advanceTimersByTimeAsync(5000)
    await closing
    expect(headroom.getStats().metrics).toEqual({ recorded: 5, written: 0, waiting: 0, lost: 5 })
    expect(warnings.at(-1)).toBe('5 of 5 metrics records were lost')
  })
})
