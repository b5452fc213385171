import { expect, test } from 'vitest'
import { explainPrefixChange } from '../../src/explain-prefix-change.ts'

const tool = (name: string): object => ({ type: 'function', function: { name, parameters: { type: 'object', properties: {} } } })
const messages = [
  { role: 'system', content: 'You are helpful. Today is January 7, 2025. Answer briefly.' }, { role: 'user', content: 'one' }, { role: 'assistant', content: 'two' }, { role: 'user', content: 'three' },
]
const request = { model: 'gpt-4o', tools: [tool('a'), tool('b'), tool('c')], messages }
const withSystem = (content: string): object => ({ ...request, messages: [{ role: 'system', content }, ...messages.slice(1)] })

test('a transcript that goes on breaks nothing', async () => {
  const change = await explainPrefixChange(request, { ...request, messages: [...messages, { role: 'assistant', content: 'four' }] })
  expect(change).toMatchObject({ kind: 'none', tokensLost: 0 })
  expect(change.tokensToWrite).toBeLessThan(8)
  expect(change.wastedUsd).toBe(0)
  expect(await explainPrefixChange(request, request)).toMatchObject({ kind: 'none', tokensToWrite: 0 })
})

test('a date that changed is shown, with what it costs', async () => {
  const change = await explainPrefixChange(request, withSystem('You are helpful. Today is January 8, 2025. Answer briefly.'))
  expect(change).toMatchObject({
    kind: 'changed', where: 'system', path: ['messages', 0, 'content'], difference: { offset: 34, before: 'oday is January 7, 2025. Answer briefly.', after: 'oday is January 8, 2025. Answer briefly.' },
  })
  expect(change.explanation).toMatch(/^the system text at messages\.0\.content changed at character 34, from "oday is January 7.* to "oday is January 8.*: \d+ tokens are read from the cache, \d+ are written for \$/)
  expect(change.tokensShared + change.tokensToWrite).toBeGreaterThan(60)
  expect(change.writeUsd).toBeCloseTo(change.tokensToWrite * 2.5 / 1e6, 9)
  expect(change.wastedUsd).toBeCloseTo(change.tokensLost * (2.5 - 1.25) / 1e6, 9)
})

test.each([
  ['tools in another order', { ...request, tools: [tool('b'), tool('a'), tool('c')] }, 'reordered', 'tool', ['tools', 0]],
  ['a tool that came in', { ...request, tools: [tool('a'), tool('new'), tool('b'), tool('c')] }, 'inserted', 'tool', ['tools', 1]],
  ['a tool that went out', { ...request, tools: [tool('a'), tool('c')] }, 'removed', 'tool', ['tools', 1]],
  ['the last tool that went out', { ...request, tools: [tool('a'), tool('b')] }, 'removed', 'tool', ['tools', 2]],
  ['another last tool', { ...request, tools: [tool('a'), tool('b'), tool('d')] }, 'changed', 'tool', ['tools', 2]],
  ['messages dropped from the front', { ...request, messages: [messages[0], messages[3]] }, 'removed', 'message', ['messages', 1]],
  ['a note put in', { ...request, messages: [messages[0], { role: 'system', content: 'note' }, ...messages.slice(1)] }, 'inserted', 'system', ['messages', 1]],
] as const)('%s', async (_, after, kind, where, path) => {
  const change = await explainPrefixChange(request, after)
  expect(change).toMatchObject({ kind, where, path })
  expect(change.tokensLost).toBeGreaterThan(0)
})

test('another model shares nothing', async () => {
  expect(await explainPrefixChange(request, { ...request, model: 'gpt-4o-mini' })).toMatchObject({ kind: 'model', tokensShared: 0, explanation: expect.stringContaining('from gpt-4o to gpt-4o-mini') as unknown })
})

test('cache marks break nothing, and an unknown model has no price', async () => {
  const block = { type: 'text', text: 'hi' }
  const body = (content: object): object => ({ model: 'claude-nobody', max_tokens: 5, system: 'Be kind.', messages: [{ role: 'user', content: [content] }] })
  const change = await explainPrefixChange(body(block), body({ ...block, cache_control: { type: 'ephemeral' } }))
  expect(change).toMatchObject({ kind: 'none', tokensToWrite: 0 })
  expect(change).not.toHaveProperty('writeUsd')
})

test('what cannot be compared is refused', async () => {
  await expect(explainPrefixChange(request, 'x')).rejects.toThrow(/^after: expected a request body/)
  await expect(explainPrefixChange(request, { contents: [{ role: 'user', parts: [{ text: 'x' }] }] })).rejects.toMatchObject({ code: 'VALIDATION' })
  await expect(explainPrefixChange(request, request, { tokenCounter: 'guess' as 'estimate' })).rejects.toThrow('tokenCounter')
})
