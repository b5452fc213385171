import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { events } from './clients/provider-server.ts'

/** What came in, and what a chat page's backend answers for it as well. */
export interface FakeModel {
  readonly url: string
  readonly bodies: readonly Readonly<Record<string, unknown>>[]
  close(): Promise<void>
}

/** An answer from what the request says alone: it knows the row with the failed job only if that row was sent. */
export function answerFrom(text: string): string {
  const id = /job-\d+(?=[^{}[\]]{0,40}failed)/.exec(text)?.[0]
  return id !== undefined && text.includes('disk full') ? `${id} failed: disk full` : 'Hello!'
}

/** OpenAI (chat and Responses), Anthropic and Google on this machine, as far as the examples need them. It calls the first tool it is offered, once. */
export async function startFakeModel(): Promise<FakeModel> {
  const bodies: Record<string, unknown>[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const body = JSON.parse(text) as Record<string, unknown>
      bodies.push(body)
      const answer = reply(request.url ?? '', body, text)
      response.writeHead(200, { 'content-type': typeof answer === 'string' ? 'text/event-stream' : 'application/json' })
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer))
    })
  })
  // A machine that pauses for longer than the usual five seconds must not find its connection closed.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => { server.close(resolve) })
    },
  }
}

/** A document, or the text of a stream. */
function reply(path: string, body: Readonly<Record<string, unknown>>, text: string): object | string {
  const content = answerFrom(text)
  if (path.endsWith('/chat/completions')) return replyChat(body, content)
  if (path.endsWith('/responses')) return replyResponses(body, content)
  if (path.endsWith('/messages')) {
    return {
      id: 'm', type: 'message', role: 'assistant', model: body.model, content: [{ type: 'text', text: content }], stop_reason: 'end_turn', stop_sequence: null,
      usage: { input_tokens: 100, output_tokens: 8, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 },
    }
  }
  if (path.includes(':generateContent')) {
    return { candidates: [{ content: { role: 'model', parts: [{ text: content }] }, finishReason: 'STOP' }], usageMetadata: { promptTokenCount: 100, candidatesTokenCount: 8 } }
  }
  throw new Error(`nobody answers ${path}`)
}

interface OfferedTool { readonly function: { readonly name: string } }

function replyChat(body: Readonly<Record<string, unknown>>, content: string): object {
  const messages = body.messages as readonly { readonly role: string }[]
  const [offered] = (body.tools ?? []) as readonly OfferedTool[]
  const isFirst = offered !== undefined && !messages.some(({ role }) => role === 'tool')
  const message = isFirst
    ? { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: offered.function.name, arguments: '{}' } }] }
    : { role: 'assistant', content }
  return {
    id: isFirst ? 'c1' : 'c2', object: 'chat.completion', created: 0, model: body.model,
    choices: [{ index: 0, finish_reason: isFirst ? 'tool_calls' : 'stop', message }],
    usage: { prompt_tokens: 100, completion_tokens: 8, total_tokens: 108, prompt_tokens_details: { cached_tokens: 0 } },
  }
}

function replyResponses(body: Readonly<Record<string, unknown>>, content: string): object | string {
  const output = [{ id: 'o', type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: content, annotations: [] }] }]
  const response = { id: 'r', object: 'response', created_at: 0, model: body.model, status: 'completed', output, usage: { input_tokens: 100, output_tokens: 8, total_tokens: 108 } }
  if (body.stream !== true) return response
  return events([
    { type: 'response.output_text.delta', item_id: 'o', output_index: 0, content_index: 0, delta: content.slice(0, 5), sequence_number: 0 },
    { type: 'response.output_text.delta', item_id: 'o', output_index: 0, content_index: 0, delta: content.slice(5), sequence_number: 1 },
    { type: 'response.completed', response, sequence_number: 2 },
  ]).join('')
}
