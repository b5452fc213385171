import type { Logger } from '../logger.ts'
import type { MetricsStore } from './store.ts'

export interface OpenStoreOptions {
  /** Where files are kept, in Node. @default `metrics` in the state folder of the platform */
  readonly folder?: string
  /** Name of the database, in a browser. @default 'headroom-metrics' */
  readonly databaseName?: string
  /** Told when records stay in memory, and of those that cannot be read. @default silent */
  readonly logger?: Logger
}

/** What every variant of `#metrics-store` exports. */
export type OpenPlatformStore = (options: OpenStoreOptions) => Promise<MetricsStore>

/**
 * The store of this platform: files in Node, IndexedDB in a browser, memory where neither is to be had. The bundler or runtime picks one by
 * the conditions of the package's `imports`, so no platform's code reaches another's bundle.
 */
export async function openMetricsStore(options: OpenStoreOptions = {}): Promise<MetricsStore> {
  const { openPlatformStore } = await import('#metrics-store')
  return openPlatformStore(options)
}
