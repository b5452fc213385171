import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { StorageError } from '../../src/errors.ts'
import { silentLogger } from '../../src/logger.ts'
import type { Logger } from '../../src/logger.ts'
import { createMemoryStore } from '../../src/metrics/memory-store.ts'
import { createRecorder } from '../../src/metrics/recorder.ts'
import type { MetricsRecord } from '../../src/metrics/record.ts'
import type { MetricsStore, PruneLimits } from '../../src/metrics/store.ts'
import { recordOf } from '../arbitraries/metrics-record.ts'
import { all } from '../contracts/metrics-store.ts'

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

const record = (id: number | string): MetricsRecord => recordOf({ id: String(id), timestamp: '2026-11-22T00:00:00.000Z' })
const ids = (batch: readonly MetricsRecord[]): string => batch.map(({ id }) => id).join('')

interface Watched {
  readonly store: MetricsStore
  readonly batches: string[]
  readonly pruned: (PruneLimits | undefined)[]
}

/** A memory store that remembers what is asked of it; `append` may be another one. */
function watch(append?: (records: readonly MetricsRecord[], keep: (records: readonly MetricsRecord[]) => Promise<void>) => Promise<void>, more: Partial<MetricsStore> = {}): Watched {
  const inner = createMemoryStore({ maxRecords: Infinity })
  const batches: string[] = []
  const pruned: (PruneLimits | undefined)[] = []
  const keep = (records: readonly MetricsRecord[]): Promise<void> => {
    batches.push(ids(records))
    return inner.append(records)
  }
  return {
    batches, pruned,
    store: {
      ...inner,
      append: (records) => append === undefined ? keep(records) : append(records, keep),
      prune: (limits) => {
        pruned.push(limits)
        return inner.prune(limits)
      },
      ...more,
    },
  }
}

function createWarnings(): { readonly logger: Logger; readonly warnings: string[] } {
  const warnings: string[] = []
  return { warnings, logger: { ...silentLogger, warn: (message) => { warnings.push(message) } } }
}

const never = new Promise<never>(() => undefined)

test('records of one moment are one batch', async () => {
  const { store, batches } = watch()
  const recorder = createRecorder(store)
  for (const id of [1, 2, 3]) recorder.record(record(id))
  expect(batches).toEqual([])
  expect(recorder.counts()).toEqual({ recorded: 3, written: 0, waiting: 3, lost: 0 })
  await vi.advanceTimersByTimeAsync(1000)
  expect(batches).toEqual(['123'])
  expect(recorder.counts()).toEqual({ recorded: 3, written: 3, waiting: 0, lost: 0 })
})

test('a full batch goes at once, and none is larger', async () => {
  const { store, batches } = watch()
  const recorder = createRecorder(store, { maxBatch: 2 })
  for (const id of [1, 2, 3, 4, 5]) recorder.record(record(id))
  await vi.advanceTimersByTimeAsync(0)
  expect(batches).toEqual(['12', '34', '5'])
})

test('a store is opened with the first record, and again when that failed', async () => {
  const { store, batches } = watch()
  let opened = 0
  const recorder = createRecorder(async () => {
    if (++opened < 3) throw new Error('not yet')
    return store
  })
  expect(opened).toBe(0)
  recorder.record(record(1))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(batches).toEqual(['1'])
  expect(opened).toBe(3)
})

test('a batch that fails waits, is tried again ever more slowly, and is not written twice', async () => {
  const times: number[] = []
  const start = Date.now()
  const { logger, warnings } = createWarnings()
  const { store, batches } = watch((records, keep) => {
    times.push(Math.round((Date.now() - start) / 1000))
    return times.length < 4 ? Promise.reject(new StorageError('no room')) : keep(records)
  })
  const recorder = createRecorder(store, { logger })
  recorder.record(record(1))
  await vi.advanceTimersByTimeAsync(3500)
  recorder.record(record(2))
  await vi.advanceTimersByTimeAsync(20_000)
  expect(times).toEqual([1, 3, 7, 15])
  expect(batches).toEqual(['12'])
  expect(warnings).toEqual(['metrics could not be written and wait to be tried again: no room'])
  expect(recorder.counts()).toMatchObject({ written: 2, lost: 0 })
})

test('what a store kept of a batch that failed is not sent again', async () => {
  let calls = 0
  const { store, batches } = watch(async (records, keep) => {
    if (++calls > 1) return keep(records)
    await keep(records.slice(0, 2))
    throw new StorageError('full', { details: { recordsWritten: 2 } })
  })
  const recorder = createRecorder(store)
  for (const id of [1, 2, 3]) recorder.record(record(id))
  await recorder.flush()
  expect(recorder.counts()).toEqual({ recorded: 3, written: 2, waiting: 1, lost: 0 })
  await recorder.flush()
  expect(batches).toEqual(['12', '3'])
})

test('a store that hangs costs no request anything: the queue is bounded, losses are counted, one warning', async () => {
  const { logger, warnings } = createWarnings()
  const { store } = watch(() => never)
  const recorder = createRecorder(store, { maxWaiting: 10, logger })
  for (let id = 0; id < 25; id++) recorder.record(record(id))
  await vi.advanceTimersByTimeAsync(600_000)
  expect(recorder.counts()).toEqual({ recorded: 25, written: 0, waiting: 10, lost: 15 })
  expect(warnings).toEqual(['metrics are being lost: 10 records wait for the store already'])
  const closing = recorder.close()
  await vi.advanceTimersByTimeAsync(5000)
  expect(await closing).toEqual({ recorded: 25, written: 0, waiting: 0, lost: 25 })
  expect(warnings.slice(1)).toEqual(['25 of 25 metrics records were lost'])
})

test('what a hanging store keeps after all is not counted as lost', async () => {
  let release = (): void => undefined
  const { store } = watch(async (records, keep) => {
    await new Promise<void>((resolve) => { release = resolve })
    await keep(records)
  })
  const recorder = createRecorder(store)
  recorder.record(record(1))
  const closing = recorder.close()
  await vi.advanceTimersByTimeAsync(5000)
  expect((await closing).lost).toBe(1)
  release()
  await vi.advanceTimersByTimeAsync(0)
  expect(recorder.counts()).toEqual({ recorded: 1, written: 1, waiting: 0, lost: 0 })
})

test('closing writes what waits and leaves the store open; later records are lost', async () => {
  const { logger, warnings } = createWarnings()
  const { store } = watch()
  const recorder = createRecorder(store, { logger })
  recorder.record(record(1))
  const [first, second] = await Promise.all([recorder.close(), recorder.close()])
  expect(first).toEqual({ recorded: 1, written: 1, waiting: 0, lost: 0 })
  expect(second).toEqual(first)
  expect(await all(store)).toHaveLength(1)
  recorder.record(record(2))
  expect(recorder.counts()).toMatchObject({ written: 1, lost: 1 })
  expect(warnings).toEqual(['metrics are being lost: the recorder is closed'])
})

test('a page or process that is about to end appends what waits, in the same turn, even while another batch hangs', async () => {
  const leaving: (() => void)[] = []
  const seen: string[] = []
  const { store } = watch((records) => {
    seen.push(ids(records))
    return seen.length === 1 ? never : Promise.resolve()
  }, { onLeave: (flush) => {
    leaving.push(flush)
    return () => { leaving.splice(leaving.indexOf(flush), 1) }
  } })
  const recorder = createRecorder(store)
  recorder.record(record(1))
  await vi.advanceTimersByTimeAsync(1000)
  recorder.record(record(2))
  leaving[0]!()
  expect(seen).toEqual(['1', '2'])
  const closing = recorder.close()
  await vi.advanceTimersByTimeAsync(5000)
  await closing
  expect(leaving).toEqual([])
})

test('a process that is about to end is not kept alive by a store that fails, and a later record is another chance', async () => {
  const leaving = new Set<() => void>()
  let isBroken = true
  const { store, batches } = watch((records, keep) => isBroken ? Promise.reject(new StorageError('read-only')) : keep(records), {
    onLeave: (flush) => {
      leaving.add(flush)
      return () => { leaving.delete(flush) }
    },
  })
  const recorder = createRecorder(store, { delayMs: 60_000 })
  const leave = async (): Promise<void> => {
    for (const flush of leaving) flush()
    await vi.advanceTimersByTimeAsync(0)
  }
  recorder.record(record(1))
  await vi.advanceTimersByTimeAsync(0)
  await leave()
  isBroken = false
  await leave()
  expect(recorder.counts()).toMatchObject({ written: 0, waiting: 1 })
  recorder.record(record(2))
  await leave()
  expect(batches).toEqual(['12'])
  expect(leaving.size).toBe(0)
})

test('old records are pruned after the first batch and then once an hour, and a failure of that is only told', async () => {
  const { logger, warnings } = createWarnings()
  const { store, pruned } = watch()
  const recorder = createRecorder(store, { limits: { maxAgeDays: 7 }, logger })
  for (let minute = 0; minute < 125; minute++) {
    recorder.record(record(minute))
    await vi.advanceTimersByTimeAsync(60_000)
  }
  expect(pruned).toEqual([{ maxAgeDays: 7 }, { maxAgeDays: 7 }, { maxAgeDays: 7 }])
  const failing = createRecorder(watch(undefined, { prune: () => Promise.reject(new StorageError('locked')) }).store, { logger })
  failing.record(record(1))
  expect(await failing.close()).toMatchObject({ written: 1, lost: 0 })
  expect(warnings).toEqual(['old metrics could not be deleted: locked'])
})

test('a store that prunes forever holds up no record', async () => {
  const { store, batches } = watch(undefined, { prune: () => never })
  const recorder = createRecorder(store)
  recorder.record(record(1))
  await vi.advanceTimersByTimeAsync(1000)
  recorder.record(record(2))
  await vi.advanceTimersByTimeAsync(7000)
  expect(batches).toEqual(['1', '2'])
})

test.each<[string, Partial<MetricsStore>]>([
  ['throws', { onLeave: () => { throw new Error('no page') } }],
  ['gives nothing', { onLeave: () => undefined as unknown as () => void }],
  ['gives what throws', { onLeave: () => () => { throw new Error('gone') } }],
])('a store whose onLeave %s loses nothing, and no record is written twice', async (_, methods) => {
  let listening = 0
  const { logger, warnings } = createWarnings()
  const { store, batches } = watch(undefined, { onLeave: (flush) => { listening++; return methods.onLeave!(flush) } })
  const recorder = createRecorder(store, { logger })
  for (const id of [1, 2]) recorder.record(record(id))
  await vi.advanceTimersByTimeAsync(1000)
  for (const id of [3, 4]) recorder.record(record(id))
  expect(await recorder.close()).toEqual({ recorded: 4, written: 4, waiting: 0, lost: 0 })
  expect(batches).toEqual(['12', '34'])
  expect(listening).toBeLessThanOrEqual(2)
  expect(warnings.length).toBeLessThanOrEqual(1)
})

test.each([NaN, -3, 1.5, Infinity, '1', 99])('a store that says it kept %s records is not believed, and every record is accounted for', async (recordsWritten) => {
  let calls = 0
  const { store } = watch((records, keep) => ++calls === 1 ? Promise.reject(new StorageError('full', { details: { recordsWritten } })) : keep(records))
  const recorder = createRecorder(store)
  for (const id of [1, 2]) recorder.record(record(id))
  await vi.advanceTimersByTimeAsync(1000)
  const { recorded, written, waiting, lost } = recorder.counts()
  expect(written + waiting + lost).toBe(recorded)
  expect(await recorder.close()).toMatchObject({ recorded: 2, written: 2, lost: 0 })
})

test.each<[string, unknown, string]>([
  ['maxBatch', 0, 'maxBatch must be a whole number of at least 1, got 0'],
  ['maxWaiting', NaN, 'maxWaiting must be a whole number of at least 1, got NaN'],
  ['delayMs', -1, 'delayMs must be a number of milliseconds'],
  ['timeLimitMs', Infinity, 'timeLimitMs must be a number of milliseconds, from 0 to 2147483647, got Infinity'],
  ['limits', { days: 3 }, 'unknown option limits.days'],
  ['maxbatch', 5, 'did you mean maxBatch?'],
])('refuses a wrong %s at once', (name, value, message) => {
  expect(() => createRecorder(watch().store, { [name]: value })).toThrow(message)
})

test('refuses what is no store and no listener at once', () => {
  expect(() => createRecorder({ append: () => Promise.resolve() } as unknown as MetricsStore)).toThrow('store must be a metrics store')
  expect(() => createRecorder(watch().store).onRecord('log' as unknown as () => void)).toThrow('listener must be a function')
})

test('listeners hear of every record, and what they throw, now or later, is a log line', async () => {
  const { logger, warnings } = createWarnings()
  const { store } = watch()
  const recorder = createRecorder(store, { logger })
  const heard: string[] = []
  recorder.onRecord(() => { throw new Error('now') })
  recorder.onRecord((() => Promise.reject(new Error('later'))) as () => void)
  const end = recorder.onRecord(({ id }) => { heard.push(id) })
  recorder.record(record(1))
  end()
  recorder.record(record(2))
  await recorder.close()
  expect(heard).toEqual(['1'])
  expect(warnings.slice().sort()).toEqual(['onRecord failed: later', 'onRecord failed: later', 'onRecord failed: now', 'onRecord failed: now'])
  expect(await all(store)).toHaveLength(2)
})

test('whatever a store does, every record is written, waiting or lost, and nothing is written twice', async () => {
  const behaviours = fc.array(fc.constantFrom<'keep' | 'fail' | 'partly'>('keep', 'fail', 'partly'), { maxLength: 20 })
  const steps = fc.array(fc.oneof(fc.nat(5).map((count) => ({ kind: 'record' as const, count })), fc.constant({ kind: 'flush' as const }), fc.nat(5000).map((milliseconds) => ({ kind: 'wait' as const, milliseconds }))), { maxLength: 20 })
  await fc.assert(fc.asyncProperty(behaviours, steps, async (script, course) => {
    const left = [...script]
    const { store } = watch(async (records, keep) => {
      const behaviour = left.shift() ?? 'keep'
      if (behaviour === 'fail') throw new StorageError('failed')
      if (behaviour === 'keep') return keep(records)
      await keep(records.slice(0, 1))
      throw new StorageError('full', { details: { recordsWritten: 1 } })
    })
    const recorder = createRecorder(store, { maxWaiting: 8, maxBatch: 3 })
    let made = 0
    for (const step of course) {
      if (step.kind === 'record') for (let i = 0; i < step.count; i++) recorder.record(record(made++))
      else if (step.kind === 'flush') await recorder.flush()
      else await vi.advanceTimersByTimeAsync(step.milliseconds)
      const { recorded, written, waiting, lost } = recorder.counts()
      expect([recorded, written + waiting + lost]).toEqual([made, made])
      expect(waiting).toBeLessThanOrEqual(8)
    }
    const { written, lost } = await recorder.close()
    expect(written + lost).toBe(made)
    const kept = (await all(store)).map(({ id }) => Number(id))
    expect(kept).toHaveLength(written)
    expect(new Set(kept).size).toBe(written)
  }))
})
