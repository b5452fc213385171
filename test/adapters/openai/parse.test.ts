import { describe, expect, test } from 'vitest'
import { openAiChatAdapter } from '../../../src/adapters/openai/adapter.ts'
import { parseOpenAiChat } from '../../../src/adapters/openai/parse.ts'
import { testAdapter } from '../../contracts/adapter.ts'

const picture = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }
const called = (id: string, name: string, input: unknown) => ({ id, type: 'function', function: { name, arguments: input } })

const messages = [
  { role: 'system', content: 'rules' },
  { role: 'developer', content: [{ type: 'text', text: 'more rules', cache_control: { type: 'ephemeral' } }] },
  { role: 'user', content: [{ type: 'text', text: 'look' }, picture, { type: 'input_audio', input_audio: { data: '', format: 'wav' } }, { type: 'file', file: { file_id: 'f' } }], name: 'Ada' },
  { role: 'assistant', content: 'looking', reasoning_content: 'thought', tool_calls: [called('a', 'search', '{"q":1}'), { id: 'b', type: 'custom', custom: { name: 'shell', input: 'ls' } }] },
  { role: 'tool', tool_call_id: 'b', content: [{ type: 'text', text: 'one' }, picture, { type: 'text', text: 'two' }] },
  { role: 'tool', tool_call_id: 'a', content: '{"rows":[]}' },
  { role: 'assistant', content: [{ type: 'refusal', refusal: 'no' }, { type: 'text', text: 'sorry' }], refusal: null },
  { role: 'assistant', content: null, function_call: { name: 'old', arguments: '{}' } },
  { role: 'function', name: 'old', content: 'result' },
  { role: 'tool', tool_call_id: 'nobody', content: '' },
]
const body = {
  model: 'gpt-4o', messages, temperature: 0,
  tools: [{ type: 'function', function: { name: 'search', parameters: { type: 'object' } } }, { type: 'custom', custom: { name: 'shell' } }],
  functions: [{ name: 'old' }],
}

testAdapter(openAiChatAdapter, { 'a body': body, 'an array of messages': messages, 'texts alone': [{ role: 'user', content: 'x' }] })

const partsOf = (message: unknown) => parseOpenAiChat([message]).messages[0]!.parts

describe('parseOpenAiChat', () => {
  const conversation = parseOpenAiChat(body, (block) => (block === picture ? 85 : 0))

  test('reads model, tools and roles', () => {
    expect(conversation.model).toBe('gpt-4o')
    expect(conversation.tools.map(({ name, path }) => [name, path])).toEqual([['search', ['tools', 0]], ['shell', ['tools', 1]], ['old', ['functions', 0]]])
    expect(conversation.messages.map(({ role }) => role)).toEqual(['system', 'developer', 'user', 'assistant', 'tool', 'tool', 'assistant', 'assistant', 'tool', 'tool'])
    expect(conversation.messages.flatMap(({ index, hasCacheMark }) => (hasCacheMark ? [index] : []))).toEqual([1])
  })

  test('reads text, images, sound and files', () => {
    expect(conversation.messages[2]!.parts).toEqual([
      { kind: 'text', path: ['messages', 2, 'content', 0, 'text'], text: 'look' },
      { kind: 'opaque', path: ['messages', 2, 'content', 1], type: 'image_url', tokens: 85 },
      { kind: 'opaque', path: ['messages', 2, 'content', 2], type: 'input_audio', tokens: 0 },
      { kind: 'opaque', path: ['messages', 2, 'content', 3], type: 'file', tokens: 0 },
    ])
  })

  test('reads calls after thinking and text', () => {
    expect(conversation.messages[3]!.parts).toEqual([
      { kind: 'opaque', path: ['messages', 3, 'reasoning_content'], type: 'reasoning_content', text: 'thought', tokens: 0 },
      { kind: 'text', path: ['messages', 3, 'content'], text: 'looking' },
      { kind: 'tool-call', path: ['messages', 3, 'tool_calls', 0], id: 'a', name: 'search', argumentsText: '{"q":1}' },
      { kind: 'tool-call', path: ['messages', 3, 'tool_calls', 1], id: 'b', name: 'shell', argumentsText: 'ls' },
    ])
  })

  test('reads results: their call, texts around images, and the deprecated kind', () => {
    const results = [4, 5, 8, 9].map((index) => conversation.messages[index]!.parts)
    expect(results).toEqual([
      [{
        kind: 'tool-result', path: ['messages', 4, 'content'], callId: 'b', toolName: 'shell', isError: false,
        slots: [{ path: ['messages', 4, 'content', 0, 'text'], text: 'one' }, { path: ['messages', 4, 'content', 2, 'text'], text: 'two' }],
        opaque: [{ kind: 'opaque', path: ['messages', 4, 'content', 1], type: 'image_url', tokens: 85 }],
      }],
      [{ kind: 'tool-result', path: ['messages', 5, 'content'], callId: 'a', toolName: 'search', isError: false, slots: [{ path: ['messages', 5, 'content'], text: '{"rows":[]}' }], opaque: [] }],
      [{ kind: 'tool-result', path: ['messages', 8, 'content'], callId: 'old', toolName: 'old', isError: false, slots: [{ path: ['messages', 8, 'content'], text: 'result' }], opaque: [] }],
      [{ kind: 'tool-result', path: ['messages', 9, 'content'], callId: 'nobody', isError: false, slots: [{ path: ['messages', 9, 'content'], text: '' }], opaque: [] }],
    ])
  })

  test('reads refusals', () => {
    expect(conversation.messages[6]!.parts).toMatchObject([{ kind: 'opaque', type: 'refusal', text: 'no' }, { kind: 'text', text: 'sorry' }])
    expect(partsOf({ role: 'assistant', content: null, refusal: 'never' })).toEqual([{ kind: 'opaque', path: [0, 'refusal'], type: 'refusal', text: 'never', tokens: 0 }])
  })

  test('takes what compatible servers leave out or write otherwise', () => {
    expect(partsOf({ role: 'assistant', tool_calls: [{ id: 'a', function: { name: 'f', arguments: { q: 1 } } }] }))
      .toEqual([{ kind: 'tool-call', path: [0, 'tool_calls', 0], id: 'a', name: 'f', argumentsText: '{"q":1}' }])
    expect(partsOf({ role: 'user', content: [{ text: 'x' }] })).toEqual([{ kind: 'text', path: [0, 'content', 0, 'text'], text: 'x' }])
    expect(partsOf({ role: 'tool', tool_call_id: 'a', name: 'f', content: null })).toEqual([{ kind: 'tool-result', path: [0, 'content'], callId: 'a', toolName: 'f', slots: [], opaque: [], isError: false }])
    expect(partsOf({ role: 'assistant', reasoning: 'same', reasoning_content: 'same', content: '' })).toHaveLength(2)
  })

  test.each([
    { name: 'content that is a number', message: { role: 'user', content: 7 }, part: { path: [0, 'content'], type: 'content', text: '7' } },
    { name: 'a part that is no object', message: { role: 'user', content: ['x'] }, part: { path: [0, 'content', 0], type: 'content', text: '"x"' } },
    { name: 'a part of an unknown kind', message: { role: 'user', content: [{ type: 'video_url', video_url: {} }] }, part: { path: [0, 'content', 0], type: 'video_url' } },
    { name: 'tool_calls that are no array', message: { role: 'assistant', tool_calls: { a: 1 } }, part: { path: [0, 'tool_calls'], type: 'tool_calls', text: '{"a":1}' } },
    { name: 'a call without a name', message: { role: 'assistant', tool_calls: [{ id: 'a' }] }, part: { path: [0, 'tool_calls', 0], type: 'tool_calls', text: '{"id":"a"}' } },
    { name: 'a function_call that is text', message: { role: 'assistant', function_call: 'auto' }, part: { path: [0, 'function_call'], type: 'function_call', text: '"auto"' } },
    { name: 'an unknown role', message: { role: 'critic', content: 'x' }, part: { path: [0], type: 'message', text: '{"role":"critic","content":"x"}' } },
    { name: 'no object at all', message: 'hello', part: { path: [0], type: 'message', text: '"hello"' } },
  ])('makes $name opaque', ({ message, part }) => expect(partsOf(message)).toEqual([{ kind: 'opaque', tokens: 0, ...part }]))

  test('keeps the places of the messages around a hole and an unreadable one', () => {
    const sparse: unknown[] = [{ role: 'user', content: 'a' }]
    sparse[2] = new Proxy({}, { get() { throw new Error('no') } })
    sparse[3] = { role: 'user', content: 'b' }
    expect(parseOpenAiChat(sparse).messages.map(({ role, index, path }) => [role, index, path])).toEqual([['user', 0, [0]], ['unknown', 1, [1]], ['unknown', 2, [2]], ['user', 3, [3]]])
  })

  test('reads objects without a prototype', () => {
    const message = Object.assign(Object.create(null) as object, { role: 'user', content: 'x' })
    expect(partsOf(message)).toEqual([{ kind: 'text', path: [0, 'content'], text: 'x' }])
  })
})
