import { FakeListChatModel } from '@langchain/core/utils/testing'
import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages'
import type { BaseMessage } from '@langchain/core/messages'
import { ChatOpenAI } from '@langchain/openai'
import { createAgent, createMiddleware, FakeToolCallingModel, tool } from 'langchain'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createHeadroomMiddleware } from '../../../src/langchain.ts'
import { optimize } from '../../../src/optimize.ts'
import { createHeadroom } from '../../../src/session.ts'
import type { Transform } from '../../../src/transforms/transform.ts'
import { events, jobs, startProvider } from './provider-server.ts'
import type { ProviderServer } from './provider-server.ts'

/** What is sent of a list of jobs is shorter than this, in UTF-16 code units. */
const smallerThan = jobs.length * 0.6

const listJobs = tool(() => jobs, { name: 'list_jobs', description: 'Lists jobs.', schema: z.object({}) })
const messages = (): BaseMessage[] => [
  new HumanMessage({ content: 'What failed?', id: 'h1' }),
  new AIMessage({ content: '', id: 'a1', tool_calls: [{ id: 'a', name: 'list_jobs', args: {} }] }),
  new ToolMessage({ content: jobs, tool_call_id: 'a', id: 't1', artifact: { whole: true } }),
]

let server: ProviderServer
beforeAll(async () => { server = await startProvider() })
afterAll(() => server.close())
beforeEach(() => { server.received.length = 0 })

const usage = { prompt_tokens: 100, completion_tokens: 3, total_tokens: 103, prompt_tokens_details: { cached_tokens: 64 } }
/** An agent takes messages of one id for one message. */
const answers = (message: Readonly<Record<string, unknown>>, id: string) => ({ body: { id, object: 'chat.completion', created: 0, model: 'gpt-4o-mini', choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', ...message } }], usage } })
const calls = (id: string) => answers({ content: null, tool_calls: [{ id, type: 'function', function: { name: 'list_jobs', arguments: '{}' } }] }, `calls ${id}`)
const says = answers({ content: 'job-40' }, 'says')
const chatModel = (maxRetries = 0) => new ChatOpenAI({ model: 'gpt-4o-mini', apiKey: 'key', maxRetries, configuration: { baseURL: `${server.url}/v1` } })
const sent = (index: number) => server.received[index]?.body.messages as readonly { readonly role: string, readonly content: string }[]

describe('optimize', () => {
  test('keeps instances, ids and artifacts, and a real model takes them', async () => {
    server.reply(says)
    const source = messages()
    const { messages: smaller, report } = await optimize(source, { model: 'gpt-4o-mini' })
    expect(report).toMatchObject({ format: 'langchain', transforms: ['smart-crusher'], warnings: [] })
    expect([smaller[0], smaller[1]]).toEqual([source[0], source[1]])
    expect(smaller[0]).toBe(source[0])
    const [, , result] = smaller
    expect(result).toBeInstanceOf(ToolMessage)
    expect(result).toMatchObject({ id: 't1', tool_call_id: 'a', artifact: { whole: true } })
    expect(source[2]?.content).toBe(jobs)
    expect((await chatModel().invoke(smaller)).content).toBe('job-40')
    expect(sent(0)[2]?.content).toBe(result?.content)
    expect(sent(0)[2]?.content.length).toBeLessThan(smallerThan)
  })
})

describe('createHeadroomMiddleware', () => {
  test('makes every step of an agent smaller; its state keeps the messages as they are', async () => {
    server.reply(calls('a'), calls('b'), says)
    const middleware = createHeadroomMiddleware()
    const agent = createAgent({ model: chatModel(), tools: [listJobs], systemPrompt: 'You are helpful.', middleware: [middleware] })
    const state = await agent.invoke({ messages: [{ role: 'user', content: 'What failed?' }] })
    expect(state.messages.at(-1)?.content).toBe('job-40')
    expect(state.messages.filter((message) => ToolMessage.isInstance(message)).map(({ content }) => content)).toEqual([jobs, jobs])
    expect(server.received).toHaveLength(3)
    expect(sent(1).map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool'])
    expect(sent(1)[3]?.content.length).toBeLessThan(smallerThan)
    // What was sent once begins what is sent next.
    expect(JSON.stringify(sent(2).slice(0, 4))).toBe(JSON.stringify(sent(1)))
    expect(middleware.headroom.getStats().session).toMatchObject({ requestsTotal: 3, usage: { tokensInputTotal: 300, tokensOutputTotal: 9, cachedTokensReadTotal: 192 } })
    expect((await middleware.headroom.getMetrics())[0]).toMatchObject({ model: 'gpt-4o-mini' })
  })

  test('sends the bytes that optimize would', async () => {
    server.reply(says)
    const agent = createAgent({ model: chatModel(), tools: [listJobs], middleware: [createHeadroomMiddleware()] })
    await agent.invoke({ messages: messages() })
    const { messages: smaller } = await optimize(messages(), { model: 'gpt-4o-mini' })
    expect(sent(0)[2]?.content).toBe(smaller[2]?.content)
  })

  test('streams', async () => {
    const chunk = (more: object) => ({ id: 'c', object: 'chat.completion.chunk', created: 0, model: 'gpt-4o-mini', choices: [], ...more })
    server.reply({ body: events([chunk({ choices: [{ index: 0, delta: { role: 'assistant', content: 'job' } }] }), chunk({ choices: [{ index: 0, delta: { content: '-40' }, finish_reason: 'stop' }] }), chunk({ usage }), '[DONE]']) })
    const middleware = createHeadroomMiddleware()
    const agent = createAgent({ model: chatModel(), tools: [listJobs], middleware: [middleware] })
    let text = ''
    for await (const [message] of await agent.stream({ messages: messages() }, { streamMode: 'messages' })) if (AIMessage.isInstance(message)) text += message.text
    expect(text).toContain('job-40')
    expect(sent(0)[2]?.content.length).toBeLessThan(smallerThan)
    expect(middleware.headroom.getStats().session.usage).toMatchObject({ tokensInputTotal: 100, cachedTokensReadTotal: 64 })
  })

  test('a retry of the model sends the same bytes', async () => {
    server.reply({ status: 500, body: { error: { message: 'overloaded' } } }, says)
    const agent = createAgent({ model: chatModel(1), tools: [listJobs], middleware: [createHeadroomMiddleware()] })
    await agent.invoke({ messages: messages() })
    expect(server.received).toHaveLength(2)
    expect(server.received[1]?.text).toBe(server.received[0]?.text)
  })

  test('a prompt that says the day goes out as the aligner leaves it, with nothing of the old one in what is written of it', async () => {
    let seen: SystemMessage | undefined
    const move: Transform = { name: 'move', apply: ({ system }) => ({ edits: [{ kind: 'replace', path: system[0]!.path, value: 'You are helpful.\n\nToday is January 7, 2025.' }], decisions: [], warnings: [] }) }
    const look = createMiddleware({ name: 'look', wrapModelCall: (request, handler) => {
      seen = request.systemMessage
      return handler(request)
    } })
    server.reply(says)
    const agent = createAgent({ model: chatModel(), tools: [listJobs], systemPrompt: 'Today is January 7, 2025. You are helpful.', middleware: [createHeadroomMiddleware({ transforms: [move], cacheAligner: { enabled: false } }), look] })
    await agent.invoke({ messages: [new HumanMessage('hi')] })
    expect(sent(0)[0]).toEqual({ role: 'system', content: [{ type: 'text', text: 'You are helpful.\n\nToday is January 7, 2025.' }] })
    expect(SystemMessage.isInstance(seen)).toBe(true)
    expect(JSON.stringify(seen)).not.toContain('January 7, 2025. You')
  })

  test('a request in which nothing is worth changing is the very same', async () => {
    const request = { messages: [new HumanMessage('hi')], systemMessage: new SystemMessage('rules'), tools: [listJobs], model: chatModel() }
    let handled: unknown
    const answer = new AIMessage('yes')
    expect(await createHeadroomMiddleware().wrapModelCall(request, (given) => {
      handled = given
      return answer
    })).toBe(answer)
    expect(handled).toBe(request)
  })

  test('headers of ours hold for one call and do not leave', async () => {
    server.reply(says)
    const wish = createMiddleware({ name: 'wish', wrapModelCall: (request, handler) => handler({ ...request, modelSettings: { headers: { 'X-Headroom-Mode': 'audit', 'x-own': '1' } } }) })
    const agent = createAgent({ model: chatModel(), tools: [listJobs], middleware: [wish, createHeadroomMiddleware()] })
    await agent.invoke({ messages: messages() })
    expect(sent(0)[2]?.content).toBe(jobs)
    expect(server.received[0]?.headers['x-headroom-mode']).toBeUndefined()
  })

  test('belongs to a session', async () => {
    const headroom = createHeadroom({ model: 'gpt-4.1' })
    const middleware = createHeadroomMiddleware({ headroom })
    const agent = createAgent({ model: new FakeToolCallingModel({ toolCalls: [[]] }), tools: [listJobs], middleware: [middleware] })
    await agent.invoke({ messages: messages() })
    expect(middleware.headroom).toBe(headroom)
    expect((await headroom.getMetrics())[0]).toMatchObject({ model: 'gpt-4.1' })
    expect(() => createHeadroomMiddleware({ headroom, mode: 'audit' })).toThrow('mode belongs to the session')
  })

  test('an error of the provider is what it is without us, and is counted', async () => {
    server.reply({ status: 400, body: { error: { message: 'no such model', code: 'model_not_found' } } })
    const middleware = createHeadroomMiddleware()
    const failureOf = async (middlewares: readonly ReturnType<typeof createHeadroomMiddleware>[]): Promise<unknown> =>
      createAgent({ model: chatModel(), tools: [listJobs], middleware: middlewares }).invoke({ messages: messages() }).then(() => undefined, (error: unknown) => error)
    const [wrapped, plain] = [await failureOf([middleware]), await failureOf([])]
    expect(wrapped).toMatchObject({ name: (plain as Error).name, message: (plain as Error).message })
    expect(middleware.headroom.getStats().session.failedTotal).toBe(1)
    const failure = new Error('broken')
    await expect(middleware.wrapModelCall({ messages: messages() }, () => { throw failure })).rejects.toBe(failure)
  })

  test('a transform that fails sends what came in', async () => {
    server.reply(says)
    const broken: Transform = { name: 'broken', apply: () => { throw new Error('out of order') } }
    const agent = createAgent({ model: chatModel(), tools: [listJobs], middleware: [createHeadroomMiddleware({ transforms: [broken], smartCrusher: { enabled: false } })] })
    await agent.invoke({ messages: messages() })
    expect(sent(0)[2]?.content).toBe(jobs)
  })

  test('an abort ends the work before anything is sent', async () => {
    const reason = new Error('enough')
    let called = false
    await expect(createHeadroomMiddleware().wrapModelCall({ messages: messages(), runtime: { signal: AbortSignal.abort(reason) } }, () => { called = true })).rejects.toBe(reason)
    expect(called).toBe(false)
  })
})

describe('the note of a window', () => {
  test('is a block of the user\'s message, which models take in any place', async () => {
    server.reply(says)
    const { langChainAdapter } = await import('../../../src/adapters/langchain/adapter.ts')
    const { applyEdits } = await import('../../../src/conversation/edits.ts')
    const source = [new SystemMessage('rules'), ...messages()]
    const conversation = langChainAdapter.parse(source)
    const noted = applyEdits(source, langChainAdapter.placeNote(conversation, 'Three turns left.', conversation.messages[1]!))
    await chatModel().invoke(noted)
    expect(sent(0)[1]).toEqual({ role: 'user', content: [{ type: 'text', text: 'Three turns left.' }, { type: 'text', text: 'What failed?' }] })
    expect((await new FakeListChatModel({ responses: ['yes'] }).invoke(noted)).content).toBe('yes')
  })
})
