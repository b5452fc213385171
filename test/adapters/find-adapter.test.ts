import { HumanMessage, ToolMessage } from '@langchain/core/messages'
import { describe, expect, test } from 'vitest'
import { findShape, shapes } from '../../src/adapters/find-adapter.ts'
import type { WireFormat } from '../../src/conversation/types.ts'

const user = { role: 'user', content: 'hi' }
const use = { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'f', input: {} }] }
const called = { role: 'assistant', content: null, tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }] }
const formatOf = (request: unknown, format?: WireFormat) => findShape(request, format).shape?.format

test.each([
  { name: 'texts alone', request: [user], format: 'openai-chat' },
  { name: 'nothing said yet', request: { model: 'gpt-4o', messages: [] }, format: 'openai-chat' },
  { name: 'a system message and text parts', request: [{ role: 'system', content: 'x' }, { role: 'user', content: [{ type: 'text', text: 'x' }] }], format: 'openai-chat' },
  { name: 'a tool message', request: [user, called, { role: 'tool', tool_call_id: 'a', content: 'x' }], format: 'openai-chat' },
  { name: 'a tool message alone', request: [{ role: 'tool', tool_call_id: 'a', content: 'x' }], format: 'openai-chat' },
  { name: 'an image_url with a cache mark', request: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'u' }, cache_control: { type: 'ephemeral' } }] }], format: 'openai-chat' },
  { name: 'function definitions for a Claude', request: { model: 'claude-opus-4-5', max_tokens: 9, messages: [user], tools: [{ type: 'function', function: { name: 'f' } }] }, format: 'openai-chat' },
  { name: 'a Claude and a system message', request: { model: 'anthropic/claude-opus-4.5', messages: [{ role: 'developer', content: 'x' }, user], max_tokens: 9 }, format: 'openai-chat' },
  { name: 'a Claude and max_tokens', request: { model: 'claude-opus-4-5', max_tokens: 9, messages: [user] }, format: 'anthropic' },
  { name: 'a Claude without max_tokens', request: { model: 'claude-opus-4-5', messages: [user] }, format: 'openai-chat' },
  { name: 'tool_use', request: [user, use], format: 'anthropic' },
  { name: 'tool_result alone', request: [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a' }] }], format: 'anthropic' },
  { name: 'a system prompt beside the messages', request: { model: 'x', system: 'rules', messages: [user] }, format: 'anthropic' },
  { name: 'input_schema', request: { messages: [user], tools: [{ name: 'f', input_schema: {} }] }, format: 'anthropic' },
  { name: 'Vertex', request: { anthropic_version: 'vertex-2023-10-16', messages: [user], max_tokens: 9 }, format: 'anthropic' },
  { name: 'an image with a source', request: [{ role: 'user', content: [{ type: 'image', source: { type: 'url', url: 'u' } }] }], format: 'anthropic' },
  { name: 'a developer alone', request: [{ role: 'developer', content: 'x' }, user], format: 'openai-chat' },
  { name: 'a text as input', request: { model: 'gpt-5.1', input: 'hi' }, format: 'openai-responses' },
  { name: 'a text and instructions', request: { input: 'hi', instructions: 'x' }, format: 'openai-responses' },
  { name: 'no input yet', request: { model: 'gpt-5.1', input: [], tools: [] }, format: 'openai-responses' },
  { name: 'texts alone as input', request: { model: 'gpt-5.1', input: [user] }, format: 'openai-responses' },
  { name: 'calls as items', request: [user, { type: 'function_call', call_id: 'a', name: 'f', arguments: '{}' }, { type: 'function_call_output', call_id: 'a', output: 'x' }], format: 'openai-responses' },
  { name: 'a result alone, as an item', request: [{ type: 'function_call_output', call_id: 'a', output: 'x' }], format: 'openai-responses' },
  { name: 'thoughts as items', request: [{ role: 'developer', content: 'x' }, user, { type: 'reasoning', id: 'rs', summary: [] }], format: 'openai-responses' },
  { name: 'output_text and a refusal', request: [user, { type: 'message', id: 'm', role: 'assistant', content: [{ type: 'output_text', text: 'x' }, { type: 'refusal', refusal: 'no' }] }], format: 'openai-responses' },
  { name: 'hosted tools', request: [user, { type: 'web_search_call', id: 'ws', status: 'completed' }], format: 'openai-responses' },
  { name: 'an earlier response', request: { input: [{ id: 'msg_1' }], previous_response_id: 'resp_1' }, format: 'openai-responses' },
  { name: 'contents', request: { contents: [{ role: 'user', parts: [{ text: 'x' }] }] }, format: 'google' },
  { name: 'contents without a role', request: [{ parts: [{ text: 'x' }] }], format: 'google' },
  { name: 'contents alone', request: [{ role: 'user', parts: [{ text: 'x' }] }, { role: 'model', parts: [{ functionCall: { name: 'f', args: {} } }] }], format: 'google' },
  { name: 'contents of REST', request: { system_instruction: { parts: [] }, contents: [{ parts: [{ inline_data: { mime_type: 'image/png', data: '' } }] }] }, format: 'google' },
  { name: 'a text as contents', request: { model: 'gemini-2.5-flash', contents: 'x' }, format: 'google' },
  { name: 'parts as contents', request: { model: 'gemini-2.5-flash', contents: ['x', { fileData: { fileUri: 'u' } }] }, format: 'google' },
  { name: 'one content', request: { model: 'gemini-2.5-flash', contents: { role: 'user', parts: [{ text: 'x' }] } }, format: 'google' },
  { name: 'no contents yet', request: { contents: [] }, format: 'google' },
  { name: 'nothing at all', request: [], format: 'openai-chat' },
  { name: 'a broken message among good ones', request: { messages: [null, user, { role: 'user' , content: 7 }] }, format: 'openai-chat' },
])('$name: $format', ({ request, format }) => expect(formatOf(request)).toBe(format))

test.each([
  { name: 'text', request: 'hello', reason: 'got a string' },
  { name: 'null', request: null, reason: 'got null' },
  { name: 'an object', request: { prompt: [] }, reason: 'got an object without `messages`, `input` or `contents`' },
  { name: 'texts to embed', request: { model: 'text-embedding-3-small', input: ['a', 'b'] }, reason: 'a body whose `input` is of another shape' },
  { name: 'a text to embed', request: { model: 'text-embedding-3-small', input: 'a', encoding_format: 'float' }, reason: 'a body whose `input` is of another shape' },
  { name: 'a text to speak', request: { model: 'tts-1', input: 'a', voice: 'alloy' }, reason: 'a body whose `input` is of another shape' },
  { name: 'an input of another kind', request: { input: { messages: [user] } }, reason: 'a body whose `input` is of another shape' },
  { name: 'contents of another kind', request: { contents: 'x' }, reason: 'a body whose `contents` is of another shape' },
  { name: 'rows with parts', request: [{ parts: [{ sku: 1 }] }], reason: 'whose value at 0 is no message' },
  { name: 'rows with a type', request: [{ type: 'phone_call', call_id: 7 }], reason: 'whose value at 0 is no message' },
  { name: 'messages that are no array', request: { messages: {} }, reason: 'whose `messages` are no array' },
  { name: 'rows', request: [{ id: 1 }, { id: 2 }], reason: 'an array of 2 whose value at 0 is no message' },
  { name: 'another shape', request: [{ role: 'model', content: 'x' }], reason: 'in roles or with content of another shape' },
  { name: 'what cannot be read', request: new Proxy({}, { get() { throw new Error('no') } }), reason: 'cannot be read' },
  { name: 'Bedrock\'s Converse', request: { system: [{ text: 'x' }], messages: [{ role: 'user', content: [{ text: 'x' }] }, { role: 'assistant', content: [{ toolUse: { toolUseId: 'a', name: 'f', input: {} } }] }] }, reason: 'with content of another shape' },
  { name: 'marks of both', request: [called, use], reason: 'marks of openai-chat and anthropic' },
  { name: 'a chat with an item', request: [called, { type: 'function_call_output', call_id: 'a', output: 'x' }], reason: 'marks of openai-chat and openai-responses' },
  { name: 'a chat with a content', request: [called, { role: 'user', parts: [{ text: 'x' }] }], reason: 'marks of openai-chat and google' },
])('no adapter for $name, and why', ({ request, reason }) => {
  const found = findShape(request)
  expect(found.shape).toBeUndefined()
  expect(found).toHaveProperty('reason', expect.stringContaining(reason))
})

describe('a format that the caller names', () => {
  test('decides where structure does not', () => {
    expect(formatOf([user], 'anthropic')).toBe('anthropic')
    expect(formatOf([called, use], 'anthropic')).toBe('anthropic')
    expect(formatOf([called, use], 'openai-chat')).toBe('openai-chat')
  })

  test.each([
    { name: 'a request it does not fit', request: [{ role: 'tool', tool_call_id: 'a', content: 'x' }], format: 'anthropic' },
    { name: 'no request', request: 'hello', format: 'openai-chat' },
    { name: 'a name nobody knows', request: [user], format: 'cohere' },
  ])('is refused for $name', ({ request, format }) => {
    expect(() => findShape(request, format as WireFormat)).toThrow(expect.objectContaining({ code: 'VALIDATION', message: expect.stringContaining(format) as string }))
  })
})

/** A request of each shape that only it can have, as a body and as an array of messages. */
const certain: Readonly<Record<WireFormat, readonly unknown[]>> = {
  'openai-chat': [{ messages: [called] }, [called], [user, { role: 'tool', tool_call_id: 'a', content: 'x' }]],
  anthropic: [{ messages: [use], system: 'x' }, [use], [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: 'x' }] }]],
  'openai-responses': [{ input: [user], instructions: 'x' }, [{ role: 'user', content: [{ type: 'input_text', text: 'x' }] }], [{ type: 'shell_call_output', call_id: 'a', output: [] }]],
  google: [{ contents: [{ role: 'model', parts: [{ functionCall: { name: 'f' } }] }] }, [{ role: 'user', parts: [{ functionResponse: { name: 'f', response: {} } }] }]],
  'ai-sdk': [
    { messages: [{ role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'a', toolName: 'f', input: {} }] }] },
    [{ id: 'a', role: 'user', parts: [{ type: 'text', text: 'x' }] }],
    [{ role: 'tool', content: [{ type: 'tool-result', toolCallId: 'a', toolName: 'f', output: { type: 'text', value: 'x' } }] }],
  ],
  langchain: [[new HumanMessage('x')], { messages: [new HumanMessage('x'), new ToolMessage({ content: 'x', tool_call_id: 'a' })] }],
}

describe.each(Object.entries(certain))('what only %s has', (format, requests) => {
  test.each(requests.map((request) => [request]))('is of no other shape: %j', (request) => {
    expect(shapes.filter((shape) => shape.detect(request) === 2).map((shape) => shape.format)).toEqual([format])
    expect(formatOf(request)).toBe(format)
  })

  test('is refused under another name, or read as what its caller says', () => {
    for (const request of requests) {
      for (const shape of shapes) {
        if (shape.detect(request) === 0) expect(() => findShape(request, shape.format)).toThrow(expect.objectContaining({ code: 'VALIDATION' }))
        else expect(formatOf(request, shape.format)).toBe(shape.format)
      }
    }
  })
})

test('every adapter has a format of its own', () => {
  expect(new Set(shapes.map(({ format }) => format)).size).toBe(shapes.length)
})
