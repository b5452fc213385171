/** A message of LangChain as JSON: as `JSON.stringify` writes an instance, or as `mapChatMessagesToStoredMessages` does. */
interface Stored {
  readonly type: string
  /** Where its fields are in the JSON. */
  readonly inside: 'kwargs' | 'data'
  readonly fields: Readonly<Record<string, unknown>>
}

/** By the class that `JSON.stringify` names. */
const typeOfClass: Readonly<Record<string, string>> = {
  HumanMessage: 'human', AIMessage: 'ai', SystemMessage: 'system', ToolMessage: 'tool', FunctionMessage: 'function', ChatMessage: 'generic',
  HumanMessageChunk: 'human', AIMessageChunk: 'ai', SystemMessageChunk: 'system', ToolMessageChunk: 'tool', FunctionMessageChunk: 'function', ChatMessageChunk: 'generic',
}
const types = new Set(Object.values(typeOfClass))
const sourceKey = Symbol('what was pasted')

/** Stands for an instance of LangChain's classes, which a page that shows JSON need not load. */
class RevivedMessage {
  declare readonly [sourceKey]: { readonly stored: Stored; readonly json: Readonly<Record<string, unknown>> }
  constructor(stored: Stored, json: Readonly<Record<string, unknown>>) {
    for (const [key, value] of Object.entries(stored.fields)) Object.defineProperty(this, key, { value, writable: true, configurable: true, enumerable: true })
    Object.defineProperty(this, sourceKey, { value: { stored, json } })
  }
  getType(): string {
    return this[sourceKey].stored.type
  }
}

/** Messages of LangChain that were written as JSON, as the library takes them; undefined for anything else. */
export function reviveMessages(value: unknown): readonly unknown[] | undefined {
  const list = Array.isArray(value) ? value as readonly unknown[] : undefined
  if (list === undefined || list.length === 0) return undefined
  const revived: RevivedMessage[] = []
  for (const json of list) {
    const stored = readStored(json)
    if (stored === undefined) return undefined
    revived.push(new RevivedMessage(stored, json as Readonly<Record<string, unknown>>)) // readStored takes nothing else
  }
  return revived
}

/** The way into the JSON that a path into revived messages stands for. */
export function storedPath(request: unknown, [index, ...rest]: readonly (string | number)[]): readonly (string | number)[] {
  const message: unknown = Array.isArray(request) ? request[Number(index)] : undefined
  return message instanceof RevivedMessage ? [index!, message[sourceKey].stored.inside, ...rest] : [index!, ...rest]
}

/** Messages as the JSON they came from, with what was changed. */
export function storeMessages(messages: readonly unknown[]): readonly unknown[] {
  return messages.map((message) => {
    if (!(message instanceof RevivedMessage)) return message
    const { stored: { inside }, json } = message[sourceKey]
    return { ...json, [inside]: { ...message } }
  })
}

export function isRevived(request: unknown): request is readonly unknown[] {
  return Array.isArray(request) && request[0] instanceof RevivedMessage
}

function readStored(json: unknown): Stored | undefined {
  if (typeof json !== 'object' || json === null) return undefined
  const { lc, type, id, kwargs, data } = json as { readonly lc?: unknown; readonly type?: unknown; readonly id?: unknown; readonly kwargs?: unknown; readonly data?: unknown }
  const name: unknown = Array.isArray(id) ? id.at(-1) : undefined
  if (lc === 1 && type === 'constructor' && typeof name === 'string' && Object.hasOwn(typeOfClass, name) && hasContent(kwargs)) return { type: typeOfClass[name]!, inside: 'kwargs', fields: kwargs }
  if (typeof type === 'string' && types.has(type) && hasContent(data)) return { type, inside: 'data', fields: data }
  return undefined
}

function hasContent(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && 'content' in value
}
