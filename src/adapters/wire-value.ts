/** A JSON object of a request, of which nothing is known yet. */
export type WireObject = Readonly<Record<string, unknown>>

export function isWireObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a cache mark stands on this block, tool or request. */
export function hasCacheMark(value: unknown): boolean {
  return isWireObject(value) && isWireObject(value.cache_control)
}

/**
 * What a value costs as text: its `JSON.stringify`.
 * '' for what has none (undefined, functions) and for what no client could send (a cycle, a BigInt, nesting past the stack).
 */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return ''
  }
}

/** The same without what a model never reads as text: bytes in base64, data URLs, and the encrypted copies that servers send along. */
export function readableJson(content: unknown): string {
  if (typeof content !== 'object' || content === null) return jsonText(content)
  try {
    return JSON.stringify(content, function (this: WireObject, key, value: unknown) {
      const isBytes = key.startsWith('encrypted_') || (key === 'data' && this.type === 'base64') || (typeof value === 'string' && value.startsWith('data:'))
      return isBytes ? undefined : value
    }) ?? ''
  } catch {
    return ''
  }
}

export function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise
}

/** A request may hold proxies and getters of its caller; one that throws is read as nothing. */
export function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** A field of a body; `undefined` for a bare array of messages. */
export function bodyField(body: WireObject | undefined, key: string): unknown {
  return attempt(() => body?.[key])
}
