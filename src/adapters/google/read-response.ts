import type { OpaquePart, Path, TextSlot } from '../../conversation/types.ts'
import { isWireObject, jsonText } from '../wire-value.ts'
import type { WireObject } from '../wire-value.ts'

/** What a tool returned, as texts to read and the rest to count. */
export interface ReadResponse {
  readonly slots: readonly TextSlot[]
  readonly opaque: readonly OpaquePart[]
  readonly isError: boolean
}

/** An object with more fields than this is a map of its own. */
const maxFields = 8

/**
 * The texts of a `response`, which is always an object.
 *
 * Mostly the object only wraps a text (`{ output: '...' }`, or `stdout` beside an exit code): then its texts are what is read, since a log, a
 * pretty-printed array or JSON lines inside a JSON string are no longer any of these. So are the texts of an MCP result. Any other object
 * is one slot. Which of the three it is depends on nothing that an edit changes.
 */
export function readResponse(response: unknown, path: Path): ReadResponse {
  if (typeof response === 'string') return { slots: [{ path, text: response }], opaque: [], isError: false }
  if (!isWireObject(response)) return { slots: [], opaque: response === undefined || response === null ? [] : [rest(response, path)], isError: false }
  return { ...(readToolContent(response, path) ?? readFields(response, path) ?? readWhole(response, path)), isError: isFailed(response) }
}

type Texts = Omit<ReadResponse, 'isError'>

/** `error` by the provider's own rule, `isError` by MCP's. */
function isFailed({ error, isError }: WireObject): boolean {
  return isError === true || !(error === undefined || error === null || error === false || error === '')
}

/** An MCP result: texts and other blocks, and often the same as an object. */
function readToolContent(response: WireObject, path: Path): Texts | undefined {
  const { content, structuredContent, ...others } = response
  if (!Array.isArray(content) || content.length === 0 || !content.every((block) => isWireObject(block) && typeof block.type === 'string')) return undefined
  const slots: TextSlot[] = []
  const opaque: OpaquePart[] = []
  for (const [i, block] of (content as readonly WireObject[]).entries()) {
    const at = [...path, 'content', i]
    if (block.type === 'text' && typeof block.text === 'string') slots.push({ path: [...at, 'text'], text: block.text })
    else opaque.push(rest(block, at))
  }
  if (isWireObject(structuredContent)) slots.push({ path: [...path, 'structuredContent'], text: jsonText(structuredContent), json: 'object' })
  return { slots, opaque: Object.keys(others).length === 0 ? opaque : [...opaque, rest(others, path)] }
}

/** Texts beside numbers and flags. */
function readFields(response: WireObject, path: Path): Texts | undefined {
  const fields = Object.entries(response)
  if (fields.length > maxFields || fields.some(([, value]) => typeof value === 'object' && value !== null)) return undefined
  const texts = fields.filter((field): field is [string, string] => typeof field[1] === 'string')
  if (texts.length === 0) return undefined
  return {
    slots: texts.map(([key, text]) => ({ path: [...path, key], text })),
    opaque: [rest(Object.fromEntries(fields.map(([key, value]) => [key, typeof value === 'string' ? '' : value])), path)],
  }
}

function readWhole(response: WireObject, path: Path): Texts {
  const text = jsonText(response)
  return text === '' ? { slots: [], opaque: [rest(response, path)] } : { slots: [{ path, text, json: 'object' }], opaque: [] }
}

/** What stands around the texts, for its tokens. */
function rest(value: unknown, path: Path): OpaquePart {
  return { kind: 'opaque', path, type: 'response', text: jsonText(value), tokens: 0 }
}
