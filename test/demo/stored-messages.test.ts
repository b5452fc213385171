import { AIMessage, HumanMessage, ToolMessage, mapChatMessagesToStoredMessages } from '@langchain/core/messages'
import type { BaseMessage } from '@langchain/core/messages'
import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../demo/settings.ts'
import { readInput } from '../../demo/worker/read-source.ts'
import { run } from '../../demo/worker/run.ts'
import { isRevived, reviveMessages, storeMessages } from '../../demo/worker/stored-messages.ts'

const rows = JSON.stringify(Array.from({ length: 200 }, (_, id) => ({ id, level: id === 77 ? 'error' : 'info', message: id === 77 ? 'card declined' : 'invoice written' })))
const messages: BaseMessage[] = [
  new HumanMessage('Which invoice failed?'), new AIMessage({ content: '', tool_calls: [{ id: 'c1', name: 'read_log', args: {} }] }), new ToolMessage({ content: rows, tool_call_id: 'c1' }),
]

describe('messages of LangChain as JSON', () => {
  test.each([
    { name: 'JSON.stringify', text: JSON.stringify(messages, null, 1), inside: 'kwargs' }, { name: 'mapChatMessagesToStoredMessages', text: JSON.stringify(mapChatMessagesToStoredMessages(messages)), inside: 'data' },
  ])('by $name are read as such, and come out as they came but for the tool result', async ({ text, inside }) => {
    const { input, what } = readInput(text)
    expect(what).toBe('LangChain messages')
    const { run: { output }, outcome } = await run(input, defaultSettings, {}, new AbortController().signal, () => undefined)
    expect(outcome.report.tokensAfter).toBeLessThan(outcome.report.tokensBefore / 2)
    expect(outcome.report.decisions[0]).toMatchObject({ toolName: 'read_log', action: 'crushed' })
    const at = text.indexOf(JSON.stringify(rows))
    expect(output.slice(0, at)).toBe(text.slice(0, at))
    const [, , result] = JSON.parse(output) as Record<string, Record<string, string>>[]
    expect(result![inside]!.content).toContain('card declined')
  })

  test('that are dropped leave the others in their form', async () => {
    const text = JSON.stringify([...messages, new AIMessage('It is 77.'), new HumanMessage('And now?')])
    const { input } = readInput(text)
    const { run: { output } } = await run(input, { ...defaultSettings, windowTokens: 60, outputTokens: 10, keepTurns: 1 }, {}, new AbortController().signal, () => undefined)
    const left = JSON.parse(output) as { lc: number }[]
    expect(left.length).toBeLessThan(5)
    expect(left.every(({ lc }) => lc === 1)).toBe(true)
    expect(JSON.stringify(left.at(-1))).toContain('And now?')
  })

  test.each([
    { name: 'rows of a table', value: [{ type: 'human', data: null }] }, { name: 'another class', value: [{ lc: 1, type: 'constructor', id: ['x', 'OpenAI'], kwargs: { content: '' } }] },
    { name: 'a name of Object', value: [{ lc: 1, type: 'constructor', id: ['constructor'], kwargs: { content: '' } }] }, { name: 'half of them', value: [{ type: 'ai', data: { content: '' } }, 1] }, { name: 'nothing', value: [] }, { name: 'null', value: null },
  ])('$name are none', ({ value }) => { expect(reviveMessages(value)).toBeUndefined() })

  test('fields with hostile names stay fields', () => {
    const json = JSON.parse('[{"type":"ai","data":{"content":"x","__proto__":{"a":1},"getType":"no"},"more":1}]') as unknown
    const revived = reviveMessages(json)
    expect(isRevived(revived)).toBe(true)
    expect(JSON.stringify(storeMessages(revived!))).toBe(JSON.stringify(json))
  })
})
