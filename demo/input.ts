/** What was pasted: a request for `optimize`, or one tool result for `crush`. */
export type Input =
  | { readonly kind: 'request'; readonly request: unknown }
  | { readonly kind: 'tool-result'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly problem: string }

/** Tells what a pasted text is. Text that begins like JSON but is none is the user's slip, so it is named and not passed on. */
export function readInput(source: string): Input {
  const text = source.trim()
  if (text === '') return { kind: 'unreadable', problem: 'Paste some JSON or a request first.' }
  try {
    const value: unknown = JSON.parse(text)
    return isRequest(value) ? { kind: 'request', request: value } : { kind: 'tool-result', text: source }
  } catch (error) {
    if ((text[0] !== '{' && text[0] !== '[') || isJsonLines(text)) return { kind: 'tool-result', text: source }
    return { kind: 'unreadable', problem: `This is not valid JSON: ${describe(error)}. Check that it was pasted whole.` }
  }
}

function isRequest(value: unknown): boolean {
  const messages = Array.isArray(value) ? value : isRecord(value) ? value.messages : undefined
  return Array.isArray(messages) && messages.length > 0
    && messages.every((message) => isRecord(message) && typeof message.role === 'string' && ('content' in message || 'tool_calls' in message))
}

/** Whether the first two lines that are not empty are JSON on their own; a document over several lines breaks in its first. */
function isJsonLines(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '').slice(0, 2)
  return lines.length === 2 && lines.every(isJson)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.length > 160 ? `${message.slice(0, 159)}…` : message
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
