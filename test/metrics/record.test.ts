import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StorageError } from '../../src/errors.ts'
import { readRecord, readRecordText } from '../../src/metrics/read-record.ts'
import { createRecord, maxDecisions } from '../../src/metrics/record.ts'
import type { RequestFacts } from '../../src/metrics/record.ts'
import { crushed, kept, report } from '../report/sample-report.ts'

const facts: RequestFacts = { id: 'r1', timestamp: Date.UTC(2026, 10, 22, 10) }

test('a record holds the numbers of its report and what the provider told', () => {
  const usage = { tokensInput: 5200, tokensOutput: 310, cachedTokensRead: 4096, cachedTokensWritten: 0 }
  expect(createRecord(report, { ...facts, provider: 'openai', usage, durationMs: 812 })).toEqual({
    version: 1, id: 'r1', timestamp: '2026-11-22T10:00:00.000Z', provider: 'openai', format: 'openai-chat', model: 'gpt-4o-mini', mode: 'optimize',
    tokensInputBefore: 45000, tokensInputAfter: 5090, tokenCounting: 'exact',
    tokensInputReported: 5200, tokensOutput: 310, cachedTokensRead: 4096, cachedTokensWritten: 0,
    tokensSavedByTransform: { 'smart-crusher': 39910 }, stablePrefixHash: '0123456789abcdef', cacheAlignmentScore: 0.5,
    estimatedSavingsUsd: 0.0059865, pricesDate: '2026-11-01', waste: report.waste,
    decisions: [
      { transform: 'smart-crusher', toolName: 'search', contentType: 'json', action: 'crushed', blocks: 1, tokensBefore: 44120, tokensAfter: 4210, rowsTotal: 1000, rowsKept: 15 },
      { transform: 'smart-crusher', toolName: 'read', contentType: 'text', action: 'kept', blocks: 2, tokensBefore: 27, tokensAfter: 27, rowsTotal: 0, rowsKept: 0 },
    ],
    decisionsOmitted: 0, timings: { total: 12.3 }, durationMs: 812, warnings: [],
  })
})

test('what nobody told is absent, not 0', () => {
  const { model: _model, estimatedSavingsUsd: _savings, pricesDate: _date, ...bare } = report
  const record = createRecord(bare, { ...facts, usage: { tokensOutput: NaN } })
  for (const name of ['model', 'provider', 'estimatedSavingsUsd', 'pricesDate', 'tokensOutput', 'cachedTokensRead', 'durationMs', 'error', 'content']) expect(record).not.toHaveProperty(name)
})

const secret = 'my password is hunter2'
const failed = Object.assign(new Error(`400: ${secret}`), { name: 'BadRequestError', status: 400, headers: { authorization: secret } })

test.each<{ name: string; facts: RequestFacts; warnings?: string[]; expected: object }>([
  { name: 'an error of the provider', facts: { error: failed }, expected: { error: { name: 'BadRequestError', status: 400 } } },
  { name: 'an error of ours', facts: { error: new StorageError(secret) }, expected: { error: { name: 'StorageError', code: 'STORAGE' } } },
  { name: 'a thrown text', facts: { error: secret }, expected: { error: { name: 'a thrown string' } } },
  { name: 'a thrown null', facts: { error: null }, expected: { error: { name: 'a thrown null' } } },
  {
    name: 'warnings that quote an error', facts: {}, warnings: [`the request goes out untouched: ${secret}`, `relevance scorer own failed (${secret}); rows were ranked by bm25`],
    expected: { warnings: ['the request goes out untouched', 'relevance scorer own failed'] },
  },
])('no word of the conversation is kept: $name', ({ facts: own, warnings = [], expected }) => {
  const record = createRecord({ ...report, warnings }, { ...facts, ...own })
  expect(record).toMatchObject(expected)
  expect(JSON.stringify(record)).not.toContain('hunter2')
})

test('reasons of decisions stay out, since they may quote data', () => {
  expect(JSON.stringify(createRecord({ ...report, decisions: [{ ...crushed, reason: secret }] }, facts))).not.toContain('hunter2')
})

test('with content the words are kept', () => {
  const record = createRecord({ ...report, warnings: [`untouched: ${secret}`] }, { ...facts, error: failed, content: { messages: [secret] } })
  expect(record).toMatchObject({ warnings: [`untouched: ${secret}`], error: { message: `400: ${secret}` }, content: { messages: [secret] } })
})

test('a record has a bounded size, whatever names and however many decisions come from outside', () => {
  const long = '𝕏'.repeat(1000)
  const decisions = [...Array.from({ length: 5000 }, (_, i) => ({ ...kept, toolName: `${i} ${long}`, transform: long })), crushed]
  const record = createRecord({ ...report, model: long, decisions, warnings: Array.from({ length: 1000 }, () => long) }, { ...facts, provider: long, error: Object.assign(new Error(long), { name: long }) })
  expect(JSON.stringify(record).length).toBeLessThan(100_000)
  expect(record.decisions).toHaveLength(maxDecisions)
  expect(record.decisions[0]).toMatchObject({ toolName: 'search' })
  expect(record.decisionsOmitted).toBe(5001 - maxDecisions)
  expect(JSON.stringify(record)).not.toMatch(/\\ud8/)
})

test.each<[string, unknown]>([
  ['a cycle', (() => {
    const cycle: unknown[] = []
    cycle.push(cycle)
    return cycle
  })()],
  ['a big integer', 10n],
  ['a function', () => 1],
])('content that is %s is left out, the numbers are kept', (_, content) => {
  const record = createRecord(report, { ...facts, content })
  expect(record).not.toHaveProperty('content')
  expect(record.tokensInputBefore).toBe(45000)
})

test('savings by transform are told apart by any name', () => {
  const record = createRecord({ ...report, decisions: [{ ...crushed, transform: '__proto__' }, crushed, crushed], window: { ...report.window, cut: true, tokensDropped: 70 } }, facts)
  expect(Object.entries(record.tokensSavedByTransform)).toEqual([['__proto__', 39910], ['smart-crusher', 79820], ['rolling-window', 70]])
})

test('figures that are no numbers do no harm', () => {
  const odd = { ...report, tokensBefore: NaN, tokensAfter: Infinity, estimatedSavingsUsd: NaN, timings: { total: NaN, parse: 1 }, decisions: [{ ...kept, tokensBefore: 7.6, tokensAfter: -1 }] }
  const record = createRecord(odd, { ...facts, usage: { tokensOutput: 2.4 } })
  expect(record).toMatchObject({ tokensInputBefore: 0, tokensInputAfter: 0, tokensOutput: 2, timings: { parse: 1 }, decisions: [{ tokensBefore: 8, tokensAfter: 0 }] })
  expect(readRecord(record)).toBe(record)
  expect(record).not.toHaveProperty('estimatedSavingsUsd')
})

test('whatever numbers a report holds, its record is one that every store reads back', () => {
  const odd = fc.constantFrom(0, -0, -1, 0.5, NaN, Infinity, -Infinity, 1e15, 1e16, 1e300, -1e300, Number.MAX_SAFE_INTEGER)
  const decision = fc.record({ tokensBefore: odd, tokensAfter: odd, rows: odd }).map(({ rows, ...tokens }) => ({ ...crushed, ...tokens, arrays: [{ ...crushed.arrays[0]!, rowsTotal: rows, rowsKept: rows }] }))
  const reports = fc.record({
    tokensBefore: odd, tokensAfter: odd, estimatedSavingsUsd: odd, cacheAlignmentScore: odd, timings: fc.record({ total: odd, parse: odd }), decisions: fc.array(decision, { maxLength: 3 }),
    waste: fc.record({ whiteSpace: odd, repeatedKeys: odd, repeatedRows: odd, base64: odd, html: odd, volatilePrefix: odd }),
  })
  fc.assert(fc.property(reports, odd, odd, (figures, duration, tokens) => {
    const record = createRecord({ ...report, ...figures }, { ...facts, durationMs: duration, usage: { tokensInput: tokens, cachedTokensRead: tokens } })
    expect(readRecordText(JSON.stringify(record))).toBeDefined()
    expect(readRecord(record)).toBe(record)
  }))
})

test('ids are made where none is given, and no two are the same', () => {
  const ids = new Set(Array.from({ length: 1000 }, () => createRecord(report).id))
  expect(ids.size).toBe(1000)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{24}$/)
})

test('timestamps sort as times do', () => {
  const times = fc.date({ min: new Date('0000-01-01T00:00:00.000Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
  fc.assert(fc.property(times, times, (a, b) => {
    const [first, second] = [a, b].map((time) => createRecord(report, { timestamp: time }).timestamp)
    expect(first! < second!).toBe(a.getTime() < b.getTime())
  }))
})

test.each(['soon', '7', 'Nov 22, 2026', NaN, new Date('soon'), 1e15, -1e15, true, {}, []])('a timestamp cannot be %s', (timestamp) => {
  // As plain JavaScript may call it.
  expect(() => createRecord(report, { timestamp: timestamp as number })).toThrow(/timestamp must be/)
})
