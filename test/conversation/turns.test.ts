import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAnthropic } from '../../src/adapters/anthropic/parse.ts'
import { parseOpenAiChat } from '../../src/adapters/openai/parse.ts'
import { beginsTurn, splitIntoTurns } from '../../src/conversation/turns.ts'

const text = (words: string) => ({ type: 'text', text: words })
const result = { type: 'tool_result', tool_use_id: 'a', content: 'x' }
const image = { type: 'image', source: { type: 'base64', data: '' } }

test.each([
  { name: 'words', content: 'hi', begins: true },
  { name: 'a block of words', content: [text('hi')], begins: true },
  { name: 'an image alone', content: [image], begins: true },
  { name: 'nothing', content: [], begins: true },
  { name: 'tool results alone', content: [result, result], begins: false },
  { name: 'tool results with an image beside them', content: [result, image], begins: false },
  { name: 'tool results and an empty text', content: [result, text('')], begins: false },
  { name: 'tool results, then words', content: [result, text('and?')], begins: true },
])('a user message with $name begins a turn: $begins', ({ content, begins }) => {
  expect(beginsTurn(parseAnthropic([{ role: 'user', content }]).messages[0]!)).toBe(begins)
})

test('what stands before the first user message is a group of its own', () => {
  const roles = ['system', 'assistant', 'user', 'assistant', 'tool', 'user', 'user', 'odd']
  const { messages } = parseOpenAiChat(roles.map((role) => ({ role, content: 'x' })))
  expect(splitIntoTurns(messages).map((turn) => turn.map(({ index }) => index))).toEqual([[0, 1], [2, 3, 4], [5], [6, 7]])
})

test('splitting into turns loses and reorders nothing, and cuts only before a message that begins one', () => {
  const roles = fc.constantFrom('system', 'developer', 'user', 'assistant', 'tool', 'odd')
  fc.assert(fc.property(fc.array(roles, { maxLength: 12 }), (names) => {
    const { messages } = parseOpenAiChat(names.map((role) => ({ role, content: 'x' })))
    const turns = splitIntoTurns(messages)
    expect(turns.flat()).toEqual(messages)
    for (const [first, ...others] of turns) {
      expect(first === messages[0] || beginsTurn(first!)).toBe(true)
      expect(others.some(beginsTurn)).toBe(false)
    }
  }))
})
