import type { Message } from '../arbitraries/conversation.ts'
import type { WireReader } from './wire-reading.ts'

interface Part { readonly type?: unknown, readonly text?: unknown }

const partsOf = (content: unknown): readonly Part[] => (Array.isArray(content) ? content as readonly Part[] : [])
const textsOf = (content: unknown): string[] => (typeof content === 'string' ? [content] : partsOf(content).flatMap(({ text }) => (typeof text === 'string' ? [text] : [])))
const isOutput = ({ type }: Message): boolean => typeof type === 'string' && type.endsWith('_output')

/** OpenAI Responses: items, most of which have a type and no role. */
export const responsesReader: WireReader = {
  owns: ({ type, call_id: callId, content }) => typeof callId === 'string' || type === 'reasoning' || partsOf(content).some((part) => /^(in|out)put_text$/.test(String(part.type))),
  toolTexts(item) {
    const { output } = item
    if (!isOutput(item)) return []
    if (typeof output === 'string') return [{ path: ['output'], text: output }]
    return partsOf(output).flatMap(({ type, text }, i) => (type === 'input_text' && typeof text === 'string' ? [{ path: ['output', i, 'text'], text }] : []))
  },
  spoken: (item) => ({ role: item.role ?? (isOutput(item) ? 'tool' : 'assistant'), texts: [...textsOf(item['content']), ...textsOf(item['summary'])] }),
  system: ({ instructions }) => (typeof instructions === 'string' ? [instructions] : []),
  skeleton(item) {
    const what = isOutput(item) ? `answers ${String(item['call_id'])}` : item['call_id'] === undefined ? '' : `calls ${String(item['call_id'])}`
    return [item.role ?? item['type'], what, ...partsOf(item['content'] ?? item['output']).map(({ type }) => String(type))].join(' | ')
  },
  answers: isOutput,
}
