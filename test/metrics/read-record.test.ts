import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRecord } from '../../src/metrics/record.ts'
import { readRecord, readRecordText } from '../../src/metrics/read-record.ts'
import { createSummary } from '../../src/metrics/summarize.ts'
import { metricsRecords, recordOf } from '../arbitraries/metrics-record.ts'
import { report } from '../report/sample-report.ts'

test('what createRecord gives is a record, and so is any other of this version', () => {
  const record = createRecord(report, { provider: 'openai', error: new Error('x') })
  expect(readRecord(record)).toBe(record)
  fc.assert(fc.property(metricsRecords, (any) => {
    expect(readRecord(any)).toBe(any)
    expect(readRecordText(JSON.stringify(any))).toEqual(any)
  }))
})

test('a record of version 0 is brought up to date', () => {
  const old = { id: 'r0', time: Date.UTC(2026, 0, 2, 3), model: 'gpt-4o', mode: 'optimize', tokensBefore: 900, tokensAfter: 300, warnings: ['slow'] }
  expect(readRecord(old)).toEqual({
    version: 1, id: 'r0', timestamp: '2026-01-02T03:00:00.000Z', model: 'gpt-4o', mode: 'optimize', tokensInputBefore: 900, tokensInputAfter: 300,
    tokenCounting: 'estimated', tokensSavedByTransform: {}, stablePrefixHash: '', cacheAlignmentScore: 1,
    waste: { whiteSpace: 0, repeatedKeys: 0, repeatedRows: 0, base64: 0, html: 0, volatilePrefix: 0 },
    decisions: [], decisionsOmitted: 0, timings: {}, warnings: ['slow'],
  })
})

test.each([
  'null', '[]', '3', '"text"', '{}', '{"version":1}', '{"id":"r0","time":1e300,"mode":"audit","tokensBefore":1,"tokensAfter":1}',
  '{"id":"r0","time":null,"mode":"audit","tokensBefore":1,"tokensAfter":1}', '{"version":"1"}', '{"version":0.5}', '{"version":-1}', '', '{"version":1,', '\ufeff{}',
])('%s is no record', (text) => {
  expect(readRecordText(text)).toBeUndefined()
})

test.each<[string, object]>([
  ['a later version', { version: 2 }],
  ['a time that is none', { timestamp: '2026-99-99T00:00:00.000Z' }],
  ['a time of another length', { timestamp: '2026-11-22' }],
  ['an unknown mode', { mode: 'turbo' }],
  ['a figure as text', { tokensInputBefore: '12' }],
  ['a figure that is no count', { tokensInputBefore: 0.5 }],
  ['fewer tokens than none', { tokensOutput: -1 }],
  ['no waste', { waste: {} }],
  ['a decision that is none', { decisions: [null] }],
  ['savings that are none', { tokensSavedByTransform: { a: 'b' } }],
])('%s is not read', (_, values) => {
  expect(readRecordText(JSON.stringify({ ...recordOf(), ...values }))).toBeUndefined()
})

test('nothing that is read makes a summary fail or come to NaN', () => {
  const fields = fc.constantFrom(...Object.keys(recordOf()), 'error', 'durationMs', 'cachedTokensRead')
  fc.assert(fc.property(fields, fc.jsonValue(), (field, value) => {
    const record = readRecordText(JSON.stringify({ ...recordOf(), [field]: value }))
    if (record === undefined) return
    const builder = createSummary()
    builder.add(record)
    expect(JSON.stringify(builder.build())).not.toContain('null')
  }), { numRuns: 500 })
})
