import { expect, test } from 'vitest'
import { createOpenTelemetryMetrics, spanAttributes } from '../../src/metrics/drivers/opentelemetry.ts'
import type { MeterLike } from '../../src/metrics/drivers/opentelemetry.ts'
import { recordOf } from '../arbitraries/metrics-record.ts'

const asked = recordOf({ id: 'r1', tokensInputReported: 260, tokensOutput: 40, cachedTokensRead: 128, cachedTokensWritten: 0, durationMs: 1500, estimatedSavingsUsd: 0.25 })

test('a span gets the conventions\' attributes and ours', () => {
  expect(spanAttributes(asked)).toEqual({
    'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'gpt-4o-mini', 'gen_ai.usage.input_tokens': 260, 'gen_ai.usage.output_tokens': 40,
    'gen_ai.usage.cache_read.input_tokens': 128, 'gen_ai.usage.cache_creation.input_tokens': 0,
    'headroom.request.id': 'r1', 'headroom.mode': 'optimize', 'headroom.tokens.input_before': 1000, 'headroom.tokens.input_after': 250, 'headroom.tokens.saved': 750,
    'headroom.tokens.counting': 'exact', 'headroom.transforms': ['smart-crusher'], 'headroom.cache.prefix_hash': '0123456789abcdef',
    'headroom.cache.alignment_score': 1, 'headroom.cost.saved_usd': 0.25, 'headroom.duration_ms': 2, 'headroom.warnings': 0,
  })
})

test.each([['google', 'gcp.gemini'], ['mistral', 'mistral_ai'], ['azure', 'azure.ai.openai'], ['vertex', 'gcp.vertex_ai'], ['bedrock', 'aws.bedrock'], ['xai', 'x_ai'], ['constructor', 'constructor'], ['anthropic', 'anthropic']])('the provider %s is %s there', (provider, name) => {
  expect(spanAttributes(recordOf({ provider }))['gen_ai.provider.name']).toBe(name)
})

test('what nobody told is absent, and an error has its type', () => {
  const attributes = spanAttributes(recordOf({ error: { name: 'BadRequestError' } }))
  expect(attributes['error.type']).toBe('BadRequestError')
  for (const name of ['gen_ai.usage.input_tokens', 'gen_ai.usage.output_tokens', 'gen_ai.usage.cache_read.input_tokens', 'headroom.cost.saved_usd']) expect(attributes).not.toHaveProperty([name])
})

test('instruments record what the provider counted, and savings that are some', async () => {
  const seen: unknown[][] = []
  const meter: MeterLike = {
    createHistogram: (name) => ({ record: (value, attributes) => { seen.push([name, value, attributes]) } }),
    createCounter: (name) => ({ add: (value, attributes) => { seen.push([name, value, attributes]) } }),
  }
  const set = new Map<string, unknown>()
  const { add } = await createOpenTelemetryMetrics({ meter, getSpan: () => ({ setAttribute: (name, value) => set.set(name, value) }) })
  const common = { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'gpt-4o-mini' }
  add(asked)
  expect(seen.splice(0)).toEqual([
    ['gen_ai.client.token.usage', 260, { ...common, 'gen_ai.token.type': 'input' }],
    ['gen_ai.client.token.usage', 40, { ...common, 'gen_ai.token.type': 'output' }],
    ['gen_ai.client.operation.duration', 1.5, common],
    ['headroom.client.tokens.saved', 750, { ...common, 'headroom.mode': 'optimize' }],
  ])
  expect(Object.fromEntries(set)).toEqual(spanAttributes(asked))
  const { provider: _provider, ...nameless } = recordOf({ tokensInputAfter: 1100, tokensOutput: 1 })
  add(nameless)
  expect(seen.splice(0)).toEqual([['gen_ai.client.token.usage', 1, { ...common, 'gen_ai.provider.name': '_OTHER', 'gen_ai.token.type': 'output' }]])
  add({ ...asked, mode: 'simulate' })
  expect(seen).toEqual([])
})
