import { describe, expect, test } from 'vitest'
import { parseAnthropic } from '../../../src/adapters/anthropic/parse.ts'
import { anthropicAdapter } from '../../../src/adapters/anthropic/adapter.ts'
import { testAdapter } from '../../contracts/adapter.ts'

const mark = { cache_control: { type: 'ephemeral' } }
const picture = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } }
const text = (words: string) => ({ type: 'text', text: words })

const messages = [
  { role: 'user', content: 'hi' },
  { role: 'assistant', content: [{ type: 'thinking', thinking: 'hm', signature: 's' }, { type: 'redacted_thinking', data: 'AAAA' }, text('looking'), { type: 'tool_use', id: 'a', name: 'search', input: { q: 1 } }, { type: 'tool_use', id: 'b', name: 'shell', input: {} }] },
  {
    role: 'user', content: [
      { type: 'tool_result', tool_use_id: 'b', is_error: true, content: [text('one'), picture, text('two')] },
      { type: 'tool_result', tool_use_id: 'a', content: '{"rows":[]}', ...mark },
      { type: 'tool_result', tool_use_id: 'nobody' },
      text('and?'), picture,
    ],
  },
  { role: 'assistant', content: [{ type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'x' } }, { type: 'web_search_tool_result', tool_use_id: 's', content: [{ type: 'web_search_result', url: 'u', encrypted_content: 'zzz' }] }] },
]
const tools = [{ name: 'search', input_schema: { type: 'object' } }, { type: 'web_search_20250305', name: 'web_search', ...mark }]
const body = { model: 'claude-sonnet-4-5', max_tokens: 9, system: [text('rules'), { ...text('more'), ...mark }], messages, tools }

testAdapter(anthropicAdapter, {
  'a body': body,
  'an array of messages': messages,
  'a body for Bedrock': { anthropic_version: 'bedrock-2023-05-31', max_tokens: 9, system: 'rules', messages: [{ role: 'user', content: 'hi' }] },
})

const partsOf = (...content: readonly unknown[]) => parseAnthropic([{ role: 'assistant', content }]).messages[0]!.parts

describe('parseAnthropic', () => {
  const conversation = parseAnthropic(body, (block) => (block === picture ? 100 : 0))

  test('reads model, system, tools and where cache marks stand', () => {
    expect(conversation.model).toBe('claude-sonnet-4-5')
    expect(conversation.system).toEqual([
      { kind: 'text', path: ['system', 0, 'text'], text: 'rules', hasCacheMark: false },
      { kind: 'text', path: ['system', 1, 'text'], text: 'more', hasCacheMark: true },
    ])
    expect(conversation.tools.map(({ name, hasCacheMark }) => [name, hasCacheMark])).toEqual([['search', false], ['web_search', true]])
    expect(conversation.messages.map(({ hasCacheMark }) => hasCacheMark)).toEqual([false, false, true, false])
    expect(conversation.hasCacheMark).toBe(false)
    expect(parseAnthropic({ messages: [], ...mark }).hasCacheMark).toBe(true)
    expect(parseAnthropic({ messages: [], system: 'plain' }).system).toEqual([{ kind: 'text', path: ['system'], text: 'plain', hasCacheMark: false }])
    expect(parseAnthropic({ messages: [], cache_control: null }).hasCacheMark).toBe(false)
  })

  test('sees a mark on a block inside a result', () => {
    const content = [{ type: 'tool_result', tool_use_id: 'a', content: [{ ...text('x'), ...mark }] }]
    expect(parseAnthropic([{ role: 'user', content }]).messages[0]!.hasCacheMark).toBe(true)
  })

  test('reads thinking, text and calls', () => {
    expect(conversation.messages[1]!.parts).toEqual([
      { kind: 'opaque', path: ['messages', 1, 'content', 0], type: 'thinking', text: 'hm', tokens: 0 },
      { kind: 'opaque', path: ['messages', 1, 'content', 1], type: 'redacted_thinking', tokens: 0 },
      { kind: 'text', path: ['messages', 1, 'content', 2, 'text'], text: 'looking' },
      { kind: 'tool-call', path: ['messages', 1, 'content', 3], id: 'a', name: 'search', argumentsText: '{"q":1}' },
      { kind: 'tool-call', path: ['messages', 1, 'content', 4], id: 'b', name: 'shell', argumentsText: '{}' },
    ])
  })

  test('reads results: their call, texts around images, errors, and none at all', () => {
    const at = (i: number, ...rest: (string | number)[]) => ['messages', 2, 'content', i, ...rest]
    expect(conversation.messages[2]!.parts).toEqual([
      {
        kind: 'tool-result', path: at(0), callId: 'b', toolName: 'shell', isError: true,
        slots: [{ path: at(0, 'content', 0, 'text'), text: 'one' }, { path: at(0, 'content', 2, 'text'), text: 'two' }],
        opaque: [{ kind: 'opaque', path: at(0, 'content', 1), type: 'image', tokens: 100 }],
      },
      { kind: 'tool-result', path: at(1), callId: 'a', toolName: 'search', isError: false, slots: [{ path: at(1, 'content'), text: '{"rows":[]}' }], opaque: [] },
      { kind: 'tool-result', path: at(2), callId: 'nobody', isError: false, slots: [], opaque: [] },
      { kind: 'text', path: at(3, 'text'), text: 'and?' },
      { kind: 'opaque', path: at(4), type: 'image', tokens: 100 },
    ])
  })

  test.each([
    { name: 'a server tool call', block: messages[3]!.content[0], text: '{"query":"x"}' },
    { name: 'what a web search found, without its encrypted copy', block: messages[3]!.content[1], text: '[{"type":"web_search_result","url":"u"}]' },
    { name: 'an MCP call', block: { type: 'mcp_tool_use', id: 'm', name: 'f', server_name: 's', input: { a: 1 } }, text: '{"a":1}' },
    { name: 'an MCP result', block: { type: 'mcp_tool_result', tool_use_id: 'm', content: 'plain' }, text: 'plain' },
    { name: 'an MCP result with an image, without its bytes', block: { type: 'mcp_tool_result', tool_use_id: 'm', content: [{ type: 'image', source: { type: 'base64', data: 'AAAA' } }] }, text: '[{"type":"image","source":{"type":"base64"}}]' },
    { name: 'a document of text', block: { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'words' } }, text: 'words' },
    { name: 'a document of blocks', block: { type: 'document', source: { type: 'content', content: [text('a'), picture, text('b')] } }, text: 'a\nb' },
    { name: 'a document of bytes', block: { type: 'document', source: { type: 'base64', data: 'AAAA' } }, text: undefined },
    { name: 'a search result', block: { type: 'search_result', source: 'u', title: 't', content: [text('found')] }, text: 'found' },
    { name: 'a kind to come', block: { type: 'unheard_of', payload: 1 }, text: undefined },
    { name: 'a call without an id', block: { type: 'tool_use', name: 'f', input: { a: 1 } }, text: '{"a":1}' },
    { name: 'a text block without text', block: { type: 'text' }, text: undefined },
  ])('counts the text of $name and leaves it opaque', ({ block, text: expected }) => {
    expect(partsOf(block)).toEqual([{ kind: 'opaque', path: [0, 'content', 0], type: (block as { type: string }).type, ...(expected === undefined ? {} : { text: expected }), tokens: 0 }])
  })

  test.each([
    { name: 'content that is a number', message: { role: 'user', content: 7 }, parts: [{ kind: 'opaque', path: [0, 'content'], type: 'content', text: '7', tokens: 0 }] },
    { name: 'a block that is no object', message: { role: 'user', content: ['x'] }, parts: [{ kind: 'opaque', path: [0, 'content', 0], type: 'content', text: '"x"', tokens: 0 }] },
    { name: 'no content', message: { role: 'user', content: null }, parts: [] },
    { name: 'an unknown role', message: { role: 'tool', content: 'x' }, parts: [{ kind: 'opaque', path: [0], type: 'message', text: '{"role":"tool","content":"x"}', tokens: 0 }] },
  ])('reads $name', ({ message, parts }) => expect(parseAnthropic([message]).messages[0]!.parts).toEqual(parts))

  test.each([
    { name: 'edits of the history that the server makes', fields: { context_management: { edits: [] } }, held: 'context_management' },
    { name: 'none', fields: { context_management: null }, held: undefined },
  ])('says of $name who holds the history', ({ fields, held }) => {
    expect(parseAnthropic({ messages: [], ...fields }).serverHeldHistory).toBe(held)
  })
})
