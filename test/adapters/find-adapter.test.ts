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
  { name: 'a broken message among good ones', request: { messages: [null, user, { role: 'user' , content: 7 }] }, format: 'openai-chat' },
])('$name: $format', ({ request, format }) => expect(formatOf(request)).toBe(format))

test.each([
  { name: 'text', request: 'hello', reason: 'got a string' },
  { name: 'null', request: null, reason: 'got null' },
  { name: 'an object', request: { contents: [] }, reason: 'got an object without `messages`' },
  { name: 'messages that are no array', request: { messages: {} }, reason: 'whose `messages` are no array' },
  { name: 'rows', request: [{ id: 1 }, { id: 2 }], reason: 'an array of 2 whose value at 0 is no message' },
  { name: 'another shape', request: [{ role: 'model', content: 'x' }], reason: 'in roles or with content of another shape' },
  { name: 'what cannot be read', request: new Proxy({}, { get() { throw new Error('no') } }), reason: 'cannot be read' },
  { name: 'marks of both', request: [called, use], reason: 'marks of openai-chat and anthropic' },
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

test('every adapter has a format of its own', () => {
  expect(new Set(shapes.map(({ format }) => format)).size).toBe(shapes.length)
})
