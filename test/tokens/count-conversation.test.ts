import { expect, test } from 'vitest'
import { parseAnthropic } from '../../src/adapters/anthropic/parse.ts'
import { parseOpenAiChat } from '../../src/adapters/openai/parse.ts'
import { countConversation, countViews } from '../../src/tokens/count-conversation.ts'
import { loadCounter } from '../../src/tokens/load-counter.ts'

/** One token for each UTF-16 code unit, so that sums can be done by hand. */
const units = { count: (text: string): number => text.length }

const tool = { type: 'function', function: { name: 'search', parameters: {} } }
const openAi = {
  tools: [tool],
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', name: 'ann', content: [{ type: 'text', text: 'Look' }, { type: 'image_url', image_url: { url: 'https://a.b/c.png' } }] },
    { role: 'assistant', content: null, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'search', arguments: '{"q":1}' } }] },
    { role: 'tool', tool_call_id: 'c1', content: '[1,2,3]' },
  ],
}
const anthropicTool = { name: 'search', input_schema: {} }
const anthropic = {
  system: 'Be brief.',
  tools: [anthropicTool],
  messages: [
    { role: 'user', content: 'Look' },
    { role: 'assistant', content: [{ type: 'thinking', thinking: 'Hm', signature: 's' }, { type: 'tool_use', id: 'c1', name: 'search', input: { q: 1 } }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: [{ type: 'text', text: '[1]' }, { type: 'text', text: '[2]' }] }] },
  ],
}

test('OpenAI: texts, calls, tools and media, 3 per message, 3 for the reply, 1 per name', async () => {
  const texts = 'Be brief.'.length + 'Look'.length + 'search{"q":1}'.length + '[1,2,3]'.length + JSON.stringify(tool).length
  const framing = 3 + 4 * 3 + 1 + 'ann'.length + 3 + 12
  expect(await countConversation(parseOpenAiChat(openAi, () => 765), units)).toBe(texts + 765 + framing)
})

test('Anthropic: system, thinking, results in several texts, the tool use prompt', async () => {
  const texts = 'Be brief.'.length + 'Look'.length + 'Hm'.length + 'search{"q":1}'.length + '[1][2]'.length + JSON.stringify(anthropicTool).length
  const framing = 3 + 3 + 3 * 3 + 3 + 3 + 346
  expect(await countConversation(parseAnthropic(anthropic), units)).toBe(texts + framing)
})

test('one message of the published example', async () => {
  // The Cookbook's rule for a single user message: 3, its tokens and 3 for the reply, and one for the role, which is in the 3.
  const counter = await loadCounter('exact', { name: 'o200k_base', factor: 1 })
  expect(await countConversation(parseOpenAiChat([{ role: 'user', content: 'Hello, world!' }]), counter)).toBe(3 + 4 + 3)
})

test('a request without anything is nothing', async () => {
  expect(await countConversation(parseOpenAiChat([]), units)).toBe(0)
})

test.each([
  { name: 'OpenAI', parse: parseOpenAiChat, request: openAi },
  { name: 'Anthropic', parse: parseAnthropic, request: anthropic },
])('$name: the total after a change is arithmetic over the views', async ({ parse, request }) => {
  const before = parse(request)
  const { tokens, views } = await countViews(before, units)
  const changed = structuredClone(request)
  changed.messages[0]!.content = 'Look again'
  const view = before.messages[0]!.parts[0]!
  const old = view.kind === 'text' ? views.get(view)! : NaN
  expect(await countConversation(parse(changed), units)).toBe(tokens - old + 'Look again'.length)
})

test('every view has its count', async () => {
  const conversation = parseAnthropic(anthropic)
  const { views } = await countViews(conversation, units)
  const [call, result] = [conversation.messages[1]!.parts[1]!, conversation.messages[2]!.parts[0]!]
  expect(views.get(conversation.system[0]!)).toBe(9)
  expect(views.get(conversation.tools[0]!)).toBe(JSON.stringify(anthropicTool).length)
  expect(call.kind === 'tool-call' && views.get(call)).toBe('search{"q":1}'.length)
  expect(result.kind === 'tool-result' && result.slots.map((slot) => views.get(slot))).toEqual([3, 3])
})

test('a counter that answers later is asked for some texts at a time, each once, and never for an empty one', async () => {
  const messages = [...Array.from({ length: 100 }, (_, i) => ({ role: 'user', content: `message ${i}` })), { role: 'user', content: '' }]
  const asked: string[] = []
  let [open, mostOpen] = [0, 0]
  const later = {
    count: async (text: string): Promise<number> => {
      asked.push(text)
      mostOpen = Math.max(mostOpen, ++open)
      await Promise.resolve()
      open--
      return text.length
    },
  }
  const conversation = parseOpenAiChat(messages)
  expect(await countConversation(conversation, later)).toBe(await countConversation(conversation, units))
  expect(asked).toEqual(messages.slice(0, 100).map(({ content }) => content))
  expect(mostOpen).toBe(16)
})

test('what a counter throws comes through', async () => {
  const conversation = parseOpenAiChat(openAi)
  await expect(countConversation(conversation, { count: () => Promise.reject(new Error('quota')) })).rejects.toThrow('quota')
  await expect(countConversation(conversation, { count: () => { throw new Error('quota') } })).rejects.toThrow('quota')
  let asked = 0
  const both = { count: (): Promise<number> => { if (asked++ > 0) throw new Error('at once'); return Promise.reject(new Error('later')) } }
  // A rejection that nobody handles would fail the whole run.
  await expect(countConversation(conversation, both)).rejects.toThrow('at once')
})
