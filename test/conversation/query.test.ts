import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAnthropic } from '../../src/adapters/anthropic/parse.ts'
import { parseOpenAiChat } from '../../src/adapters/openai/parse.ts'
import { latestQuery, queryAtBirth } from '../../src/conversation/query.ts'
import type { Query, Said } from '../../src/conversation/query.ts'
import type { Conversation, ToolResultPart } from '../../src/conversation/types.ts'

const textsOf = (newest: Said | undefined): string[] => {
  const texts: string[] = []
  for (let said = newest; said !== undefined; said = said.earlier) texts.push(said.text)
  return texts
}
const plain = ({ user, ...rest }: Query) => ({ user: textsOf(user), ...rest })
const resultsOf = ({ messages }: Conversation): ToolResultPart[] =>
  messages.flatMap(({ parts }) => parts.filter((part) => part.kind === 'tool-result'))
const birthsOf = (conversation: Conversation) => resultsOf(conversation).map((part) => plain(queryAtBirth(conversation, part)))

const user = (content: string) => ({ role: 'user', content })
const answer = (id: string) => ({ role: 'tool', tool_call_id: id, content: 'data' })
const says = (content: string | null, ...ids: string[]) => ({
  role: 'assistant', content, tool_calls: ids.map((id) => ({ id, type: 'function', function: { name: 'f', arguments: `{"of":"${id}"}` } })),
})

describe('the query at birth', () => {
  test('knows the user so far, newest first, the words and arguments of the call, the follow-up, and nothing later', () => {
    const messages = [
      { role: 'system', content: 'rules' }, user('first'), says('earlier'), user('second'), says('looking', 'a', 'b'), answer('a'), answer('b'),
      user('and hurry'), { role: 'developer', content: 'be brief' }, says('done'), user('third'), says(null, 'c'), answer('c'),
    ]
    expect(birthsOf(parseOpenAiChat(messages))).toEqual([
      { user: ['second', 'first'], assistant: 'looking', call: '{"of":"a"}', after: ['and hurry', 'be brief'] },
      { user: ['second', 'first'], assistant: 'looking', call: '{"of":"b"}', after: ['and hurry', 'be brief'] },
      { user: ['third', 'and hurry', 'second', 'first'], assistant: 'done', call: '{"of":"c"}', after: [] },
    ])
  })

  test('reads words that follow a result in the same Anthropic message, and no thinking', () => {
    const conversation = parseAnthropic([
      user('list'),
      { role: 'assistant', content: [{ type: 'thinking', thinking: 'hm', signature: '' }, { type: 'text', text: 'one' }, { type: 'tool_use', id: 'a', name: 'f', input: { q: 1 } }, { type: 'text', text: 'two' }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: 'x' }, { type: 'text', text: 'the red one' }] },
      { role: 'assistant', content: 'that is it' },
    ])
    expect(birthsOf(conversation)).toEqual([{ user: ['list'], assistant: 'one\ntwo', call: '{"q":1}', after: ['the red one'] }])
  })

  test('of a result without its call has no arguments, and does not take the system prompt for a question', () => {
    expect(birthsOf(parseOpenAiChat([{ role: 'system', content: 'rules' }, user('q'), answer('z')])))
      .toEqual([{ user: [], assistant: '', call: '', after: ['q'] }])
  })

  test('of a part of another conversation says nothing', () => {
    const [part] = resultsOf(parseOpenAiChat([answer('a')]))
    expect(plain(queryAtBirth(parseOpenAiChat([user('q')]), part!))).toEqual({ user: [], assistant: '', call: '', after: [] })
  })

  const steps = fc.array(fc.oneof(
    fc.record({ role: fc.constant('user'), content: fc.constantFrom('u1', 'u2', 'u3') }),
    fc.constantFrom(answer('a'), answer('b'), says('s', 'a', 'b'), says(null, 'a'), says('t'), { role: 'system', content: 'rule' }),
  ), { maxLength: 14 })

  test('stays the same when an assistant message and anything else follows', () => {
    fc.assert(fc.property(steps, steps, (before, later) => {
      const births = birthsOf(parseOpenAiChat(before))
      expect(birthsOf(parseOpenAiChat([...before, says('next', 'a', 'n'), ...later])).slice(0, births.length)).toEqual(births)
    }))
  })

  test('holds every word of the user up to the next assistant message, once', () => {
    fc.assert(fc.property(steps, (messages) => {
      const conversation = parseOpenAiChat(messages)
      for (const message of conversation.messages) {
        for (const part of message.parts) {
          if (part.kind !== 'tool-result') continue
          const next = messages.findIndex(({ role }, index) => index > message.index && role === 'assistant')
          const said = messages.slice(0, next === -1 ? undefined : next).filter(({ role }) => role === 'user').map(({ content }) => content)
          const { user: words, after } = plain(queryAtBirth(conversation, part))
          expect([...words.reverse(), ...after.filter((words_) => words_ !== 'rule')]).toEqual(said)
        }
      }
    }))
  })
})

test('the latest query asks with the newest words for every result', () => {
  const conversation = parseOpenAiChat([user('one'), says('look', 'a'), answer('a'), says('found'), user('two')])
  const [part] = resultsOf(conversation)
  expect(plain(latestQuery(conversation, part!))).toEqual({ user: ['one'], assistant: 'found', call: '{"of":"a"}', after: ['two'] })
})

test('results of one step share their words', () => {
  const conversation = parseOpenAiChat([user('one'), says('look', 'a', 'b'), answer('a'), answer('b')])
  const [first, second] = resultsOf(conversation).map((part) => queryAtBirth(conversation, part))
  expect(first!.user).toBeDefined()
  expect(first!.user).toBe(second!.user)
  expect(first!.after).toBe(second!.after)
})

test('a long conversation is read once: every birth of 20,000 messages costs a look-up', () => {
  const messages = Array.from({ length: 5_000 }, (_, i) => [user(`${i}`), says('x', `${i}`), answer(`${i}`), user('more')]).flat()
  const conversation = parseOpenAiChat(messages)
  const newest = resultsOf(conversation).map((part) => queryAtBirth(conversation, part).user?.text)
  expect(newest).toEqual(Array.from({ length: 5_000 }, (_, i) => `${i}`))
})
