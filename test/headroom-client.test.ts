import { describe, expect, test } from 'vitest'
import { HeadroomClient } from '../src/headroom-client.ts'
import type { HeadroomClientOptions } from '../src/headroom-client.ts'
import { optimize } from '../src/optimize.ts'
import { AnthropicProvider, OpenAIProvider } from '../src/providers.ts'
import { simulate } from '../src/simulate.ts'

const rows = JSON.stringify(Array.from({ length: 100 }, (_, i) => ({ id: `job-${i}`, state: i === 40 ? 'failed' : 'done', note: 'finished without any errors at all' })))
const messages = [
  { role: 'user', content: 'What failed?' },
  { role: 'assistant', content: null, tool_calls: [{ id: 'a', type: 'function', function: { name: 'list', arguments: '{}' } }] },
  { role: 'tool', tool_call_id: 'a', content: rows },
]
const request = { model: 'gpt-4o', messages }

interface Request { readonly model: string, readonly messages: readonly unknown[] }

/** Not a client that we know: anything with methods of the same names. */
function createOriginal() {
  const sent: Request[] = []
  const create = async (body: Request, options?: { readonly timeout?: number }) => {
    sent.push(body)
    return { text: 'job-40', timeout: options?.timeout, usage: { prompt_tokens: 11, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 4 } } }
  }
  return { sent, chat: { completions: { create } } }
}

test('observes by default: the very same request goes out, and the totals say what could be', async () => {
  const original = createOriginal()
  const client = new HeadroomClient({ originalClient: original, provider: 'openai' })
  const answer = await client.chat.completions.create(request, { timeout: 5 })
  expect(answer).toMatchObject({ text: 'job-40', timeout: 5 })
  expect(original.sent[0]).toBe(request)
  expect(client.getStats()).toMatchObject({
    session: { requestsTotal: 1, requestsByMode: { audit: 1, optimize: 0 }, tokensSavedTotal: 0, usage: { tokensInputTotal: 11, tokensOutputTotal: 2, cachedTokensReadTotal: 4 } },
    config: { mode: 'audit', provider: 'openai' },
    transforms: { smartCrusherEnabled: true },
  })
})

test('optimizes when a request or the client says so, and sends none of our fields', async () => {
  const original = createOriginal()
  const client = new HeadroomClient({ originalClient: original, provider: new OpenAIProvider() })
  await client.chat.completions.create({ ...request, headroomMode: 'optimize' })
  await new HeadroomClient({ originalClient: original, defaultMode: 'optimize' }).chat.completions.create(request)
  const expected = (await optimize(request)).request
  expect(original.sent).toEqual([expected, expected])
})

test('every field of a request works', async () => {
  const original = createOriginal()
  const client = new HeadroomClient({ originalClient: original, defaultMode: 'optimize' })
  await client.chat.completions.create({ ...request, headroomToolProfiles: { list: { skipCompression: true } } })
  await client.chat.completions.create({ ...request, headroomBypass: true })
  expect(original.sent).toEqual([request, request])
  const long = [...Array.from({ length: 9 }, (_, i) => [{ role: 'user', content: `${i} ${'word '.repeat(300)}` }, { role: 'assistant', content: 'ok' }]).flat(), { role: 'user', content: 'now' }]
  const small = new HeadroomClient({ originalClient: original, defaultMode: 'optimize', modelContextLimits: { 'gpt-4o': 2000 } })
  await small.chat.completions.create({ model: 'gpt-4o', messages: long, headroomOutputBufferTokens: 100, headroomKeepTurns: 1 })
  await small.chat.completions.create({ model: 'gpt-4o', messages: long, headroomOutputBufferTokens: 100, headroomKeepTurns: 8 })
  const [fewest, most] = original.sent.slice(2).map((sent) => sent.messages.length)
  expect(fewest).toBeLessThan(most!)
  expect(most).toBeGreaterThanOrEqual(15)
})

test('simulate tells what would be saved, in tokens and dollars, and sends nothing', async () => {
  const original = createOriginal()
  const client = new HeadroomClient({ originalClient: original, provider: 'openai' })
  const plan = await client.chat.completions.simulate({ ...request, headroomToolProfiles: {} })
  const { estimatedSavingsUsd, ...expected } = await simulate(request)
  expect(plan).toMatchObject({ tokensSaved: expected.tokensSaved, transforms: ['smart-crusher'], estimatedSavings: estimatedSavingsUsd })
  expect(original.sent).toEqual([])
  expect(client.getStats().session.requestsTotal).toBe(0)
})

test('the limit of a provider holds for its models, one of the caller\'s own over it', async () => {
  const original = createOriginal()
  const provider = { name: 'mine', getContextLimit: (model: string) => (model === 'mine-1' ? 5000 : undefined) }
  const mine = { ...request, model: 'mine-1' }
  const plan = await new HeadroomClient({ originalClient: original, provider }).chat.completions.simulate(mine)
  expect(plan.window.limit).toBe(5000)
  const own = await new HeadroomClient({ originalClient: original, provider, modelContextLimits: { 'mine-1': 7000 } }).chat.completions.simulate(mine)
  expect(own.window.limit).toBe(7000)
})

test('records say whom the request went to and what became of it', async () => {
  const original = { chat: { completions: { create: async (_request: Request): Promise<string> => { throw new TypeError('no') } } } }
  const client = new HeadroomClient({ originalClient: original, provider: 'mine' })
  await expect(client.chat.completions.create(request)).rejects.toThrow('no')
  expect(await client.getMetrics()).toMatchObject([{ provider: 'mine', model: 'gpt-4o', mode: 'audit', error: { name: 'TypeError' } }])
  expect(client.getStats().session.failedTotal).toBe(1)
  expect(await client.validateSetup()).toMatchObject({ valid: true })
  await client.close()
  await expect(client.chat.completions.create(request)).rejects.toThrow('closed')
})

describe('a mistake of the caller is told at once:', () => {
  const original = createOriginal()
  test.each<{ name: string, options: unknown, message: string }>([
    { name: 'no client', options: {}, message: 'originalClient must be a client' },
    { name: 'a semantic cache', options: { originalClient: original, enableSemanticCache: true }, message: 'there is no semantic cache yet' },
    { name: 'a mode that is none', options: { originalClient: original, defaultMode: 'simulate' }, message: 'defaultMode must be' },
    { name: 'the mode by its name elsewhere', options: { originalClient: original, mode: 'optimize' }, message: 'did you mean defaultMode' },
    { name: 'a provider without a name', options: { originalClient: original, provider: {} }, message: 'provider must be' },
    { name: 'an option in snake case', options: { originalClient: original, model_context_limits: {} }, message: 'did you mean modelContextLimits?' },
  ])('$name', ({ options, message }) => {
    expect(() => new HeadroomClient(options as HeadroomClientOptions<object>)).toThrow(expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringContaining(message) as string }))
  })

  test.each<{ name: string, fields: Record<string, unknown>, message: string }>([
    { name: 'a field that is unknown', fields: { headroomTurns: 3 }, message: 'unknown field headroomTurns' },
    { name: 'a field that is wrong', fields: { headroomKeepTurns: 0 }, message: 'keepTurns must be a whole number of at least 1, got 0' },
  ])('$name', ({ fields, message }) => {
    const client = new HeadroomClient({ originalClient: original })
    expect(() => client.chat.completions.create({ ...request, ...fields })).toThrow(message)
  })

  test('a method that the client does not have', () => {
    const client = new HeadroomClient({ originalClient: { messages: {} as { create?: (body: object) => Promise<string> } } })
    expect(() => (client.messages as unknown as { create: (body: object) => unknown }).create(request)).toThrow('the original client has no messages.create()')
  })
})

test('a provider knows windows, tokens and costs of its models', async () => {
  const provider = new AnthropicProvider()
  expect(await provider.getContextLimit('claude-sonnet-4-5')).toBeGreaterThan(100_000)
  expect(await provider.countTokens('hello world', 'claude-sonnet-4-5')).toBeGreaterThan(1)
  const cost = await provider.estimateCost({ model: 'claude-sonnet-4-5', inputTokens: 1_000_000, outputTokens: 1_000_000, cachedTokens: 1_000_000 })
  expect(cost).toBeCloseTo(0.3 + 15)
  expect(await provider.estimateCost({ model: 'nobody-9', inputTokens: 1 })).toBeUndefined()
})

test.each([
  { name: 'throws', limit: () => { throw new Error('who knows') } },
  { name: 'answers with no number of tokens', limit: () => Promise.resolve(-1) },
])('a provider that $name when it is asked for a window stops no request', async ({ limit }) => {
  const original = createOriginal()
  const lines: string[] = []
  const logger = { debug: () => undefined, info: () => undefined, warn: (line: string) => { lines.push(line) }, error: () => undefined }
  const client = new HeadroomClient({ originalClient: original, provider: { name: 'mine', getContextLimit: limit }, defaultMode: 'optimize', logger })
  await client.chat.completions.create(request)
  expect(original.sent).toEqual([(await optimize(request)).request])
  expect(lines[0]).toContain('the provider mine does not tell the context window of gpt-4o')
})

test('a client that is wrapped already is refused at once', () => {
  const send = Object.assign(() => Promise.resolve(new Response()), { headroom: {} })
  const wrapped = { fetch: send, withOptions: () => wrapped, chat: { completions: {} } }
  expect(() => new HeadroomClient({ originalClient: wrapped })).toThrow('originalClient must be a client that is not wrapped')
})
