import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages'
import type { Message, Request, Shape } from '../arbitraries/conversation.ts'

/** A message of a recorded conversation in Chat Completions: contents are texts. */
interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly content?: string | null
  readonly tool_calls?: readonly { readonly id: string; readonly function: { readonly name: string; readonly arguments: string } }[]
  readonly tool_call_id?: string
}

/** The same conversation as another shape has it, written from the references of the providers and frameworks. */
export const conversions = {
  'openai-responses': (messages) => ({ model: 'gpt-4o', input: messages.flatMap(toItems) }),
  google: (messages) => ({ contents: joinRuns(messages.filter(({ role }) => role !== 'system').map((message) => toContent(message, namesOf(messages)))), config: { systemInstruction: systemOf(messages) } }),
  'ai-sdk': (messages) => joinTools(messages.map((message) => toModelMessage(message, namesOf(messages)))),
  'ai-sdk-ui': toUiMessages,
  langchain: (messages) => messages.map(toLangChain) as unknown as readonly Message[], // instances, whose fields are read as those of any message
} satisfies Partial<Record<Shape, (messages: readonly ChatMessage[]) => Request>>

export type ConvertedShape = keyof typeof conversions

export function convert(request: { readonly messages: readonly unknown[] }, shape: ConvertedShape): Request {
  return conversions[shape](request.messages as readonly ChatMessage[]) // recorded in that shape
}

type Names = ReadonlyMap<string, string>

function namesOf(messages: readonly ChatMessage[]): Names {
  return new Map(messages.flatMap(({ tool_calls: calls = [] }) => calls.map(({ id, function: { name } }) => [id, name])))
}

function inputOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return { text }
  }
}

const systemOf = (messages: readonly ChatMessage[]): string => messages.flatMap(({ role, content }) => (role === 'system' ? [content ?? ''] : [])).join('\n')

function toItems({ role, content, tool_calls: calls = [], tool_call_id: id }: ChatMessage): Message[] {
  if (role === 'tool') return [{ type: 'function_call_output', call_id: id, output: content ?? '' }]
  const said = content === null || content === undefined || content === '' ? [] : [role === 'assistant'
    ? { type: 'message', id: 'msg', role, status: 'completed', content: [{ type: 'output_text', text: content, annotations: [] }] }
    : { role, content }]
  const thoughts = calls.length === 0 ? [] : [{ type: 'reasoning', id: 'rs', summary: [], encrypted_content: 'c2ln' }]
  return [...thoughts, ...said, ...calls.map((call) => ({ type: 'function_call', call_id: call.id, name: call.function.name, arguments: call.function.arguments }))]
}

function toContent({ role, content, tool_calls: calls = [], tool_call_id: id = '' }: ChatMessage, names: Names): Message {
  if (role === 'tool') return { role: 'user', parts: [{ functionResponse: { id, name: names.get(id) ?? 'unknown', response: { output: content ?? '' } } }] }
  const said = content === null || content === undefined || content === '' ? [] : [{ text: content }]
  const called = calls.map((call) => ({ functionCall: { id: call.id, name: call.function.name, args: inputOf(call.function.arguments) }, thoughtSignature: 'c2ln' }))
  return { role: role === 'assistant' ? 'model' : 'user', parts: [...said, ...called] }
}

/** Results of one step stand in one content. */
function joinRuns(contents: readonly Message[]): Message[] {
  const answers = ({ parts }: Message): boolean => (parts as readonly object[]).every((part) => 'functionResponse' in part)
  const joined: Message[] = []
  for (const content of contents) {
    const last = joined.at(-1)
    if (last !== undefined && answers(last) && answers(content)) joined[joined.length - 1] = { ...last, parts: [...last.parts as unknown[], ...content.parts as unknown[]] }
    else joined.push(content)
  }
  return joined
}

function toModelMessage({ role, content, tool_calls: calls = [], tool_call_id: id = '' }: ChatMessage, names: Names): Message {
  if (role === 'tool') return { role, content: [{ type: 'tool-result', toolCallId: id, toolName: names.get(id) ?? 'unknown', output: { type: 'text', value: content ?? '' } }] }
  if (calls.length === 0) return { role, content: content ?? '' }
  const said = content === null || content === undefined || content === '' ? [] : [{ type: 'text', text: content }]
  return { role, content: [...said, ...calls.map((call) => ({ type: 'tool-call', toolCallId: call.id, toolName: call.function.name, input: inputOf(call.function.arguments) }))] }
}

function joinTools(messages: readonly Message[]): Message[] {
  const joined: Message[] = []
  for (const message of messages) {
    const last = joined.at(-1)
    if (last?.role === 'tool' && message.role === 'tool') joined[joined.length - 1] = { ...last, content: [...last.content as unknown[], ...message.content as unknown[]] }
    else joined.push(message)
  }
  return joined
}

/** All that the assistant did between two messages of the user is one message; a result without its call has no place in it. */
function toUiMessages(messages: readonly ChatMessage[]): Message[] {
  const results = new Map(messages.flatMap(({ role, content, tool_call_id: id }) => (role === 'tool' && id !== undefined ? [[id, content ?? '']] : [])))
  const shown: { id: string; role: string; parts: object[] }[] = []
  for (const { role, content, tool_calls: calls = [] } of messages) {
    if (role === 'tool') continue
    const parts: object[] = role === 'assistant' ? [{ type: 'step-start' }] : []
    if (content !== null && content !== undefined && content !== '') parts.push({ type: 'text', text: content })
    for (const { id, function: { name, arguments: input } } of calls) {
      const output = results.get(id)
      parts.push({ type: `tool-${name}`, toolCallId: id, input: inputOf(input), ...(output === undefined ? { state: 'input-available' } : { state: 'output-available', output }) })
    }
    const last = shown.at(-1)
    if (role === 'assistant' && last?.role === 'assistant') last.parts.push(...parts)
    else shown.push({ id: `m${shown.length}`, role, parts: parts.length === 0 ? [{ type: 'text', text: '' }] : parts })
  }
  return shown.map((message) => ({ ...message }))
}

function toLangChain({ role, content, tool_calls: calls = [], tool_call_id: id = '' }: ChatMessage): object {
  const text = content ?? ''
  switch (role) {
    case 'system': return new SystemMessage(text)
    case 'user': return new HumanMessage(text)
    case 'tool': return new ToolMessage({ content: text, tool_call_id: id })
    case 'assistant': return new AIMessage({ content: text, tool_calls: calls.map((call) => ({ id: call.id, name: call.function.name, args: inputOf(call.function.arguments) as Record<string, unknown>, type: 'tool_call' as const })) })
  }
}
