import { expect, test } from 'vitest'
import { countTokens } from '../src/count-tokens.ts'
import { crush } from '../src/crush.ts'
import type { CrushOptions } from '../src/crush.ts'

const rows = Array.from({ length: 300 }, (_, id) => ({ id: 1000 + id, name: `Person ${id}`, city: ['Oslo', 'Rome'][id % 2] }))
const text = JSON.stringify(rows, null, 1)

test('a lone tool result becomes smaller, and its one decision has no path', async () => {
  const { text: smaller, report } = await crush(text, { query: 'Who is 1217?', toolName: 'staff', model: 'gpt-4o-mini' })
  expect(smaller).toContain('Person 217')
  expect(report.tokensAfter).toBeLessThan(report.tokensBefore)
  expect(report).toMatchObject({ model: 'gpt-4o-mini', mode: 'optimize', transforms: ['smart-crusher'], decisions: [{ path: [], toolName: 'staff' }], cacheAlignmentScore: 1 })
  expect(report.tokensAfter).toBe((await countTokens(smaller, 'gpt-4o-mini')).tokens)
})

test('what is too small comes back as the very same text, with the reason', async () => {
  const { text: same, report } = await crush('[1,2,3]')
  expect(same).toBe('[1,2,3]')
  expect(report).toMatchObject({ tokensSaved: 0, transforms: [] })
  expect(report.decisions[0]!.reason).toContain('fewer than the 200')
})

test('the profile of the tool holds', async () => {
  const { report } = await crush(text, { toolName: 'staff_list', toolProfiles: { 'staff*': { skipCompression: true } } })
  expect(report.decisions[0]).toMatchObject({ action: 'kept', reason: "the tool profile 'staff*' skips it" })
})

test('audit gives the text back and says what would be saved', async () => {
  const { text: same, report } = await crush(text, { mode: 'audit' })
  expect(same).toBe(text)
  expect(report).toMatchObject({ mode: 'audit', tokensSaved: 0, transforms: [] })
  expect(report.decisions[0]!.tokensAfter).toBeLessThan(report.decisions[0]!.tokensBefore)
})

test.each([
  { name: 'no text', value: { a: 1 }, options: {}, message: 'crush takes the text of a tool result, got object; for a request there is optimize' },
  { name: 'a query that is no text', value: '[]', options: { query: 5 }, message: 'query must be a text, got number' },
  { name: 'an unknown option', value: '[]', options: { tool: 'x' }, message: 'unknown option tool' },
])('$name is refused', async ({ value, options, message }) => {
  await expect(crush(value as string, options as unknown as CrushOptions)).rejects.toThrow(message)
})

test('an aborted call rejects with its reason', async () => {
  await expect(crush(text, { signal: AbortSignal.abort('enough') })).rejects.toBe('enough')
})

test('onReport sees the text that goes out', async () => {
  const sent: unknown[] = []
  const { text: smaller } = await crush(text, { onReport: (_, out) => { sent.push(out) } })
  expect(sent).toEqual([smaller])
})

test('tokens of a request are those of its report', async () => {
  const messages = [{ role: 'user', content: 'Hello there' }, { role: 'assistant', content: 'Hi' }]
  const { tokens, counting } = await countTokens({ model: 'gpt-4o', messages })
  expect(counting).toBe('exact')
  expect(tokens).toBeGreaterThan((await countTokens('Hello thereHi', 'gpt-4o')).tokens)
  expect((await countTokens(messages, 'gpt-4o')).tokens).toBe(tokens)
  expect((await countTokens('', 'gpt-4o')).tokens).toBe(0)
  await expect(countTokens({ prompt: 'x' })).rejects.toThrow('countTokens takes a text or a request')
})

test.each([
  { name: 'was cut off', text: `{"messages":[{"role":"user","content":"${'many words '.repeat(200)}`, reason: /^it looks like JSON that was cut off after \d+ characters$/ },
  { name: 'has a comma too many', text: `{"rows":[${'{"id":12345,"name":"someone"},'.repeat(60)}]}`, reason: /^it looks like JSON that is broken at character 1810 of 1811$/ },
  { name: 'only begins like JSON', text: `[INFO] started ${'many words '.repeat(200)}`, reason: /^there is no JSON in it$/ },
])('a text that $name is said to be so', async ({ text, reason }) => {
  const { text: after, report } = await crush(text, { model: 'gpt-4o' })
  expect(after).toBe(text)
  expect(report.decisions[0]!.reason).toMatch(reason)
})
