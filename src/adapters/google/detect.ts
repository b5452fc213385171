import { attempt, isWireObject } from '../wire-value.ts'

const roles = new Set<unknown>(['user', 'model', 'function', 'tool', 'system', undefined])

/** What a part may be, in both spellings. */
const partKind = /^(text|function_?call|function_?response|inline_?data|file_?data|executable_?code|code_?execution_?result|tool_?call|tool_?response)$/i

/** Whether a request is Google's: 2 when something stands in it that only this shape has. Never throws. */
export function detectGoogle(request: unknown): 0 | 1 | 2 {
  return attempt(() => {
    if (!Array.isArray(request)) return isWireObject(request) && 'contents' in request && request.messages === undefined ? detectBody(request.contents, request.model) : 0
    // Any array may be empty; one of parts alone may be any rows.
    return request.length === 0 ? 1 : request.every(isWireObject) && request.some(isContent) ? 2 : 0
  }) ?? 0
}

function detectBody(contents: unknown, model: unknown): 0 | 1 | 2 {
  const list: readonly unknown[] = Array.isArray(contents) ? contents : [contents]
  if (list.length === 0) return 1
  if (list.some((content) => isWireObject(content) && Array.isArray(content.parts))) return 2
  // Texts and parts alone: only the SDK takes them, and it wants a model.
  return typeof model === 'string' && list.every((part) => typeof part === 'string' || isPart(part)) ? 2 : 0
}

function isContent(content: unknown): boolean {
  return isWireObject(content) && roles.has(content.role) && Array.isArray(content.parts) && content.parts.some(isPart)
}

/** The parts of a user interface's messages have a `type`. */
function isPart(part: unknown): boolean {
  return isWireObject(part) && part.type === undefined && Object.keys(part).some((key) => partKind.test(key))
}
