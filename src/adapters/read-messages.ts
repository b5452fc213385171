import type { Message, Part, Path, Role, ToolDefinition } from '../conversation/types.ts'
import type { Envelope } from './envelope.ts'
import { attempt, hasCacheMark, isWireObject, jsonText, textOr } from './wire-value.ts'
import type { WireObject } from './wire-value.ts'

/** What an adapter says about one message. */
export interface ReadMessage {
  readonly role: Role
  readonly parts: readonly Part[]
  readonly hasCacheMark: boolean
}

/**
 * Views of all messages, in order. What `read` cannot make sense of (no object, a role it does not know, a getter that throws)
 * becomes a message of role `unknown` with one opaque part, so that it goes out as it came in.
 *
 * @param read `undefined` for a message whose role it does not know
 */
export function readMessages(
  { messages, path }: Envelope, read: (message: WireObject, path: Path, index: number) => ReadMessage | undefined,
): Message[] {
  const views: Message[] = []
  // By index: a hole of a sparse array is a message too, so that places stay what they are.
  for (let index = 0; index < messages.length; index++) {
    const at = [...path, index]
    views.push({ index, path: at, ...(attempt(() => readOne(messages[index], at, index)) ?? unreadable(at, '', 'unreadable')) })
  }
  return views

  function readOne(message: unknown, at: Path, index: number): ReadMessage {
    return (isWireObject(message) ? read(message, at, index) : undefined) ?? unreadable(at, jsonText(message))
  }
}

function unreadable(path: Path, text: string, type = 'message'): ReadMessage {
  return { role: 'unknown', parts: [{ kind: 'opaque', path, type, text, tokens: 0 }], hasCacheMark: false }
}

/** Views of the tool definitions in `tools`, in order; none when it is no array. A definition without a name has ''. */
export function readTools(tools: unknown, path: Path, nameOf: (tool: WireObject) => unknown): ToolDefinition[] {
  if (!Array.isArray(tools)) return []
  return Array.from(tools as readonly unknown[], (tool, index) => ({
    path: [...path, index],
    name: attempt(() => (isWireObject(tool) ? textOr(nameOf(tool), '') : '')) ?? '',
    text: jsonText(tool),
    hasCacheMark: attempt(() => hasCacheMark(tool)) ?? false,
  }))
}
