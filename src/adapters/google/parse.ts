import type { Conversation, Message, OpaquePart, Part, Path, Role, SystemPart, ToolDefinition } from '../../conversation/types.ts'
import type { MediaEstimator } from '../adapter.ts'
import { modelOf } from '../envelope.ts'
import { readMessages, readTools } from '../read-messages.ts'
import type { ReadMessage } from '../read-messages.ts'
import { attempt, bodyField, isWireObject, jsonText, textOr } from '../wire-value.ts'
import type { WireObject } from '../wire-value.ts'
import { createCallNames } from './call-names.ts'
import type { CallNames } from './call-names.ts'
import { findContents } from './find-contents.ts'
import { readResponse } from './read-response.ts'

/** A request to Gemini, or a bare array of its contents, as a conversation. The contract is `Adapter.parse`. */
export function parseGoogle(request: unknown, estimateMedia: MediaEstimator = () => 0): Conversation {
  const body = isWireObject(request) ? request : undefined
  const contents = findContents(request)
  const reader: Reader = { calls: createCallNames(), mediaTokens: (block) => estimateMedia(block, 'google') }
  const places = settingsPlaces(body)
  return {
    format: 'google',
    request,
    ...modelOf(body),
    system: places.flatMap((place) => attempt(() => readSystem(place)) ?? []),
    tools: places.flatMap((place) => attempt(() => readDeclarations(place)) ?? []),
    messages: readContents(contents, reader),
    hasCacheMark: false,
    // The server puts it before all that stands here.
    ...(places.some(({ fields }) => attempt(() => pick(fields, 'cachedContent')) !== undefined) ? { serverHeldHistory: 'cachedContent' } : {}),
  }
}

interface Reader {
  readonly calls: CallNames
  readonly mediaTokens: (block: unknown) => number
}

interface Settings {
  readonly path: Path
  readonly fields: WireObject
}

/** Where system text and tools stand: in the `config` of the SDK, or in the body of REST. */
function settingsPlaces(body: WireObject | undefined): Settings[] {
  const config = bodyField(body, 'config')
  return [...(isWireObject(config) ? [{ path: ['config'], fields: config }] : []), ...(body === undefined ? [] : [{ path: [], fields: body }])]
}

/** The value under a name, which REST also takes in snake case. */
function pick(fields: WireObject, name: string): { readonly key: string, readonly value: unknown } | undefined {
  const key = [name, name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)].find((spelling) => fields[spelling] !== undefined && fields[spelling] !== null)
  return key === undefined ? undefined : { key, value: fields[key] }
}

function readSystem({ path, fields }: Settings): SystemPart[] {
  const found = pick(fields, 'systemInstruction')
  if (found === undefined) return []
  const at = [...path, found.key]
  const { value } = found
  if (isWireObject(value) && Array.isArray(value.parts)) return systemParts(value.parts, [...at, 'parts'])
  return Array.isArray(value) ? systemParts(value, at) : systemPart(value, at)
}

function systemParts(parts: readonly unknown[], path: Path): SystemPart[] {
  return Array.from(parts, (part, i) => systemPart(part, [...path, i])).flat()
}

function systemPart(part: unknown, path: Path): SystemPart[] {
  if (typeof part === 'string') return [{ kind: 'text', path, text: part, hasCacheMark: false }]
  return isWireObject(part) && typeof part.text === 'string' ? [{ kind: 'text', path: [...path, 'text'], text: part.text, hasCacheMark: false }] : []
}

function readDeclarations({ path, fields }: Settings): ToolDefinition[] {
  const tools: unknown = fields.tools
  if (!Array.isArray(tools)) return []
  return tools.flatMap((tool: unknown, i): ToolDefinition[] => {
    const at = [...path, 'tools', i]
    // An object that the SDK asks for its declarations: nothing of it is sent.
    if (!isWireObject(tool) || typeof tool.callTool === 'function') return []
    const declarations = pick(tool, 'functionDeclarations')
    if (declarations !== undefined) return readTools(declarations.value, [...at, declarations.key], ({ name }) => name)
    return [{ path: at, name: Object.keys(tool)[0] ?? '', text: jsonText(tool), hasCacheMark: false }]
  })
}

function readContents(contents: ReturnType<typeof findContents>, reader: Reader): Message[] {
  switch (contents.kind) {
    case 'list': return readMessages(contents.envelope, (content, path) => readContent(content, path, reader))
    case 'one': {
      const { path, content } = contents
      return readMessages({ path, messages: [content] }, (only) => readContent(only, path, reader)).map((message) => ({ ...message, path }))
    }
    case 'parts': {
      const parts = contents.places.map(({ part, path }) => attempt(() => readPart(part, path, reader)) ?? opaque(path, 'part', ''))
      return [{ index: 0, path: contents.path, role: 'user', parts, hasCacheMark: false }]
    }
  }
}

/** The provider takes a content without a role for the user's. */
const roles: Readonly<Record<string, Role>> = { user: 'user', model: 'assistant', function: 'tool', tool: 'tool', system: 'system' }

function readContent(content: WireObject, path: Path, reader: Reader): ReadMessage | undefined {
  const name = content.role ?? 'user'
  const role = typeof name === 'string' && Object.hasOwn(roles, name) ? roles[name] : undefined
  const { parts } = content
  if (role === undefined || !Array.isArray(parts)) return undefined
  if (role === 'assistant') reader.calls.beginStep()
  return { role, parts: Array.from(parts as readonly unknown[], (part, i) => readPart(part, [...path, 'parts', i], reader)), hasCacheMark: false }
}

function readPart(part: unknown, path: Path, reader: Reader): Part {
  if (typeof part === 'string') return { kind: 'text', path, text: part }
  if (!isWireObject(part)) return opaque(path, 'part', jsonText(part))
  const { text } = part
  if (typeof text === 'string') return part.thought === true ? opaque(path, 'thought', text) : { kind: 'text', path: [...path, 'text'], text }
  const call = pick(part, 'functionCall')
  if (isWireObject(call?.value)) return callPart(call.value, path, reader)
  const response = pick(part, 'functionResponse')
  if (isWireObject(response?.value)) return resultPart(response.value, [...path, response.key], path, reader)
  return otherPart(part, path, reader)
}

function callPart(call: WireObject, path: Path, { calls }: Reader): Part {
  const name = textOr(call.name, '')
  const id = calls.open(typeof call.id === 'string' && call.id !== '' ? call.id : undefined, name)
  return { kind: 'tool-call', path, id, name, argumentsText: jsonText(call.args ?? {}) }
}

function resultPart(answer: WireObject, at: Path, path: Path, reader: Reader): Part {
  const name = textOr(answer.name, '')
  const callId = reader.calls.answer(typeof answer.id === 'string' && answer.id !== '' ? answer.id : undefined, name)
  const { slots, opaque: others, isError } = readResponse(answer.response, [...at, 'response'])
  const media = Array.isArray(answer.parts) ? Array.from(answer.parts as readonly unknown[], (part, i) => otherPart(part, [...at, 'parts', i], reader)) : []
  return { kind: 'tool-result', path, callId, ...(name === '' ? {} : { toolName: name }), slots, opaque: [...others, ...media], isError }
}

/** Images, sound, documents, code that the provider ran, tools of its own. */
function otherPart(part: unknown, path: Path, reader: Reader): OpaquePart {
  if (!isWireObject(part)) return opaque(path, 'part', jsonText(part))
  const type = Object.keys(part).find((key) => isWireObject(part[key])) ?? 'part'
  if (/^(inline|file)_?data$/i.test(type)) return opaque(path, type, undefined, reader.mediaTokens(part))
  const { code, output, response, args } = isWireObject(part[type]) ? part[type] : {}
  const text = [code, output].find((value) => typeof value === 'string')
  // The signatures of thoughts are no text.
  return opaque(path, type, typeof text === 'string' ? text : jsonText(response ?? args ?? part[type] ?? {}))
}

function opaque(path: Path, type: string, text?: string, tokens = 0): OpaquePart {
  return { kind: 'opaque', path, type, ...(text === undefined ? {} : { text }), tokens }
}
