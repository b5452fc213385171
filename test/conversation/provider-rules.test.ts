import { describe, expect, test } from 'vitest'
import { validateAnthropic, validateOpenAiChat } from './provider-rules.ts'

const call = (id: string) => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } })
const use = (id: string) => ({ type: 'tool_use', id, name: 'f', input: {} })
const result = (id: string) => ({ type: 'tool_result', tool_use_id: id, content: 'x' })
const user = { role: 'user', content: 'hi' }

describe('validateOpenAiChat', () => {
  test.each([
    { name: 'plain', messages: [{ role: 'system', content: 's' }, user, { role: 'assistant', content: 'ok' }] },
    { name: 'parallel calls, answered in another order', messages: [user, { role: 'assistant', content: null, tool_calls: [call('a'), call('b')] }, { role: 'tool', tool_call_id: 'b', content: 'x' }, { role: 'tool', tool_call_id: 'a', content: [{ type: 'text', text: 'x' }] }] },
    { name: 'an id used again later', messages: [{ role: 'assistant', tool_calls: [call('a')] }, { role: 'tool', tool_call_id: 'a', content: '' }, { role: 'assistant', tool_calls: [call('a')] }, { role: 'tool', tool_call_id: 'a', content: '' }] },
  ])('takes $name', ({ messages }) => expect(validateOpenAiChat(messages)).toEqual([]))

  test.each([
    { name: 'a call without a result', messages: [user, { role: 'assistant', tool_calls: [call('a')] }, user], problem: 'tool call a is not answered' },
    { name: 'a call without a result at the end', messages: [{ role: 'assistant', tool_calls: [call('a')] }], problem: 'tool call a is not answered' },
    { name: 'a result without a call', messages: [user, { role: 'tool', tool_call_id: 'a', content: 'x' }], problem: 'answers no open call' },
    { name: 'a call answered twice', messages: [{ role: 'assistant', tool_calls: [call('a')] }, { role: 'tool', tool_call_id: 'a', content: '' }, { role: 'tool', tool_call_id: 'a', content: '' }], problem: 'answers no open call' },
    { name: 'words before the result', messages: [{ role: 'assistant', tool_calls: [call('a')] }, user, { role: 'tool', tool_call_id: 'a', content: '' }], problem: 'answers no open call' },
    { name: 'an empty list of parts', messages: [{ role: 'user', content: [] }], problem: 'user content' },
    { name: 'an assistant message with nothing in it', messages: [{ role: 'assistant', content: null }], problem: 'needs content' },
    { name: 'no calls in tool_calls', messages: [{ role: 'assistant', content: 'x', tool_calls: [] }], problem: 'at least one call' },
    { name: 'arguments that are no text', messages: [{ role: 'assistant', tool_calls: [{ ...call('a'), function: { name: 'f', arguments: {} } }] }, { role: 'tool', tool_call_id: 'a', content: '' }], problem: 'arguments as strings' },
  ])('refuses $name', ({ messages, problem }) => expect(validateOpenAiChat(messages).join('\n')).toContain(problem))
})

describe('validateAnthropic', () => {
  test.each([
    { name: 'plain', messages: [user, { role: 'assistant', content: 'ok' }, user] },
    { name: 'parallel calls, results first, then words', messages: [user, { role: 'assistant', content: [use('a'), use('b')] }, { role: 'user', content: [result('b'), result('a'), { type: 'text', text: 'and?' }] }] },
    { name: 'results in two user messages in a row', messages: [user, { role: 'assistant', content: [use('a'), use('b')] }, { role: 'user', content: [result('a')] }, { role: 'user', content: [result('b')] }] },
    { name: 'a result without content', messages: [user, { role: 'assistant', content: [use('a')] }, { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a' }] }] },
    { name: 'an image before words', messages: [{ role: 'user', content: [{ type: 'image', source: {} }, { type: 'text', text: 'x' }] }] },
  ])('takes $name', ({ messages }) => expect(validateAnthropic(messages)).toEqual([]))

  test.each([
    { name: 'a call without a result', messages: [user, { role: 'assistant', content: [use('a')] }, user], problem: 'is not answered in the next message' },
    { name: 'a call without a result at the end', messages: [user, { role: 'assistant', content: [use('a')] }], problem: 'cannot end with' },
    { name: 'a result without a call', messages: [{ role: 'user', content: [result('a')] }], problem: 'answers no open tool_use' },
    { name: 'a result one message late', messages: [user, { role: 'assistant', content: [use('a')] }, { role: 'user', content: 'x' }, { role: 'assistant', content: 'y' }, { role: 'user', content: [result('a')] }], problem: 'answers no open tool_use' },
    { name: 'words before the result', messages: [user, { role: 'assistant', content: [use('a')] }, { role: 'user', content: [{ type: 'text', text: 'x' }, result('a')] }], problem: 'must come first' },
    { name: 'a repeated id', messages: [user, { role: 'assistant', content: [use('a'), use('a')] }, { role: 'user', content: [result('a')] }], problem: 'share the id' },
    { name: 'an assistant first', messages: [{ role: 'assistant', content: 'x' }], problem: 'first message' },
    { name: 'empty content', messages: [{ role: 'user', content: [] }], problem: 'must not be empty' },
    { name: 'empty text', messages: [{ role: 'user', content: [{ type: 'text', text: ' ' }] }], problem: 'white space' },
    { name: 'five cache marks', messages: [{ role: 'user', content: Array.from({ length: 5 }, () => ({ type: 'text', text: 'x', cache_control: { type: 'ephemeral' } })) }], problem: 'at most 4' },
  ])('refuses $name', ({ messages, problem }) => expect(validateAnthropic(messages).join('\n')).toContain(problem))
})
