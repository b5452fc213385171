import { existsSync, readFileSync } from 'node:fs'

/** A message as the wire has it: Chat Completions or Anthropic. */
export interface WireMessage {
  readonly role: string
  readonly content?: unknown
  readonly tool_calls?: readonly { readonly function: { readonly arguments: string } }[]
}

/** A token that a model took from a tool result: what it is, where it came up first, before which messages it was used, how, and how surely. */
type Fact = readonly [token: string, kind: string, first: number, uses: readonly number[], as: string, tier: 1 | 2]

export interface Transcript {
  readonly file: string
  /** Whether an agent works on code in it. */
  readonly isCoding: boolean
  readonly messages: readonly WireMessage[]
  readonly facts: readonly Fact[]
  /** For each place that facts name, how many of `messages` stand before it: a message with several results counts as several there. */
  readonly messagesBefore: (place: number) => number
}

/** All conversations for which there is a list of facts; none without the folder. */
export function readTranscripts(dataFolder: string): Transcript[] {
  const path = `${dataFolder}/oracle/conversations.json`
  if (!existsSync(path)) return []
  const { list } = JSON.parse(readFileSync(path, 'utf8')) as { readonly list: readonly { readonly file: string, readonly facts: readonly Fact[] }[] }
  return list.map(({ file, facts }) => {
    const messages = readMessages(`${dataFolder}/conversations/${file}`)
    const places = messages.map(placesOf)
    return {
      file, facts, messages,
      isCoding: /\/(?:cc|claude_code|swe|intercode|openhands)_/.test(file),
      messagesBefore: (place) => {
        let before = 0
        let at = 0
        while (at < place) at += places[before++]!
        return before
      },
    }
  })
}

/** A request or a list of its messages; or one line for each, of which those of a helper of the agent are not part of the talk. */
function readMessages(path: string): WireMessage[] {
  const text = readFileSync(path, 'utf8')
  if (path.endsWith('.jsonl')) {
    type Line = { readonly type?: string, readonly message?: WireMessage, readonly isSidechain?: boolean }
    return text.split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Line)
      .flatMap(({ type, message, isSidechain }) => ((type === 'user' || type === 'assistant') && message !== undefined && isSidechain !== true ? [message] : []))
  }
  const read = JSON.parse(text) as { readonly messages: WireMessage[] } | readonly { readonly message?: WireMessage }[]
  return 'messages' in read ? read.messages : read.flatMap(({ message }) => message ?? [])
}

interface Block { readonly type?: string, readonly text?: string, readonly input?: unknown, readonly content?: unknown }

const blocksOf = (content: unknown): readonly Block[] => (Array.isArray(content) ? content as Block[] : typeof content === 'string' ? [{ type: 'text', text: content }] : [])

/** A message of a user with results in it counts once for each, and once for what is said. */
function placesOf({ role, content }: WireMessage): number {
  if (role === 'assistant' || role === 'system' || role === 'tool') return 1
  const blocks = blocksOf(content)
  const results = blocks.filter(({ type }) => type === 'tool_result').length
  const isSaid = blocks.some(({ type, text }) => type === 'text' && text !== '')
  return results + (isSaid || (results === 0 && !Array.isArray(content)) ? 1 : 0)
}

const textOf = (content: unknown): string => blocksOf(content).map(({ text = '' }) => text).join('\n')

/** What tools returned, one text for each result. */
export function toolTextsOf(messages: readonly WireMessage[]): string[] {
  return messages.flatMap(({ role, content }) => (role === 'tool' || role === 'function' ? [textOf(content)] : blocksOf(content).flatMap((block) => (block.type === 'tool_result' ? [textOf(block.content)] : []))))
}

/** All that a model sees of messages, thoughts left out. */
export function visibleText(messages: readonly WireMessage[]): string {
  return messages.flatMap(({ content, tool_calls: calls = [] }) => [
    ...blocksOf(content).map((block) => (block.type === 'tool_use' ? JSON.stringify(block.input) : block.type === 'tool_result' ? textOf(block.content) : block.text ?? '')),
    ...calls.map((call) => call.function.arguments),
  ]).join('\n')
}
