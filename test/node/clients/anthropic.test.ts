import Anthropic from '@anthropic-ai/sdk'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withHeadroom } from '../../../src/anthropic.ts'
import { createHeadroomFetch } from '../../../src/fetch.ts'
import { HeadroomClient } from '../../../src/headroom-client.ts'
import { optimize } from '../../../src/optimize.ts'
import { AnthropicProvider } from '../../../src/providers.ts'
import { events, jobs, startProvider } from './provider-server.ts'
import type { ProviderServer } from './provider-server.ts'

let server: ProviderServer
beforeAll(async () => { server = await startProvider() })
afterAll(() => server.close())
beforeEach(() => { server.received.length = 0 })

const request = {
  model: 'claude-sonnet-4-5',
  max_tokens: 100,
  messages: [
    { role: 'user', content: 'What failed?' },
    { role: 'assistant', content: [{ type: 'thinking', thinking: 'Hm.', signature: 'c2ln' }, { type: 'tool_use', id: 'a', name: 'list_jobs', input: {} }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: jobs }] },
  ],
} satisfies Anthropic.MessageCreateParamsNonStreaming

const usage = { input_tokens: 10, output_tokens: 3, cache_read_input_tokens: 80, cache_creation_input_tokens: 5 }
const message = { id: 'm', type: 'message', role: 'assistant', model: 'claude-sonnet-4-5', content: [{ type: 'text', text: 'job-40', citations: null }], stop_reason: 'end_turn', stop_sequence: null, usage }
const streamed = events([
  { type: 'message_start', message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } } },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'job-40' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 3 } },
  { type: 'message_stop' },
])

const plain = (): Anthropic => new Anthropic({ apiKey: 'key', baseURL: server.url, maxRetries: 0 })
const smaller = async (): Promise<unknown> => (await optimize(request)).request.messages

const clients: readonly (readonly [name: string, create: () => Anthropic])[] = [
  ['withHeadroom', () => withHeadroom(plain())],
  ['createHeadroomFetch', () => new Anthropic({ apiKey: 'key', baseURL: server.url, maxRetries: 0, fetch: createHeadroomFetch() })],
]

describe.each(clients)('Anthropic through %s', (_, create) => {
  test('sends a smaller request and gives the answer back', async () => {
    server.reply({ body: message })
    const answer = await create().messages.create(request)
    expect(answer.content).toMatchObject([{ text: 'job-40' }])
    expect(server.received[0]?.body.messages).toEqual(await smaller())
    expect(JSON.stringify(server.received[0]?.body.messages).length).toBeLessThan(jobs.length * 0.7)
  })

  test('streams, by iteration and by the helper', async () => {
    server.reply({ body: streamed })
    const types: string[] = []
    for await (const { type } of await create().messages.create({ ...request, stream: true })) types.push(type)
    expect(types.at(-1)).toBe('message_stop')
    expect(await create().messages.stream(request).finalText()).toBe('job-40')
    expect(server.received.map(({ body }) => body.messages)).toEqual([await smaller(), await smaller()])
  })

  test('an error of the provider reaches the caller as the class that it is', async () => {
    server.reply({ status: 529, body: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } } })
    await expect(create().messages.create(request)).rejects.toSatisfy((error) => error instanceof Anthropic.APIError && error.status === 529)
  })

  test('an aborted call aborts', async () => {
    await expect(create().messages.create(request, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(Anthropic.APIUserAbortError)
    expect(server.received).toEqual([])
  })

  test('counting tokens counts what was asked', async () => {
    server.reply({ body: { input_tokens: 7 } })
    await create().messages.countTokens({ model: request.model, messages: request.messages })
    expect(server.received[0]?.body.messages).toEqual(request.messages)
  })
})

test('all input counts, what the cache read and wrote too, in streams as well', async () => {
  const client = withHeadroom(plain())
  server.reply({ body: message }, { body: streamed })
  await client.messages.create(request)
  await client.messages.stream(request).finalMessage()
  expect(client.headroom.getStats().session.usage).toEqual({ requestsTotal: 2, tokensInputTotal: 190, tokensOutputTotal: 6, cachedTokensReadTotal: 160, cachedTokensWrittenTotal: 10 })
})

test('retries send the same bytes', async () => {
  server.reply({ status: 500, headers: { 'retry-after-ms': '1' }, body: {} }, { body: message })
  const client = withHeadroom(new Anthropic({ apiKey: 'key', baseURL: server.url, maxRetries: 1 }))
  await client.messages.create(request)
  expect(server.received.map(({ text }) => text)).toEqual([server.received[0]?.text, server.received[0]?.text])
  expect(server.received).toHaveLength(2)
  expect(client).toBeInstanceOf(Anthropic)
})

test('HeadroomClient around Anthropic', async () => {
  server.reply({ body: message })
  const client = new HeadroomClient({ originalClient: plain(), provider: new AnthropicProvider(), enableCacheOptimizer: false })
  const answer = await client.messages.create({ ...request, headroomMode: 'optimize' })
  expect(answer.content).toMatchObject([{ text: 'job-40' }])
  expect(server.received[0]?.body).toEqual({ ...request, messages: await smaller() })
  expect((await client.messages.simulate(request)).tokensSaved).toBeGreaterThan(0)
  expect(client.getStats().config.provider).toBe('anthropic')
  server.reply({ body: streamed })
  expect(await client.messages.stream({ ...request, headroomMode: 'optimize' }).finalText()).toBe('job-40')
  expect(server.received[1]?.body).toEqual({ ...request, stream: true, messages: await smaller() })
})

test('a client of another provider is refused', () => {
  expect(() => withHeadroom({ withOptions: () => ({}), fetch, chat: { completions: {} } })).toThrow('expected a client of Anthropic, got one of OpenAI')
})
