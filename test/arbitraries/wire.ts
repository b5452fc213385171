import type { Call, ConversationSpec, Message, PlacedResult, Turn } from './conversation.ts'
import { pixel, schema, systemTexts, toolNames, unknownFields } from './wire-parts.ts'
import type { Block, Rendered } from './wire-parts.ts'

/** The conversation as a request of OpenAI Chat Completions. */
export function renderOpenAi(spec: ConversationSpec, turns: readonly Turn[]): Rendered {
  const messages: Message[] = []
  const results: PlacedResult[] = []
  const extras = spec.extras ? unknownFields : {}
  const root = spec.body ? ['messages'] : []
  if (spec.system !== 'none') messages.push({ role: spec.extras ? 'developer' : 'system', content: systemTexts[spec.system] })
  for (const turn of turns) {
    const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}`, detail: 'low' } }
    messages.push({ role: 'user', content: turn.image ? [{ type: 'text', text: turn.user, ...extras }, image] : turn.user })
    const calls = turn.calls.filter(({ orphan }) => !orphan)
    if (calls.length > 0) {
      messages.push({
        role: 'assistant',
        content: turn.assistant === '' ? null : turn.assistant,
        tool_calls: calls.map(({ id, name, input }) => ({ id, type: 'function', function: { name, arguments: JSON.stringify(input) } })),
        ...extras,
      })
    }
    // Orphans last: the results of a call follow it directly.
    for (const call of [...calls, ...turn.calls.filter(({ orphan }) => orphan)]) {
      const path = [...root, messages.length, 'content']
      const text = call.payload.text
      if (call.form === 'string') messages.push({ role: 'tool', tool_call_id: call.id, content: text })
      else messages.push({ role: 'tool', tool_call_id: call.id, content: [{ type: 'text', text: 'Result:' }, { type: 'text', text, ...extras }] })
      results.push({ path: call.form === 'string' ? path : [...path, 1, 'text'], call })
    }
    if (turn.after !== '') messages.push({ role: 'user', content: turn.after })
    messages.push({ role: 'assistant', content: turn.answer, ...extras })
  }
  if (!spec.body) return { request: messages, results }
  const tools = toolNames.map((name) => ({ type: 'function', function: { name, description: 'Reads records.', parameters: schema } }))
  return { request: { model: 'gpt-4o', temperature: 0, messages, tools, ...extras }, results }
}

/** The conversation as a request of Anthropic Messages. */
export function renderAnthropic(spec: ConversationSpec, turns: readonly Turn[]): Rendered {
  const messages: Message[] = []
  const results: PlacedResult[] = []
  const mark = spec.extras ? { cache_control: { type: 'ephemeral' } } : {}
  const extras = spec.extras ? unknownFields : {}
  const root = spec.body ? ['messages'] : []
  const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pixel } }
  for (const turn of turns) {
    const words: Block = { type: 'text', text: turn.user, ...mark }
    messages.push({ role: 'user', content: turn.image ? [image, words] : spec.extras ? [words] : turn.user })
    const calls = turn.calls.filter(({ orphan }) => !orphan)
    if (turn.calls.length > 0) {
      const said: Block[] = []
      if (turn.thinking !== '') said.push({ type: 'thinking', thinking: turn.thinking, signature: 'c2lnbmF0dXJl' })
      if (turn.assistant.trim() !== '' || calls.length === 0) said.push({ type: 'text', text: turn.assistant || 'Let me look.' })
      for (const { id, name, input } of calls) said.push({ type: 'tool_use', id, name, input })
      messages.push({ role: 'assistant', content: said, ...extras })
      const content: Block[] = []
      for (const call of turn.calls) {
        const path = [...root, messages.length, 'content', content.length, 'content']
        content.push({ type: 'tool_result', tool_use_id: call.id, content: contentOf(call, image, extras), ...(call.isError ? { is_error: true } : {}), ...mark })
        results.push({ path: call.form === 'string' ? path : [...path, call.form === 'images' ? 2 : 1, 'text'], call })
      }
      if (turn.after !== '') content.push({ type: 'text', text: turn.after })
      if (spec.extras) content.push({ type: 'unheard_of', payload: { text: '[1,  2]' } })
      messages.push({ role: 'user', content })
    }
    messages.push({ role: 'assistant', content: spec.extras ? [{ type: 'text', text: turn.answer, citations: null }] : turn.answer })
  }
  if (!spec.body) return { request: messages, results }
  const text = systemTexts[spec.system]
  const system = text === '' ? {} : { system: spec.extras ? [{ type: 'text', text, ...mark }] : text }
  const tools = toolNames.map((name) => ({ name, description: 'Reads records.', input_schema: schema }))
  return { request: { model: 'claude-sonnet-4-5', max_tokens: 1024, ...system, messages, tools, ...extras }, results }
}

function contentOf(call: Call, image: Block, extras: Block): string | Block[] {
  const text: Block = { type: 'text', text: call.payload.text, ...extras }
  if (call.form === 'string') return call.payload.text
  return call.form === 'images' ? [{ type: 'text', text: 'Result:' }, image, text] : [{ type: 'text', text: 'Result:' }, text]
}
