import type { PlacedText, WireReader } from './wire-reading.ts'

interface Block { readonly type?: unknown, readonly text?: unknown, readonly thinking?: unknown, readonly content?: unknown, readonly [key: string]: unknown }

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const blocksOf = (content: unknown): readonly Block[] => (Array.isArray(content) ? content.filter(isObject) : [])

function textsIn(content: unknown, path: PlacedText['path']): PlacedText[] {
  if (typeof content === 'string') return [{ path, text: content }]
  if (!Array.isArray(content)) return []
  return content.flatMap((block: unknown, i) => (
    isObject(block) && block['type'] === 'text' && typeof block['text'] === 'string' ? [{ path: [...path, i, 'text'], text: block['text'] }] : []))
}

/** OpenAI Chat Completions and Anthropic Messages, which tell their blocks apart by their types. */
export const chatReader: WireReader = {
  owns: () => false,
  toolTexts({ role, content }) {
    if (role === 'tool') return textsIn(content, ['content'])
    if (!Array.isArray(content)) return []
    return content.flatMap((block: unknown, i) => (isObject(block) && block['type'] === 'tool_result' ? textsIn(block['content'], ['content', i, 'content']) : []))
  },
  spoken({ role = '', content }) {
    const texts = typeof content === 'string' ? [content] : blocksOf(content).flatMap(({ text, thinking }) => [text, thinking])
    return { role, texts: texts.filter((text) => typeof text === 'string') }
  },
  system: ({ system }) => (typeof system === 'string' ? [system] : blocksOf(system).flatMap(({ text }) => (typeof text === 'string' ? [text] : []))),
  skeleton(message) {
    const calls = blocksOf(message['tool_calls']).map(({ id }) => `calls ${String(id)}`)
    const answers = message.role === 'tool' ? [`answers ${String(message['tool_call_id'])}`] : []
    const blocks = blocksOf(message['content']).map((block) =>
      block.type === 'tool_use' ? `calls ${String(block['id'])}` : block.type === 'tool_result' ? `answers ${String(block['tool_use_id'])}` : String(block.type))
    return [message.role, ...calls, ...answers, ...blocks].join(' | ')
  },
  answers: ({ role, content }) => role === 'tool' || blocksOf(content).some(({ type }) => type === 'tool_result'),
}
