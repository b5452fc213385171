import { createMemoryStore } from '../memory-store.ts'
import type { OpenPlatformStore } from '../open-store.ts'

/** `#metrics-store` where there is neither Node nor a browser. */
export const openPlatformStore: OpenPlatformStore = async () => createMemoryStore()
