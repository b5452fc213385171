import fc from 'fast-check'
import type { MetricsRecord } from '../../src/metrics/record.ts'

const noWaste = { whiteSpace: 0, repeatedKeys: 0, repeatedRows: 0, base64: 0, html: 0, volatilePrefix: 0 }

/** A record with every value a test does not care about. */
export function recordOf(values: Partial<MetricsRecord> = {}): MetricsRecord {
  return {
    version: 1, id: 'a', timestamp: '2026-11-22T10:00:00.000Z', provider: 'openai', model: 'gpt-4o-mini', mode: 'optimize',
    tokensInputBefore: 1000, tokensInputAfter: 250, tokenCounting: 'exact', tokensSavedByTransform: { 'smart-crusher': 750 },
    stablePrefixHash: '0123456789abcdef', cacheAlignmentScore: 1, waste: noWaste, decisions: [], decisionsOmitted: 0, timings: { total: 2 }, warnings: [],
    ...values,
  }
}

/** Few, so that records often have the same one; around midnight, so that there are several days. */
export const timestamps = fc.integer({ min: -40, max: 40 }).map((step) => new Date(Date.UTC(2026, 10, 22) + step * 3_600_000).toISOString())
export const models = fc.constantFrom('gpt-4o-mini', 'claude-sonnet-4-5', '__proto__', '東京\n"\\ \u2028\ud800', '')
export const modes = fc.constantFrom<MetricsRecord['mode']>('audit', 'optimize', 'simulate')
export const providers = fc.constantFrom('openai', 'anthropic', 'constructor')
const tokens = fc.nat({ max: 200_000 })
/** Names of tools and transforms: anything that outsiders may send. */
const names = fc.oneof(fc.constantFrom('smart-crusher', 'search', '__proto__', '<img onerror=alert(1)>'), fc.string({ unit: 'binary', maxLength: 12 }))

const decisions: fc.Arbitrary<MetricsRecord['decisions'][number]> = fc.record({
  transform: names, toolName: names, contentType: fc.constantFrom('json', 'text'), action: fc.constantFrom('kept', 'rewritten', 'crushed'),
  blocks: fc.integer({ min: 1, max: 40 }), tokensBefore: tokens, tokensAfter: tokens, rowsTotal: fc.nat(1000), rowsKept: fc.nat(20),
}, { requiredKeys: ['transform', 'contentType', 'action', 'blocks', 'tokensBefore', 'tokensAfter', 'rowsTotal', 'rowsKept'] })

/** Any record that `createRecord` may give. */
export const metricsRecords: fc.Arbitrary<MetricsRecord> = fc.record({
  version: fc.constant(1 as const),
  id: fc.string({ maxLength: 8 }),
  timestamp: timestamps,
  provider: providers,
  model: models,
  mode: modes,
  tokensInputBefore: tokens,
  tokensInputAfter: tokens,
  tokenCounting: fc.constantFrom('exact', 'estimated'),
  tokensInputReported: tokens, tokensOutput: tokens, cachedTokensRead: tokens, cachedTokensWritten: tokens,
  tokensSavedByTransform: fc.array(fc.tuple(names, tokens), { maxLength: 3 }).map((pairs): Record<string, number> => Object.fromEntries(pairs)),
  stablePrefixHash: fc.constant('0123456789abcdef'),
  cacheAlignmentScore: fc.constantFrom(0, 0.25, 1),
  estimatedSavingsUsd: fc.constantFrom(0.25, 0.5, 2),
  pricesDate: fc.constantFrom('2026-10-26', '2026-11-01'),
  waste: fc.record({ whiteSpace: tokens, repeatedKeys: tokens, repeatedRows: tokens, base64: tokens, html: tokens, volatilePrefix: tokens }),
  decisions: fc.array(decisions, { maxLength: 3 }),
  decisionsOmitted: fc.nat(3),
  timings: fc.constantFrom({}, { total: 0.5 }, { total: 3, parse: 1 }),
  durationMs: fc.constantFrom(10, 1500),
  warnings: fc.array(fc.string({ maxLength: 10 }), { maxLength: 2 }),
  error: fc.constantFrom({ name: 'Error' }, { name: 'StorageError', code: 'STORAGE' }),
}, { requiredKeys: ['version', 'id', 'timestamp', 'mode', 'tokensInputBefore', 'tokensInputAfter', 'tokenCounting', 'tokensSavedByTransform', 'stablePrefixHash', 'cacheAlignmentScore', 'waste', 'decisions', 'decisionsOmitted', 'timings', 'warnings'] })
