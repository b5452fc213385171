import { describe, expect, test } from 'vitest'
import { aiSdkAdapter } from '../../../src/adapters/ai-sdk/adapter.ts'
import { parseAiSdk } from '../../../src/adapters/ai-sdk/parse.ts'
import { applyEdits } from '../../../src/conversation/edits.ts'
import { queryAtBirth } from '../../../src/conversation/query.ts'
import { findToolUnits } from '../../../src/conversation/tool-units.ts'
import { messagesIn, testAdapter, valueAt } from '../../contracts/adapter.ts'
import { modelMessages, providerTools, uiMessages } from './samples.ts'

const promptIn = (request: unknown): readonly unknown[] | undefined => {
  const { prompt } = request as { readonly prompt?: unknown }
  return messagesIn(request) ?? (Array.isArray(prompt) ? prompt : undefined)
}

testAdapter(aiSdkAdapter, {
  'model messages': modelMessages,
  'messages of a user interface': uiMessages,
  'a body for generateText': { model: 'openai/gpt-4o', instructions: [{ role: 'system', content: 'first' }, { role: 'system', content: 'second' }], messages: modelMessages },
  'a body with the older system prompt': { system: 'rules', messages: modelMessages },
  'a body of a chat app': { id: 'c', trigger: 'submit-message', messages: uiMessages },
  'the call options of a middleware': { prompt: modelMessages, tools: providerTools, maxOutputTokens: 9 },
  'texts alone': [{ role: 'user', content: 'x' }, { role: 'assistant', content: [{ type: 'text', text: 'y' }] }],
}, promptIn)

const pixels = (block: unknown): number => (({ image_url: 85, file: 900, input_audio: 10 }) as Readonly<Record<string, number>>)[(block as { type: string }).type] ?? 0
const partsOf = (message: unknown) => parseAiSdk([message], pixels).messages[0]!.parts

describe('parseAiSdk', () => {
  const conversation = parseAiSdk({ prompt: modelMessages, tools: providerTools }, pixels)

  test('reads roles, marks and tools', () => {
    expect(conversation.messages.map(({ role }) => role)).toEqual(['system', 'user', 'user', 'assistant', 'tool', 'assistant', 'tool', 'tool', 'assistant'])
    expect(conversation.messages.flatMap(({ index, hasCacheMark }) => (hasCacheMark ? [index] : []))).toEqual([0, 4])
    expect(conversation.tools.map(({ name, path }) => [name, path])).toEqual([['search', ['tools', 0]], ['web_search', ['tools', 1]]])
  })

  test('reads words and files', () => {
    expect(conversation.messages[2]!.parts).toEqual([
      { kind: 'text', path: ['prompt', 2, 'content', 0, 'text'], text: 'look' },
      { kind: 'opaque', path: ['prompt', 2, 'content', 1], type: 'image', tokens: 85 },
      { kind: 'opaque', path: ['prompt', 2, 'content', 2], type: 'file', tokens: 900 },
      { kind: 'opaque', path: ['prompt', 2, 'content', 3], type: 'file', text: 'a note', tokens: 0 },
    ])
  })

  test('reads calls; what the provider\'s own tools were given and returned is opaque', () => {
    expect(conversation.messages[3]!.parts.map(({ kind }) => kind)).toEqual(['opaque', 'text', 'tool-call', 'tool-call', 'opaque', 'opaque', 'opaque'])
    expect(conversation.messages[3]!.parts[2]).toEqual({ kind: 'tool-call', path: ['prompt', 3, 'content', 2], id: 'a', name: 'search', argumentsText: '{"q":1}' })
    expect(conversation.messages[3]!.parts[5]).toMatchObject({ text: '{"type":"json","value":[{"encrypted":"e"}]}' })
  })

  test('reads results: text, JSON as its text, content around files', () => {
    expect(conversation.messages[4]!.parts.slice(1)).toEqual([
      { kind: 'tool-result', path: ['prompt', 4, 'content', 1], callId: 'b', toolName: 'list', isError: false, opaque: [], slots: [{ path: ['prompt', 4, 'content', 1, 'output', 'value'], text: '[{"id":1,"name":"one"},{"id":2,"name":"two"}]', json: 'any' }] },
      { kind: 'tool-result', path: ['prompt', 4, 'content', 2], callId: 'a', toolName: 'search', isError: false, opaque: [], slots: [{ path: ['prompt', 4, 'content', 2, 'output', 'value'], text: '{"rows":[]}' }] },
    ])
    expect(conversation.messages[6]!.parts[0]).toEqual({
      kind: 'tool-result', path: ['prompt', 6, 'content', 0], callId: 'c', toolName: 'shoot', isError: false,
      slots: [{ path: ['prompt', 6, 'content', 0, 'output', 'value', 0, 'text'], text: 'one' }, { path: ['prompt', 6, 'content', 0, 'output', 'value', 2, 'text'], text: 'two' }],
      opaque: [{ kind: 'opaque', path: ['prompt', 6, 'content', 0, 'output', 'value', 1], type: 'file', tokens: 85 }, { kind: 'opaque', path: ['prompt', 6, 'content', 0, 'output', 'value', 3], type: 'custom', tokens: 0 }],
    })
    expect(conversation.messages[7]!.parts[0]).toMatchObject({ callId: 'nobody', toolName: 'lost', slots: [{ text: 'a string' }] })
    expect(conversation.messages[7]!.parts[0]).not.toHaveProperty('slots.0.json')
  })

  test('marks every kind of failed call as an error', () => {
    expect(conversation.messages[6]!.parts.map((part) => part.kind === 'tool-result' && part.isError)).toEqual([false, true, true, true])
  })

  test('reads the parts of a user interface: a call and its result in one part', () => {
    const { messages } = parseAiSdk(uiMessages, pixels)
    const [text, image, data] = messages[1]!.parts
    expect([text, image, data]).toMatchObject([{ text: 'look' }, { type: 'file', tokens: 85 }, { type: 'data-place', tokens: 0 }])
    const { parts } = messages[2]!
    expect(parts.map(({ kind }) => kind)).toEqual([
      'opaque', 'opaque', 'text', 'tool-call', 'tool-result', 'tool-call', 'tool-result', 'opaque', 'text', 'tool-call', 'tool-result', 'tool-call', 'tool-result',
      'opaque', 'tool-call', 'tool-result', 'opaque', 'opaque', 'text',
    ])
    const results = parts.filter((part) => part.kind === 'tool-result')
    expect(results.map(({ toolName, isError }) => [toolName, isError])).toEqual([['search', false], ['list', false], ['shoot', true], ['shoot', true], ['mcp', true]])
    expect(results[0]!.slots).toEqual([{ path: [2, 'parts', 3, 'output'], text: '{"rows":[{"id":1,"name":"one"},{"id":2,"name":"two"}]}', json: 'any' }])
    expect(results[1]!.slots).toEqual([{ path: [2, 'parts', 4, 'output'], text: 'a long text' }])
    expect(parts[17]).toMatchObject({ type: 'steering-message', text: 'faster' })
    expect(messages[4]!.parts.map(({ kind }) => kind)).toEqual(['tool-call', 'opaque'])
  })

  test('a result in the middle of a message was born before what the message says after it', () => {
    const view = parseAiSdk(uiMessages)
    const births = view.messages[2]!.parts.filter((part) => part.kind === 'tool-result').map((part) => queryAtBirth(view, part))
    expect(births.map(({ assistant, after }) => [assistant, after])).toEqual([['looking', []], ['looking', []], ['and on', []], ['and on', []], ['and on', []]])
    const grown = parseAiSdk([...uiMessages.slice(0, 2), { ...uiMessages[2]!, parts: uiMessages[2]!.parts.slice(0, 5) }])
    const result = grown.messages[2]!.parts.find((part) => part.kind === 'tool-result')!
    expect(queryAtBirth(grown, result)).toMatchObject({ assistant: 'looking', after: [], call: '{"q":1}' })
  })

  test('all calls and results of one message are one unit, and calls that wait are unanswered', () => {
    const { units, orphans } = findToolUnits(parseAiSdk(uiMessages).messages)
    expect(units.map(({ calls, results, unanswered }) => [calls.length, results.length, unanswered.length])).toEqual([[5, 5, 0], [1, 0, 1]])
    expect(orphans).toEqual([])
  })

  test('reads instructions, the model and tools by name', () => {
    const body = {
      model: { modelId: 'gpt-4o', provider: 'openai' }, instructions: { role: 'system', content: 'rules', providerOptions: { bedrock: { cachePoint: { type: 'default' } } } }, system: 'not these', prompt: [],
      tools: { find: { description: 'Finds.', inputSchema: { jsonSchema: { type: 'object' }, validate: () => null } }, last: { inputSchema: { toJSONSchema: () => ({ type: 'string' }) } }, odd: { inputSchema: { '~standard': {} } } },
    }
    const { model, system, tools } = parseAiSdk(body)
    expect(model).toBe('gpt-4o')
    expect(system).toEqual([{ kind: 'text', path: ['instructions', 'content'], text: 'rules', hasCacheMark: true }])
    expect(tools.map(({ path, text }) => [path, text])).toEqual([
      [['tools', 'find'], '{"name":"find","description":"Finds.","parameters":{"type":"object"}}'],
      [['tools', 'last'], '{"name":"last","parameters":{"type":"string"}}'],
      [['tools', 'odd'], '{"name":"odd"}'],
    ])
  })

  test.each([
    { name: 'content that is a number', message: { role: 'user', content: 7 }, part: { path: [0, 'content'], type: 'content', text: '7' } },
    { name: 'a part that is no object', message: { role: 'user', content: ['x'] }, part: { path: [0, 'content', 0], type: 'content', text: '"x"' } },
    { name: 'a part of an unknown kind', message: { role: 'user', content: [{ type: 'hologram' }] }, part: { path: [0, 'content', 0], type: 'hologram' } },
    { name: 'a part of a user interface of an unknown kind', message: { role: 'user', parts: [{ type: 'hologram' }] }, part: { path: [0, 'parts', 0], type: 'hologram' } },
    { name: 'a part without a type', message: { role: 'user', parts: [{ text: 'x' }] }, part: { path: [0, 'parts', 0], type: 'content', text: '{"text":"x"}' } },
    { name: 'an unknown role', message: { role: 'critic', content: 'x' }, part: { path: [0], type: 'message', text: '{"role":"critic","content":"x"}' } },
    { name: 'no object at all', message: 'hello', part: { path: [0], type: 'message', text: '"hello"' } },
  ])('makes $name opaque', ({ message, part }) => expect(partsOf(message)).toEqual([{ kind: 'opaque', tokens: 0, ...part }]))

  test.each([
    { name: 'an output of an unknown kind', output: { type: 'film', value: 'x' } },
    { name: 'an output that is a text', output: 'plain' },
    { name: 'content that is no list', output: { type: 'content', value: 'x' } },
  ])('leaves $name alone', ({ output }) => {
    expect(partsOf({ role: 'tool', content: [{ type: 'tool-result', toolCallId: 'a', toolName: 'f', output }] })[0]).toMatchObject({ slots: [], opaque: [{ text: JSON.stringify(output) }], isError: false })
  })

  test('has no slot for what has no JSON', () => {
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    for (const value of [undefined, () => 1, cycle, 10n]) {
      expect(partsOf({ role: 'tool', content: [{ type: 'tool-result', toolCallId: 'a', toolName: 'f', output: { type: 'json', value } }] })[0]).toMatchObject({ slots: [], opaque: [] })
    }
  })

  test('counts images and sound in all their spellings', () => {
    const seen: unknown[] = []
    const see = (block: unknown): number => seen.push(block)
    const spellings = ['AAAA', 'https://a.b/c.png', new URL('https://a.b/c.png'), { type: 'data', data: 'AAAA' }, { type: 'url', url: new URL('https://a.b/d.png') }, new Uint8Array(3), { type: 'reference', reference: { openai: 'f' } }]
    parseAiSdk([{ role: 'user', content: spellings.map((data) => ({ type: 'file', mediaType: 'image/png', data })) }], see)
    expect(seen.map((block) => (block as { image_url: { url: string } }).image_url.url)).toEqual(['data:image/png;base64,AAAA', 'https://a.b/c.png', 'https://a.b/c.png', 'data:image/png;base64,AAAA', 'https://a.b/d.png', '', ''])
  })
})

describe('the note', () => {
  test.each([
    { name: 'before a text', message: { role: 'user', content: 'words' }, after: { role: 'user', content: [{ type: 'text', text: 'note' }, { type: 'text', text: 'words' }] } },
    { name: 'before parts', message: { role: 'user', content: [{ type: 'image', image: '' }] }, after: { role: 'user', content: [{ type: 'text', text: 'note' }, { type: 'image', image: '' }] } },
    { name: 'where nothing stands', message: { role: 'user', content: [] }, after: { role: 'user', content: [{ type: 'text', text: 'note' }] } },
    { name: 'in a user interface', message: { id: '1', role: 'user', parts: [{ type: 'text', text: 'words' }] }, after: { id: '1', role: 'user', parts: [{ type: 'text', text: 'note' }, { type: 'text', text: 'words' }] } },
  ])('stands $name', ({ message, after }) => {
    const conversation = parseAiSdk({ prompt: [message] })
    expect(applyEdits(conversation.request, aiSdkAdapter.placeNote(conversation, 'note', conversation.messages[0]!))).toEqual({ prompt: [after] })
    expect(valueAt(conversation.request, ['prompt', 0])).toBe(message)
  })
})
