import fc from 'fast-check'
import parse from 'parse-prometheus-text-format' // a CommonJS package, hence Node only
import { expect, test } from 'vitest'
import { createPrometheusMetrics } from '../../../src/metrics/prometheus.ts'
import type { MetricsRecord } from '../../../src/metrics/record.ts'
import { metricsRecords, recordOf } from '../../arbitraries/metrics-record.ts'

function textOf(records: readonly MetricsRecord[]): string {
  const metrics = createPrometheusMetrics()
  for (const record of records) metrics.add(record)
  return metrics.toPrometheus()
}

/** Every number of a text under its name and labels. */
function numbersOf(text: string): Map<string, { readonly value: number; readonly type: string }> {
  const numbers = new Map<string, { readonly value: number; readonly type: string }>()
  for (const { name, type, metrics } of parse(text)) {
    for (const { value, labels, buckets, count, sum } of metrics) {
      const at = `${name}${JSON.stringify(labels ?? {})}`
      if (value !== undefined) numbers.set(at, { value: Number(value), type })
      if (count !== undefined) numbers.set(`${at} count`, { value: Number(count), type })
      if (sum !== undefined) numbers.set(`${at} sum`, { value: Number(sum), type })
      for (const [bound, inBucket] of Object.entries(buckets ?? {})) numbers.set(`${at} ${bound}`, { value: Number(inBucket), type })
    }
  }
  return numbers
}

const valueOf = (text: string, name: string): number | undefined => numbersOf(text).get(name)?.value

test('the names of the Python project have their numbers', () => {
  const text = textOf([
    recordOf({ tokensOutput: 30, cachedTokensRead: 0, estimatedSavingsUsd: 0.25 }),
    recordOf({ tokensInputBefore: 100, tokensInputAfter: 60, cachedTokensRead: 40, timings: { total: 40 }, cacheAlignmentScore: 0.5 }),
    recordOf({ mode: 'audit', tokensInputAfter: 1000, error: { name: 'Error' } }),
    recordOf({ mode: 'simulate' }),
  ])
  const expected: Record<string, number> = {
    'headroom_requests_total{"mode":"optimize"}': 2,
    'headroom_requests_total{"mode":"audit"}': 1,
    'headroom_requests_total{"mode":"simulate"}': 1,
    'headroom_requests_failed_total{}': 1,
    'headroom_tokens_saved_total{}': 790,
    'headroom_tokens_input_total{}': 1310,
    'headroom_tokens_output_total{}': 30,
    'headroom_compression_ratio{} 0.2': 0,
    'headroom_compression_ratio{} 0.3': 1,
    'headroom_compression_ratio{} 0.6': 2,
    'headroom_compression_ratio{} +Inf': 3,
    'headroom_compression_ratio{} count': 3,
    'headroom_latency_seconds{} 0.0025': 2,
    'headroom_latency_seconds{} 0.05': 3,
    'headroom_cache_hits_total{}': 1,
    'headroom_cache_misses_total{}': 1,
    'headroom_cost_saved_usd_total{}': 0.25,
    'headroom_cache_alignment_score{}': 1,
    'headroom_model_tokens_saved_total{"provider":"openai","model":"gpt-4o-mini"}': 790,
    'headroom_transform_tokens_saved_total{"transform":"smart-crusher"}': 1500,
  }
  expect(Object.fromEntries(Object.keys(expected).map((name) => [name, valueOf(text, name)]))).toEqual(expected)
})

test('every family has a help line, a type and a line feed at the end, and is there once', () => {
  const text = textOf([recordOf({ durationMs: 900 })])
  expect(text.endsWith('\n')).toBe(true)
  const families = parse(text)
  expect(new Set(families.map(({ name }) => name)).size).toBe(families.length)
  for (const { name } of families) {
    expect(text).toContain(`# HELP ${name} `)
    expect(text).toContain(`# TYPE ${name} `)
    expect(name).toMatch(/^headroom_[a-z_]+$/)
  }
  for (const { name, type } of families) expect(name.endsWith('_total')).toBe(type === 'COUNTER')
})

test('lost records are told when they are known', () => {
  const metrics = createPrometheusMetrics()
  expect(metrics.toPrometheus()).not.toContain('lost')
  expect(valueOf(metrics.toPrometheus({ recorded: 5, written: 2, waiting: 0, lost: 3 }), 'headroom_metrics_records_lost_total{}')).toBe(3)
})

test('a record that was given up and written after all does not turn the counter of losses back', () => {
  const metrics = createPrometheusMetrics()
  for (const lost of [0, 5, 2, 6]) {
    const told = valueOf(metrics.toPrometheus({ recorded: 9, written: 9 - lost, waiting: 0, lost }), 'headroom_metrics_records_lost_total{}')
    expect(told).toBe(lost === 2 ? 5 : lost)
  }
})

test('a time below 0, from a clock of the caller\'s, does not turn a sum back', () => {
  const text = textOf([recordOf({ durationMs: 900 }), recordOf({ durationMs: -500, timings: { total: -3 } })])
  const { sum, count } = parse(text).find(({ name }) => name === 'headroom_request_duration_seconds')!.metrics[0]!
  expect([Number(sum), Number(count)]).toEqual([0.9, 2])
})

test('before the first request all is 0, and no score is made up', () => {
  const text = textOf([])
  expect([...numbersOf(text).values()].every(({ value }) => value === 0)).toBe(true)
  expect(text).not.toContain('alignment')
})

test('names from outside come back as they were, and cannot add lines of their own', () => {
  const hostile = ['a"b', 'back\\slash', 'line\nfeed', '\\n', '"} 1\nheadroom_requests_total{mode="optimize"} 99', '<img onerror=alert(1)>', '東京 \u2028', '__proto__', '']
  const text = textOf(hostile.map((model) => recordOf({ model })))
  const models = parse(text).find(({ name }) => name === 'headroom_model_requests_total')!.metrics.map(({ labels }) => labels!['model'])
  expect(models.filter((model) => model !== '')).toEqual(hostile.filter((model) => model !== ''))
  expect(valueOf(text, 'headroom_requests_total{"mode":"optimize"}')).toBe(hostile.length)
})

test('however many models and transforms there are, the text stays small and adds up', () => {
  const text = textOf(Array.from({ length: 5000 }, (_, i) => recordOf({ model: `m${i}`, tokensSavedByTransform: { [`t${i}`]: 750 } })))
  expect(text.length).toBeLessThan(40_000)
  for (const name of ['headroom_model_requests_total', 'headroom_model_tokens_saved_total', 'headroom_transform_tokens_saved_total']) {
    const sum = parse(text).find((family) => family.name === name)!.metrics.reduce((total, { value }) => total + Number(value), 0)
    expect(sum).toBe(name.includes('requests') ? 5000 : 5000 * 750)
  }
})

test('counters and buckets only grow, whatever is recorded, and histograms are whole', () => {
  fc.assert(fc.property(fc.array(metricsRecords, { minLength: 1, maxLength: 8 }), (records) => {
    const metrics = createPrometheusMetrics()
    let before = numbersOf(metrics.toPrometheus())
    for (const record of records) {
      metrics.add(record)
      const after = numbersOf(metrics.toPrometheus())
      for (const [name, { value, type }] of before) if (type !== 'GAUGE') expect(after.get(name)!.value).toBeGreaterThanOrEqual(value)
      before = after
    }
    for (const { type, metrics: [metric] } of parse(metrics.toPrometheus())) {
      if (type !== 'HISTOGRAM') continue
      expect(metric!.buckets!['+Inf']).toBe(metric!.count)
      const bounds = Object.entries(metric!.buckets!).sort(([a], [b]) => Number(a.replace('+Inf', 'Infinity')) - Number(b.replace('+Inf', 'Infinity')))
      for (const [i, [, count]] of bounds.entries()) if (i > 0) expect(Number(count)).toBeGreaterThanOrEqual(Number(bounds[i - 1]![1]))
    }
  }), { numRuns: 40 })
})
