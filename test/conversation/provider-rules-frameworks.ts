/**
 * What the AI SDK and LangChain demand of messages, written from their documentation and checks and not from our adapters. One sentence
 * per broken rule, with the place; none for messages that they take.
 */

type Wire = Readonly<Record<string, unknown>>

const isWire = (value: unknown): value is Wire => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Model messages of the AI SDK: "ModelMessage" of its reference, and the missing results that it throws for. */
export function validateModelMessages(messages: readonly unknown[]): string[] {
  const problems: string[] = []
  const waiting = new Set<unknown>()
  const asked = new Set<unknown>()
  const say = (index: number, problem: string): void => void problems.push(`messages[${index}]: ${problem}`)
  const closeCalls = (index: number): void => {
    for (const id of waiting) say(index, `tool call ${String(id)} is not answered before this message`)
    waiting.clear()
  }
  messages.forEach((message, index) => {
    if (!isWire(message)) return say(index, 'is no object')
    const { role, content } = message
    if (role === 'user' || role === 'system') closeCalls(index)
    if (typeof content === 'string') return role === 'tool' ? say(index, 'tool content must be a list of results') : undefined
    const kinds = partKinds[String(role)]
    if (kinds === undefined) return say(index, `unknown role ${String(role)}`)
    if (!Array.isArray(content)) return say(index, 'content must be a string or a list of parts')
    for (const part of content as readonly unknown[]) {
      if (!isWire(part) || !kinds.includes(String(part.type))) say(index, `${String(role)} content takes no ${isWire(part) ? String(part.type) : typeof part}`)
      else {
        checkModelPart(part, (problem) => say(index, problem), waiting)
        if (part.type === 'tool-approval-request') asked.add(part.approvalId)
        if (part.type === 'tool-approval-response' && !asked.has(part.approvalId)) say(index, `answers no request for approval: ${String(part.approvalId)}`)
      }
    }
  })
  closeCalls(messages.length)
  return problems
}

const partKinds: Readonly<Record<string, readonly string[]>> = {
  system: [], user: ['text', 'image', 'file'],
  assistant: ['text', 'reasoning', 'reasoning-file', 'file', 'custom', 'tool-call', 'tool-result', 'tool-approval-request'],
  tool: ['tool-result', 'tool-approval-response'],
}

function checkModelPart({ type, text, toolCallId: id, toolName, output }: Wire, say: (problem: string) => void, waiting: Set<unknown>): void {
  if ((type === 'text' || type === 'reasoning') && typeof text !== 'string') say(`${type} needs its text`)
  if (type !== 'tool-call' && type !== 'tool-result') return
  if (typeof id !== 'string' || typeof toolName !== 'string') return say(`${type} needs toolCallId and toolName`)
  if (type === 'tool-call') {
    if (waiting.has(id)) say(`two open calls share the id ${id}`)
    waiting.add(id)
    return
  }
  if (!waiting.delete(id)) say(`answers no open call: ${id}`)
  if (!isOutput(output)) say('output must be of a known kind with its value')
}

function isOutput(output: unknown): boolean {
  if (!isWire(output)) return false
  const { type, value } = output
  switch (type) {
    case 'text':
    case 'error-text': return typeof value === 'string'
    case 'json':
    case 'error-json': return value !== undefined
    case 'execution-denied': return true
    case 'content': return Array.isArray(value) && value.every((part: unknown) => isWire(part) && (part.type !== 'text' || typeof part.text === 'string'))
    default: return false
  }
}

/** Messages of the AI SDK's user interface: "UIMessage" of its reference. */
export function validateUiMessages(messages: readonly unknown[]): string[] {
  const ids = new Set<unknown>()
  return messages.flatMap((message, index) => {
    const say = (problem: string): string => `messages[${index}]: ${problem}`
    if (!isWire(message)) return [say('is no object')]
    const { id, role, parts } = message
    const problems = typeof id === 'string' ? [] : [say('needs an id')]
    if (ids.has(id)) problems.push(say(`another message has the id ${String(id)}`))
    ids.add(id)
    if (role !== 'system' && role !== 'user' && role !== 'assistant') problems.push(say(`unknown role ${String(role)}`))
    if (!Array.isArray(parts) || parts.length === 0) return [...problems, say('needs at least one part')]
    return [...problems, ...(parts as readonly unknown[]).flatMap((part) => uiPartProblems(part, role).map(say))]
  })
}

function uiPartProblems(part: unknown, role: unknown): string[] {
  if (!isWire(part) || typeof part.type !== 'string') return ['a part needs a type']
  const { type, text, toolCallId, state, input, output, errorText } = part
  if (type === 'text' || type === 'reasoning') return typeof text === 'string' ? [] : [`${type} needs its text`]
  if (type !== 'dynamic-tool' && !type.startsWith('tool-')) return []
  return [
    ...(role === 'assistant' ? [] : ['calls stand in messages of the assistant only']),
    ...(typeof toolCallId === 'string' ? [] : ['a call needs its toolCallId']),
    ...(type !== 'dynamic-tool' || typeof part.toolName === 'string' ? [] : ['a dynamic tool needs its name']),
    ...(input === undefined ? ['a call needs its input'] : []),
    ...(state === 'output-available' && output === undefined ? ['an output that is there must be there'] : []),
    ...(state === 'output-error' && typeof errorText !== 'string' ? ['an error needs its text'] : []),
    ...(typeof state === 'string' ? [] : ['a call needs its state']),
  ]
}

/** Messages of LangChain, as its chat models hand them to providers: results follow their calls directly, and are instances all. */
export function validateLangChain(messages: readonly unknown[]): string[] {
  const problems: string[] = []
  let waiting = new Set<unknown>()
  const say = (index: number, problem: string): void => void problems.push(`messages[${index}]: ${problem}`)
  const closeCalls = (index: number): void => {
    for (const id of waiting) say(index, `tool call ${String(id)} is not answered before this message`)
    waiting = new Set()
  }
  messages.forEach((message, index) => {
    if (!isWire(message) || typeof message._getType !== 'function' || typeof message.toDict !== 'function') return say(index, 'is no instance of a message class')
    const { type, content } = message
    if (typeof content !== 'string' && !Array.isArray(content)) say(index, 'content must be a string or a list of blocks')
    if (type === 'tool') {
      if (!waiting.delete(message.tool_call_id)) say(index, `answers no open call: ${String(message.tool_call_id)}`)
      return
    }
    closeCalls(index)
    // The classes for Anthropic and Google take no other.
    if (type === 'system' && index > 0) say(index, 'a system message must be the first')
    if (type === 'ai') for (const call of Array.isArray(message.tool_calls) ? message.tool_calls as readonly unknown[] : []) waiting.add(isWire(call) ? call.id : undefined)
  })
  closeCalls(messages.length)
  return problems
}
