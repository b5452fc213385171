import { afterEach, describe, expect, test, vi } from 'vitest'
import { createHeadroomFetch } from '../../src/clients/fetch.ts'
import type { FetchOptions } from '../../src/clients/fetch.ts'
import { optimize } from '../../src/optimize.ts'
import { createHeadroom } from '../../src/session.ts'

const rows = JSON.stringify(Array.from({ length: 100 }, (_, i) => ({ id: `job-${i}`, state: i === 40 ? 'failed' : 'done', at: 1000 + i })))
const messages = [
  { role: 'user', content: 'What failed?' },
  { role: 'assistant', content: null, tool_calls: [{ id: 'a', type: 'function', function: { name: 'list', arguments: '{}' } }] },
  { role: 'tool', tool_call_id: 'a', content: rows },
]
const body = { model: 'gpt-4o-mini', seed: 7, messages }
/** With what `JSON.parse` would not give back. */
const source = JSON.stringify(body).replace('"seed":7', '"seed": 12345678901234567890, "temperature":1.0')
const url = 'https://api.openai.com/v1/chat/completions'
const answer = { choices: [], usage: { prompt_tokens: 50, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 20 } } }

interface Sent { readonly input: RequestInfo | URL, readonly init: RequestInit | undefined }

/** A `fetch` that writes down what it gets. */
function listen(respond: () => Response | Promise<Response> = () => Response.json(answer)): { sent: Sent[], fetch: typeof fetch } {
  const sent: Sent[] = []
  return { sent, fetch: async (input, init) => { sent.push({ input, init }); return respond() } }
}

const post = (text: BodyInit = source, more: RequestInit = {}): RequestInit => ({ method: 'POST', body: text, ...more, headers: { 'content-type': 'application/json', ...more.headers as Record<string, string> | undefined } })

async function send(options: FetchOptions, init: RequestInit, to: RequestInfo | URL = url, respond?: () => Response): Promise<{ sent: Sent, response: Response, headroom: ReturnType<typeof createHeadroom> }> {
  const listening = listen(respond)
  const headroomFetch = createHeadroomFetch({ fetch: listening.fetch, ...options })
  const response = await headroomFetch(to, init)
  return { sent: listening.sent[0]!, response, headroom: headroomFetch.headroom }
}

test('a request of a shape we know leaves smaller, and what was not edited keeps its spelling', async () => {
  const { sent } = await send({}, post())
  const text = sent.init!.body as string
  const { request } = await optimize(body)
  expect((JSON.parse(text) as typeof body).messages).toEqual(request.messages)
  expect(text).toContain('"seed":12345678901234567890,"temperature":1.0')
  expect(text.length).toBeLessThan(source.length * 0.7)
})

describe('whatever form the call has, the same body leaves', () => {
  const asRequest = (): Request => new Request(url, post())
  test.each<{ name: string, to: () => RequestInfo | URL, init: () => RequestInit | undefined }>([
    { name: 'an address and a string', to: () => url, init: () => post() },
    { name: 'a URL', to: () => new URL(url), init: () => post() },
    { name: 'a Request', to: asRequest, init: () => undefined },
    { name: 'bytes', to: () => url, init: () => post(new TextEncoder().encode(source)) },
    { name: 'an array buffer', to: () => url, init: () => post(new TextEncoder().encode(source).buffer as ArrayBuffer) },
    { name: 'headers as pairs, and the length of the body as it was', to: () => url, init: () => ({ ...post(), headers: [['Content-Length', '99'], ['X-Own', 'kept']] }) },
  ])('$name', async ({ to, init }) => {
    const listening = listen()
    await createHeadroomFetch({ fetch: listening.fetch })(to(), init())
    const { sent: [sent] } = listening
    const arrived = new Request(sent!.input, sent!.init)
    expect(arrived.method).toBe('POST')
    expect(arrived.headers.get('content-length')).not.toBe('99')
    expect(JSON.parse(await arrived.text())).toEqual({ ...JSON.parse(source) as typeof body, messages: (await optimize(body)).request.messages })
  })
})

describe('passes by untouched, the very same arguments:', () => {
  const form = new FormData()
  form.set('file', 'x')
  test.each<{ name: string, to: RequestInfo | URL, init: RequestInit | undefined, options?: FetchOptions }>([
    { name: 'a GET', to: url, init: undefined },
    { name: 'a body of another shape', to: url, init: post('{"query":"{ me }"}') },
    { name: 'rows', to: url, init: post(rows) },
    { name: 'no JSON', to: url, init: post('messages=1') },
    { name: 'JSON that is not', to: url, init: post('{"messages":') },
    { name: 'a form', to: url, init: { method: 'POST', body: form } },
    { name: 'a stream', to: url, init: { method: 'POST', body: new Blob([source]).stream(), duplex: 'half' } as RequestInit },
    { name: 'compressed bytes', to: url, init: post(new Uint8Array([0x1f, 0x8b, 0xff, 0x00])) },
    { name: 'a request in which nothing is worth changing', to: url, init: post(JSON.stringify({ messages: [messages[0]] })) },
    { name: 'a request that is counted', to: 'https://api.anthropic.com/v1/messages/count_tokens', init: post() },
    { name: 'a call that does not match', to: url, init: post(), options: { match: ({ url: to, method, headers }) => to !== url || method !== 'POST' || headers.get('content-type') !== 'application/json' } },
    { name: 'a request in audit mode', to: url, init: post(), options: { mode: 'audit' } },
    { name: 'no request where one is picked', to: url, init: post(), options: { pick: ['payload', 0] } },
    { name: 'a call that match fails on', to: url, init: post(), options: { match: () => { throw new Error('no') } } },
    { name: 'a body that pick fails on', to: url, init: post(), options: { pick: () => { throw new Error('no') } } },
    { name: 'a body in which pick finds no keys', to: url, init: post(), options: { pick: (() => 'messages') as unknown as () => [] } },
  ])('$name', async ({ to, init, options = {} }) => {
    const listening = listen()
    await createHeadroomFetch({ fetch: listening.fetch, ...options })(to, init)
    expect(listening.sent).toHaveLength(1)
    expect(listening.sent[0]!.input).toBe(to)
    expect(listening.sent[0]!.init).toBe(init)
  })
})

test('what fails in match or pick is a line of the log', async () => {
  const warn = vi.fn()
  const logger = { debug: () => undefined, info: () => undefined, warn, error: () => undefined }
  await send({ logger, match: () => { throw new Error('who knows') } }, post())
  expect(warn.mock.calls).toEqual([['a call goes out as it came in: who knows']])
})

test('an index that is picked may be a text', async () => {
  const { sent } = await send({ pick: ['chats', '0', 'messages'], model: 'gpt-4o-mini' }, post(JSON.stringify({ chats: [{ messages }] })), '/api/chat')
  expect(JSON.parse(sent.init!.body as string)).toEqual({ chats: [{ messages: (await optimize(messages, { model: 'gpt-4o-mini' })).messages }] })
})

test('an app that posts messages inside something else says where they are', async () => {
  const wrapped = JSON.stringify({ thread: 'big', payload: { messages } }).replace('"big"', '1e3')
  for (const pick of [['payload', 'messages'], (sent: unknown) => ((sent as { payload?: unknown }).payload === undefined ? undefined : ['payload', 'messages'])]) {
    const { sent } = await send({ pick, model: 'gpt-4o-mini' }, post(wrapped), '/api/chat')
    const text = sent.init!.body as string
    expect(text.startsWith('{"thread":1e3,"payload":{"messages":[')).toBe(true)
    expect((JSON.parse(text) as { payload: unknown }).payload).toEqual({ messages: (await optimize(messages, { model: 'gpt-4o-mini' })).messages })
  }
})

describe('headers of ours', () => {
  test('hold for one request and do not leave, also where the body is none of ours', async () => {
    const { sent, response, headroom } = await send({}, post(source, { headers: { 'X-Headroom-Mode': 'audit', 'x-own': 'kept' } }))
    await response.text()
    expect(sent.init!.body).toBe(source)
    expect([...new Headers(sent.init!.headers).keys()]).toEqual(['content-type', 'x-own'])
    expect(headroom.getStats().session.requestsByMode).toEqual({ audit: 1, optimize: 0 })
    const other = await send({}, post('x', { headers: { 'x-headroom-bypass': '1' } }))
    expect([...new Headers(other.sent.init!.headers).keys()]).toEqual(['content-type'])
  })

  test('bypass sends the request as it is', async () => {
    const { sent } = await send({}, post(source, { headers: { 'x-headroom-bypass': 'true' } }))
    expect(sent.init!.body).toBe(source)
  })

  test('simulate sends nothing and answers with the plan', async () => {
    const listening = listen()
    const response = await createHeadroomFetch({ fetch: listening.fetch })(url, post(source, { headers: { 'x-headroom-mode': 'simulate' } }))
    expect(listening.sent).toEqual([])
    expect(response.headers.get('x-headroom-simulated')).toBe('true')
    expect(await response.json()).toMatchObject({ mode: 'simulate', model: 'gpt-4o-mini', tokensSaved: expect.any(Number) as number })
  })

  test.each([
    { what: 'a body of a shape that nobody knows', to: url, text: '{"query":"{ me }"}' },
    { what: 'a text to embed', to: 'https://api.openai.com/v1/embeddings', text: '{"input":"a"}' },
  ])('simulate sends nothing, $what neither', async ({ to, text }) => {
    const listening = listen()
    const response = await createHeadroomFetch({ fetch: listening.fetch })(to, post(text, { headers: { 'x-headroom-mode': 'simulate' } }))
    expect(listening.sent).toEqual([])
    expect(await response.json()).toMatchObject({ mode: 'simulate', warnings: [expect.stringContaining('uncounted') as string] })
  })

  test('are found among headers of another implementation', async () => {
    const headers = new Map([['x-headroom-mode', 'audit'], ['x-own', 'kept']]) as unknown as Headers
    const listening = listen()
    await createHeadroomFetch({ fetch: listening.fetch })(url, { method: 'POST', body: source, headers })
    expect(listening.sent[0]!.init!.body).toBe(source)
    expect([...new Headers(listening.sent[0]!.init!.headers).keys()]).toEqual(['x-own'])
  })

  test.each([
    { header: 'x-headroom-mode', value: 'fast', message: 'must be audit, optimize, simulate, got "fast"' },
    { header: 'x-headroom-keep-turns', value: '0', message: 'a whole number of at least 1' },
    { header: 'x-headroom-output-buffer-tokens', value: '1e3', message: 'a whole number of at least 0' },
    { header: 'x-headroom-by-pass', value: '1', message: 'unknown header x-headroom-by-pass' },
  ])('$header: $value is refused', async ({ header, value, message }) => {
    const listening = listen()
    await expect(createHeadroomFetch({ fetch: listening.fetch })(url, post(source, { headers: { [header]: value } }))).rejects.toMatchObject({ code: 'CONFIGURATION', message: expect.stringContaining(message) as string })
    expect(listening.sent).toEqual([])
  })
})

describe('the answer', () => {
  test('is what the provider sent, and its usage is in the totals and the record', async () => {
    const { response, headroom } = await send({}, post())
    expect(await response.json()).toEqual(answer)
    expect(headroom.getStats().session.usage).toEqual({ requestsTotal: 1, tokensInputTotal: 50, tokensOutputTotal: 5, cachedTokensReadTotal: 20, cachedTokensWrittenTotal: 0 })
    expect(await headroom.getMetrics()).toMatchObject([{ provider: 'openai', model: 'gpt-4o-mini', tokensOutput: 5, cachedTokensRead: 20 }])
  })

  test('streams through, piece by piece, and counts when it is over', async () => {
    const encoder = new TextEncoder()
    const pieces = ['data: {"choices":[{"delta":{"content":"a"}}]}\n\n', 'data: {"usage":{"prompt_tok', 'ens":9,"completion_tokens":3}}\n\ndata: [DONE]\n\n']
    let asked = 0
    const stream = new ReadableStream<Uint8Array>({ pull(controller) { const piece = pieces[asked++]; if (piece === undefined) controller.close(); else controller.enqueue(encoder.encode(piece)) } }, { highWaterMark: 0 })
    const { response, headroom } = await send({}, post(), url, () => new Response(stream, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } }))
    expect(asked).toBe(0)
    const reader = response.body!.getReader()
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(pieces[0])
    expect([asked, headroom.getStats().session.requestsTotal]).toEqual([1, 0])
    for (let read = await reader.read(); !read.done; read = await reader.read());
    expect(headroom.getStats().session.usage).toMatchObject({ tokensInputTotal: 9, tokensOutputTotal: 3 })
  })

  test('that is not read to its end is cancelled at the provider and counted all the same', async () => {
    const cancel = vi.fn()
    const stream = new ReadableStream<Uint8Array>({ pull(controller) { controller.enqueue(new TextEncoder().encode('data: {"usage":{"prompt_tokens":1}}\n\n')) }, cancel })
    const { response, headroom } = await send({}, post(), url, () => new Response(stream, { headers: { 'content-type': 'text/event-stream' } }))
    const reader = response.body!.getReader()
    await reader.read()
    await reader.cancel('enough')
    expect(cancel.mock.calls.map(([reason]) => reason as unknown)).toEqual(['enough'])
    expect(headroom.getStats().session).toMatchObject({ requestsTotal: 1, usage: { tokensInputTotal: 1 } })
  })

  test('that breaks off breaks off for the caller, with the same error', async () => {
    const broken = new TypeError('terminated')
    const stream = new ReadableStream<Uint8Array>({ pull(controller) { controller.error(broken) } })
    const { response, headroom } = await send({}, post(), url, () => new Response(stream, { headers: { 'content-type': 'application/json' } }))
    // A browser says it in an error of its own.
    await expect(response.text()).rejects.toBeInstanceOf(TypeError)
    expect(headroom.getStats().session.failedTotal).toBe(1)
  })

  test('that is an error reaches the caller unchanged', async () => {
    const refusal = Response.json({ error: { message: 'slow down' } }, { status: 429, headers: { 'retry-after': '1' } })
    const { response, headroom } = await send({}, post(), url, () => refusal)
    expect(response).toBe(refusal)
    expect(headroom.getStats().session).toMatchObject({ failedTotal: 1 })
    expect(await headroom.getMetrics()).toMatchObject([{ error: { name: 'ProviderError', status: 429 } }])
  })

  test('that never comes rejects with what the platform threw', async () => {
    const lost = new TypeError('fetch failed')
    const headroomFetch = createHeadroomFetch({ fetch: () => Promise.reject(lost) })
    await expect(headroomFetch(url, post())).rejects.toBe(lost)
    expect(headroomFetch.headroom.getStats().session.failedTotal).toBe(1)
  })

  test.each([
    { what: 'an object of a test', given: { ok: true, status: 200, json: () => Promise.resolve(answer) } },
    { what: 'a body that is a stream of another kind', given: Object.defineProperty(Response.json(answer), 'body', { value: { pipe: () => undefined } }) },
  ])('that is $what reaches the caller as it is', async ({ given }) => {
    const { response, headroom } = await send({}, post(), url, () => given as unknown as Response)
    expect(response).toBe(given)
    expect(headroom.getStats().session.requestsTotal).toBe(1)
  })

  test('may be streamed in texts', async () => {
    const stream = new ReadableStream({ start(controller) { controller.enqueue('data: {"usage":{"prompt_tokens":4}}\n\n'); controller.close() } })
    const given = Object.defineProperty(new Response('', { headers: { 'content-type': 'text/event-stream' } }), 'body', { value: stream })
    const { response, headroom } = await send({}, post(), url, () => given)
    const reader = response.body!.getReader()
    while (!(await reader.read()).done);
    expect(headroom.getStats().session.usage.tokensInputTotal).toBe(4)
  })

  test('keeps its address and headers', async () => {
    const given = Object.defineProperty(Response.json(answer, { headers: { 'x-request-id': '7' } }), 'url', { value: url })
    const { response } = await send({}, post(), url, () => given)
    expect([response.url, response.headers.get('x-request-id'), response.status, response.redirected]).toEqual([url, '7', 200, false])
  })
})

test('a retry sends the same bytes', async () => {
  const listening = listen()
  const headroomFetch = createHeadroomFetch({ fetch: listening.fetch })
  await headroomFetch(url, post())
  await headroomFetch(url, post())
  expect(listening.sent[1]!.init!.body).toBe(listening.sent[0]!.init!.body)
})

test('an aborted call rejects with the reason and sends nothing', async () => {
  const listening = listen()
  const signal = AbortSignal.abort(new Error('never mind'))
  await expect(createHeadroomFetch({ fetch: listening.fetch })(url, post(source, { signal }))).rejects.toThrow('never mind')
  expect(listening.sent).toEqual([])
})

test('a failing transform sends the original', async () => {
  const { sent } = await send({ smartCrusher: { enabled: false }, transforms: [{ name: 'broken', apply: () => { throw new Error('no') } }] }, post())
  expect(sent.init!.body).toBe(source)
})

test('the model that only the address names is the request\'s', async () => {
  const { model: _, ...unnamed } = body
  const { response, headroom } = await send({ model: 'gpt-4o' }, post(JSON.stringify(unnamed)), 'https://mine.openai.azure.com/openai/deployments/gpt-4o-mini/chat/completions?api-version=1')
  await response.text()
  expect(await headroom.getMetrics()).toMatchObject([{ provider: 'azure', model: 'gpt-4o-mini' }])
})

describe('where it is the platform\'s own fetch', () => {
  afterEach(() => { vi.unstubAllGlobals() })

  test.each<{ name: string, make: () => typeof fetch }>([
    { name: 'a fetch', make: () => createHeadroomFetch() },
    { name: 'a fetch of a session', make: () => createHeadroom().fetch },
  ])('$name sends with the one that was there before', async ({ make }) => {
    const listening = listen()
    vi.stubGlobal('fetch', listening.fetch)
    // One after the other: each sends through the one before.
    for (let i = 0; i < 2; i++) vi.stubGlobal('fetch', make())
    await (await fetch(url, post())).text()
    expect(listening.sent).toHaveLength(1)
    expect((listening.sent[0]!.init!.body as string).length).toBeLessThan(source.length)
  })
})

test('several clients can share one session', async () => {
  const headroom = createHeadroom()
  const listening = listen()
  for (let i = 0; i < 2; i++) await (await createHeadroomFetch({ headroom, fetch: listening.fetch })(url, post())).text()
  expect(headroom.getStats().session.requestsTotal).toBe(2)
})

test.each([
  { name: 'a fetch that is none', options: { fetch: 'node-fetch' }, message: 'fetch must be a function' },
  { name: 'a pick that is none', options: { pick: 'messages' }, message: 'pick must be a function or an array of keys' },
  { name: 'options beside a session', options: { headroom: createHeadroom(), model: 'gpt-4o' }, message: 'model belongs to the session' },
  { name: 'an unknown option', options: { modle: 'gpt-4o' }, message: 'did you mean model' },
])('$name is refused at once', ({ options, message }) => {
  expect(() => createHeadroomFetch(options as unknown as FetchOptions)).toThrow(expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringContaining(message) as string }))
})
