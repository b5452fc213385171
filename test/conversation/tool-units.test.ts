import { describe, expect, test } from 'vitest'
import { parseAnthropic } from '../../src/adapters/anthropic/parse.ts'
import { parseOpenAiChat } from '../../src/adapters/openai/parse.ts'
import { findToolUnits } from '../../src/conversation/tool-units.ts'
import type { Conversation } from '../../src/conversation/types.ts'

const calls = (...ids: string[]) => ({
  role: 'assistant', content: null, tool_calls: ids.map((id) => ({ id, type: 'function', function: { name: `tool ${id}`, arguments: '{}' } })),
})
const answer = (id: string) => ({ role: 'tool', tool_call_id: id, content: `of ${id}` })
const user = { role: 'user', content: 'hi' }

/** Units as [assistant index, result message indices, ids without an answer], and the message indices of orphans. */
function outline({ messages }: Conversation) {
  const { units, orphans } = findToolUnits(messages)
  return {
    units: units.map(({ assistant, results, unanswered }) => [assistant.index, results.map(({ message }) => message.index), unanswered.map(({ id }) => id)]),
    orphans: orphans.map(({ message }) => message.index),
  }
}

test.each([
  { name: 'parallel calls in any order', messages: [calls('a', 'b'), answer('b'), answer('a')], units: [[0, [1, 2], []]], orphans: [] },
  { name: 'a result behind other messages', messages: [calls('a'), user, calls('b'), answer('b'), answer('a')], units: [[0, [4], []], [2, [3], []]], orphans: [] },
  { name: 'an id that is used again', messages: [calls('a'), answer('a'), user, calls('a'), answer('a')], units: [[0, [1], []], [3, [4], []]], orphans: [] },
  { name: 'an id that is used again after a call without a result', messages: [calls('a'), user, calls('a'), answer('a')], units: [[0, [], ['a']], [2, [3], []]], orphans: [] },
  { name: 'ids that are all empty', messages: [calls('', ''), answer(''), answer('')], units: [[0, [1, 2], []]], orphans: [] },
  { name: 'two results of one call', messages: [calls('a'), answer('a'), answer('a')], units: [[0, [1, 2], []]], orphans: [] },
  { name: 'a call without a result', messages: [calls('a', 'b'), answer('b')], units: [[0, [1], ['a']]], orphans: [] },
  { name: 'a result without a call', messages: [answer('a'), calls('b'), answer('b')], units: [[1, [2], []]], orphans: [0] },
  { name: 'a result before its call', messages: [answer('a'), calls('a')], units: [[1, [], ['a']]], orphans: [0] },
  { name: 'no tools', messages: [user], units: [], orphans: [] },
])('$name', ({ messages, units, orphans }) => expect(outline(parseOpenAiChat(messages))).toEqual({ units, orphans }))

test('the deprecated function messages answer by name', () => {
  const messages = [
    { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } }, { role: 'function', name: 'f', content: '1' },
    { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } }, { role: 'function', name: 'f', content: '2' },
  ]
  expect(outline(parseOpenAiChat(messages))).toEqual({ units: [[0, [1], []], [2, [3], []]], orphans: [] })
})

test('Anthropic results of one message, one of them without its call', () => {
  const use = (id: string) => ({ type: 'tool_use', id, name: 'f', input: {} })
  const result = (id: string) => ({ type: 'tool_result', tool_use_id: id, content: 'x' })
  const conversation = parseAnthropic([{ role: 'assistant', content: [use('a'), use('b')] }, { role: 'user', content: [result('a'), result('z'), result('b')] }])
  expect(outline(conversation)).toEqual({ units: [[0, [1, 1], []]], orphans: [1] })
})

describe('a step of several assistant messages', () => {
  const says = (content: string) => ({ role: 'assistant', content })
  const stepsOf = (messages: readonly unknown[]) => findToolUnits(parseOpenAiChat(messages).messages).units
    .map((unit) => ({ messages: unit.messages.map(({ index }) => index), calls: unit.calls.map(({ id }) => id), assistant: unit.assistant.index }))

  test.each([
    { name: 'is one message, mostly', messages: [user, calls('a'), answer('a'), says('x')], steps: [{ messages: [1], calls: ['a'], assistant: 1 }] },
    { name: 'holds what was said before and after the call', messages: [user, says('x'), calls('a'), says('y'), answer('a')], steps: [{ messages: [1, 2, 3], calls: ['a'], assistant: 2 }] },
    { name: 'holds calls of several messages', messages: [calls('a'), calls('b', 'c'), answer('c'), answer('a'), answer('b')], steps: [{ messages: [0, 1], calls: ['a', 'b', 'c'], assistant: 0 }] },
    { name: 'ends where a result stands', messages: [calls('a'), answer('a'), calls('b'), answer('b')], steps: [{ messages: [0], calls: ['a'], assistant: 0 }, { messages: [2], calls: ['b'], assistant: 2 }] },
    { name: 'ends where a message cannot be read', messages: [says('x'), null, calls('a')], steps: [{ messages: [2], calls: ['a'], assistant: 2 }] },
    { name: 'is no unit without a call', messages: [says('x'), says('y'), user], steps: [] },
  ])('$name', ({ messages, steps }) => expect(stepsOf(messages)).toEqual(steps))

  test('answers calls that share an id in their order', () => {
    expect(outline(parseOpenAiChat([calls(''), calls(''), answer(''), answer('')]))).toEqual({ units: [[0, [2, 3], []]], orphans: [] })
  })
})
