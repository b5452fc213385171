import { createOpenAI } from '@ai-sdk/openai'
import type { LanguageModelV3Middleware, LanguageModelV4CallOptions, LanguageModelV4GenerateResult, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { convertToModelMessages, generateText, simulateReadableStream, stepCountIs, streamText, tool, wrapLanguageModel } from 'ai'
import type { LanguageModelMiddleware, ModelMessage, UIMessage } from 'ai'
import { MockLanguageModelV3, MockLanguageModelV4 } from 'ai/test'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { headroomMiddleware } from '../../../src/ai-sdk.ts'
import { optimize } from '../../../src/optimize.ts'
import { createHeadroom } from '../../../src/session.ts'
import type { Transform } from '../../../src/transforms/transform.ts'
import { events, jobs, startProvider } from './provider-server.ts'
import type { ProviderServer } from './provider-server.ts'

// The warnings of the SDK about older models are none of ours.
vi.stubGlobal('AI_SDK_LOG_WARNINGS', false)

const rows: unknown = JSON.parse(jobs)
/** What is sent of it is shorter than this, in UTF-16 code units. */
const smallerThan = jobs.length * 0.6

const messages: ModelMessage[] = [
  { role: 'user', content: 'What failed?' },
  { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'a', toolName: 'list_jobs', input: {} }] },
  { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'a', toolName: 'list_jobs', output: { type: 'text', value: jobs } }] },
]

const usage = { inputTokens: { total: 100, noCache: 36, cacheRead: 64, cacheWrite: undefined }, outputTokens: { total: 3, text: 3, reasoning: undefined } }
const stop = { unified: 'stop', raw: 'stop' } as const
const said: LanguageModelV4GenerateResult = { content: [{ type: 'text', text: 'job-40' }], finishReason: stop, usage, warnings: [] }
const chunks: LanguageModelV4StreamPart[] = [
  { type: 'stream-start', warnings: [] }, { type: 'text-start', id: '0' }, { type: 'text-delta', id: '0', delta: 'job' }, { type: 'text-delta', id: '0', delta: '-40' },
  { type: 'text-end', id: '0' }, { type: 'finish', finishReason: stop, usage },
]

const mock = (): MockLanguageModelV4 => new MockLanguageModelV4({
  provider: 'openai.chat', modelId: 'gpt-4o-mini', doGenerate: said,
  doStream: async () => ({ stream: simulateReadableStream({ chunks }) }),
})
const sentBy = (model: MockLanguageModelV4): LanguageModelV4CallOptions[] => [...model.doGenerateCalls, ...model.doStreamCalls]
/** The value of the first tool result in what a model was sent. */
const resultIn = (call: LanguageModelV4CallOptions | undefined): unknown => {
  for (const { role, content } of call?.prompt ?? []) {
    if (role === 'tool') for (const part of content) if (part.type === 'tool-result' && 'value' in part.output) return part.output.value
  }
  return undefined
}

describe('headroomMiddleware', () => {
  test('has the types of this version and of the one before, without a cast', () => {
    const now: LanguageModelMiddleware = headroomMiddleware()
    const before: LanguageModelV3Middleware = headroomMiddleware()
    expect([now.specificationVersion, before.specificationVersion]).toEqual(['v3', 'v3'])
  })

  test('sends a smaller prompt, as optimize would, and gives the answer back', async () => {
    const inner = mock()
    const middleware = headroomMiddleware()
    const { text } = await generateText({ model: wrapLanguageModel({ model: inner, middleware }), instructions: 'Be brief.', messages })
    expect(text).toBe('job-40')
    const [call] = inner.doGenerateCalls
    const { request } = await optimize({ prompt: [{ role: 'system', content: 'Be brief.' }, { ...messages[0]!, content: [{ type: 'text', text: 'What failed?' }] }, ...messages.slice(1)] }, { model: 'gpt-4o-mini' })
    expect(resultIn(call)).toBe(resultIn(request as LanguageModelV4CallOptions))
    expect(String(resultIn(call)).length).toBeLessThan(smallerThan)
    expect(String(resultIn(call))).toContain('disk full')
    expect(middleware.headroom.getStats().session).toMatchObject({ requestsTotal: 1 })
    expect(middleware.headroom.getStats().session.tokensSavedTotal).toBeGreaterThan(500)
  })

  test('streams the very same chunks', async () => {
    const inner = mock()
    const middleware = headroomMiddleware()
    const result = streamText({ model: wrapLanguageModel({ model: inner, middleware }), messages })
    let text = ''
    for await (const delta of result.textStream) text += delta
    expect(text).toBe('job-40')
    expect(await result.usage).toMatchObject({ inputTokens: 100, outputTokens: 3 })
    expect(String(resultIn(inner.doStreamCalls[0])).length).toBeLessThan(smallerThan)
    const [record] = await middleware.headroom.getMetrics()
    expect(record).toMatchObject({ model: 'gpt-4o-mini', provider: 'openai', tokensOutput: 3 })
  })

  test.each(['generate', 'stream'] as const)('reads what a call cost (%s)', async (way) => {
    const middleware = headroomMiddleware()
    const model = wrapLanguageModel({ model: mock(), middleware })
    if (way === 'generate') await generateText({ model, messages })
    else await streamText({ model, messages }).text
    expect(middleware.headroom.getStats().session).toMatchObject({ usage: { tokensInputTotal: 100, tokensOutputTotal: 3, cachedTokensReadTotal: 64 } })
  })

  test('JSON outputs stay JSON, and what was decided for a step holds in the next', async () => {
    const answers: LanguageModelV4GenerateResult[] = [
      { ...said, content: [{ type: 'tool-call', toolCallId: 'a', toolName: 'list_jobs', input: '{}' }], finishReason: { unified: 'tool-calls', raw: undefined } },
      { ...said, content: [{ type: 'tool-call', toolCallId: 'b', toolName: 'list_jobs', input: '{}' }], finishReason: { unified: 'tool-calls', raw: undefined } },
      said,
    ]
    const inner = new MockLanguageModelV4({ modelId: 'gpt-4o-mini', doGenerate: answers })
    const list = tool({ description: 'Lists jobs.', inputSchema: z.object({}), execute: () => rows })
    const { text, steps } = await generateText({ model: wrapLanguageModel({ model: inner, middleware: headroomMiddleware() }), tools: { list_jobs: list }, stopWhen: stepCountIs(5), prompt: 'What failed?' })
    expect(text).toBe('job-40')
    // The caller keeps what the tool returned.
    expect(steps[0]?.toolResults[0]?.output).toEqual(rows)
    const [, second, third] = inner.doGenerateCalls
    expect(resultIn(second)).toBeTypeOf('object')
    expect(JSON.stringify(resultIn(second)).length).toBeLessThan(smallerThan)
    expect(JSON.stringify(third?.prompt.slice(0, second?.prompt.length))).toBe(JSON.stringify(second?.prompt))
  })

  test('a request that was made smaller by prepareStep is not made smaller again', async () => {
    const inner = mock()
    await generateText({
      model: wrapLanguageModel({ model: inner, middleware: headroomMiddleware() }), messages,
      prepareStep: async ({ messages: now }) => ({ messages: (await optimize(now, { model: 'gpt-4o-mini', format: 'ai-sdk' })).messages }),
    })
    const once = await optimize(messages, { model: 'gpt-4o-mini' })
    expect(once.messages[2]?.content[0]).toMatchObject({ output: { value: resultIn(inner.doGenerateCalls[0]) } })
  })

  test('parameters in which nothing is worth changing are the very same', async () => {
    const { transformParams } = headroomMiddleware()
    const params = { prompt: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'hi' }] }], temperature: 0 }
    expect(await transformParams({ params })).toBe(params)
  })

  test('headers of ours hold for one call and do not leave', async () => {
    const inner = mock()
    const model = wrapLanguageModel({ model: inner, middleware: headroomMiddleware() })
    await generateText({ model, messages, headers: { 'X-Headroom-Mode': 'audit', 'x-own': '1' } })
    await generateText({ model, messages, headers: { 'x-own': '1' } })
    const [audited, optimized] = inner.doGenerateCalls
    expect(resultIn(audited)).toBe(jobs)
    expect(Object.keys(audited?.headers ?? {}).filter((name) => name.toLowerCase().startsWith('x-')).sort()).toEqual(['x-own'])
    expect(resultIn(optimized)).not.toBe(jobs)
    await expect(generateText({ model, messages, headers: { 'x-headroom-mode': 'simulate' } })).rejects.toThrow('x-headroom-mode')
    await expect(generateText({ model, messages, headers: { 'x-headroom-turns': '1' } })).rejects.toThrow('unknown header x-headroom-turns')
  })

  test('belongs to a session, whose model stands over that of the call', async () => {
    const headroom = createHeadroom({ model: 'gpt-4.1' })
    const middleware = headroomMiddleware({ headroom })
    await generateText({ model: wrapLanguageModel({ model: mock(), middleware }), messages })
    expect(middleware.headroom).toBe(headroom)
    expect((await headroom.getMetrics())[0]).toMatchObject({ model: 'gpt-4.1' })
    expect(() => headroomMiddleware({ headroom, mode: 'audit' })).toThrow('mode belongs to the session')
    expect(() => headroomMiddleware({ mode: 'off' as 'audit' })).toThrow('mode must be')
  })

  test('an error of the provider reaches the caller unchanged, and is counted', async () => {
    const failure = new Error('overloaded')
    for (const doStream of [async () => { throw failure }, async () => ({ stream: new ReadableStream({ start(controller) { controller.error(failure) } }) })]) {
      const inner = new MockLanguageModelV4({ modelId: 'gpt-4o-mini', doGenerate: async () => { throw failure }, doStream })
      const middleware = headroomMiddleware()
      const model = wrapLanguageModel({ model: inner, middleware })
      await expect(generateText({ model, messages, maxRetries: 0 })).rejects.toBe(failure)
      await expect((async () => (await model.doStream({ prompt: [] })).stream.getReader().read())()).rejects.toBe(failure)
      expect(await middleware.headroom.getMetrics()).toMatchObject([{ error: expect.anything() as unknown }, { error: expect.anything() as unknown }])
    }
  })

  test('a transform that fails sends what came in', async () => {
    const broken: Transform = { name: 'broken', apply: () => { throw new Error('out of order') } }
    const inner = mock()
    await generateText({ model: wrapLanguageModel({ model: inner, middleware: headroomMiddleware({ transforms: [broken], smartCrusher: { enabled: false } }) }), messages })
    expect(resultIn(inner.doGenerateCalls[0])).toBe(jobs)
  })

  test('an abort ends the work before anything is sent, and a reader who leaves is passed on', async () => {
    const inner = mock()
    const middleware = headroomMiddleware()
    const model = wrapLanguageModel({ model: inner, middleware })
    const reason = new Error('enough')
    await expect(generateText({ model, messages, abortSignal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(sentBy(inner)).toEqual([])
    let cancelled: unknown
    const endless = new MockLanguageModelV4({ modelId: 'gpt-4o-mini', doStream: async () => ({ stream: new ReadableStream<LanguageModelV4StreamPart>({
      pull(controller) { controller.enqueue({ type: 'text-delta', id: '0', delta: 'on and ' }) },
      cancel(why) { cancelled = why },
    }) }) })
    const { stream } = await wrapLanguageModel({ model: endless, middleware }).doStream({ prompt: [] })
    const reader = stream.getReader()
    expect(await reader.read()).toMatchObject({ value: { delta: 'on and ' } })
    await reader.cancel('left')
    expect(cancelled).toBe('left')
    expect(middleware.headroom.getStats().session.requestsTotal).toBe(1)
  })

  test('models of the older specification are wrapped alike', async () => {
    const inner = new MockLanguageModelV3({ modelId: 'gpt-4o-mini', doGenerate: { content: [{ type: 'text', text: 'job-40' }], finishReason: stop, usage, warnings: [] } })
    const middleware = headroomMiddleware()
    await generateText({ model: wrapLanguageModel({ model: inner, middleware }), messages })
    expect(JSON.stringify(inner.doGenerateCalls[0]?.prompt).length).toBeLessThan(smallerThan)
    expect(middleware.headroom.getStats().session).toMatchObject({ usage: { tokensInputTotal: 100 } })
  })

  test('works for other middlewares on either side', async () => {
    const inner = mock()
    const seen: string[] = []
    const look = (name: string): LanguageModelMiddleware => ({
      specificationVersion: 'v4', transformParams: async ({ params }) => {
        seen.push(`${name} ${resultIn(params) === jobs ? 'whole' : 'smaller'}`)
        return { ...params, temperature: 0 }
      },
    })
    const middleware = headroomMiddleware()
    await generateText({ model: wrapLanguageModel({ model: inner, middleware: [look('outer'), middleware, look('inner')] }), messages })
    expect(seen).toEqual(['outer whole', 'inner smaller'])
    expect(middleware.headroom.getStats().session).toMatchObject({ requestsTotal: 1, usage: { tokensInputTotal: 100 } })
  })
})

describe('over the wire of a provider', () => {
  let server: ProviderServer
  beforeAll(async () => { server = await startProvider() })
  afterAll(() => server.close())
  beforeEach(() => { server.received.length = 0 })

  const completion = {
    id: 'c', object: 'chat.completion', created: 0, model: 'gpt-4o-mini', choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'job-40' } }],
    usage: { prompt_tokens: 100, completion_tokens: 3, total_tokens: 103, prompt_tokens_details: { cached_tokens: 64 } },
  }
  const overloaded = { status: 500, body: { error: { message: 'overloaded', type: 'server_error', code: null, param: null } } }
  const model = (middleware = headroomMiddleware()) => wrapLanguageModel({ model: createOpenAI({ apiKey: 'key', baseURL: `${server.url}/v1` }).chat('gpt-4o-mini'), middleware })
  const contentOf = (index: number): string => (server.received[index]!.body.messages as { content: string }[])[2]!.content

  test('a real provider takes the smaller prompt', async () => {
    server.reply({ body: completion })
    const middleware = headroomMiddleware()
    expect((await generateText({ model: model(middleware), messages })).text).toBe('job-40')
    expect(contentOf(0).length).toBeLessThan(smallerThan)
    expect(middleware.headroom.getStats().session).toMatchObject({ usage: { tokensInputTotal: 100, tokensOutputTotal: 3, cachedTokensReadTotal: 64 } })
  })

  test('and streams', async () => {
    server.reply({ body: events([
      { id: 'c', object: 'chat.completion.chunk', created: 0, model: 'gpt-4o-mini', choices: [{ index: 0, delta: { role: 'assistant', content: 'job-40' }, finish_reason: 'stop' }] },
      { id: 'c', object: 'chat.completion.chunk', created: 0, model: 'gpt-4o-mini', choices: [], usage: completion.usage }, '[DONE]',
    ]) })
    const middleware = headroomMiddleware()
    expect(await streamText({ model: model(middleware), messages }).text).toBe('job-40')
    expect(contentOf(0).length).toBeLessThan(smallerThan)
    expect(middleware.headroom.getStats().session).toMatchObject({ usage: { tokensInputTotal: 100, cachedTokensReadTotal: 64 } })
  })

  test('a retry sends the same bytes', async () => {
    server.reply(overloaded, { body: completion })
    // The SDK waits two seconds before it tries again.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true, advanceTimeDelta: 1000 })
    try {
      expect((await generateText({ model: model(), messages, maxRetries: 1 })).text).toBe('job-40')
    } finally {
      vi.useRealTimers()
    }
    expect(server.received).toHaveLength(2)
    expect(server.received[1]?.text).toBe(server.received[0]?.text)
  })

  test('messages of a user interface become smaller before or after they are converted, to the same bytes', async () => {
    server.reply({ body: completion })
    const chat: UIMessage[] = [
      { id: '1', role: 'user', parts: [{ type: 'text', text: 'What failed?' }] },
      { id: '2', role: 'assistant', parts: [{ type: 'step-start' }, { type: 'dynamic-tool', toolName: 'list_jobs', toolCallId: 'a', state: 'output-available', input: {}, output: rows }] },
    ]
    const { messages: smaller, report } = await optimize(chat, { model: 'gpt-4o-mini' })
    expect(report).toMatchObject({ format: 'ai-sdk', transforms: ['smart-crusher'] })
    expect(chat[1]?.parts[1]).toMatchObject({ output: rows })
    await generateText({ model: model(), messages: await convertToModelMessages(chat) })
    await generateText({ model: model(), messages: await convertToModelMessages(smaller) })
    expect(contentOf(0).length).toBeLessThan(smallerThan)
    expect(contentOf(1)).toBe(contentOf(0))
  })
})
