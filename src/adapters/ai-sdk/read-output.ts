import type { OpaquePart, Path, TextSlot, ToolResultPart } from '../../conversation/types.ts'
import type { MediaEstimator } from '../adapter.ts'
import { isWireObject, jsonText, textOr } from '../wire-value.ts'
import { mediaTokens } from './media.ts'

/** What a tool returned, as slots and what stands between them. */
export type Output = Pick<ToolResultPart, 'slots' | 'opaque' | 'isError'>

/** The output of a `tool-result` part: texts and JSON are slots, errors are marked as such, a kind we do not know is opaque. */
export function readOutput(output: unknown, path: Path, estimateMedia: MediaEstimator): Output {
  if (!isWireObject(output)) return unread(output, path)
  const { type, value } = output
  const at = [...path, 'value']
  switch (type) {
    case 'text':
    case 'json': return readValue(value, at)
    case 'error-text':
    case 'error-json': return { ...readValue(value, at), isError: true }
    case 'execution-denied': return { ...unread(output, path), isError: true }
    case 'content': return Array.isArray(value) ? readContent(value, at, estimateMedia) : unread(output, path)
    default: return unread(output, path)
  }
}

/** A value that is sent as its JSON: a string is one of its own, anything else stands for its `JSON.stringify`. */
export function readValue(value: unknown, path: Path): Output {
  if (typeof value === 'string') return { slots: [{ path, text: value }], opaque: [], isError: false }
  const text = jsonText(value)
  if (text === '') return { slots: [], opaque: [], isError: false }
  return { slots: [{ path, text, json: 'any' }], opaque: [], isError: isFailedMcpCall(value) }
}

function readContent(value: readonly unknown[], path: Path, estimateMedia: MediaEstimator): Output {
  const slots: TextSlot[] = []
  const opaque: OpaquePart[] = []
  Array.from(value).forEach((part, index) => {
    const at = [...path, index]
    if (isWireObject(part) && part.type === 'text' && typeof part.text === 'string') slots.push({ path: [...at, 'text'], text: part.text })
    else if (isWireObject(part)) opaque.push(opaqueFile(part, at, estimateMedia))
    else opaque.push({ kind: 'opaque', path: at, type: 'content', text: jsonText(part), tokens: 0 })
  })
  return { slots, opaque, isError: false }
}

/** A file; one that is text costs that text. */
export function opaqueFile(part: Readonly<Record<string, unknown>>, path: Path, estimateMedia: MediaEstimator): OpaquePart {
  const { data } = part
  const type = textOr(part.type, 'content')
  if (isWireObject(data) && data.type === 'text' && typeof data.text === 'string') return { kind: 'opaque', path, type, text: data.text, tokens: 0 }
  // Tools named kinds of their own for images and files before there was one for all.
  const kind = type.startsWith('image') && part.mediaType === undefined ? { ...part, mediaType: 'image' } : part
  return { kind: 'opaque', path, type, tokens: mediaTokens(kind, estimateMedia) }
}

function unread(output: unknown, path: Path): Output {
  return { slots: [], opaque: [{ kind: 'opaque', path, type: isWireObject(output) ? textOr(output.type, 'output') : 'output', text: jsonText(output), tokens: 0 }], isError: false }
}

/** Results of MCP servers come through as they are, with the server's own mark for a failed call. */
function isFailedMcpCall(value: unknown): boolean {
  return isWireObject(value) && value.isError === true && Array.isArray(value.content)
}
