import type { Conversation, Message, OpaquePart, Part, SystemPart, TextPart, TextSlot, ToolCallPart, ToolDefinition, WireFormat } from '../conversation/types.ts'
import type { LoadedCounter } from './counter.ts'

/** What a count belongs to: a view of the conversation that was counted. */
export type CountedView = TextPart | TextSlot | ToolCallPart | OpaquePart | ToolDefinition | SystemPart

export interface ConversationCount {
  /** The whole request: all views and what frames them. */
  readonly tokens: number
  /**
   * Each view's own count, framing left out. The total after one text was changed is `tokens`, minus the count of its view, plus
   * the count of the new text; everything else need not be counted again.
   */
  readonly views: ReadonlyMap<CountedView, number>
  /** Each message as a whole, in their order: its views, its name and what frames them. */
  readonly messages: readonly number[]
}

/** Tokens that a provider adds around what it is sent. */
interface Framing {
  readonly request: number
  readonly message: number
  /** Beside the tokens of the name itself. */
  readonly name: number
  readonly toolCall: number
  readonly toolResult: number
  readonly tool: number
  /** Once, where there are tools at all. */
  readonly tools: number
}

/**
 * OpenAI: 3 per message, 3 that prime the reply and 1 per name are `num_tokens_from_messages` of "How to count tokens with tiktoken"
 * (OpenAI Cookbook); 12 behind the tools is from its section on tool calls. What frames a call and a definition is nowhere
 * published: estimates. A tool result is a message, so it has no framing of its own.
 *
 * Responses, Google, AI SDK and LangChain: nothing is published, or it depends on the provider behind; taken to be like OpenAI's.
 *
 * Anthropic: 346 is the tool use system prompt that the pricing page of its documentation lists for Claude 4 models; role marks are
 * taken to be like OpenAI's, and what frames blocks is an estimate.
 */
const framings: Readonly<Record<WireFormat, Framing>> = {
  'openai-chat': { request: 3, message: 3, name: 1, toolCall: 3, toolResult: 0, tool: 0, tools: 12 },
  'openai-responses': { request: 3, message: 3, name: 0, toolCall: 3, toolResult: 3, tool: 0, tools: 12 },
  google: { request: 0, message: 3, name: 0, toolCall: 3, toolResult: 3, tool: 0, tools: 12 },
  'ai-sdk': { request: 3, message: 3, name: 0, toolCall: 3, toolResult: 3, tool: 0, tools: 12 },
  langchain: { request: 3, message: 3, name: 1, toolCall: 3, toolResult: 0, tool: 0, tools: 12 },
  anthropic: { request: 3, message: 3, name: 0, toolCall: 3, toolResult: 3, tool: 0, tools: 346 },
}

/** Asked at once of a counter that answers later, such as a provider's counting endpoint. */
const maxConcurrentCounts = 16

/** The tokens of a whole request: system text, tools, messages and what frames them; 0 for one without any of these. */
export async function countConversation(conversation: Conversation, counter: Pick<LoadedCounter, 'count'>): Promise<number> {
  return (await countViews(conversation, counter)).tokens
}

/** The same, with the count of each view. Rejects with what the counter throws. */
export async function countViews(conversation: Conversation, counter: Pick<LoadedCounter, 'count'>): Promise<ConversationCount> {
  const { texts, fixed, messages } = collect(conversation)
  const counts = await countAll(texts.map(({ text }) => text), counter)
  const views = new Map<CountedView, number>()
  let tokens = fixed
  for (const [i, count] of counts.entries()) {
    const { view, message } = texts[i]! // one count for each text
    if (view !== undefined) views.set(view, (views.get(view) ?? 0) + count)
    if (message === undefined) tokens += count
    else messages[message]! += count // opened before its texts were collected
  }
  return { tokens: messages.reduce((sum, count) => sum + count, tokens), views, messages }
}

/** What one part of a message costs, with what frames it; the message's own framing left out. */
export function tokensOfPart(part: Part, views: ConversationCount['views'], format: WireFormat): number {
  const framing = framings[format]
  const of = (view: CountedView): number => views.get(view) ?? 0
  switch (part.kind) {
    case 'text': return of(part)
    case 'tool-call': return of(part) + framing.toolCall
    case 'tool-result': return [...part.slots, ...part.opaque].reduce((sum, view) => sum + of(view) + ('tokens' in view ? view.tokens : 0), framing.toolResult)
    case 'opaque': return of(part) + part.tokens
  }
}

interface Collected {
  /** A view may have several texts; the name of a message has none. `message` is its place, of what stands in one. */
  readonly texts: { readonly view?: CountedView; readonly text: string; readonly message?: number }[]
  /** Framing of what stands in no message. */
  fixed: number
  /** Per message its framing, and what has a formula instead of a text. */
  readonly messages: number[]
}

function collect({ format, request, system, tools, messages }: Conversation): Collected {
  const framing = framings[format]
  const found: Collected = { texts: [], fixed: 0, messages: [] }
  const isEmpty = system.length === 0 && tools.length === 0 && messages.length === 0
  if (!isEmpty) found.fixed += framing.request
  if (tools.length > 0) found.fixed += framing.tools
  if (system.length > 0) found.fixed += framing.message
  for (const part of system) found.texts.push({ view: part, text: part.text })
  for (const tool of tools) {
    found.fixed += framing.tool
    found.texts.push({ view: tool, text: tool.text })
  }
  for (const message of messages) collectMessage(message, request, framing, found)
  return found
}

function collectMessage(message: Message, request: unknown, framing: Framing, found: Collected): void {
  const at = found.messages.length
  const name = framing.name === 0 ? undefined : nameOf(message, request)
  if (name !== undefined) found.texts.push({ text: name, message: at })
  const inParts = message.parts.reduce((sum, part) => sum + collectPart(part, framing, found.texts, at), 0)
  found.messages.push(framing.message + (name === undefined ? 0 : framing.name) + inParts)
}

/** @returns what costs tokens beside the texts */
function collectPart(part: Part, framing: Framing, texts: Collected['texts'], message: number): number {
  switch (part.kind) {
    case 'text':
      texts.push({ view: part, text: part.text, message })
      return 0
    case 'tool-call':
      texts.push({ view: part, text: part.name, message }, { view: part, text: part.argumentsText, message })
      return framing.toolCall
    case 'tool-result':
      for (const slot of part.slots) texts.push({ view: slot, text: slot.text, message })
      return part.opaque.reduce((sum, opaque) => sum + collectPart(opaque, framing, texts, message), framing.toolResult)
    case 'opaque':
      if (part.text !== undefined) texts.push({ view: part, text: part.text, message })
      return part.tokens
  }
}

/** A message's `name` as the wire has it; views do not carry it, since nothing but its cost matters. */
function nameOf({ path }: Message, request: unknown): string | undefined {
  let value = request
  for (const key of [...path, 'name']) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    // Own properties only, so any key is one that the value has.
    value = (value as Readonly<Record<string | number, unknown>>)[key]
  }
  return typeof value === 'string' ? value : undefined
}

async function countAll(texts: readonly string[], counter: Pick<LoadedCounter, 'count'>): Promise<number[]> {
  const counts: number[] = []
  let pending: (number | Promise<number>)[] = []
  let promises = 0
  for (const [i, text] of texts.entries()) {
    let tokens: number | Promise<number>
    try {
      tokens = text === '' ? 0 : counter.count(text)
    } catch (error) {
      // Else one of these that rejects later would be nobody's.
      await Promise.allSettled(pending)
      throw error
    }
    pending.push(tokens)
    if (typeof tokens !== 'number') promises++
    if (promises < maxConcurrentCounts && i < texts.length - 1) continue
    for (const settled of promises === 0 ? pending as number[] : await Promise.all(pending)) counts.push(settled)
    pending = []
    promises = 0
  }
  return counts
}
