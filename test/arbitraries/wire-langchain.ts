import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages'
import type { BaseMessage } from '@langchain/core/messages'
import type { ConversationSpec, Message, PlacedResult, Turn } from './conversation.ts'
import { pixel, schema, systemTexts, toolNames, unknownFields } from './wire-parts.ts'
import type { Rendered } from './wire-parts.ts'

const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}`, detail: 'low' } }

/** The conversation as instances of LangChain's classes: bare, as an agent's state, or, with extras, as its middleware sees them. */
export function renderLangChain(spec: ConversationSpec, turns: readonly Turn[]): Rendered {
  const messages: BaseMessage[] = []
  const results: PlacedResult[] = []
  const extras = spec.extras ? { additional_kwargs: unknownFields, response_metadata: { unheard: 'of' } } : {}
  const root = spec.body ? ['messages'] : []
  const text = systemTexts[spec.system]
  const system = text === '' ? undefined : new SystemMessage({ content: spec.extras ? [{ type: 'text', text }] : text })
  const isOutside = spec.body && spec.extras
  if (system !== undefined && !isOutside) messages.push(system)
  const idOf = (): string => `m${messages.length}`
  for (const turn of turns) {
    messages.push(new HumanMessage({ id: idOf(), content: turn.image ? [{ type: 'text', text: turn.user }, image] : turn.user, ...extras }))
    const calls = turn.calls.filter(({ orphan }) => !orphan)
    if (calls.length > 0) {
      messages.push(new AIMessage({
        id: idOf(),
        content: turn.thinking === '' ? turn.assistant : [{ type: 'thinking', thinking: turn.thinking, signature: 'c2ln' }, ...(turn.assistant === '' ? [] : [{ type: 'text', text: turn.assistant }])],
        tool_calls: calls.map(({ id, name, input }) => ({ id, name, args: input, type: 'tool_call' as const })),
        ...extras,
      }))
    }
    // Orphans last: the results of a call follow it directly.
    for (const call of [...calls, ...turn.calls.filter(({ orphan }) => orphan)]) {
      const { form, payload, isError } = call
      const between = form === 'images' ? [image] : []
      const path = [...root, messages.length, 'content']
      messages.push(new ToolMessage({
        id: idOf(), tool_call_id: call.id, name: call.name, status: isError ? 'error' : 'success', artifact: { whole: [1, 2, 3] }, ...extras,
        content: form === 'string' ? payload.text : [{ type: 'text', text: 'Result:' }, ...between, { type: 'text', text: payload.text }],
      }))
      results.push({ path: form === 'string' ? path : [...path, 1 + between.length, 'text'], call })
    }
    if (turn.after !== '') messages.push(new HumanMessage(turn.after))
    messages.push(new AIMessage({ id: idOf(), content: turn.answer, ...extras }))
  }
  // Instances have the fields that a message may have, and more.
  const wire = messages as unknown as readonly Message[]
  if (!spec.body) return { request: wire, results }
  if (!spec.extras) return { request: { messages: wire, step: 3 }, results }
  const tools = toolNames.map((name) => ({ type: 'function', function: { name, description: 'Reads records.', parameters: schema } }))
  return { request: { ...(system === undefined ? {} : { systemMessage: system }), messages: wire, tools }, results }
}
