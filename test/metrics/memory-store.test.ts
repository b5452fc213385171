import { expect, test } from 'vitest'
import { createMemoryStore } from '../../src/metrics/memory-store.ts'
import { recordOf } from '../arbitraries/metrics-record.ts'
import { all, describeMetricsStore } from '../contracts/metrics-store.ts'

describeMetricsStore('the memory store', () => ({ store: createMemoryStore() }))

test.each([NaN, -1, 1.5, '5'])('it cannot hold at most %s records', (maxRecords) => {
  expect(() => createMemoryStore({ maxRecords: maxRecords as number })).toThrow('maxRecords must be a whole number of at least 0')
})

test('past its limit the oldest records go, whenever they arrive', async () => {
  const store = createMemoryStore({ maxRecords: 2 })
  await store.append([recordOf({ id: 'b', timestamp: '2026-01-02T00:00:00.000Z' }), recordOf({ id: 'c', timestamp: '2026-01-03T00:00:00.000Z' })])
  await store.append([recordOf({ id: 'a', timestamp: '2026-01-01T00:00:00.000Z' })])
  expect((await all(store)).map(({ id }) => id)).toEqual(['c', 'b'])
})
