import { describe, expect, test } from 'vitest'
import { googleAdapter } from '../../../src/adapters/google/adapter.ts'
import { parseGoogle } from '../../../src/adapters/google/parse.ts'
import { applyEdits } from '../../../src/conversation/edits.ts'
import { findToolUnits } from '../../../src/conversation/tool-units.ts'
import { testAdapter } from '../../contracts/adapter.ts'

const picture = { inlineData: { mimeType: 'image/png', data: 'AAAA' } }
const call = (name: string, fields = {}, around = {}) => ({ functionCall: { name, args: { q: 1 }, ...fields }, ...around })
const answer = (name: string, response: unknown, fields = {}) => ({ functionResponse: { name, response, ...fields } })
const model = (...parts: unknown[]) => ({ role: 'model', parts })
const user = (...parts: unknown[]) => ({ role: 'user', parts })

const contents = [
  user({ text: 'look' }, picture, { fileData: { mimeType: 'application/pdf', fileUri: 'gs://a/b' } }),
  model({ text: 'hm', thought: true }, { text: 'looking' }, call('search', {}, { thoughtSignature: 'c2ln' }), call('search'), call('shell', { id: 'x' })),
  user(
    answer('search', { rows: [{ id: 1 }], total: 1 }), answer('search', { output: '[{"id":2}]', exit_code: 0 }),
    answer('shell', { error: 'gone' }, { id: 'x', parts: [picture] }), { text: 'and?' },
  ),
  model({ executableCode: { language: 'PYTHON', code: 'print(1)' } }, { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1' } }, { text: 'done', thoughtSignature: 'c2ln' }),
  { parts: [{ text: 'no role' }] },
  model({ functionCall: { name: 'mcp' } }),
  { role: 'function', parts: [answer('mcp', { content: [{ type: 'text', text: 'a' }, { type: 'image', data: 'AAAA' }, { type: 'text', text: 'b' }], structuredContent: { rows: [] }, isError: false })] },
  user(answer('nobody', { rows: [] })),
]
const declarations = { functionDeclarations: [{ name: 'search', parametersJsonSchema: {} }, { name: 'shell' }] }
const body = { model: 'gemini-2.5-flash', contents, config: { temperature: 0, systemInstruction: 'be brief', tools: [declarations, { googleSearch: {} }] } }
const rest = {
  contents: [
    { role: 'user', parts: [{ text: 'look' }, { inline_data: { mime_type: 'image/png', data: 'AAAA' } }] },
    { role: 'model', parts: [{ function_call: { name: 'search', args: {} }, thought_signature: 'c2ln' }] },
    { role: 'user', parts: [{ function_response: { name: 'search', response: { rows: [{ id: 1 }] } } }] },
  ],
  system_instruction: { parts: [{ text: 'be brief' }, { text: 'be kind' }] },
  tools: [{ function_declarations: [{ name: 'search' }] }],
}

function isContent(value: unknown): boolean {
  try {
    return Array.isArray((value as { readonly parts?: unknown }).parts)
  } catch {
    return false // Nothing, or a proxy that refuses.
  }
}

/** Whatever stands alone, or as parts, is one message. */
const find = (request: unknown): readonly unknown[] | undefined => {
  if (Array.isArray(request)) return request
  const { contents: found } = request as { readonly contents?: unknown }
  if (Array.isArray(found)) return found.length > 0 && !found.some(isContent) ? [found] : found
  return typeof found === 'string' || (typeof found === 'object' && found !== null) ? [found] : undefined
}

testAdapter(googleAdapter, {
  'a body of the SDK': body, 'an array of contents': contents, 'a body of REST': rest,
  'a text': { model: 'gemini-2.5-flash', contents: 'hello', config: { systemInstruction: { role: 'system', parts: [{ text: 'be brief' }] } } },
  'texts and parts': { model: 'gemini-2.5-flash', contents: ['what is', picture, { text: 'this?' }], config: { systemInstruction: ['be', { text: 'brief' }] } },
  'a part': { model: 'gemini-2.5-flash', contents: { text: 'hello' } },
  'a content': { model: 'gemini-2.5-flash', contents: user({ text: 'hello' }, picture) },
}, find)

const partsOf = (...parts: unknown[]) => parseGoogle([user(...parts)]).messages[0]!.parts
const slotsOf = (response: unknown) => {
  const [part] = partsOf(answer('f', response))
  return part?.kind === 'tool-result' ? part : undefined
}

describe('parseGoogle', () => {
  const conversation = parseGoogle(body, (block) => (block === picture ? 258 : 0))
  const at = (i: number, ...more: (string | number)[]) => ['contents', i, 'parts', ...more]

  test('reads model, system text, tools and roles', () => {
    expect(conversation.model).toBe('gemini-2.5-flash')
    expect(conversation.system).toEqual([{ kind: 'text', path: ['config', 'systemInstruction'], text: 'be brief', hasCacheMark: false }])
    expect(conversation.tools.map(({ name, path }) => [name, path])).toEqual([
      ['search', ['config', 'tools', 0, 'functionDeclarations', 0]], ['shell', ['config', 'tools', 0, 'functionDeclarations', 1]], ['googleSearch', ['config', 'tools', 1]],
    ])
    expect(conversation.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant', 'user', 'assistant', 'tool', 'user'])
  })

  test('reads what REST writes, in snake case', () => {
    const read = parseGoogle(rest)
    expect(read.system.map(({ path, text }) => [path, text])).toEqual([[['system_instruction', 'parts', 0, 'text'], 'be brief'], [['system_instruction', 'parts', 1, 'text'], 'be kind']])
    expect(read.tools.map(({ name, path }) => [name, path])).toEqual([['search', ['tools', 0, 'function_declarations', 0]]])
    expect(read.messages.map(({ parts }) => parts.map(({ kind }) => kind))).toEqual([['text', 'opaque'], ['tool-call'], ['tool-result']])
    expect(read.messages[2]!.parts).toMatchObject([{ callId: 'search', slots: [{ path: ['contents', 2, 'parts', 0, 'function_response', 'response'], json: 'object' }] }])
  })

  test('asks no object of the SDK for its declarations', () => {
    expect(parseGoogle({ contents: [], config: { tools: [{ tool: () => ({}), callTool: () => [] }, declarations] } }).tools.map(({ name }) => name)).toEqual(['search', 'shell'])
  })

  test('reads texts, thoughts, media and code', () => {
    expect(conversation.messages[0]!.parts).toEqual([
      { kind: 'text', path: at(0, 0, 'text'), text: 'look' },
      { kind: 'opaque', path: at(0, 1), type: 'inlineData', tokens: 258 },
      { kind: 'opaque', path: at(0, 2), type: 'fileData', tokens: 0 },
    ])
    expect(conversation.messages[1]!.parts.slice(0, 2)).toEqual([
      { kind: 'opaque', path: at(1, 0), type: 'thought', text: 'hm', tokens: 0 },
      { kind: 'text', path: at(1, 1, 'text'), text: 'looking' },
    ])
    expect(conversation.messages[3]!.parts).toEqual([
      { kind: 'opaque', path: at(3, 0), type: 'executableCode', text: 'print(1)', tokens: 0 },
      { kind: 'opaque', path: at(3, 1), type: 'codeExecutionResult', text: '1', tokens: 0 },
      { kind: 'text', path: at(3, 2, 'text'), text: 'done' },
    ])
  })

  test('reads calls, and results by id, else by name and order', () => {
    expect(conversation.messages[1]!.parts.slice(2)).toEqual([
      { kind: 'tool-call', path: at(1, 2), id: 'search', name: 'search', argumentsText: '{"q":1}' },
      { kind: 'tool-call', path: at(1, 3), id: 'search 2', name: 'search', argumentsText: '{"q":1}' },
      { kind: 'tool-call', path: at(1, 4), id: 'x', name: 'shell', argumentsText: '{"q":1}' },
    ])
    expect(conversation.messages[2]!.parts).toEqual([
      {
        kind: 'tool-result', path: at(2, 0), callId: 'search', toolName: 'search', isError: false, opaque: [],
        slots: [{ path: at(2, 0, 'functionResponse', 'response'), text: '{"rows":[{"id":1}],"total":1}', json: 'object' }],
      },
      {
        kind: 'tool-result', path: at(2, 1), callId: 'search 2', toolName: 'search', isError: false,
        slots: [{ path: at(2, 1, 'functionResponse', 'response', 'output'), text: '[{"id":2}]' }],
        opaque: [{ kind: 'opaque', path: at(2, 1, 'functionResponse', 'response'), type: 'response', text: '{"output":"","exit_code":0}', tokens: 0 }],
      },
      {
        kind: 'tool-result', path: at(2, 2), callId: 'x', toolName: 'shell', isError: true,
        slots: [{ path: at(2, 2, 'functionResponse', 'response', 'error'), text: 'gone' }],
        opaque: [
          { kind: 'opaque', path: at(2, 2, 'functionResponse', 'response'), type: 'response', text: '{"error":""}', tokens: 0 },
          { kind: 'opaque', path: at(2, 2, 'functionResponse', 'parts', 0), type: 'inlineData', tokens: 258 },
        ],
      },
      { kind: 'text', path: at(2, 3, 'text'), text: 'and?' },
    ])
    expect(conversation.messages[7]!.parts).toMatchObject([{ kind: 'tool-result', callId: '', toolName: 'nobody' }])
  })

  test.each([
    { name: 'names alone, in order', calls: [call('f'), call('g'), call('f')], answers: [answer('f', {}), answer('f', {}), answer('g', {})], paired: [0, 2, 1] },
    { name: 'ids, in any order', calls: [call('f', { id: '1' }), call('f', { id: '2' })], answers: [answer('f', {}, { id: '2' }), answer('f', {}, { id: '1' })], paired: [1, 0] },
    { name: 'ids that the answers leave out', calls: [call('f', { id: '1' }), call('f', { id: '2' })], answers: [answer('f', {}), answer('f', {})], paired: [0, 1] },
    { name: 'ids that only the answers have', calls: [call('f'), call('f')], answers: [answer('f', {}, { id: '1' }), answer('f', {}, { id: '2' })], paired: [0, 1] },
    { name: 'an id beside a name', calls: [call('f', { id: '1' }), call('f')], answers: [answer('f', {}, { id: '1' }), answer('f', {})], paired: [0, 1] },
    { name: 'an id of another call', calls: [call('f', { id: '1' })], answers: [answer('f', {}, { id: '9' }), answer('f', {}, { id: '1' })], paired: [-1, 0] },
    { name: 'two answers to one call that goes on', calls: [call('f', { id: '1' })], answers: [answer('f', {}, { id: '1' }), answer('f', {}, { id: '1' })], paired: [0, 0] },
    { name: 'one answer too many', calls: [call('f')], answers: [answer('f', {}), answer('f', {})], paired: [0, -1] },
  ])('pairs $name', ({ calls, answers, paired }) => {
    const { messages } = parseGoogle([model(...calls), user(...answers)])
    const ids = messages[0]!.parts.map((part) => (part.kind === 'tool-call' ? part.id : ''))
    expect(messages[1]!.parts.map((part) => (part.kind === 'tool-result' ? ids.indexOf(part.callId) : -2))).toEqual(paired)
    const { units, orphans } = findToolUnits(messages)
    expect([units[0]!.results.length, orphans.length]).toEqual([paired.filter((i) => i >= 0).length, paired.filter((i) => i < 0).length])
  })

  test('a name that was called before says nothing about a later step', () => {
    const { messages } = parseGoogle([model(call('f')), user(answer('f', {})), model({ text: 'x' }), user(answer('f', {})), model(call('f')), user(answer('f', {}))])
    const { units, orphans } = findToolUnits(messages)
    expect(units.map(({ assistant, results }) => [assistant.index, results.map(({ message }) => message.index)])).toEqual([[0, [1]], [4, [5]]])
    expect(orphans.map(({ message }) => message.index)).toEqual([3])
  })

  test.each([
    { name: 'a wrapped text', response: { result: 'a log' }, slots: [[['result'], 'a log', undefined]], rest: ['{"result":""}'] },
    { name: 'texts beside numbers', response: { stdout: 'a', stderr: '', exit: 0, ok: true, signal: null }, slots: [[['stdout'], 'a', undefined], [['stderr'], '', undefined]], rest: ['{"stdout":"","stderr":"","exit":0,"ok":true,"signal":null}'] },
    { name: 'rows', response: { rows: [1, 2] }, slots: [[[], '{"rows":[1,2]}', 'object']], rest: [] },
    { name: 'a text beside rows', response: { next: 'x', rows: [1] }, slots: [[[], '{"next":"x","rows":[1]}', 'object']], rest: [] },
    { name: 'numbers', response: { a: 1 }, slots: [[[], '{"a":1}', 'object']], rest: [] },
    { name: 'nothing', response: {}, slots: [[[], '{}', 'object']], rest: [] },
    { name: 'many texts', response: Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`k${i}`, 'x'])), slots: [[[], expect.stringContaining('"k8":"x"'), 'object']], rest: [] },
    { name: 'an MCP result', response: { content: [{ type: 'text', text: 'a' }, { type: 'image', data: 'A' }] }, slots: [[['content', 0, 'text'], 'a', undefined]], rest: ['{"type":"image","data":"A"}'] },
    { name: 'an MCP result with an object', response: { content: [{ type: 'text', text: '[]' }], structuredContent: { a: [] }, isError: false }, slots: [[['content', 0, 'text'], '[]', undefined], [['structuredContent'], '{"a":[]}', 'object']], rest: ['{"isError":false}'] },
    { name: 'a list that is no MCP result', response: { content: ['a'] }, slots: [[[], '{"content":["a"]}', 'object']], rest: [] },
    { name: 'a text where an object should be', response: 'a', slots: [[[], 'a', undefined]], rest: [] },
    { name: 'a list where an object should be', response: [1], slots: [], rest: ['[1]'] },
    { name: 'no response', response: undefined, slots: [], rest: [] },
  ])('reads a response: $name', ({ response, slots, rest: others }) => {
    const part = slotsOf(response)!
    expect(part.slots.map(({ path, text, json }) => [path.slice(5), text, json])).toEqual(slots)
    expect(part.opaque.map(({ text }) => text)).toEqual(others)
  })

  test.each([
    { name: 'an error', response: { error: 'x' }, isError: true },
    { name: 'an error with details', response: { error: { code: 1 }, output: 'x' }, isError: true },
    { name: 'an MCP error', response: { content: [{ type: 'text', text: 'x' }], isError: true }, isError: true },
    { name: 'no error', response: { error: null, rows: [] }, isError: false },
    { name: 'an empty error', response: { error: '', output: 'x' }, isError: false },
    { name: 'rows with errors', response: { rows: [{ error: 'x' }] }, isError: false },
  ])('takes $name for what it is', ({ response, isError }) => expect(slotsOf(response)!.isError).toBe(isError))

  test('takes a response that cannot be written as JSON for nothing to edit', () => {
    const response: Record<string, unknown> = { rows: [] }
    response.self = response
    expect(slotsOf(response)).toMatchObject({ slots: [], opaque: [{ text: '' }] })
  })

  test.each([
    { name: 'a part that is no object', part: 7, opaque: { type: 'part', text: '7' } },
    { name: 'a tool call of the provider', part: { toolCall: { id: '1', toolType: 'GOOGLE_SEARCH', args: { q: 1 } } }, opaque: { type: 'toolCall', text: '{"q":1}' } },
    { name: 'its answer', part: { toolResponse: { id: '1', response: { a: [1] } } }, opaque: { type: 'toolResponse', text: '{"a":[1]}' } },
    { name: 'a kind to come', part: { dream: { a: 1 } }, opaque: { type: 'dream', text: '{"a":1}' } },
    { name: 'a call that is no object', part: { functionCall: 'f' }, opaque: { type: 'part', text: '{}' } },
  ])('makes $name opaque', ({ part, opaque }) => expect(partsOf(part)).toEqual([{ kind: 'opaque', path: [0, 'parts', 0], tokens: 0, ...opaque }]))

  test.each([
    { name: 'an unknown role', content: { role: 'critic', parts: [] }, text: '{"role":"critic","parts":[]}' },
    { name: 'no parts', content: { role: 'user', content: 'x' }, text: '{"role":"user","content":"x"}' },
    { name: 'no object', content: null, text: 'null' },
  ])('makes a content with $name opaque', ({ content, text }) => {
    expect(parseGoogle([content]).messages).toEqual([{ index: 0, path: [0], role: 'unknown', parts: [{ kind: 'opaque', path: [0], type: 'message', text, tokens: 0 }], hasCacheMark: false }])
  })
})

describe('a note', () => {
  const note = { text: 'gone' }
  const place = (request: unknown, index = 0) => {
    const conversation = parseGoogle(request)
    return applyEdits(request, googleAdapter.placeNote(conversation, 'gone', conversation.messages[index]!))
  }

  test.each([
    { name: 'stands before the words', request: [user(picture, { text: 'x' })], after: [user(note, picture, { text: 'x' })] },
    { name: 'stands behind answers', request: { contents: [user(answer('f', {}), { text: 'x' })] }, after: { contents: [user(answer('f', {}), note, { text: 'x' })] } },
    { name: 'stands behind answers alone', request: [user(answer('f', {}))], after: [user(answer('f', {}), note)] },
    { name: 'stands in a message without parts', request: [user()], after: [user(note)] },
    { name: 'makes a text a list', request: { contents: 'x' }, after: { contents: [note, 'x'] } },
    { name: 'makes a part a list', request: { contents: { text: 'x' } }, after: { contents: [note, { text: 'x' }] } },
    { name: 'stands in a list of parts', request: { contents: ['x', picture] }, after: { contents: [note, 'x', picture] } },
    { name: 'stands in a content of its own', request: { contents: user({ text: 'x' }) }, after: { contents: user(note, { text: 'x' }) } },
  ])('$name', ({ request, after }) => {
    const placed = place(request)
    expect(placed).toEqual(after)
    expect(parseGoogle(placed).messages.flatMap(({ parts }) => parts)).toContainEqual(expect.objectContaining({ kind: 'text', text: 'gone' }))
  })
})

test.each([
  { name: 'in the body', fields: { cachedContent: 'cachedContents/a' }, held: 'cachedContent' },
  { name: 'in snake case', fields: { cached_content: 'cachedContents/a' }, held: 'cachedContent' },
  { name: 'in the config', fields: { config: { cachedContent: 'cachedContents/a' } }, held: 'cachedContent' },
  { name: 'nowhere', fields: { config: {} }, held: undefined },
])('content that the server holds, $name', ({ fields, held }) => {
  expect(parseGoogle({ contents: [], ...fields }).serverHeldHistory).toBe(held)
})
