import { ApiError, FunctionCallingConfigMode, GoogleGenAI } from '@google/genai'
import type { GenerateContentParameters } from '@google/genai'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createHeadroomFetch } from '../../../src/fetch.ts'
import { withHeadroom } from '../../../src/google.ts'
import { HeadroomClient } from '../../../src/headroom-client.ts'
import { events, jobs, startProvider } from './provider-server.ts'
import type { ProviderServer } from './provider-server.ts'

let server: ProviderServer
beforeAll(async () => { server = await startProvider() })
afterAll(() => server.close())
beforeEach(() => { server.received.length = 0 })

const request = {
  model: 'gemini-2.5-flash',
  contents: [
    { role: 'user', parts: [{ text: 'What failed?' }] },
    { role: 'model', parts: [{ functionCall: { id: 'a', name: 'list_jobs', args: {} }, thoughtSignature: 'c2ln' }] },
    { role: 'user', parts: [{ functionResponse: { id: 'a', name: 'list_jobs', response: { jobs: JSON.parse(jobs) as unknown } } }] },
  ],
  config: { toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.AUTO } } },
} satisfies GenerateContentParameters

const response = { candidates: [{ content: { role: 'model', parts: [{ text: 'job-40' }] }, finishReason: 'STOP' }], usageMetadata: { promptTokenCount: 60, candidatesTokenCount: 3, cachedContentTokenCount: 20 } }

const plain = (): GoogleGenAI => new GoogleGenAI({ apiKey: 'key', httpOptions: { baseUrl: server.url, headers: { 'x-own': 'kept' } } })

interface Body { readonly contents: { readonly parts: { readonly functionResponse?: { readonly response: Record<string, unknown> }, readonly thoughtSignature?: string }[] }[] }
const sentResponse = (): unknown => (server.received.at(-1)!.body as unknown as Body).contents[2]!.parts[0]!.functionResponse!.response

const clients: readonly (readonly [name: string, create: () => GoogleGenAI])[] = [
  ['withHeadroom', () => withHeadroom(plain())],
  ['createHeadroomFetch', () => new GoogleGenAI({ apiKey: 'key', httpOptions: { baseUrl: server.url, headers: { 'x-own': 'kept' }, fetch: createHeadroomFetch() } })],
]

describe.each(clients)('Google GenAI through %s', (_, create) => {
  test('sends a smaller request, whose tool response stays an object, and gives the answer back', async () => {
    server.reply({ body: response })
    const answer = await create().models.generateContent(request)
    expect(answer.text).toBe('job-40')
    expect(typeof sentResponse()).toBe('object')
    expect(JSON.stringify(sentResponse()).length).toBeLessThan(jobs.length * 0.7)
    expect(JSON.stringify(sentResponse())).toContain('disk full')
    const [received] = server.received
    expect((received!.body as unknown as Body).contents[1]!.parts[0]!.thoughtSignature).toBe('c2ln')
    expect([received!.headers['x-goog-api-key'], received!.headers['x-own']]).toEqual(['key', 'kept'])
  })

  test('streams', async () => {
    server.reply({ body: events([{ candidates: [{ content: { role: 'model', parts: [{ text: 'job' }] } }] }, { ...response, candidates: [{ content: { role: 'model', parts: [{ text: '-40' }] } }] }]) })
    let text = ''
    for await (const part of await create().models.generateContentStream(request)) text += part.text ?? ''
    expect(text).toBe('job-40')
    expect(JSON.stringify(sentResponse())).toContain('disk full')
  })

  test('chats go on working', async () => {
    server.reply({ body: response })
    const chat = create().chats.create({ model: request.model, history: request.contents })
    expect((await chat.sendMessage({ message: 'And which one?' })).text).toBe('job-40')
    expect(JSON.stringify(sentResponse()).length).toBeLessThan(jobs.length * 0.7)
  })

  test('an error of the provider reaches the caller as the class that it is', async () => {
    server.reply({ status: 400, body: { error: { code: 400, message: 'bad', status: 'INVALID_ARGUMENT' } } })
    await expect(create().models.generateContent(request)).rejects.toSatisfy((error) => error instanceof ApiError && error.status === 400)
  })
})

test('the client is another of the same class; the model in the address is the request\'s, and usage is read', async () => {
  server.reply({ body: response })
  const given = plain()
  const client = withHeadroom(given)
  expect(client).toBeInstanceOf(GoogleGenAI)
  expect(client).not.toBe(given)
  await client.models.generateContent(request)
  expect(await client.headroom.getMetrics()).toMatchObject([{ model: 'gemini-2.5-flash', tokensInputReported: 60, cachedTokensRead: 20 }])
  await given.models.generateContent(request)
  expect(sentResponse()).toEqual({ jobs: JSON.parse(jobs) })
  expect(() => withHeadroom(client)).toThrow('wrapped already')
})

test('Vertex AI authenticates with what the given client has', async () => {
  server.reply({ body: response })
  const given = new GoogleGenAI({ vertexai: true, project: 'p', location: 'l', httpOptions: { baseUrl: server.url } })
  // Real credentials would ask Google for a token.
  const { clientOptions } = (given as unknown as { apiClient: { clientOptions: { auth: unknown } } }).apiClient
  clientOptions.auth = { addAuthHeaders: async (headers: Headers) => { headers.set('authorization', 'Bearer mine') } }
  await withHeadroom(given).models.generateContent(request)
  expect(server.received[0]?.headers.authorization).toBe('Bearer mine')
  expect(server.received[0]?.path).toContain('/projects/p/locations/l/')
})

test('HeadroomClient around Google GenAI', async () => {
  server.reply({ body: response })
  const client = new HeadroomClient({ originalClient: plain(), provider: 'google', enableCacheOptimizer: false })
  await client.models.generateContent(request)
  expect(sentResponse()).toEqual({ jobs: JSON.parse(jobs) })
  const answer = await client.models.generateContent({ ...request, headroomMode: 'optimize' })
  expect(answer.text).toBe('job-40')
  expect(JSON.stringify(sentResponse()).length).toBeLessThan(jobs.length * 0.7)
})
