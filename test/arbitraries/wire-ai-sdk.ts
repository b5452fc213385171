import { parseExactly } from '../laws/exact-json.ts'
import type { Call, ConversationSpec, Message, PlacedResult, Turn } from './conversation.ts'
import { pixel, schema, systemTexts, toolNames, unknownFields } from './wire-parts.ts'
import type { Block, Rendered } from './wire-parts.ts'

const image: Block = { type: 'file', mediaType: 'image/png', data: { type: 'data', data: pixel } }

/** The conversation as model messages: in a body for `generateText`, or, with extras, as the call options that a middleware sees. */
export function renderModelMessages(spec: ConversationSpec, turns: readonly Turn[]): Rendered {
  const messages: Message[] = []
  const results: PlacedResult[] = []
  const extras = spec.extras ? { providerOptions: { openai: unknownFields } } : {}
  const key = spec.extras ? 'prompt' : 'messages'
  const root = spec.body ? [key] : []
  const system = systemTexts[spec.system]
  const isInPrompt = system !== '' && (spec.extras || !spec.body)
  if (isInPrompt) messages.push({ role: 'system', content: system })
  for (const turn of turns) {
    const words: Block = { type: 'text', text: turn.user, ...extras }
    messages.push({ role: 'user', content: turn.image ? [words, image] : spec.extras ? [words] : turn.user })
    const calls = turn.calls.filter(({ orphan }) => !orphan)
    if (turn.calls.length > 0) {
      const said: Block[] = []
      if (turn.thinking !== '') said.push({ type: 'reasoning', text: turn.thinking, providerOptions: { anthropic: { signature: 'c2lnbmF0dXJl' } } })
      if (turn.assistant !== '' || calls.length === 0) said.push({ type: 'text', text: turn.assistant || 'Let me look.' })
      for (const { id, name, input } of calls) said.push({ type: 'tool-call', toolCallId: id, toolName: name, input })
      messages.push({ role: 'assistant', content: said })
      const answers = [...calls, ...turn.calls.filter(({ orphan }) => orphan)].map((call, at) => {
        const { output, place } = outputOf(call)
        results.push({ path: [...root, messages.length, 'content', at, 'output', ...place], call })
        return { type: 'tool-result', toolCallId: call.id, toolName: call.name, output, ...extras }
      })
      messages.push({ role: 'tool', content: answers })
    }
    if (turn.after !== '') messages.push({ role: 'user', content: spec.extras ? [{ type: 'text', text: turn.after }] : turn.after })
    messages.push({ role: 'assistant', content: spec.extras ? [{ type: 'text', text: turn.answer }, { type: 'custom', kind: 'openai.unheard-of' }] : turn.answer })
  }
  if (!spec.body) return { request: messages, results }
  const tools = toolNames.map((name) => ({ type: 'function', name, description: 'Reads records.', inputSchema: schema }))
  if (spec.extras) return { request: { prompt: messages, tools, temperature: 0 }, results }
  const byName = Object.fromEntries(tools.map(({ name, description, inputSchema }) => [name, { description, inputSchema }]))
  return { request: { model: 'openai/gpt-4o', ...(system === '' ? {} : { instructions: system }), messages, tools: byName }, results }
}

/** An error; texts with an image between them; a value that is JSON, where it is the same; a text. */
function outputOf({ form, payload: { text }, isError }: Call): { readonly output: Block, readonly place: readonly (string | number)[] } {
  if (isError) return { output: { type: 'error-text', value: text }, place: ['value'] }
  if (form === 'string') {
    const value = exactValue(text)
    return { output: value === undefined ? { type: 'text', value: text } : { type: 'json', value }, place: ['value'] }
  }
  const between = form === 'images' ? [image] : []
  return { output: { type: 'content', value: [{ type: 'text', text: 'Result:' }, ...between, { type: 'text', text }] }, place: ['value', 1 + between.length, 'text'] }
}

/** The conversation as messages of the SDK's user interface, in the body that a chat app posts: a turn of the assistant is one message, unless the user speaks in it. */
export function renderUiMessages(spec: ConversationSpec, turns: readonly Turn[]): Rendered {
  const messages: Message[] = []
  const results: PlacedResult[] = []
  const extras = spec.extras ? { providerMetadata: { openai: unknownFields } } : {}
  const root = spec.body ? ['messages'] : []
  const say = (role: string, parts: readonly Block[]): void => { messages.push({ id: `m${messages.length}`, role, parts, ...(spec.extras ? { metadata: unknownFields } : {}) }) }
  const system = systemTexts[spec.system]
  if (system !== '') say('system', [{ type: 'text', text: system }])
  for (const turn of turns) {
    say('user', [{ type: 'text', text: turn.user, ...extras }, ...(turn.image ? [{ type: 'file', mediaType: 'image/png', url: `data:image/png;base64,${pixel}` }] : [])])
    const parts: Block[] = [{ type: 'step-start' }]
    if (turn.thinking !== '') parts.push({ type: 'reasoning', text: turn.thinking, state: 'done' })
    if (turn.assistant !== '') parts.push({ type: 'text', text: turn.assistant, state: 'done' })
    // A call and its result are one part, so there are no results without a call.
    for (const call of turn.calls) {
      const base = { ...(call.form === 'parts' ? { type: 'dynamic-tool', toolName: call.name } : { type: `tool-${call.name}` }), toolCallId: call.id, input: call.input, ...extras }
      const value = call.form === 'string' ? exactValue(call.payload.text) ?? call.payload.text : call.payload.text
      results.push({ path: [...root, messages.length, 'parts', parts.length, call.isError ? 'errorText' : 'output'], call: { ...call, orphan: false } })
      parts.push(call.isError ? { ...base, state: 'output-error', errorText: call.payload.text } : { ...base, state: 'output-available', output: value })
    }
    const answer: Block[] = [{ type: 'step-start' }, { type: 'text', text: turn.answer, state: 'done' }, ...(spec.extras ? [{ type: 'data-chart', data: { text: '[1,  2]' } }] : [])]
    if (turn.after === '') say('assistant', [...parts, ...answer])
    else {
      say('assistant', parts)
      say('user', [{ type: 'text', text: turn.after }])
      say('assistant', answer)
    }
  }
  return { request: spec.body ? { id: 'chat', messages, trigger: 'submit-message' } : messages, results }
}

/** The value in a text; `undefined` for what is none or would lose the spelling of a number. */
function exactValue(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' && value !== null && JSON.stringify(parseExactly(text)) === JSON.stringify(value) ? value : undefined
  } catch {
    return undefined // No JSON.
  }
}
