import { describe, expect, test } from 'vitest'
import { openAiResponsesAdapter } from '../../../src/adapters/openai-responses/adapter.ts'
import { parseResponses } from '../../../src/adapters/openai-responses/parse.ts'
import { applyEdits } from '../../../src/conversation/edits.ts'
import { findToolUnits } from '../../../src/conversation/tool-units.ts'
import { testAdapter } from '../../contracts/adapter.ts'

const picture = { type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'auto' }
const thought = { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'hm' }], content: [{ type: 'reasoning_text', text: 'so' }] }
const sealed = { type: 'reasoning', id: 'rs_2', summary: [], encrypted_content: 'gAAAA' }
const call = (id: string, name = 'search') => ({ type: 'function_call', id: `fc_${id}`, call_id: id, name, arguments: '{"q":1}', status: 'completed' })
const output = (id: string, value: unknown = '{"rows":[]}', fields = {}) => ({ type: 'function_call_output', call_id: id, output: value, ...fields })
const answer = { type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: 'done', annotations: [] }, { type: 'refusal', refusal: 'no' }] }

const items = [
  { role: 'developer', content: 'rules' },
  { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'look', prompt_cache_breakpoint: { mode: 'explicit' } }, picture, { type: 'input_file', file_id: 'f' }] },
  thought, call('a'), { type: 'custom_tool_call', call_id: 'b', name: 'shell', input: 'ls' },
  { type: 'custom_tool_call_output', call_id: 'b', output: [{ type: 'input_text', text: 'one' }, picture, { type: 'input_text', text: 'two' }] },
  output('a'),
  { type: 'web_search_call', id: 'ws', status: 'completed', action: { type: 'search', query: 'x' } },
  sealed, answer,
  { type: 'shell_call', call_id: 's', action: { commands: ['ls'] } },
  { type: 'shell_call_output', call_id: 's', output: [{ stdout: 'a', stderr: '', outcome: { type: 'exit', exit_code: 0 } }] },
  { type: 'mcp_approval_request', id: 'mcpr', name: 'f', server_label: 'm', arguments: '{}' },
  { type: 'mcp_approval_response', approval_request_id: 'mcpr', approve: true },
  { type: 'compaction', encrypted_content: 'gBBBB' },
  output('nobody', ''), output('c', 'half', { status: 'incomplete', name: 'late' }),
  { role: 'assistant', content: 'bye' },
]
const body = {
  model: 'gpt-5.1', input: items, instructions: 'be brief', store: false,
  tools: [{ type: 'function', name: 'search', parameters: { type: 'object' } }, { type: 'mcp', server_label: 'm', server_url: 'u' }, { type: 'web_search' }],
}

/** A text as `input` is one message. */
const find = (request: unknown): readonly unknown[] | undefined => {
  const input = Array.isArray(request) ? request : (request as { readonly input?: unknown }).input
  return Array.isArray(input) ? input : typeof input === 'string' ? [input] : undefined
}

testAdapter(openAiResponsesAdapter, {
  'a body': body, 'an array of items': items, 'a text': { model: 'gpt-5.1', input: 'hello', instructions: 'be brief' }, 'texts alone': { input: [{ role: 'user', content: 'x' }] },
}, find)

const partsOf = (item: unknown) => parseResponses([item]).messages[0]!.parts
const messageOf = (item: unknown) => parseResponses([item]).messages[0]!

describe('parseResponses', () => {
  const conversation = parseResponses(body, (block) => (block === picture ? 85 : block === sealed ? 7 : 0))
  const at = (i: number, ...rest: (string | number)[]) => ['input', i, ...rest]

  test('reads model, instructions, tools and roles', () => {
    expect(conversation.model).toBe('gpt-5.1')
    expect(conversation.system).toEqual([{ kind: 'text', path: ['instructions'], text: 'be brief', hasCacheMark: false }])
    expect(conversation.tools.map(({ name, path }) => [name, path])).toEqual([['search', ['tools', 0]], ['m', ['tools', 1]], ['web_search', ['tools', 2]]])
    expect(conversation.messages.map(({ role }) => role)).toEqual([
      'developer', 'user', 'assistant', 'assistant', 'assistant', 'tool', 'tool', 'assistant', 'assistant', 'assistant',
      'assistant', 'tool', 'assistant', 'tool', 'developer', 'tool', 'tool', 'assistant',
    ])
    expect(conversation.messages.flatMap(({ index, hasCacheMark }) => (hasCacheMark ? [index] : []))).toEqual([1])
  })

  test('reads a text as one message', () => {
    expect(parseResponses({ input: 'hello' }).messages).toEqual([{ index: 0, path: ['input'], role: 'user', parts: [{ kind: 'text', path: ['input'], text: 'hello' }], hasCacheMark: false }])
  })

  test('reads texts, images and files', () => {
    expect(conversation.messages[1]!.parts).toEqual([
      { kind: 'text', path: at(1, 'content', 0, 'text'), text: 'look' },
      { kind: 'opaque', path: at(1, 'content', 1), type: 'input_image', tokens: 85 },
      { kind: 'opaque', path: at(1, 'content', 2), type: 'input_file', tokens: 0 },
    ])
    expect(conversation.messages[9]!.parts).toEqual([
      { kind: 'text', path: at(9, 'content', 0, 'text'), text: 'done' },
      { kind: 'opaque', path: at(9, 'content', 1), type: 'refusal', text: 'no', tokens: 0 },
    ])
  })

  test('reads thoughts by their text, or by what their sealed form costs', () => {
    expect(conversation.messages[2]!.parts).toEqual([{ kind: 'opaque', path: at(2), type: 'reasoning', text: 'hm\nso', tokens: 0 }])
    expect(conversation.messages[8]!.parts).toEqual([{ kind: 'opaque', path: at(8), type: 'reasoning', tokens: 7 }])
  })

  test('reads calls', () => {
    expect(conversation.messages[3]!.parts).toEqual([{ kind: 'tool-call', path: at(3), id: 'a', name: 'search', argumentsText: '{"q":1}' }])
    expect(conversation.messages[4]!.parts).toEqual([{ kind: 'tool-call', path: at(4), id: 'b', name: 'shell', argumentsText: 'ls' }])
  })

  test('reads results: their call, texts around images, one that did not come to its end', () => {
    expect([5, 6, 15, 16].map((i) => conversation.messages[i]!.parts)).toEqual([
      [{
        kind: 'tool-result', path: at(5), callId: 'b', toolName: 'shell', isError: false,
        slots: [{ path: at(5, 'output', 0, 'text'), text: 'one' }, { path: at(5, 'output', 2, 'text'), text: 'two' }],
        opaque: [{ kind: 'opaque', path: at(5, 'output', 1), type: 'input_image', tokens: 85 }],
      }],
      [{ kind: 'tool-result', path: at(6), callId: 'a', toolName: 'search', isError: false, slots: [{ path: at(6, 'output'), text: '{"rows":[]}' }], opaque: [] }],
      [{ kind: 'tool-result', path: at(15), callId: 'nobody', isError: false, slots: [{ path: at(15, 'output'), text: '' }], opaque: [] }],
      [{ kind: 'tool-result', path: at(16), callId: 'c', toolName: 'late', isError: true, slots: [{ path: at(16, 'output'), text: 'half' }], opaque: [] }],
    ])
  })

  test('keeps thoughts and calls of one step together, and results of hosted tools with their calls', () => {
    const { units, orphans } = findToolUnits(conversation.messages)
    expect(units.map(({ messages, calls, results }) => [messages.map(({ index }) => index), calls.map(({ id }) => id), results.map(({ message }) => message.index)])).toEqual([
      [[2, 3, 4], ['a', 'b'], [5, 6]],
      [[7, 8, 9, 10], ['s'], [11]],
      [[12], ['mcpr'], [13]],
    ])
    expect(orphans.map(({ message }) => message.index)).toEqual([15, 16])
  })

  test('names the tool of calls that share an id in one step', () => {
    const { messages } = parseResponses([call('', 'f'), call('', 'g'), output(''), output('')])
    expect(messages.slice(2).map(({ parts }) => parts)).toMatchObject([[{ toolName: 'f' }], [{ toolName: 'g' }]])
  })

  test.each([
    { name: 'a search', item: items[7], type: 'web_search_call', text: '{"type":"web_search_call","id":"ws","status":"completed","action":{"type":"search","query":"x"}}' },
    { name: 'an MCP call', item: { type: 'mcp_call', id: 'm', name: 'f', arguments: '{}', output: '[1,  2]' }, type: 'mcp_call', text: '{"type":"mcp_call","id":"m","name":"f","arguments":"{}","output":"[1,  2]"}' },
    { name: 'a list of MCP tools', item: { type: 'mcp_list_tools', id: 'l', server_label: 'm', tools: [] }, type: 'mcp_list_tools', text: '{"type":"mcp_list_tools","id":"l","server_label":"m","tools":[]}' },
    { name: 'a tool search on the server', item: { type: 'tool_search_output', call_id: null, tools: [] }, type: 'tool_search_output', text: '{"type":"tool_search_output","call_id":null,"tools":[]}' },
    { name: 'a kind to come', item: { type: 'dream', id: 'd', encrypted_dream: 'x', picture: 'data:image/png;base64,AAAA' }, type: 'dream', text: '{"type":"dream","id":"d"}' },
  ])('leaves $name alone, as a part of what the assistant did', ({ item, type, text }) => {
    expect(messageOf(item)).toMatchObject({ role: 'assistant', parts: [{ kind: 'opaque', path: [0], type, text, tokens: 0 }] })
  })

  test.each([
    { call: { type: 'shell_call', call_id: 's', action: {} }, result: { type: 'shell_call_output', call_id: 's', output: [] } },
    { call: { type: 'local_shell_call', id: 'x', call_id: 's', action: {} }, result: { type: 'local_shell_call_output', id: 's', output: '[1,  2]' } },
    { call: { type: 'apply_patch_call', call_id: 's', operation: {} }, result: { type: 'apply_patch_call_output', call_id: 's', status: 'completed' } },
    { call: { type: 'computer_call', id: 'x', call_id: 's', action: {} }, result: { type: 'computer_call_output', call_id: 's', output: { type: 'computer_screenshot', file_id: 'f' } } },
    { call: { type: 'tool_search_call', call_id: 's', arguments: {} }, result: { type: 'tool_search_output', call_id: 's', tools: [] } },
    { call: { type: 'program', id: 'x', call_id: 's', code: '1' }, result: { type: 'program_output', id: 'y', call_id: 's', result: '[1,  2]' } },
    { call: { type: 'mcp_approval_request', id: 's', name: 'f', arguments: '{}' }, result: { type: 'mcp_approval_response', approval_request_id: 's', approve: true } },
  ])('pairs $call.type with its answer, and has no text of it to edit', ({ call: asked, result }) => {
    const { units, orphans } = findToolUnits(parseResponses([asked, result]).messages)
    expect(orphans).toEqual([])
    expect(units).toMatchObject([{ calls: [{ id: 's', name: asked.type }], results: [{ part: { slots: [], opaque: [{ type: expect.any(String) as string }] } }], unanswered: [] }])
  })

  test('counts a picture of a screen', () => {
    const screen = { type: 'computer_screenshot', image_url: 'data:image/png;base64,AAAA' }
    const [part] = parseResponses([{ type: 'computer_call_output', call_id: 'c', output: screen }], (block) => (block === screen ? 765 : 0)).messages[0]!.parts
    expect(part).toMatchObject({ opaque: [{ type: 'computer_screenshot', tokens: 765 }] })
  })

  test.each([
    { name: 'additional tools', item: { type: 'additional_tools', role: 'developer', tools: [] } },
    { name: 'a compaction', item: { type: 'compaction', encrypted_content: 'x' } },
    { name: 'a request for one', item: { type: 'compaction_trigger' } },
    { name: 'a change of the configuration', item: { type: 'configuration_update', role: 'developer' } },
  ])('takes $name for an instruction, which stays', ({ item }) => expect(messageOf(item)).toMatchObject({ role: 'developer', parts: [{ kind: 'opaque' }] }))

  test.each([
    { name: 'nothing', fields: { previous_response_id: null, context_management: [], truncation: 'disabled' }, held: undefined },
    { name: 'an earlier response', fields: { previous_response_id: 'resp_1' }, held: 'previous_response_id' },
    { name: 'a conversation', fields: { conversation: { id: 'conv_1' } }, held: 'conversation' },
    { name: 'compaction by the server', fields: { context_management: [{ type: 'compaction', compact_threshold: 1000 }] }, held: 'context_management' },
    { name: 'truncation by the server', fields: { truncation: 'auto' }, held: 'truncation' },
    { name: 'an item that it holds', fields: { input: [{ type: 'item_reference', id: 'msg_1' }] }, held: 'item_reference' },
    { name: 'an item without a type', fields: { input: [{ id: 'msg_1' }] }, held: 'item_reference' },
  ])('says that the server holds $name', ({ fields, held }) => expect(parseResponses({ input: [], ...fields }).serverHeldHistory).toBe(held))

  test.each([
    { name: 'content that is a number', item: { role: 'user', content: 7 }, part: { path: [0, 'content'], type: 'content', text: '7' } },
    { name: 'a part that is no object', item: { role: 'user', content: ['x'] }, part: { path: [0, 'content', 0], type: 'content', text: '"x"' } },
    { name: 'a part of an unknown kind', item: { role: 'user', content: [{ type: 'input_video' }] }, part: { path: [0, 'content', 0], type: 'input_video' } },
    { name: 'an unknown role', item: { role: 'critic', content: 'x' }, part: { path: [0], type: 'message', text: '{"role":"critic","content":"x"}' } },
    { name: 'a call without a name', item: { type: 'function_call', call_id: 'a' }, part: { path: [0], type: 'message', text: '{"type":"function_call","call_id":"a"}' } },
    { name: 'no object at all', item: 'hello', part: { path: [0], type: 'message', text: '"hello"' } },
  ])('makes $name opaque', ({ item, part }) => expect(partsOf(item)).toEqual([{ kind: 'opaque', tokens: 0, ...part }]))

  test('counts an output that is an object, and leaves it alone', () => {
    expect(partsOf(output('a', { rows: [] }))).toMatchObject([{ slots: [], opaque: [{ type: 'content', text: '{"rows":[]}' }] }])
    expect(partsOf(output('a', null))).toMatchObject([{ slots: [], opaque: [] }])
  })
})

describe('a note', () => {
  const place = (request: unknown) => {
    const conversation = parseResponses(request)
    return applyEdits(request, openAiResponsesAdapter.placeNote(conversation, 'gone', conversation.messages.find(({ role }) => role === 'user')!))
  }
  const note = { type: 'message', role: 'system', content: 'gone' }

  test.each([
    { name: 'a body', request: { input: [items[0], items[1]] }, after: { input: [items[0], note, items[1]] } },
    { name: 'an array', request: [items[1], items[9]], after: [note, items[1], items[9]] },
    { name: 'a text, which has no place for one', request: { input: 'x' }, after: { input: 'x' } },
  ])('follows the leading instructions of $name', ({ request, after }) => expect(place(request)).toEqual(after))
})
