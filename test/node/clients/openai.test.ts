import OpenAI, { AzureOpenAI } from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createHeadroomFetch } from '../../../src/fetch.ts'
import { HeadroomClient } from '../../../src/headroom-client.ts'
import { withHeadroom } from '../../../src/openai.ts'
import { optimize } from '../../../src/optimize.ts'
import { createHeadroom } from '../../../src/session.ts'
import { events, jobs, startProvider } from './provider-server.ts'
import type { ProviderServer } from './provider-server.ts'

let server: ProviderServer
beforeAll(async () => { server = await startProvider() })
afterAll(() => server.close())
beforeEach(() => { server.received.length = 0 })

const request = {
  model: 'gpt-4o-mini',
  messages: [
    { role: 'user', content: 'What failed?' },
    { role: 'assistant', content: null, tool_calls: [{ id: 'a', type: 'function', function: { name: 'list_jobs', arguments: '{}' } }] },
    { role: 'tool', tool_call_id: 'a', content: jobs },
  ],
} satisfies OpenAI.ChatCompletionCreateParamsNonStreaming

const completion = {
  id: 'c', object: 'chat.completion', created: 0, model: 'gpt-4o-mini', choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'job-40' } }],
  usage: { prompt_tokens: 100, completion_tokens: 3, total_tokens: 103, prompt_tokens_details: { cached_tokens: 64 } },
}
const chunk = (more: Readonly<Record<string, unknown>>): Record<string, unknown> => ({ id: 'c', object: 'chat.completion.chunk', created: 0, model: 'gpt-4o-mini', choices: [], ...more })
const streamed = events([
  chunk({ choices: [{ index: 0, delta: { role: 'assistant', content: 'job' } }] }),
  chunk({ choices: [{ index: 0, delta: { content: '-40' }, finish_reason: 'stop' }] }),
  chunk({ usage: completion.usage }),
  '[DONE]',
])

const plain = (): OpenAI => new OpenAI({ apiKey: 'key', baseURL: `${server.url}/v1`, maxRetries: 0 })
const smaller = async (): Promise<unknown> => (await optimize(request)).request.messages

/** The ways to the same bytes; every one keeps the type of the client, without a cast. */
const clients: readonly (readonly [name: string, create: () => OpenAI])[] = [
  ['withHeadroom', () => withHeadroom(plain())],
  ['createHeadroomFetch', () => new OpenAI({ apiKey: 'key', baseURL: `${server.url}/v1`, maxRetries: 0, fetch: createHeadroomFetch() })],
  ['a session that wraps', () => createHeadroom().wrap(plain())],
]

describe.each(clients)('OpenAI through %s', (_, create) => {
  test('sends a smaller request and gives the answer back', async () => {
    server.reply({ body: completion })
    const answer = await create().chat.completions.create(request)
    expect(answer.choices[0]?.message.content).toBe('job-40')
    expect(server.received[0]?.body.messages).toEqual(await smaller())
    expect(server.received[0]?.headers.authorization).toBe('Bearer key')
  })

  test('streams', async () => {
    server.reply({ body: streamed })
    let text = ''
    for await (const { choices } of await create().chat.completions.create({ ...request, stream: true })) text += choices[0]?.delta.content ?? ''
    expect(text).toBe('job-40')
    expect(server.received[0]?.body.messages).toEqual(await smaller())
  })

  test('the helpers of the client go on working', async () => {
    server.reply({ body: streamed })
    const stream = create().chat.completions.stream(request)
    expect(await stream.finalContent()).toBe('job-40')
    server.reply({ body: completion, headers: { 'x-request-id': 'r-7' } })
    const { data, response, request_id: id } = await create().chat.completions.create(request).withResponse()
    expect([data.id, response.status, id]).toEqual(['c', 200, 'r-7'])
    expect(response.url).toBe(`${server.url}/v1/chat/completions`)
  })

  test('an error of the provider reaches the caller as the class that it is', async () => {
    server.reply({ status: 400, body: { error: { message: 'no such model', type: 'invalid_request_error' } } })
    await expect(create().chat.completions.create(request)).rejects.toSatisfy((error) => error instanceof OpenAI.BadRequestError && error.status === 400 && error.message.includes('no such model'))
  })

  test('an aborted call aborts', async () => {
    await expect(create().chat.completions.create(request, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(OpenAI.APIUserAbortError)
    expect(server.received).toEqual([])
  })

  test('headers of ours hold for one request and do not leave', async () => {
    server.reply({ body: completion })
    await create().chat.completions.create(request, { headers: { 'x-headroom-mode': 'audit' } })
    expect(server.received[0]?.body.messages).toEqual(request.messages)
    expect(Object.keys(server.received[0]!.headers).filter((name) => name.startsWith('x-headroom'))).toEqual([])
  })

  test('other endpoints pass by', async () => {
    server.reply({ body: { object: 'list', data: [], model: 'm', usage: { prompt_tokens: 1, total_tokens: 1 } } })
    await create().embeddings.create({ model: 'text-embedding-3-small', input: jobs, encoding_format: 'float' })
    expect(server.received[0]?.body.input).toBe(jobs)
  })
})

test('retries send the same bytes, and only the answered one counts', async () => {
  server.reply({ status: 429, headers: { 'retry-after-ms': '1' }, body: { error: {} } }, { body: completion })
  const client = withHeadroom(new OpenAI({ apiKey: 'key', baseURL: `${server.url}/v1`, maxRetries: 2 }))
  await client.chat.completions.create(request)
  expect(server.received).toHaveLength(2)
  expect(server.received[1]?.text).toBe(server.received[0]?.text)
  expect(client.headroom.getStats().session).toMatchObject({ requestsTotal: 1, failedTotal: 1, usage: { requestsTotal: 1, tokensInputTotal: 100, cachedTokensReadTotal: 64 } })
})

test('usage is read from streams too', async () => {
  server.reply({ body: streamed })
  const client = withHeadroom(plain())
  for await (const _ of await client.chat.completions.create({ ...request, stream: true, stream_options: { include_usage: true } }));
  expect(client.headroom.getStats().session.usage).toMatchObject({ tokensInputTotal: 100, tokensOutputTotal: 3 })
})

test('a failing transform sends the original', async () => {
  server.reply({ body: completion })
  const broken = { name: 'broken', apply: (): never => { throw new Error('no') } }
  await withHeadroom(plain(), { smartCrusher: { enabled: false }, transforms: [broken] }).chat.completions.create(request)
  expect(server.received[0]?.body.messages).toEqual(request.messages)
})

test('the client is another of the same class, with the same options; the given one stays as it is', async () => {
  const given = new OpenAI({ apiKey: 'key', baseURL: `${server.url}/v1`, organization: 'org', timeout: 1234 })
  const client = withHeadroom(given)
  expect(client).toBeInstanceOf(OpenAI)
  expect([client.apiKey, client.baseURL, client.organization, client.timeout]).toEqual([given.apiKey, given.baseURL, 'org', 1234])
  server.reply({ body: completion })
  await given.chat.completions.create(request)
  expect(server.received[0]?.body.messages).toEqual(request.messages)
  await client.withOptions({ maxRetries: 0 }).chat.completions.create(request)
  expect(server.received[1]?.body.messages).toEqual(await smaller())
  expect(() => withHeadroom(client)).toThrow('wrapped already')
})

test('what the caller has set on a client since it was made is on the new one, and so are private fields of its class', () => {
  class Counting extends OpenAI {
    #calls = 0
    note = 'mine'
    count(): number { return ++this.#calls }
  }
  const given = Object.assign(new Counting({ apiKey: 'key' }), { tag: 'ours' })
  given.apiKey = 'rotated'
  given.baseURL = server.url
  given.note = 'changed'
  const client = withHeadroom(given)
  expect([client.tag, client.note, client.apiKey, client.baseURL, client.count(), client.count()]).toEqual(['ours', 'changed', 'rotated', server.url, 1, 2])
})

class Tenant extends OpenAI {
  constructor(readonly tenant: string) { super({ apiKey: tenant, baseURL: `${server.url}/v1`, maxRetries: 0 }) }
}

test.each<{ name: string, make: () => OpenAI, why: string }>([
  { name: 'takes other arguments than its base', make: () => new Tenant('acme'), why: 'this Tenant' },
  { name: 'stands behind a proxy', make: () => new Proxy(plain(), {}), why: 'private member' },
])('a client whose class $name is refused, and never sends past us', async ({ make, why }) => {
  const client = make()
  expect(() => withHeadroom(client)).toThrow(expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringMatching(`${why}.*createHeadroomFetch\\(\\)`) as string }))
  server.reply({ body: completion })
  const around = new HeadroomClient({ originalClient: client, defaultMode: 'optimize' })
  await around.chat.completions.create(request)
  expect(server.received[0]?.body.messages).toEqual(await smaller())
  expect(around.getStats().session.usage).toMatchObject({ requestsTotal: 1, tokensInputTotal: 100 })
})

test('Azure: the deployment is the model', async () => {
  server.reply({ body: completion })
  const client = withHeadroom(new AzureOpenAI({ apiKey: 'key', endpoint: server.url, apiVersion: '2024-10-21', deployment: 'gpt-4o-mini', maxRetries: 0 }))
  expect(client).toBeInstanceOf(AzureOpenAI)
  await client.chat.completions.create(request)
  expect(server.received[0]?.path).toContain('/deployments/gpt-4o-mini/')
  expect(server.received[0]?.body.messages).toEqual(await smaller())
})

test('Responses', async () => {
  server.reply({ body: { id: 'r', object: 'response', output: [{ type: 'message', role: 'assistant', id: 'm', status: 'completed', content: [{ type: 'output_text', text: 'job-40', annotations: [] }] }], usage: { input_tokens: 50, output_tokens: 2 } } })
  const client = withHeadroom(plain())
  const input: OpenAI.Responses.ResponseInput = [
    { role: 'user', content: 'What failed?' },
    { type: 'function_call', call_id: 'a', name: 'list_jobs', arguments: '{}' },
    { type: 'function_call_output', call_id: 'a', output: jobs },
  ]
  const answer = await client.responses.create({ model: 'gpt-4o-mini', input })
  expect(answer.output_text).toBe('job-40')
  expect(server.received[0]?.body.input).toEqual((await optimize({ model: 'gpt-4o-mini', input })).request.input)
  expect(server.received[0]!.text.length).toBeLessThan(jobs.length * 0.7)
  expect(client.headroom.getStats().session.usage).toMatchObject({ tokensInputTotal: 50, tokensOutputTotal: 2 })
})

describe('HeadroomClient around OpenAI', () => {
  test('observes by default, optimizes where a request says so, and answers as OpenAI does', async () => {
    server.reply({ body: completion })
    const client = new HeadroomClient({ originalClient: plain(), provider: 'openai' })
    const answer = await client.chat.completions.create(request)
    expect(answer.choices[0]?.message.content).toBe('job-40')
    await client.chat.completions.create({ ...request, headroomMode: 'optimize' })
    expect(server.received.map(({ body }) => body.messages)).toEqual([request.messages, await smaller()])
    expect(await client.getSummary()).toMatchObject({ totalRequests: 2 })
    expect(await client.getMetrics({ mode: 'optimize' })).toMatchObject([{ provider: 'openai', tokensInputReported: 100 }])
  })

  test('streams, with its type', async () => {
    server.reply({ body: streamed })
    const client = new HeadroomClient({ originalClient: plain(), defaultMode: 'optimize' })
    let text = ''
    for await (const { choices } of await client.chat.completions.create({ ...request, stream: true, headroomKeepTurns: 5 })) text += choices[0]?.delta.content ?? ''
    expect(text).toBe('job-40')
    server.reply({ body: completion })
    const { response } = await client.chat.completions.create({ ...request, headroomToolProfiles: { 'list_*': { skipCompression: true } } }).withResponse()
    expect(response.status).toBe(200)
    expect(server.received[1]?.body.messages).toEqual(request.messages)
  })

  test('simulate sends nothing', async () => {
    const plan = await new HeadroomClient({ originalClient: plain() }).chat.completions.simulate(request)
    expect(plan.tokensSaved).toBeGreaterThan(0)
    expect(plan.estimatedSavings).toBeGreaterThan(0)
    expect(server.received).toEqual([])
  })
})

test.each([
  { name: 'another client', client: { chat: {} }, message: 'expected a client of OpenAI, got an object that is none' },
  { name: 'none', client: null as unknown as object, message: 'got null' },
])('$name is refused', ({ client, message }) => {
  expect(() => withHeadroom(client)).toThrow(message)
})
