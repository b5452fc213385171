import { deleteDB, openDB } from 'idb'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createIndexedDbStore } from '../../src/metrics/drivers/indexeddb-store.ts'
import type { IndexedDbStoreOptions } from '../../src/metrics/drivers/indexeddb-store.ts'
import type { MetricsRecord } from '../../src/metrics/record.ts'
import type { MetricsStore } from '../../src/metrics/store.ts'
import { recordOf } from '../arbitraries/metrics-record.ts'
import { all, describeMetricsStore } from '../contracts/metrics-store.ts'

// The browser's own in Chromium. The name is not written in place, so that the browser's bundler does not look for the package.
const fake = 'fake-indexeddb/auto'
if (globalThis.indexedDB === undefined) await import(/* @vite-ignore */ fake)

let names = 0
const createName = (): string => {
  const name = `metrics-test-${Date.now()}-${names++}`
  onTestFinished(async () => { await deleteDB(name) })
  return name
}
const create = (databaseName: string, options: IndexedDbStoreOptions = {}): MetricsStore => {
  const store = createIndexedDbStore({ databaseName, ...options })
  onTestFinished(() => store.close())
  return store
}
const at = (second: number): string => new Date(Date.UTC(2026, 10, 22) + second * 1000).toISOString()
const numbered = (count: number): MetricsRecord[] => Array.from({ length: count }, (_, i) => recordOf({ id: String(i), timestamp: at(i) }))
const ids = async (store: MetricsStore): Promise<string> => (await all(store, { order: 'oldest-first' })).map(({ id }) => id).join('')

describeMetricsStore('the IndexedDB store', () => {
  const databaseName = `metrics-test-${Date.now()}-${names++}`
  return {
    store: createIndexedDbStore({ databaseName }),
    reopen: async () => createIndexedDbStore({ databaseName }),
    remove: () => deleteDB(databaseName),
  }
}, { numRuns: 30 })

afterEach(() => { vi.restoreAllMocks() })

test.each(['oldest-first', 'newest-first'] as const)('more records than one batch come %s, many of one time among them', async (order) => {
  const store = create(createName())
  // 1,201 records at 3 times: both ends of a batch lie among equals.
  const records = Array.from({ length: 1201 }, (_, i) => recordOf({ id: String(i), timestamp: at(Math.floor(i / 450)), model: i % 7 === 0 ? 'm7' : 'other' }))
  await store.append(records)
  const expected = order === 'oldest-first' ? records : [...records].reverse()
  expect((await all(store, { order })).map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
  expect((await all(store, { order, model: 'm7', limit: 100 })).map(({ id }) => id)).toEqual(expected.filter(({ model }) => model === 'm7').slice(0, 100).map(({ id }) => id))
  expect(await store.summarize()).toMatchObject({ totalRequests: 1201 })
})

test('tabs share one database', async () => {
  const name = createName()
  const [first, second] = [create(name), create(name)]
  await Promise.all([...numbered(20)].map((record, i) => (i % 2 === 0 ? first : second).append([record])))
  expect(await all(first)).toHaveLength(20)
  expect(await all(second)).toEqual(await all(first))
})

test('what cannot be read is skipped and counted, and an old version is brought up to date', async () => {
  const name = createName()
  const store = create(name)
  await store.append([recordOf({ id: 'a', timestamp: at(1) })])
  const raw = await openDB(name)
  for (const value of [{ timestamp: at(2), version: 99 }, 'text', { timestamp: at(3), id: 'half' }]) await raw.add('records', value)
  await raw.add('records', { timestamp: at(4), time: Date.parse(at(4)), id: 'b', mode: 'audit', tokensBefore: 1, tokensAfter: 1 })
  raw.close()
  expect(await ids(store)).toBe('ab')
  expect(await store.summarize()).toMatchObject({ totalRequests: 2, unreadableRecords: 3 })
})

test('pruning by size halves what is twice too much', async () => {
  const store = create(createName())
  await store.append(numbered(100))
  const bytes = JSON.stringify(numbered(100).at(-1)).length * 100
  expect(await store.prune({ maxAgeDays: Infinity, maxBytes: bytes / 2 })).toEqual({ recordsDeleted: 50 })
  expect((await all(store, { order: 'oldest-first', limit: 1 }))[0]).toMatchObject({ id: '50' })
})

describe('other tabs', () => {
  test('one that wants to upgrade is not held up, and then this one says that it is too old', async () => {
    const name = createName()
    const store = create(name)
    await store.append(numbered(1))
    const newer = await openDB(name, 2)
    await expect(store.append(numbered(1))).rejects.toMatchObject({ code: 'STORAGE', details: { errorName: 'VersionError' } })
    newer.close()
  })

  test('one that deletes the database is not held up, and the next record makes a new one', async () => {
    const name = createName()
    const store = create(name)
    await store.append(numbered(3))
    await deleteDB(name)
    await store.append(numbered(1))
    expect(await ids(store)).toBe('0')
  })

  test('one that holds an older version and does not let go: an error in time, and no call hangs', async () => {
    const name = createName()
    const holder = await openDB(name, 1, { upgrade: (db) => { db.createObjectStore('records', { autoIncrement: true }).createIndex('timestamp', 'timestamp') } })
    // As an upgrade of ours would be: the request waits for the other tab.
    const factory: Partial<IDBFactory> = { open: (database) => indexedDB.open(database, 2) }
    const store = create(name, { factory: factory as IDBFactory, openTimeLimitMs: 50 }) // only `open` is called
    await expect(store.append(numbered(1))).rejects.toMatchObject({ code: 'STORAGE', message: expect.stringContaining('older version') as string })
    await expect(all(store)).rejects.toMatchObject({ code: 'STORAGE' })
    holder.close()
  })
})

describe('storage that is not to be had', () => {
  test.each(['SecurityError', 'InvalidStateError', 'UnknownError'])('a page that may not (%s): every call says so', async (errorName) => {
    const open = (): never => { throw new DOMException('denied', errorName) }
    const store = create('denied', { factory: { open } as unknown as IDBFactory }) // only `open` is called
    const expected = { code: 'STORAGE', details: { errorName } }
    await expect(store.append(numbered(1))).rejects.toMatchObject(expected)
    await expect(all(store)).rejects.toMatchObject(expected)
    await expect(store.summarize()).rejects.toMatchObject(expected)
    await expect(store.prune()).rejects.toMatchObject(expected)
    await expect(store.clear()).rejects.toMatchObject(expected)
  })

  test('a browser without IndexedDB', async () => {
    const store = create('none')
    vi.stubGlobal('indexedDB', undefined)
    try {
      await expect(store.append(numbered(1))).rejects.toMatchObject({ code: 'STORAGE', message: 'there is no IndexedDB here' })
    } finally {
      vi.unstubAllGlobals()
    }
  })

  test('a full quota: the oldest quarter goes, and where nothing is left to go the error says so', async () => {
    const store = create(createName())
    await store.append(numbered(40))
    let refusals = 1
    const add = IDBObjectStore.prototype.add
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, value: unknown) {
      if (refusals-- > 0) throw new DOMException('full', 'QuotaExceededError')
      return add.call(this, value)
    })
    await store.append([recordOf({ id: 'new', timestamp: at(99) })])
    const left = (await all(store, { order: 'oldest-first' })).map(({ id }) => id)
    expect([left.length, left[0], left.at(-1)]).toEqual([31, '10', 'new'])
    refusals = Infinity
    await expect(store.append([recordOf(), recordOf()])).rejects.toMatchObject({ code: 'STORAGE', details: { errorName: 'QuotaExceededError' } })
    expect((await all(store)).length).toBeGreaterThan(0)
  })
})

test('a page that is hidden or goes away calls, until it is told not to', () => {
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' as DocumentVisibilityState })
  const page = Object.assign(new EventTarget(), { document })
  let flushes = 0
  const end = create('page', { page }).onLeave!(() => { flushes++ })
  document.dispatchEvent(new Event('visibilitychange'))
  expect(flushes).toBe(0)
  document.visibilityState = 'hidden'
  document.dispatchEvent(new Event('visibilitychange'))
  page.dispatchEvent(new Event('pagehide'))
  expect(flushes).toBe(2)
  end()
  document.dispatchEvent(new Event('visibilitychange'))
  page.dispatchEvent(new Event('pagehide'))
  expect(flushes).toBe(2)
})
