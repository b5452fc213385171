import type { Message } from '../arbitraries/conversation.ts'
import type { PlacedText, WireReader } from './wire-reading.ts'

interface Named { readonly id?: unknown, readonly name?: unknown, readonly response?: unknown }
interface Part { readonly text?: unknown, readonly functionCall?: Named, readonly functionResponse?: Named, readonly thoughtSignature?: unknown }
interface Fields { readonly [key: string]: unknown }

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const partsOf = ({ parts }: Fields): readonly Part[] => (Array.isArray(parts) ? parts as readonly Part[] : [])

/** The texts of an MCP result; the texts of an object of nothing but texts, numbers and flags; else the object as one. */
function textsIn(response: unknown, path: PlacedText['path']): PlacedText[] {
  if (typeof response === 'string') return [{ path, text: response }]
  if (!isObject(response)) return []
  const { content } = response
  if (Array.isArray(content)) return (content as readonly Part[]).flatMap(({ text }, i) => (typeof text === 'string' ? [{ path: [...path, 'content', i, 'text'], text }] : []))
  const fields = Object.entries(response)
  const texts = fields.flatMap(([key, text]) => (typeof text === 'string' ? [{ path: [...path, key], text }] : []))
  const isWrapper = texts.length > 0 && fields.length <= 8 && fields.every(([, value]) => !isObject(value))
  return isWrapper ? texts : [{ path, text: JSON.stringify(response), isJson: true }]
}

const signs = ({ thoughtSignature: signature }: Part): string => (signature === undefined ? '' : ` signed ${String(signature)}`)

/** Google's contents; `functionResponse` in camel case, as they are generated. */
export const googleReader: WireReader = {
  owns: ({ parts }) => Array.isArray(parts),
  toolTexts: (content) => partsOf(content).flatMap(({ functionResponse: answer }, i) => (answer === undefined ? [] : textsIn(answer.response, ['parts', i, 'functionResponse', 'response']))),
  spoken: (content: Message) => ({
    role: content.role === 'model' ? 'assistant' : content.role ?? 'user',
    texts: partsOf(content).flatMap(({ text }) => (typeof text === 'string' ? [text] : [])),
  }),
  system({ config, system_instruction: instruction }) {
    const found = instruction ?? (isObject(config) ? config['systemInstruction'] : undefined)
    return typeof found === 'string' ? [found] : isObject(found) ? partsOf(found).flatMap(({ text }) => (typeof text === 'string' ? [text] : [])) : []
  },
  skeleton: (content) => [content.role, ...partsOf(content).map((part) => {
    const { functionCall: call, functionResponse: answer } = part
    const kind = call ? `calls ${String(call.name)} ${String(call.id)}` : answer ? `answers ${String(answer.name)} ${String(answer.id)}` : Object.keys(part)[0]
    return `${kind}${signs(part)}`
  })].join(' | '),
  answers: (content) => partsOf(content).some(({ functionResponse }) => functionResponse !== undefined),
}
