import { expect, test } from 'vitest'
import type { Conversation, Role, TextPart } from '../../../src/conversation/types.ts'
import { fingerprintPrefix } from '../../../src/transforms/cache-aligner/prefix-fingerprint.ts'

const part = (text: string): TextPart => ({ kind: 'text', path: [], text })

function conversation(tools: readonly string[], messages: readonly [Role, string][], system: readonly string[] = []): Conversation {
  return {
    format: 'openai-chat',
    request: null,
    hasCacheMark: false,
    system: system.map((text) => ({ ...part(text), hasCacheMark: false })),
    tools: tools.map((text, index) => ({ path: ['tools', index], name: `tool${index}`, text, hasCacheMark: false })),
    messages: messages.map(([role, text], index) => ({ index, path: [index], role, parts: [part(text)], hasCacheMark: false })),
  }
}

test('the hash changes with the tools, with the system text and with their order, not with what is asked', () => {
  const hash = (tools: readonly string[], ...messages: [Role, string][]): string => fingerprintPrefix(conversation(tools, messages)).hash
  const first = hash(['a', 'b'], ['system', 's'], ['user', 'one'])
  expect(first).toMatch(/^[0-9a-f]{16}$/)
  expect(hash(['a', 'b'], ['system', 's'], ['user', 'two'], ['assistant', 'hi'])).toBe(first)
  expect(hash(['a', 'b'], ['system', 's'], ['user', 'one'], ['system', 'later'])).toBe(first)
  const others = [hash(['b', 'a'], ['system', 's']), hash(['a', 'b'], ['system', 't']), hash(['a', 'b']), hash(['a'], ['system', 'b'], ['system', 's'])]
  expect(new Set([first, ...others]).size).toBe(5)
})

test('the note of the window changes nothing of it, as a cut changes neither tools nor system text', () => {
  const [before, after] = [conversation([], [['system', 's'], ['user', 'one']]), conversation([], [['system', 's'], ['system', '[4 earlier turns were left out to fit the context window]'], ['user', 'one']])]
  expect(fingerprintPrefix(after).hash).toBe(fingerprintPrefix(before).hash)
})

test('the score is the share of tools and system text before the first volatile text', () => {
  const { alignmentScore, missed, volatile } = fingerprintPrefix(conversation(['1234567890'], [['system', 'Now it is 2025-01-07.'], ['developer', 'Be kind.'], ['user', '2025-01-07']]))
  expect(missed).toEqual(['2025-01-07.', 'Be kind.'])
  expect(alignmentScore).toBeCloseTo(20 / 39)
  expect(volatile.map(({ spans }) => spans.length)).toEqual([1])
})

test('system text outside the messages comes first', () => {
  expect(fingerprintPrefix(conversation([], [['user', 'hi']], ['Be kind.', 'Today is 2025-01-07'])).missed).toEqual(['2025-01-07'])
})

test('a prefix without anything volatile scores 1, and so does no prefix at all', () => {
  expect(fingerprintPrefix(conversation(['x'], [['system', 'Be kind.']]))).toMatchObject({ alignmentScore: 1, missed: [], volatile: [] })
  expect(fingerprintPrefix(conversation([], [['user', 'hi']])).alignmentScore).toBe(1)
})
