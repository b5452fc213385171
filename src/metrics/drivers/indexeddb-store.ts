import { unwrap, wrap } from 'idb'
import type { DBSchema, IDBPDatabase } from 'idb'
import { HeadroomError, StorageError, messageOf } from '../../errors.ts'
import { readRecord } from '../read-record.ts'
import type { MetricsRecord } from '../record.ts'
import { isMatch, resolveFilter, resolveLimits, resolveQuery } from '../store.ts'
import type { MetricsStore, ResolvedQuery } from '../store.ts'
import { createSummary } from '../summarize.ts'

export interface IndexedDbStoreOptions {
  /** Name of the database. @default 'headroom-metrics' */
  readonly databaseName?: string
  /** Where databases live. @default globalThis.indexedDB, read with the first call */
  readonly factory?: IDBFactory
  /** How long to wait for the database to open, in milliseconds: a tab with an older version may be in the way. @default 5000 */
  readonly openTimeLimitMs?: number
  /** Whose `pagehide` and `visibilitychange` say that the page may be about to end. @default globalThis */
  readonly page?: Page
}

/** The part of `window` that tells when a page goes; a worker has no document. */
export interface Page {
  readonly document?: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>
  addEventListener(type: 'pagehide', listener: () => void): void
  removeEventListener(type: 'pagehide', listener: () => void): void
}

interface Schema extends DBSchema {
  /** Keys count up, so records of one time are told apart by their arrival. A record may be of an earlier or later version. */
  records: { key: number; value: unknown; indexes: { timestamp: string } }
}
type Database = IDBPDatabase<Schema>

const schemaVersion = 1
/** Records read in one transaction: none stays open while a caller looks at records, or it would end under the reader. */
const batchSize = 500

/**
 * Records in IndexedDB. Tabs share one database. Writing is of relaxed durability: a record survives the page and the browser, but maybe
 * not a power failure. When the quota is used up the oldest quarter goes to make room.
 */
export function createIndexedDbStore({
  databaseName = 'headroom-metrics', factory, openTimeLimitMs = 5000, page = globalThis as unknown as Page, // in a worker there is no document
}: IndexedDbStoreOptions = {}): MetricsStore {
  let database: Database | undefined
  let opening: Promise<Database> | undefined
  let isClosed = false

  const forget = (): void => {
    database = undefined
    opening = undefined
  }
  const openDatabase = async (): Promise<Database> => {
    // Blocked storage throws when it is asked for, or when it is used, and private windows of some browsers have none.
    const databases: IDBFactory | undefined = factory ?? globalThis.indexedDB
    if (databases === undefined) throw new StorageError('there is no IndexedDB here')
    const request = databases.open(databaseName, schemaVersion)
    request.addEventListener('upgradeneeded', ({ oldVersion }) => {
      if (oldVersion < 1) request.result.createObjectStore('records', { autoIncrement: true }).createIndex('timestamp', 'timestamp')
    })
    // The request's type knows no schema; the upgrade above made this one.
    const opened = wrap(request) as unknown as Promise<Database>
    const found = await within(openTimeLimitMs, opened, () => {
      // It may open after all: then nobody must be kept waiting for it.
      opened.then((late) => { late.close() }, () => undefined)
      return new StorageError('the metrics database does not open; another tab may hold an older version of it')
    })
    if (isClosed) {
      found.close()
      throw closedError()
    }
    database = found
    // Another tab wants to upgrade or delete the database; the next call opens what is there then.
    found.addEventListener('versionchange', () => {
      found.close()
      forget()
    })
    found.addEventListener('close', forget)
    return found
  }
  const open = (): Promise<Database> => {
    opening ??= openDatabase().catch((error: unknown) => {
      opening = undefined
      throw error
    })
    return opening
  }
  const guard = async <T>(doing: string, work: (db: Database) => Promise<T>): Promise<T> => {
    if (isClosed) throw closedError()
    try {
      return await work(database ?? await open())
    } catch (error) {
      // The connection ended between two calls, by another tab or by the browser: once more, with a new one.
      if (!isNamed(error, 'InvalidStateError') || isClosed) throw toStorageError(error, doing)
      forget()
    }
    try {
      return await work(await open())
    } catch (error) {
      throw toStorageError(error, doing)
    }
  }

  const add = async (db: Database, records: readonly MetricsRecord[]): Promise<void> => {
    const transaction = db.transaction('records', 'readwrite', { durability: 'relaxed' })
    const done = transaction.done
    done.catch(() => undefined) // awaited below, unless adding throws before
    // Plain requests: a promise for each would only say what the transaction says.
    const store = unwrap(transaction.store)
    try {
      for (const record of records) store.add(record)
      // At once: a page that is about to go does not live to see the answers, after which it would commit by itself.
      transaction.commit()
    } catch (error) {
      transaction.abort()
      throw error
    }
    await done
  }

  return {
    name: 'indexeddb',
    append: (records) => guard('write', async (db) => {
      if (records.length === 0) return
      try {
        await add(db, records)
      } catch (error) {
        if (!isNamed(error, 'QuotaExceededError')) throw error
        if (await deleteOldest(db, Math.ceil(await db.count('records') / 4)) === 0) throw error
        await add(db, records)
      }
    }),
    async *query(query) {
      const wanted = resolveQuery(query)
      if (isClosed) throw closedError()
      let left = wanted.limit
      // A range that ends before it begins is empty here, and an error to IndexedDB.
      let after: Position | undefined = wanted.from < wanted.until && left > 0 ? null : undefined
      while (after !== undefined && left > 0) {
        const batch: Batch = await guard('read', (db) => readBatch(db, wanted, after ?? null))
        const records: MetricsRecord[] = batch.records.slice(0, left)
        left -= records.length
        after = batch.last
        yield* records
      }
    },
    async summarize(filter) {
      const wanted = resolveFilter(filter)
      const summary = createSummary()
      // The order does not matter to a sum, so records come in large pieces by their keys.
      let after: number | undefined = -1
      while (after !== undefined) {
        const range: IDBKeyRange = IDBKeyRange.lowerBound(after, true)
        const [keys, values]: [number[], unknown[]] = await guard('read', async (db) => {
          const { store } = db.transaction('records')
          return Promise.all([store.getAllKeys(range, batchSize), store.getAll(range, batchSize)])
        })
        for (const value of values) {
          const record = readRecord(value)
          if (record === undefined) summary.addUnreadable()
          else if (isMatch(record, wanted)) summary.add(record)
        }
        after = keys.length < batchSize ? undefined : keys.at(-1)
      }
      return summary.build()
    },
    async prune(limits) {
      const { oldest, maxBytes } = resolveLimits(limits)
      return guard('prune', async (db) => {
        let recordsDeleted = oldest === '' ? 0 : await deleteOldest(db, Infinity, IDBKeyRange.upperBound(oldest, true))
        const count = await db.count('records')
        const bytes = count * await averageBytes(db)
        if (bytes > maxBytes) recordsDeleted += await deleteOldest(db, Math.ceil(count * (1 - maxBytes / bytes)))
        return { recordsDeleted }
      })
    },
    clear: () => guard('clear', (db) => db.clear('records')),
    async close() {
      isClosed = true
      database?.close()
      forget()
    },
    onLeave(flush) {
      const { document } = page
      const onHidden = (): void => {
        if (document?.visibilityState === 'hidden') flush()
      }
      // A phone may end a hidden page without any further event; Safari sends no visibilitychange when one navigates away.
      document?.addEventListener('visibilitychange', onHidden)
      page.addEventListener('pagehide', flush)
      return () => {
        document?.removeEventListener('visibilitychange', onHidden)
        page.removeEventListener('pagehide', flush)
      }
    },
  }
}

/** Where a batch ended, `null` for the beginning of all. */
type Position = { readonly timestamp: string; readonly key: number } | null

interface Batch {
  readonly records: readonly MetricsRecord[]
  /** `undefined` at the end of all. */
  readonly last: Position | undefined
}

/** Looks at up to `batchSize` records behind a position. */
async function readBatch(db: Database, wanted: ResolvedQuery, after: Position): Promise<Batch> {
  const lower = after !== null && !wanted.newestFirst ? after.timestamp : wanted.from
  const [upper, isOpen] = after !== null && wanted.newestFirst ? [after.timestamp, false] : [wanted.until, true]
  const index = db.transaction('records').store.index('timestamp')
  const direction = wanted.newestFirst ? 'prev' : 'next'
  let cursor = await index.openCursor(IDBKeyRange.bound(lower, upper, false, isOpen), direction)
  const step = wanted.newestFirst ? -1 : 1
  // The range begins with all records of the time at which the last batch ended: on to the one behind the last.
  if (after !== null && cursor?.key === after.timestamp && (cursor.primaryKey - after.key) * step <= 0) cursor = await cursor.continuePrimaryKey(after.timestamp, after.key + step)
  const records: MetricsRecord[] = []
  let last: Position = after
  for (let looked = 0; looked < batchSize; looked++) {
    if (cursor === null) return { records, last: undefined }
    const record = readRecord(cursor.value)
    if (record !== undefined && isMatch(record, wanted)) records.push(record)
    last = { timestamp: cursor.key, key: cursor.primaryKey }
    if (looked + 1 < batchSize) cursor = await cursor.continue()
  }
  return { records, last }
}

/** @returns how many were deleted */
async function deleteOldest(db: Database, count: number, range?: IDBKeyRange): Promise<number> {
  let deleted = 0
  while (deleted < count) {
    const transaction = db.transaction('records', 'readwrite', { durability: 'relaxed' })
    const keys = await transaction.store.index('timestamp').getAllKeys(range ?? null, Math.min(2000, count - deleted))
    const store = unwrap(transaction.store)
    for (const key of keys) store.delete(key)
    await transaction.done
    deleted += keys.length
    if (keys.length === 0) break
  }
  return deleted
}

/** What the newest records take as JSON; how the browser keeps them, it does not tell. */
async function averageBytes(db: Database): Promise<number> {
  let [records, characters] = [0, 0]
  let cursor = await db.transaction('records').store.openCursor(null, 'prev')
  for (; cursor !== null && records < 100; records++) {
    characters += JSON.stringify(cursor.value).length
    cursor = await cursor.continue()
  }
  return records === 0 ? 0 : characters / records
}

async function within<T>(milliseconds: number, work: Promise<T>, onLate: () => Error): Promise<T> {
  let timeout: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => { timeout = setTimeout(() => { reject(onLate()) }, milliseconds) })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timeout)
  }
}

function isNamed(error: unknown, name: string): boolean {
  return typeof error === 'object' && error !== null && (error as { readonly name?: unknown }).name === name
}

function closedError(): StorageError {
  return new StorageError('the metrics store is closed')
}

function toStorageError(error: unknown, doing: string): HeadroomError {
  if (error instanceof HeadroomError) return error
  const name = typeof error === 'object' && error !== null ? String((error as { readonly name?: unknown }).name) : typeof error
  return new StorageError(`cannot ${doing} metrics in IndexedDB: ${name}: ${messageOf(error)}`, { cause: error, details: { errorName: name } })
}
