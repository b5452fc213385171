/**
 * What the providers' documentation demands of `messages`, written from it and not from our adapters. Each function returns one
 * sentence per broken rule, with the place, and none for messages that the provider takes.
 */

type Wire = Readonly<Record<string, unknown>>

const isWire = (value: unknown): value is Wire => typeof value === 'object' && value !== null && !Array.isArray(value)

/** OpenAI Chat Completions, `messages` of "Create chat completion" and the guide on function calling. */
export function validateOpenAiChat(messages: readonly unknown[]): string[] {
  const problems: string[] = []
  /** Ids of the last assistant message that still wait for a tool message. */
  let waiting = new Set<string>()
  const say = (index: number, problem: string): void => void problems.push(`messages[${index}]: ${problem}`)
  const closeCalls = (index: number): void => {
    for (const id of waiting) say(index, `tool call ${id} is not answered before this message`)
    waiting = new Set()
  }
  messages.forEach((message, index) => {
    if (!isWire(message)) return say(index, 'is no object')
    if (message.role === 'tool') {
      const id = message.tool_call_id
      if (typeof id !== 'string') say(index, 'a tool message needs a tool_call_id')
      else if (!waiting.delete(id)) say(index, `answers no open call of the assistant message before it: ${id}`)
      if (!isOpenAiContent(message.content, ['text'])) say(index, 'tool content must be a string or a list of text parts')
      return
    }
    closeCalls(index)
    switch (message.role) {
      case 'system':
      case 'developer':
        if (!isOpenAiContent(message.content, ['text'])) say(index, `${message.role} content must be a string or a list of text parts`)
        return
      case 'user':
        if (!isOpenAiContent(message.content, ['text', 'image_url', 'input_audio', 'file'])) say(index, 'user content must be a string or a list of parts')
        return
      case 'function':
        if (typeof message.name !== 'string') say(index, 'a function message needs a name')
        return
      case 'assistant':
        checkOpenAiAssistant(message, (problem) => say(index, problem), waiting)
        return
      default: say(index, `unknown role ${String(message.role)}`)
    }
  })
  closeCalls(messages.length)
  return problems
}

function isOpenAiContent(content: unknown, types: readonly string[]): boolean {
  if (typeof content === 'string') return true
  return Array.isArray(content) && content.length > 0 && content.every((part: unknown) =>
    isWire(part) && typeof part.type === 'string' && types.includes(part.type) && (part.type !== 'text' || typeof part.text === 'string'))
}

function checkOpenAiAssistant(message: Wire, say: (problem: string) => void, waiting: Set<string>): void {
  const { content, tool_calls: calls } = message
  const speaks = isOpenAiContent(content, ['text', 'refusal'])
  if (!speaks && content !== null && content !== undefined) say('assistant content must be a string, a list of text and refusal parts, or null')
  if (!speaks && calls === undefined && message.function_call === undefined && typeof message.refusal !== 'string' && !isWire(message.audio)) {
    say('an assistant message needs content, tool_calls or a refusal')
  }
  if (calls === undefined) return
  if (!Array.isArray(calls) || calls.length === 0) return say('tool_calls must be a list of at least one call')
  for (const call of calls as readonly unknown[]) {
    if (!isWire(call) || typeof call.id !== 'string') say('a tool call needs an id')
    else if (waiting.has(call.id)) say(`two calls of one message share the id ${call.id}`)
    else waiting.add(call.id)
    if (isWire(call) && !isOpenAiCall(call)) say('a tool call needs a function with name and arguments as strings, or a custom tool with name and input')
  }
}

function isOpenAiCall({ type, function: called, custom }: Wire): boolean {
  if (type === 'custom') return isWire(custom) && typeof custom.name === 'string' && typeof custom.input === 'string'
  return type === 'function' && isWire(called) && typeof called.name === 'string' && typeof called.arguments === 'string'
}

/** Anthropic Messages, `messages` of "Create a message" and the guides on tool use, extended thinking and prompt caching. */
export function validateAnthropic(messages: readonly unknown[]): string[] {
  const problems: string[] = []
  const say = (index: number, problem: string): void => void problems.push(`messages[${index}]: ${problem}`)
  messages.forEach((message, index) => {
    if (!isWire(message)) say(index, 'is no object')
    else if (message.role !== 'user' && message.role !== 'assistant') say(index, `unknown role ${String(message.role)}`)
    else checkAnthropicContent(message, index === messages.length - 1, (problem) => say(index, problem))
  })
  const steps = mergeRoles(messages)
  if (steps[0] !== undefined && steps[0].role !== 'user') say(steps[0].index, 'the first message must be of the user')
  checkAnthropicPairs(steps, say)
  const marks = messages.flatMap((message) => blocksOf(message)).filter(({ cache_control }) => cache_control !== undefined && cache_control !== null)
  if (marks.length > 4) problems.push(`messages: ${marks.length} cache_control marks, at most 4 are allowed`)
  return problems
}

function blocksOf(message: unknown): readonly Wire[] {
  if (!isWire(message)) return []
  if (typeof message.content === 'string') return [{ type: 'text', text: message.content }]
  return Array.isArray(message.content) ? message.content.filter(isWire) : []
}

function checkAnthropicContent({ role, content }: Wire, isLast: boolean, say: (problem: string) => void): void {
  const mayBeEmpty = isLast && role === 'assistant'
  if (typeof content !== 'string' && !Array.isArray(content)) return say('content must be a string or a list of blocks')
  if (content.length === 0 && !mayBeEmpty) return say('content must not be empty')
  if (typeof content === 'string') return
  for (const block of content as readonly unknown[]) {
    if (!isWire(block) || typeof block.type !== 'string') say('a block needs a type')
    else checkAnthropicBlock(block, role, say)
  }
}

function checkAnthropicBlock(block: Wire, role: unknown, say: (problem: string) => void): void {
  switch (block.type) {
    case 'text':
      if (typeof block.text !== 'string' || block.text.trim() === '') say('a text block needs text that is not only white space')
      return
    case 'tool_use':
      if (role !== 'assistant') say('tool_use stands in assistant messages only')
      if (typeof block.id !== 'string' || typeof block.name !== 'string' || !isWire(block.input)) say('tool_use needs id, name and an input object')
      return
    case 'tool_result':
      if (role !== 'user') say('tool_result stands in user messages only')
      if (typeof block.tool_use_id !== 'string') say('tool_result needs a tool_use_id')
      if (!isToolResultContent(block.content)) say('tool_result content must be a string or a list of blocks with text, images, documents')
      return
    case 'thinking':
      if (role !== 'assistant') say('thinking stands in assistant messages only')
      if (typeof block.thinking !== 'string' || typeof block.signature !== 'string') say('thinking needs its text and its signature')
      return
    case 'redacted_thinking':
      if (role !== 'assistant' || typeof block.data !== 'string') say('redacted_thinking needs data, in an assistant message')
  }
}

function isToolResultContent(content: unknown): boolean {
  if (content === undefined || typeof content === 'string') return true
  const types = ['text', 'image', 'document', 'search_result', 'tool_reference']
  return Array.isArray(content) && content.every((block: unknown) => isWire(block) && typeof block.type === 'string' && types.includes(block.type)
    && (block.type !== 'text' || (typeof block.text === 'string' && block.text !== '')))
}

interface Step { readonly index: number, readonly role: unknown, readonly blocks: Wire[] }

/** Consecutive messages of one role are one to the provider. */
function mergeRoles(messages: readonly unknown[]): Step[] {
  const steps: Step[] = []
  messages.forEach((message, index) => {
    const role = isWire(message) ? message.role : undefined
    const last = steps.at(-1)
    if (last !== undefined && last.role === role) last.blocks.push(...blocksOf(message))
    else steps.push({ index, role, blocks: [...blocksOf(message)] })
  })
  return steps
}

function checkAnthropicPairs(steps: readonly Step[], say: (index: number, problem: string) => void): void {
  const idsEver = new Set<unknown>()
  let waiting = new Set<unknown>()
  for (const { index, role, blocks } of steps) {
    const results = blocks.filter(({ type }) => type === 'tool_result')
    if (role === 'user') {
      const firstOther = blocks.findIndex(({ type }) => type !== 'tool_result')
      if (waiting.size > 0 && firstOther !== -1 && firstOther < results.length) say(index, 'tool_result blocks must come first')
      for (const { tool_use_id: id } of results) {
        if (!waiting.delete(id)) say(index, `tool_result answers no open tool_use of the message before it: ${String(id)}`)
      }
    }
    for (const id of waiting) say(index, `tool_use ${String(id)} is not answered in the next message`)
    waiting = new Set()
    for (const { id } of blocks.filter(({ type }) => type === 'tool_use')) {
      if (idsEver.has(id)) say(index, `two tool_use blocks share the id ${String(id)}`)
      idsEver.add(id)
      waiting.add(id)
    }
  }
  if (waiting.size > 0) say(steps.at(-1)!.index, `a request cannot end with unanswered tool_use: ${[...waiting].join(', ')}`)
}
