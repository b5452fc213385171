import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addCacheHints } from '../../src/cache-optimizer/add-cache-hints.ts'
import type { HintedCall } from '../../src/cache-optimizer/add-cache-hints.ts'
import { countMarks } from '../../src/cache-optimizer/count-marks.ts'
import { resolveOptions } from '../../src/options.ts'
import type { Options } from '../../src/options.ts'
import { buildConversation, conversationSpecs, isBare } from '../arbitraries/conversation.ts'
import { validateAnthropic } from '../conversation/provider-rules.ts'

const add = <Request>(request: Request, options: Options = {}): Promise<HintedCall<Request>> => addCacheHints(request, resolveOptions({ cacheOptimizer: { enabled: true }, ...options }))

const long = 'The careful fox reads every word of the manual before it jumps. '.repeat(120)
const tail = '\n\n---\n[Dynamic Context]\nToday is January 7, 2025.'
const mark = { cache_control: { type: 'ephemeral' } }
const text = (words: string, more: object = {}): object => ({ type: 'text', text: words, ...more })
const claude = (parts: { system?: unknown, messages?: unknown, tools?: unknown }): object => ({ model: 'claude-sonnet-4-5', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }], ...parts })
const use = (id: string): object => ({ type: 'tool_use', id, name: 'list', input: {} })
const result = (id: string): object => ({ type: 'tool_result', tool_use_id: id, content: 'ok' })

describe('Anthropic', () => {
  test('marks the end of the system text and of the request', async () => {
    const request = claude({ system: long })
    const { request: after, hints } = await add(request)
    expect(after).toEqual(claude({ system: [text(long, mark)], messages: [{ role: 'user', content: [text('hi', mark)] }] }))
    expect(hints.map(({ kind, path }) => `${kind} ${path.join('.')}`)).toEqual(['cache-control system.0.cache_control', 'cache-control messages.0.content.0.cache_control'])
    const [first] = hints
    // $3 per million, 3.75 to write, 0.3 to read.
    expect(first!.extraWriteUsd).toBeCloseTo(first!.tokens * 0.75 / 1e6, 9)
    expect(first!.savedPerReadUsd).toBeCloseTo(first!.tokens * 2.7 / 1e6, 9)
    expect((await add(after)).request).toBe(after)
  })

  test('marks what does not change, and leaves what is new behind it', async () => {
    const { request } = await add(claude({ system: [text('Be kind.', { citations: null }), text(long + tail, { citations: null })] }))
    expect(request).toEqual(claude({
      system: [text('Be kind.', { citations: null }), text(long, { citations: null, ...mark }), text(tail)], messages: [{ role: 'user', content: [text('hi', mark)] }],
    }))
  })

  test('does not pay for writing messages behind a clock', async () => {
    const { hints } = await add(claude({ system: `${long}\n\n---\n[Dynamic Context]\nNow: 2025-01-07 15:04:05` }))
    expect(hints.map(({ path }) => path[0])).toEqual(['system'])
  })

  test('marks tools too where the system text changes', async () => {
    const tools = [{ name: 'a', input_schema: { type: 'object' }, description: long }]
    expect((await add(claude({ tools }))).request).toEqual(claude({ tools: [{ ...tools[0], ...mark }], messages: [{ role: 'user', content: [text('hi', mark)] }] }))
    const dated = claude({ tools, system: 'Today is January 7, 2025.' })
    expect((await add(dated)).hints.map(({ path }) => path[0])).toEqual(['tools', 'system', 'messages'])
  })

  test('leaves short requests alone', async () => {
    const request = claude({ system: 'Be kind.' })
    expect((await add(request)).request).toBe(request)
    const unknown = { ...claude({ system: long }), model: 'claude-nobody' }
    expect((await add(unknown)).request).toBe(unknown)
  })

  test('marks where the request before ended when a step is longer than the provider looks back', async () => {
    const ids = Array.from({ length: 15 }, (_, i) => `call_${i}`)
    const messages = [{ role: 'user', content: long }, { role: 'assistant', content: ids.map(use) }, { role: 'user', content: ids.map(result) }]
    expect((await add(claude({ messages }))).hints.map(({ path }) => path.join('.'))).toEqual(['messages.0.content.0.cache_control', 'messages.2.content.14.cache_control'])
    const short = [messages[0], { role: 'assistant', content: [use('a')] }, { role: 'user', content: [result('a')] }]
    expect((await add(claude({ messages: short }))).hints).toHaveLength(1)
  })

  test('keeps what the caller marked, and its part of the request', async () => {
    const own = claude({ system: [text(long, mark)], messages: [{ role: 'user', content: [text('hi', mark)] }] })
    expect((await add(own)).request).toBe(own)
    const inSystem = claude({ system: [text(long, mark)] })
    expect((await add(inSystem)).hints.map(({ path }) => path[0])).toEqual(['messages'])
    const automatic = { ...claude({ system: long }), ...mark }
    expect((await add(automatic)).hints.map(({ path }) => path[0])).toEqual(['system'])
  })

  test('whatever is sent has at most four marks, all of the caller\'s, and nothing else changed', async () => {
    const specs = conversationSpecs().map((spec) => buildConversation({ ...spec, shape: 'anthropic', body: true }))
    const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'cache_control' ? undefined
      : (key === 'content' || key === 'system') && typeof inner === 'string' ? [{ type: 'text', text: inner }] : inner)))
    let marked = 0
    await fc.assert(fc.asyncProperty(specs, async ({ request }) => {
      const source = JSON.stringify(request)
      const before = countMarks(request)
      const { request: after } = await add(request, { model: 'claude-opus-5' })
      expect(JSON.stringify(request)).toBe(source)
      expect(plain(after)).toEqual(plain(request))
      const { prefix, messages, request: own } = countMarks(after)
      const had = before.prefix + before.messages + before.request
      expect(prefix + messages + own).toBeLessThanOrEqual(Math.max(4, had))
      expect(prefix + messages + own).toBeGreaterThanOrEqual(had)
      if (after !== request) marked++
      const problems = validateAnthropic((request as { messages: unknown[] }).messages)
      expect(validateAnthropic((after as { messages: unknown[] }).messages)).toEqual(problems)
      expect((await add(after, { model: 'claude-opus-5' })).request).toBe(after)
      expect(isBare(after)).toBe(false)
    }), { seed: 20_251_107, numRuns: 60 })
    expect(marked).toBeGreaterThan(5)
  })
})

describe('OpenAI', () => {
  const chat = (system: string, question = 'hi', model = 'gpt-5.6-terra'): object => ({ model, messages: [{ role: 'system', content: system }, { role: 'user', content: question }] })

  test('one key for one stable prefix', async () => {
    const keyOf = async (request: object): Promise<unknown> => (await add(request)).request['prompt_cache_key' as never]
    const key = await keyOf(chat(long + tail))
    expect(key).toMatch(/^headroom-[0-9a-f]{16}$/)
    expect(await keyOf(chat(long + tail.replace('7', '8'), 'another question'))).toBe(key)
    expect(await keyOf(chat(`${long}Be kind.`))).not.toBe(key)
    const { request, hints } = await add(chat(long))
    expect(Object.keys(request)).toEqual(['model', 'messages', 'prompt_cache_key'])
    expect(hints).toMatchObject([{ kind: 'prompt-cache-key', path: ['prompt_cache_key'] }])
    expect(hints[0]!.extraWriteUsd).toBeCloseTo(hints[0]!.tokens * 0.5 / 1e6, 9)
    expect((await add(request)).request).toBe(request)
  })

  test.each([
    ['a short request', chat('Be kind.')], ['a model of somebody else', chat(long, 'hi', 'mistral-large')], ['its own key', { ...chat(long), prompt_cache_key: 'mine' }],
    ['a bare array of messages', (chat(long) as { messages: unknown }).messages], ['no request at all', 'hi'],
  ])('leaves %s alone', async (_, request) => {
    expect((await add(request)).request).toBe(request)
  })

  test('is off unless asked for', async () => {
    const request = chat(long)
    expect(await addCacheHints(request, resolveOptions({}))).toEqual({ request, hints: [], warnings: [] })
  })

  test('a counter that fails stops nothing, and an aborted call rejects', async () => {
    const request = chat(long)
    expect((await add(request, { tokenCounter: { count: () => { throw new Error('out of order') } } })).warnings).toEqual([expect.stringContaining('out of order')])
    await expect(add(request, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  })
})

test('Google is told what could be cached', async () => {
  const gemini = (words: string): object => ({ model: 'gemini-2.5-pro', systemInstruction: { parts: [{ text: words }] }, contents: [{ role: 'user', parts: [{ text: 'hi' }] }] })
  const request = gemini(long.repeat(4))
  const { request: after, hints } = await add(request)
  expect(after).toBe(request)
  expect(hints).toMatchObject([{ kind: 'cached-content', reason: expect.stringContaining('at least 4096') as unknown }])
  expect((await add(gemini('Be kind.'))).hints).toEqual([])
})
