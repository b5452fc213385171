import { join } from 'node:path'
import { isHeadroomError, messageOf } from '../../errors.ts'
import { guardLogger, silentLogger } from '../../logger.ts'
import { createMemoryStore } from '../memory-store.ts'
import type { OpenPlatformStore } from '../open-store.ts'
import { createFileStore } from './file-store.ts'
import { findStateFolder, readSurroundings } from './state-folder.ts'

/** `#metrics-store` in Node. */
export const openPlatformStore: OpenPlatformStore = async ({ folder, logger = silentLogger }) => {
  try {
    return createFileStore({ folder: folder ?? join(findStateFolder(readSurroundings()), 'metrics'), logger })
  } catch (error) {
    if (isHeadroomError(error)) throw error // the caller's mistake
    guardLogger(logger).warn(`metrics stay in memory, since there is no folder for them: ${messageOf(error)}`)
    return createMemoryStore()
  }
}
