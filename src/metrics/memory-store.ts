import { StorageError } from '../errors.ts'
import type { MetricsRecord } from './record.ts'
import { isMatch, resolveLimits, resolveQuery } from './store.ts'
import type { MetricsStore } from './store.ts'
import { summarizeRecords } from './summarize.ts'

export interface MemoryStoreOptions {
  /** The oldest go to make room, so that a process that never ends does not fill up. @default 10000 */
  readonly maxRecords?: number
}

/** Records in memory, for tests, short runs and places that keep nothing. `maxBytes` counts the characters of their JSON. */
export function createMemoryStore({ maxRecords = 10_000 }: MemoryStoreOptions = {}): MetricsStore {
  /** By time, and records of one time by arrival. */
  let records: MetricsRecord[] = []
  let isClosed = false

  const checkOpen = (): void => {
    if (isClosed) throw new StorageError('the metrics store is closed')
  }
  const append = async (added: readonly MetricsRecord[]): Promise<void> => {
    checkOpen()
    for (const record of added) {
      // Nearly always the newest: a search from the end is over at once.
      let place = records.length
      if (place > 0 && records[place - 1]!.timestamp > record.timestamp) place = placeAfter(records, record.timestamp)
      records.splice(place, 0, record)
    }
    if (records.length > maxRecords) records = records.slice(records.length - maxRecords)
  }

  const store: MetricsStore = {
    name: 'memory',
    append,
    async *query(query) {
      const wanted = resolveQuery(query)
      checkOpen()
      const found = records.filter((record) => isMatch(record, wanted))
      if (wanted.newestFirst) found.reverse()
      yield* found.slice(0, wanted.limit)
    },
    summarize: (filter) => summarizeRecords(store.query({ ...filter, order: 'oldest-first' })),
    async prune(limits) {
      const { oldest, maxBytes } = resolveLimits(limits)
      checkOpen()
      let [first, bytes] = [records.length, 0]
      while (first > 0 && records[first - 1]!.timestamp >= oldest) {
        bytes += JSON.stringify(records[first - 1]).length
        if (bytes > maxBytes) break
        first--
      }
      records = records.slice(first)
      return { recordsDeleted: first }
    },
    async clear() {
      checkOpen()
      records = []
    },
    async close() {
      isClosed = true
      records = []
    },
  }
  return store
}

/** The first place whose record is later than `timestamp`. */
function placeAfter(records: readonly MetricsRecord[], timestamp: string): number {
  let [low, high] = [0, records.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (records[middle]!.timestamp <= timestamp) low = middle + 1 // middle < high, within
    else high = middle
  }
  return low
}
