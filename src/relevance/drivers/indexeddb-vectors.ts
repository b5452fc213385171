import { unwrap, wrap } from 'idb'
import type { DBSchema, IDBPDatabase } from 'idb'
import { StorageError } from '../../errors.ts'
import { checkMaxVectors } from '../memory-vectors.ts'
import type { VectorCache } from '../vector-cache.ts'

export interface IndexedDbVectorsOptions {
  /** Name of the database. @default 'headroom-vectors' */
  readonly databaseName?: string
  /** Vectors kept at most; MiniLM's take 1.5 KB each. @default 16384 */
  readonly maxVectors?: number
  /** Where databases live. @default globalThis.indexedDB, read with the first call */
  readonly factory?: IDBFactory
  /** How long to wait for the database to open, in milliseconds: another tab may be in the way, and a cache is not worth a wait. @default 1000 */
  readonly openTimeLimitMs?: number
}

interface Schema extends DBSchema {
  /** Numbers count up, so the least is the oldest. */
  vectors: { key: number; value: { readonly key: string; readonly vector: Float32Array }; indexes: { key: string } }
}
type Database = IDBPDatabase<Schema>

/** Vectors in IndexedDB; tabs share them. */
export function createIndexedDbVectors({ databaseName = 'headroom-vectors', maxVectors = 16_384, factory, openTimeLimitMs = 1000 }: IndexedDbVectorsOptions = {}): VectorCache {
  checkMaxVectors(maxVectors)
  let opening: Promise<Database> | undefined

  const open = (): Promise<Database> => {
    const own = opening ??= openDatabase(factory ?? globalThis.indexedDB, databaseName, openTimeLimitMs).then((db) => {
      const forget = (): void => { if (opening === own) opening = undefined }
      // Another tab wants to delete or upgrade the database; the next call opens what is there then.
      db.addEventListener('versionchange', () => {
        db.close()
        forget()
      })
      db.addEventListener('close', forget)
      return db
    })
    own.catch(() => { if (opening === own) opening = undefined })
    return own
  }
  return {
    async read(keys) {
      const transaction = (await open()).transaction('vectors')
      const index = transaction.store.index('key')
      // All at once, so that the transaction stays busy; and its end is awaited, or its failure would be one that nobody handled.
      const [vectors] = await Promise.all([Promise.all(keys.map(async (key) => (await index.get(key))?.vector)), transaction.done])
      return vectors
    },
    async write(entries) {
      const db = await open()
      const transaction = db.transaction('vectors', 'readwrite', { durability: 'relaxed' })
      const store = unwrap(transaction.store)
      for (const { key, vector } of entries) store.add({ key, vector })
      await transaction.done
      await deleteOldest(db, maxVectors)
    },
  }
}

async function openDatabase(databases: IDBFactory | undefined, name: string, limitMs: number): Promise<Database> {
  if (databases === undefined) throw new StorageError('there is no IndexedDB here')
  const request = databases.open(name, 1)
  request.addEventListener('upgradeneeded', () => { request.result.createObjectStore('vectors', { autoIncrement: true }).createIndex('key', 'key') })
  // The request's type knows no schema; the upgrade above made this one.
  const opened = wrap(request) as unknown as Promise<Database>
  let timeout: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timeout = setTimeout(() => {
      // It may open after all: then nobody must be kept waiting for it.
      opened.then((db) => { db.close() }, () => undefined)
      reject(new StorageError('the database of vectors does not open; another tab may be in the way'))
    }, limitMs)
  })
  try {
    return await Promise.race([opened, late])
  } finally {
    clearTimeout(timeout)
  }
}

async function deleteOldest(db: Database, maxVectors: number): Promise<void> {
  const transaction = db.transaction('vectors', 'readwrite', { durability: 'relaxed' })
  const excess = await transaction.store.count() - maxVectors
  if (excess > 0) {
    const keys = await transaction.store.getAllKeys(null, excess)
    await transaction.store.delete(IDBKeyRange.upperBound(keys.at(-1)!)) // excess is at least 1
  }
  await transaction.done
}
