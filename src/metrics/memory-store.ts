import { StorageError } from '../errors.ts'
import type { MetricsRecord } from './record.ts'
import { literalOr, group, wholeNumber } from '../option-checks.ts'
import { readRecord } from './read-record.ts'
import { isMatch, resolveFilter, resolveLimits, resolveQuery } from './store.ts'
import type { MetricsStore } from './store.ts'
import { createSummary } from './summarize.ts'

export interface MemoryStoreOptions {
  /** The oldest go to make room, so that a process that never ends does not fill up. @default 10000 */
  readonly maxRecords?: number
}

const checkOptions = group({ maxRecords: literalOr(Infinity, wholeNumber(0)) })

/**
 * Records in memory, for tests, short runs and places that keep nothing. `maxBytes` counts the characters of their JSON.
 *
 * @throws ConfigurationError for a wrong option
 */
export function createMemoryStore(options: MemoryStoreOptions = {}): MetricsStore {
  checkOptions(options, '')
  const { maxRecords = 10_000 } = options
  /** By time, and records of one time by arrival. */
  let records: MetricsRecord[] = []
  /** What was appended and is no record: other stores cannot read it back. */
  let unreadable = 0
  let isClosed = false

  const checkOpen = (): void => {
    if (isClosed) throw new StorageError('the metrics store is closed')
  }
  const append = async (added: readonly MetricsRecord[]): Promise<void> => {
    checkOpen()
    for (const value of added) {
      const record = readRecord(value)
      if (record === undefined) {
        unreadable++
        continue
      }
      // Nearly always the newest: a search from the end is over at once.
      let place = records.length
      if (place > 0 && records[place - 1]!.timestamp > record.timestamp) place = placeAfter(records, record.timestamp)
      records.splice(place, 0, record)
    }
    if (records.length > maxRecords) records = records.slice(records.length - maxRecords)
  }

  return {
    name: 'memory',
    append,
    async *query(query) {
      const wanted = resolveQuery(query)
      checkOpen()
      const found = records.filter((record) => isMatch(record, wanted))
      if (wanted.newestFirst) found.reverse()
      yield* found.slice(0, wanted.limit)
    },
    async summarize(filter) {
      const wanted = resolveFilter(filter)
      checkOpen()
      const summary = createSummary()
      for (const record of records) if (isMatch(record, wanted)) summary.add(record)
      summary.addUnreadable(unreadable)
      return summary.build()
    },
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
      unreadable = 0
    },
    async close() {
      isClosed = true
      records = []
    },
  }
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
