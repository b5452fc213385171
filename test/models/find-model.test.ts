import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { catalog } from '../../src/models/catalog.ts'
import { findModel } from '../../src/models/find-model.ts'

describe('findModel', () => {
  test.each([
    // its own name
    ['gpt-4o', 'gpt-4o'],
    ['GPT-4o-Mini', 'gpt-4o-mini'],
    [' gpt-4o\n', 'gpt-4o'],
    // dates and builds
    ['gpt-4o-2024-08-06', 'gpt-4o'],
    ['gpt-4o-2024-05-13', 'gpt-4o-2024-05-13'],
    ['gpt-4o-mini-2024-07-18', 'gpt-4o-mini'],
    ['chatgpt-4o-latest', 'chatgpt-4o'],
    ['gpt-4-0613', 'gpt-4'],
    ['gpt-4-1106-preview', 'gpt-4-turbo'],
    ['gpt-4-turbo-2024-04-09', 'gpt-4-turbo'],
    ['gpt-4-32k-0613', 'gpt-4-32k'],
    ['gpt-4.1-mini-2025-04-14', 'gpt-4.1-mini'],
    ['gpt-4.5-preview', 'gpt-4.5'],
    ['gpt-3.5', 'gpt-3.5-turbo'],
    ['gpt-35-turbo-16k-0613', 'gpt-3.5-turbo-16k'],
    ['gpt-35-turbo-0125', 'gpt-3.5-turbo'],
    ['gpt-3.5-turbo (DFSDT)', 'gpt-3.5-turbo'],
    ['o1-2024-12-17', 'o1'],
    ['o3-mini-2025-01-31', 'o3-mini'],
    ['gpt-5-2025-08-07', 'gpt-5'],
    ['gpt-5.1-chat-latest', 'gpt-5.1-chat'],
    ['gpt-5.1-codex-max', 'gpt-5.1-codex-max'],
    ['davinci-002', 'davinci-002'],
    ['claude-sonnet-4-20250514', 'claude-sonnet-4'],
    ['claude-sonnet-4-0', 'claude-sonnet-4'],
    ['claude-opus-4-1-20250805', 'claude-opus-4-1'],
    ['claude-haiku-4-5-20251001', 'claude-haiku-4-5'],
    ['claude-opus-4-6', 'claude-opus-4-6'],
    ['claude-opus-4-6[1m]', 'claude-opus-4-6'],
    ['claude-3-5-sonnet-latest', 'claude-3-5-sonnet'],
    ['claude-3-sonnet-20240229', 'claude-3-sonnet'],
    ['gemini-1.5-flash-002', 'gemini-1.5-flash'],
    ['gemini-1.5-flash-8b-001', 'gemini-1.5-flash-8b'],
    ['gemini-2.5-flash-preview-05-20', 'gemini-2.5-flash'],
    ['gemini-2.5-flash-lite-preview-06-17', 'gemini-2.5-flash-lite'],
    ['gemini-3-pro-preview', 'gemini-3-pro'],
    // other providers' prefixes and spellings
    ['openai/gpt-4o', 'gpt-4o'],
    ['openai:gpt-4o', 'gpt-4o'],
    ['azure/eu/gpt-4o-mini', 'gpt-4o-mini'],
    ['openrouter/anthropic/claude-3.5-sonnet', 'claude-3-5-sonnet'],
    ['anthropic/claude-sonnet-4.5', 'claude-sonnet-4-5'],
    ['anthropic/claude-opus-4.6:thinking', 'claude-opus-4-6'],
    ['claude-4.5-sonnet', 'claude-sonnet-4-5'],
    ['anthropic.claude-3-haiku-20240307-v1:0', 'claude-3-haiku'],
    ['us.anthropic.claude-sonnet-4-20250514-v1:0', 'claude-sonnet-4'],
    ['eu.anthropic.claude-3-7-sonnet-20250219-v1:0', 'claude-3-7-sonnet'],
    ['bedrock:us.anthropic.claude-haiku-4-5-20251001-v1:0', 'claude-haiku-4-5'],
    ['arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-6-v1:0', 'claude-opus-4-6'],
    ['claude-sonnet-4-5@20250929', 'claude-sonnet-4-5'],
    ['vertex_ai/claude-3-5-sonnet-v2@20241022', 'claude-3-5-sonnet'],
    ['models/gemini-2.5-pro', 'gemini-2.5-pro'],
    ['google/gemini-2.0-flash-001', 'gemini-2.0-flash'],
    ['publishers/google/models/gemini-3-flash-preview', 'gemini-3-flash'],
    // open weights
    ['meta-llama/Llama-3.1-8B-Instruct', 'llama-3.1'],
    ['meta-llama/Meta-Llama-3-70B-Instruct', 'llama-3'],
    ['meta.llama3-3-70b-instruct-v1:0', 'llama-3.3'],
    ['accounts/fireworks/models/llama-v3p1-405b-instruct', 'llama-3.1'],
    ['llama3.2:3b', 'llama-3.2'],
    ['meta-llama/llama-4-maverick-17b-128e-instruct', 'llama-4-maverick'],
    ['mistralai/Mistral-7B-Instruct-v0.3', 'mistral-7b'],
    ['mistral.mistral-7b-instruct-v0:2', 'mistral-7b'],
    ['deepseek-chat', 'deepseek-v3'],
    ['deepseek-ai/DeepSeek-R1-0528', 'deepseek-r1'],
    ['Qwen/Qwen2.5-72B-Instruct', 'qwen2.5'],
    ['openai/gpt-oss-120b', 'gpt-oss-120b'],
  ])('knows %j as %s', (name, id) => {
    expect(findModel(name)?.id).toBe(id)
  })

  test.each([
    '', ' ', 'gpt', 'gpt-', 'claude', 'claude-test-model', 'my-model', 'xgpt-4o', 'gpt-4ox', 'gpt-4.', 'gpt-4.9', 'gpt-5.1.2',
    'claude-opus-4-9', 'claude-opus-4-9-20270101', 'gpt-5-ultra', 'gpt-4o-realtime-preview', 'gpt-4o-audio-preview', 'o3-deep-research',
    'gemini-2.5-flash-image', 'qwen2.5-vl-72b-instruct', 'qwen3-max', 'gpt-4o/', 'openai/', ':', '/', 'ft:', 'ft:my-model:org::id',
    '__proto__', 'constructor', 'toString', '\ud800', 'gpt-４o', '💥'.repeat(100_000), 'a.'.repeat(100_000), 'gpt'.repeat(100_000),
  ])('does not know %.40j', (name) => {
    expect(findModel(name)).toBeUndefined()
  })

  test.each(['ft:gpt-4o-mini:my-pro-org::id', 'ft:gpt-4o-mini-2024-07-18:org:suffix:id', 'openai/gpt-4o-mini:free'])(
    'gives no price for %s, which is charged otherwise', (name) => {
      const model = findModel(name)
      expect(model).toMatchObject({ id: 'gpt-4o-mini', contextWindow: 128_000 })
      expect(model?.price).toBeUndefined()
    })

  test('finds every entry by each of its names, with a date and a provider too', () => {
    for (const entry of catalog) {
      for (const name of [entry.id, ...(entry.aliases ?? [])]) {
        expect(findModel(name), name).toBe(entry)
        expect(findModel(`provider/${name.toUpperCase()}-20300131`), name).toBe(entry)
      }
    }
  })

  test('never throws, and answers only with what begins the name', () => {
    const pieces = fc.constantFrom('gpt-4o', 'claude', 'opus', '4', '-', '.', ':', '/', '@', 'ft:', 'mini', '2024-08-06', 'us.', '[1m]', ' ', '\u0000')
    const names = fc.oneof(fc.string({ unit: 'binary' }), fc.array(pieces, { maxLength: 8 }).map((list) => list.join('')))
    fc.assert(fc.property(names, (name) => {
      const model = findModel(name)
      if (model !== undefined) {
        expect([model.id, ...(model.aliases ?? [])].some((known) => name.toLowerCase().includes(known))).toBe(true)
      }
    }), { numRuns: 300 })
  })
})
