import type { Conversation, Path } from '../conversation/types.ts'
import type { ConversationCount } from '../tokens/count-conversation.ts'

/** What a provider's prefix cache compares, in the order in which it reads a request. */
export interface PrefixBlock {
  readonly where: 'tool' | 'system' | 'message'
  readonly path: Path
  /** All of it as JSON, without cache marks: they are no part of what is cached. */
  readonly json: string
  readonly texts: readonly { readonly path: Path; readonly text: string }[]
  readonly tokens: number
}

/** Tools, system text, messages: the order in which providers read them. */
export function listPrefixBlocks({ request, tools, system, messages }: Conversation, count: ConversationCount): PrefixBlock[] {
  const tokensOf = (view: Parameters<ConversationCount['views']['get']>[0]): number => count.views.get(view) ?? 0
  return [
    ...tools.map((tool): PrefixBlock => ({ where: 'tool', path: tool.path, json: jsonAt(request, tool.path), texts: [], tokens: tokensOf(tool) })),
    ...system.map((part): PrefixBlock => ({ where: 'system', path: part.path, json: JSON.stringify(part.text), texts: [part], tokens: tokensOf(part) })),
    ...messages.map((message, at): PrefixBlock => ({
      where: message.role === 'system' || message.role === 'developer' ? 'system' : 'message',
      path: message.path,
      json: jsonAt(request, message.path),
      texts: message.parts.flatMap((part) => (part.kind === 'text' ? [part] : part.kind === 'tool-result' ? part.slots : [])),
      tokens: count.messages[at]!, // one for each message
    })),
  ]
}

/** The wire's own value as JSON; '' for what no client could send. */
function jsonAt(request: unknown, path: Path): string {
  try {
    // A path of a view leads through objects and arrays of the request.
    const value = path.reduce<unknown>((inner, key) => (inner as Readonly<Record<string | number, unknown>>)[key], request)
    return JSON.stringify(value, (key, inner: unknown) => (key === 'cache_control' ? undefined : inner)) ?? ''
  } catch {
    return ''
  }
}
