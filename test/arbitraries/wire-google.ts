import { parseExactly } from '../laws/exact-json.ts'
import type { Call, ConversationSpec, Message, PlacedResult, Turn } from './conversation.ts'
import { pixel, schema, systemTexts, toolNames, unknownFields } from './wire-parts.ts'
import type { Block, Rendered } from './wire-parts.ts'

const image: Block = { inlineData: { mimeType: 'image/png', data: pixel } }

/** The conversation as a request to Gemini: with `config` as its SDK takes it, or, with extras, in the snake case of REST. Ids are an extra. */
export function renderGoogle(spec: ConversationSpec, turns: readonly Turn[]): Rendered {
  const contents: Message[] = []
  const results: PlacedResult[] = []
  const extras = spec.extras ? unknownFields : {}
  const root = spec.body ? ['contents'] : []
  const idOf = (call: Call): Block => (spec.extras ? { id: call.id } : {})
  for (const turn of turns) {
    contents.push({ role: 'user', parts: [...(turn.image ? [image] : []), { text: turn.user, ...extras }] })
    const calls = turn.calls.filter(({ orphan }) => !orphan)
    if (turn.calls.length > 0) {
      const said: Block[] = []
      if (turn.thinking !== '') said.push({ text: turn.thinking, thought: true })
      if (turn.assistant !== '' || calls.length === 0) said.push({ text: turn.assistant || 'Let me look.' })
      calls.forEach((call, i) => said.push({ functionCall: { ...idOf(call), name: call.name, args: call.input }, ...(i === 0 ? { thoughtSignature: 'c2lnbmF0dXJl' } : {}) }))
      contents.push({ role: 'model', parts: said })
      const answers: Block[] = []
      // Orphans last: without ids, the order says what answers what.
      for (const call of [...calls, ...turn.calls.filter(({ orphan }) => orphan)]) {
        const path = [...root, contents.length, 'parts', answers.length, 'functionResponse', 'response']
        const { response, place } = responseOf(call)
        answers.push({ functionResponse: { ...idOf(call), name: call.name, response, ...(call.form === 'images' && spec.extras ? { parts: [image] } : {}) } })
        results.push({ path: [...path, ...place], call })
      }
      contents.push({ role: 'user', parts: spec.extras && turn.after !== '' ? [...answers, { text: turn.after }] : answers })
      if (!spec.extras && turn.after !== '') contents.push({ role: 'user', parts: [{ text: turn.after }] })
    }
    contents.push({ role: 'model', parts: [{ text: turn.answer, thoughtSignature: 'c2ln' }, ...(spec.extras ? [{ executableCode: { language: 'PYTHON', code: 'print([1,  2])' } }] : [])] })
  }
  if (!spec.body) return { request: contents, results }
  const text = systemTexts[spec.system]
  const declarations = toolNames.map((name) => ({ name, description: 'Reads records.', parametersJsonSchema: schema }))
  if (spec.extras) {
    return { request: { ...(text === '' ? {} : { system_instruction: { parts: [{ text }] } }), contents, tools: [{ function_declarations: declarations }], ...extras }, results }
  }
  const config = { temperature: 0, ...(text === '' ? {} : { systemInstruction: text }), tools: [{ functionDeclarations: declarations }] }
  return { request: { model: 'gemini-2.5-flash', contents, config }, results }
}

/** An MCP result; the value of a text that is JSON, where both are the same; a text in an object. */
function responseOf({ form, payload, isError }: Call): { readonly response: Block, readonly place: readonly (string | number)[] } {
  if (isError) return { response: { error: payload.text }, place: ['error'] }
  if (form === 'parts') return { response: { content: [{ type: 'text', text: 'Result:' }, { type: 'text', text: payload.text }] }, place: ['content', 1, 'text'] }
  const value = form === 'string' ? exactValue(payload.text) : undefined
  if (value !== undefined) return { response: value, place: [] }
  return { response: { output: payload.text, truncated: false }, place: ['output'] }
}

/** The object in a text, an array under a name; `undefined` for what is none or would lose the spelling of a number. */
function exactValue(text: string): Block | undefined {
  try {
    const value = JSON.parse(text) as unknown
    if (typeof value !== 'object' || value === null || JSON.stringify(parseExactly(text)) !== JSON.stringify(value)) return undefined
    return Array.isArray(value) ? { rows: value } : value as Block
  } catch {
    return undefined // No JSON.
  }
}
