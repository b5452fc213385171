import type { Message } from '../arbitraries/conversation.ts'
import type { WireReader } from './wire-reading.ts'

interface Fields { readonly [key: string]: unknown }

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const blocksOf = (content: unknown): readonly Fields[] => (Array.isArray(content) ? content.filter(isObject) : [])
const roles: Readonly<Record<string, string>> = { human: 'user', ai: 'assistant' }
const textsOf = (content: unknown): string[] => (typeof content === 'string' ? [content] : blocksOf(content).flatMap(({ text, thinking }) => [text, thinking].filter((said) => typeof said === 'string')))

/** Instances of LangChain's classes, by the fields that they have of their own: what a broken pipeline copies is read alike. */
export const langChainReader: WireReader = {
  owns: ({ lc_namespace: namespace }) => Array.isArray(namespace),
  toolTexts({ type, content }) {
    if (type !== 'tool') return []
    if (typeof content === 'string') return [{ path: ['content'], text: content }]
    return blocksOf(content).flatMap(({ text }, i) => (typeof text === 'string' ? [{ path: ['content', i, 'text'], text }] : []))
  },
  spoken: ({ type, content }: Message) => ({ role: roles[String(type)] ?? String(type), texts: textsOf(content) }),
  system: ({ systemMessage }) => (isObject(systemMessage) ? textsOf(systemMessage['content']) : []),
  skeleton: (message) => [
    message['type'], message['id'], message['status'], message['tool_call_id'],
    ...blocksOf(message['tool_calls']).map(({ id }) => `calls ${String(id)}`), ...blocksOf(message['content']).map(({ type }) => String(type)),
  ].join(' | '),
  answers: ({ type }) => type === 'tool',
}
