import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages'
import { describe, expect, test } from 'vitest'
import { langChainAdapter } from '../../../src/adapters/langchain/adapter.ts'
import { parseLangChain } from '../../../src/adapters/langchain/parse.ts'
import { applyEdits } from '../../../src/conversation/edits.ts'
import { testAdapter } from '../../contracts/adapter.ts'
import { messages } from './samples.ts'

const plainTool = { type: 'function', function: { name: 'find' } }

testAdapter(langChainAdapter, {
  'an array of messages': messages,
  'a body': { messages, model: 'gpt-4o' },
  'the request of a middleware': { systemMessage: new SystemMessage('rules'), messages, tools: [plainTool] },
})

const costs: Readonly<Record<string, number>> = { image_url: 85, image: 90, input_audio: 10, file: 900 }
const pixels = (block: unknown): number => costs[(block as { type: string }).type] ?? 0
const partsOf = (message: unknown) => parseLangChain([message, new HumanMessage('x')], pixels).messages[0]!.parts

describe('parseLangChain', () => {
  const { messages: views } = parseLangChain(messages, pixels)

  test('reads roles and marks', () => {
    expect(views.map(({ role }) => role)).toEqual([
      'system', 'developer', 'user', 'user', 'assistant', 'tool', 'tool', 'tool', 'tool', 'user', 'unknown', 'assistant', 'tool', 'assistant', 'tool', 'unknown', 'assistant',
    ])
    expect(views.flatMap(({ index, hasCacheMark }) => (hasCacheMark ? [index] : []))).toEqual([0])
  })

  test('reads words, pictures and sound in every spelling', () => {
    expect(views[3]!.parts).toEqual([
      { kind: 'text', path: [3, 'content', 0, 'text'], text: 'look' },
      { kind: 'opaque', path: [3, 'content', 1], type: 'image_url', tokens: 85 },
      { kind: 'opaque', path: [3, 'content', 2], type: 'image', tokens: 90 },
      { kind: 'opaque', path: [3, 'content', 3], type: 'image', tokens: 85 },
      { kind: 'opaque', path: [3, 'content', 4], type: 'audio', tokens: 10 },
      { kind: 'opaque', path: [3, 'content', 5], type: 'file', tokens: 900 },
    ])
  })

  test('reads thinking, words, and every call once', () => {
    expect(views[4]!.parts).toEqual([
      { kind: 'opaque', path: [4, 'content', 0], type: 'thinking', text: 'thought', tokens: 0 },
      { kind: 'text', path: [4, 'content', 1, 'text'], text: 'looking' },
      { kind: 'opaque', path: [4, 'content', 2], type: 'tool_use', tokens: 0 },
      { kind: 'opaque', path: [4, 'content', 3], type: 'server_tool_use', text: '{"type":"server_tool_use","id":"s","name":"web","input":{"q":2}}', tokens: 0 },
      { kind: 'tool-call', path: [4, 'tool_calls', 0], id: 'a', name: 'search', argumentsText: '{"q":1}' },
      { kind: 'tool-call', path: [4, 'tool_calls', 1], id: 'b', name: 'list', argumentsText: '{}' },
      { kind: 'tool-call', path: [4, 'invalid_tool_calls', 0], id: 'i', name: 'broken', argumentsText: '{"q":' },
    ])
    expect(views[11]!.parts).toMatchObject([{ kind: 'text', text: '' }, { kind: 'tool-call', id: 'c', name: 'later', argumentsText: '{"at":1}' }])
    expect(views[13]!.parts[1]).toEqual({ kind: 'tool-call', path: [13, 'additional_kwargs', 'function_call'], id: 'old', name: 'old', argumentsText: '{}' })
  })

  test('reads results: their call, texts around images, errors, and the deprecated kind', () => {
    const results = [5, 6, 7, 8, 12, 14].flatMap((index) => views[index]!.parts)
    expect(results).toEqual([
      { kind: 'tool-result', path: [5, 'content'], callId: 'a', toolName: 'search', slots: [{ path: [5, 'content'], text: '{"rows":[]}' }], opaque: [], isError: false },
      {
        kind: 'tool-result', path: [6, 'content'], callId: 'b', toolName: 'list', isError: false,
        slots: [{ path: [6, 'content', 0, 'text'], text: 'one' }, { path: [6, 'content', 2, 'text'], text: 'two' }],
        opaque: [{ kind: 'opaque', path: [6, 'content', 1], type: 'image_url', tokens: 85 }],
      },
      { kind: 'tool-result', path: [7, 'content'], callId: 'i', toolName: 'broken', slots: [{ path: [7, 'content'], text: 'no such tool' }], opaque: [], isError: true },
      { kind: 'tool-result', path: [8, 'content'], callId: 'nobody', slots: [{ path: [8, 'content'], text: 'lost' }], opaque: [], isError: false },
      { kind: 'tool-result', path: [12, 'content'], callId: 'c', toolName: 'later', slots: [{ path: [12, 'content'], text: 'x' }], opaque: [], isError: false },
      { kind: 'tool-result', path: [14, 'content'], callId: 'old', toolName: 'old', slots: [{ path: [14, 'content'], text: 'result' }], opaque: [], isError: false },
    ])
  })

  test('reads the model, the system message and the tools of an agent', () => {
    const invoke = (): undefined => undefined
    const { model, system, tools } = parseLangChain({
      model: { modelName: 'gpt-4o' }, messages: [new HumanMessage('x')],
      systemMessage: new SystemMessage({ content: [{ type: 'text', text: 'rules' }, { type: 'text', text: 'more', cache_control: { type: 'ephemeral' } }] }),
      tools: [plainTool, { name: 'search', description: 'Finds.', schema: { type: 'object' }, invoke }, { name: 'by-schema', schema: { toJSONSchema: () => ({ type: 'string' }), parse: invoke }, invoke }, { name: 'odd', schema: { parse: invoke }, invoke }],
    })
    expect(model).toBe('gpt-4o')
    expect(system).toEqual([
      { kind: 'text', path: ['systemMessage', 'content', 0, 'text'], text: 'rules', hasCacheMark: false },
      { kind: 'text', path: ['systemMessage', 'content', 1, 'text'], text: 'more', hasCacheMark: true },
    ])
    expect(tools.map(({ name, text }) => [name, text])).toEqual([
      ['find', '{"type":"function","function":{"name":"find"}}'],
      ['search', '{"name":"search","description":"Finds.","parameters":{"type":"object"}}'],
      ['by-schema', '{"name":"by-schema","parameters":{"type":"string"}}'],
      ['odd', '{"name":"odd"}'],
    ])
  })

  test('messages of older versions, which only have `_getType`, are read alike', () => {
    const old = { _getType: () => 'tool', content: 'x', tool_call_id: 'a', lc_kwargs: {} }
    expect(partsOf(old)).toMatchObject([{ kind: 'tool-result', callId: 'a', slots: [{ text: 'x' }] }])
  })

  test.each([
    { name: 'content that is a number', message: Object.assign(new HumanMessage('x'), { content: 7 }), part: { path: [0, 'content'], type: 'content', text: '7' } },
    { name: 'a block that is no object', message: new HumanMessage({ content: [7 as never] }), part: { path: [0, 'content', 0], type: 'content', text: '7' } },
    { name: 'a block of an unknown kind', message: new HumanMessage({ content: [{ type: 'hologram' }] }), part: { path: [0, 'content', 0], type: 'hologram', text: '{"type":"hologram"}' } },
    { name: 'a plain message', message: { role: 'user', content: 'x' }, part: { path: [0], type: 'message', text: '{"role":"user","content":"x"}' } },
    { name: 'no object at all', message: 'hello', part: { path: [0], type: 'message', text: '"hello"' } },
  ])('makes $name opaque', ({ message, part }) => expect(partsOf(message)).toEqual([{ kind: 'opaque', tokens: 0, ...part }]))
})

describe('an edited message', () => {
  const source = new ToolMessage({ content: 'the old words', tool_call_id: 'a', artifact: { whole: 1 }, id: 't1', name: 'search', status: 'success', additional_kwargs: { trace: 7 }, response_metadata: { r: 1 }, metadata: { m: 1 } })
  const [edited] = applyEdits([source], [{ kind: 'replace', path: [0, 'content'], value: 'new' }]) as [ToolMessage]

  test('stays an instance of its class, with all that belongs to it', () => {
    expect(ToolMessage.isInstance(edited)).toBe(true)
    expect(edited).toBeInstanceOf(ToolMessage)
    expect(edited.constructor).toBe(ToolMessage)
    expect(Object.keys(edited)).toEqual(Object.keys(source))
    expect(edited).toMatchObject({ content: 'new', text: 'new', tool_call_id: 'a', artifact: { whole: 1 }, id: 't1', name: 'search', status: 'success', additional_kwargs: { trace: 7 }, response_metadata: { r: 1 } })
    expect(edited.contentBlocks).toEqual([{ type: 'text', text: 'new' }])
    expect(edited.artifact).toBe(source.artifact)
    expect(source.content).toBe('the old words')
  })

  test('is written, printed and copied with its new content alone', () => {
    const written = [edited.toJSON(), edited.toDict(), edited.toFormattedString(), `${JSON.stringify(edited)}`].map((form) => JSON.stringify(form))
    for (const form of written) {
      expect(form).toContain('new')
      expect(form).not.toContain('the old words')
    }
  })
})

describe('the note', () => {
  test.each([
    { name: 'before a text', message: new HumanMessage({ content: 'words', id: 'h' }), after: [{ type: 'text', text: 'note' }, { type: 'text', text: 'words' }] },
    { name: 'before blocks', message: new HumanMessage({ content: [{ type: 'text', text: 'words' }], id: 'h' }), after: [{ type: 'text', text: 'note' }, { type: 'text', text: 'words' }] },
    { name: 'where nothing stands', message: new HumanMessage({ content: [], id: 'h' }), after: [{ type: 'text', text: 'note' }] },
  ])('stands $name, in an instance with its id', ({ message, after }) => {
    const conversation = parseLangChain([new SystemMessage('rules'), message, new AIMessage('yes')])
    const [system, human, ai] = applyEdits(conversation.request, langChainAdapter.placeNote(conversation, 'note', conversation.messages[1]!)) as [SystemMessage, HumanMessage, AIMessage]
    expect(HumanMessage.isInstance(human)).toBe(true)
    expect(human.id).toBe('h')
    expect(human.content).toEqual(after)
    expect([system, ai]).toEqual([(conversation.request as unknown[])[0], (conversation.request as unknown[])[2]])
  })
})
