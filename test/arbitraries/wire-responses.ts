import type { Call, ConversationSpec, Message, PlacedResult, Turn } from './conversation.ts'
import { pixel, schema, systemTexts, toolNames, unknownFields } from './wire-parts.ts'
import type { Block, Rendered } from './wire-parts.ts'

const image: Block = { type: 'input_image', image_url: `data:image/png;base64,${pixel}`, detail: 'low' }

/** The conversation as a request of OpenAI Responses: an item for each thought, text, call and result. */
export function renderResponses(spec: ConversationSpec, turns: readonly Turn[]): Rendered {
  const items: Message[] = []
  const results: PlacedResult[] = []
  const extras = spec.extras ? unknownFields : {}
  const root = spec.body ? ['input'] : []
  let count = 0
  const newId = (prefix: string): string => `${prefix}_${spec.seed}_${count++}`
  const say = (text: string): Message => ({ type: 'message', id: newId('msg'), role: 'assistant', status: 'completed', content: [{ type: 'output_text', text, annotations: [] }], ...extras })
  const text = systemTexts[spec.system]
  const isInstruction = spec.body && !spec.extras
  if (text !== '' && !isInstruction) items.push({ role: 'developer', content: text })
  for (const turn of turns) {
    items.push({ role: 'user', content: [{ type: 'input_text', text: turn.user, ...extras }, ...(turn.image ? [image] : [])] })
    const calls = turn.calls.filter(({ orphan }) => !orphan)
    if (calls.length > 0) {
      if (turn.thinking !== '') {
        items.push({ type: 'reasoning', id: newId('rs'), summary: [{ type: 'summary_text', text: turn.thinking }], ...(spec.extras ? { encrypted_content: 'gAAAAABo'.repeat(100) } : {}) })
      }
      if (turn.assistant !== '') items.push(say(turn.assistant))
      for (const { id, name, input } of calls) items.push({ type: 'function_call', id: newId('fc'), call_id: id, name, arguments: JSON.stringify(input), status: 'completed', ...extras })
    }
    for (const call of [...calls, ...turn.calls.filter(({ orphan }) => orphan)]) {
      const path = [...root, items.length, 'output']
      items.push({ type: 'function_call_output', call_id: call.id, output: outputOf(call, extras), ...(call.isError ? { status: 'incomplete' } : {}) })
      results.push({ path: call.form === 'string' ? path : [...path, call.form === 'images' ? 2 : 1, 'text'], call })
    }
    if (turn.after !== '') items.push({ role: 'user', content: turn.after })
    if (spec.extras) items.push({ type: 'web_search_call', id: newId('ws'), status: 'completed', action: { type: 'search', query: '[1,  2]' } })
    items.push(say(turn.answer))
  }
  if (!spec.body) return { request: items, results }
  const tools = toolNames.map((name) => ({ type: 'function', name, description: 'Reads records.', parameters: schema, strict: false }))
  return { request: { model: 'gpt-5.1', store: false, ...(text !== '' && isInstruction ? { instructions: text } : {}), input: items, tools, ...extras }, results }
}

function outputOf({ form, payload }: Call, extras: Block): string | Block[] {
  const text: Block = { type: 'input_text', text: payload.text, ...extras }
  if (form === 'string') return payload.text
  return form === 'images' ? [{ type: 'input_text', text: 'Result:' }, image, text] : [{ type: 'input_text', text: 'Result:' }, text]
}
