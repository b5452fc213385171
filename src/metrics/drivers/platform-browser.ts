import { messageOf } from '../../errors.ts'
import { guardLogger, silentLogger } from '../../logger.ts'
import { createMemoryStore } from '../memory-store.ts'
import type { OpenPlatformStore } from '../open-store.ts'
import { createIndexedDbStore } from './indexeddb-store.ts'

/** `#metrics-store` in a page or a worker. Storage may be blocked, or missing in a private window: then records live as long as the page. */
export const openPlatformStore: OpenPlatformStore = async ({ databaseName, logger = silentLogger }) => {
  const store = createIndexedDbStore(databaseName === undefined ? {} : { databaseName })
  try {
    // Opens the database, and closes with nothing read.
    await store.query({ limit: 1 })[Symbol.asyncIterator]().next()
    return store
  } catch (error) {
    guardLogger(logger).warn(`metrics stay in memory: ${messageOf(error)}`)
    await store.close()
    return createMemoryStore()
  }
}
