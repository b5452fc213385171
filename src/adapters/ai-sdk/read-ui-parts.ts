import type { OpaquePart, Part, Path } from '../../conversation/types.ts'
import { isWireObject, jsonText, textOr } from '../wire-value.ts'
import type { WireObject } from '../wire-value.ts'
import type { Reader } from './parse.ts'
import { opaqueFile, readValue } from './read-output.ts'
import type { Output } from './read-output.ts'

/**
 * The parts of a message of the user interface. One part holds a call and its result, and one message may hold several steps: what
 * stands behind a result was said after it.
 */
export function readUiParts(parts: readonly unknown[], path: Path, messageIndex: number, reader: Reader): Part[] {
  return Array.from(parts, (part, index) => readUiPart(part, [...path, index], messageIndex, reader)).flat()
}

function readUiPart(part: unknown, path: Path, messageIndex: number, reader: Reader): Part[] {
  if (!isWireObject(part)) return [{ kind: 'opaque', path, type: 'content', text: jsonText(part), tokens: 0 }]
  const { type, text } = part
  if (typeof type !== 'string') return [opaque(part, path, jsonText(part))]
  const name = toolNameOf(part, type)
  if (name !== undefined && typeof part.toolCallId === 'string') return readInvocation(part, part.toolCallId, name, path, messageIndex, reader)
  if (type === 'text' && typeof text === 'string') return [{ kind: 'text', path: [...path, 'text'], text }]
  if (type === 'file' || type === 'reasoning-file') return [opaqueFile(part, path, reader.estimateMedia)]
  if (type === 'steering-message') return [opaque(part, path, textsOf(part.parts))]
  // The application's own data, sources and the marks between steps are not sent to a model.
  return [opaque(part, path, typeof text === 'string' ? text : undefined)]
}

function toolNameOf({ toolName }: WireObject, type: string): string | undefined {
  if (type === 'dynamic-tool') return typeof toolName === 'string' ? toolName : undefined
  return type.startsWith('tool-') ? type.slice('tool-'.length) : undefined
}

function readInvocation(part: WireObject, id: string, name: string, path: Path, messageIndex: number, reader: Reader): Part[] {
  // A call that is still being written is not sent.
  if (part.state === 'input-streaming') return [opaque(part, path)]
  // What the provider's own tools returned goes back to it verbatim.
  if (part.providerExecuted === true) return [opaque(part, path, jsonText([part.input, part.output]))]
  reader.pairing.open(id, messageIndex, name)
  const call: Part = { kind: 'tool-call', path, id, name, argumentsText: jsonText(part.input) }
  const output = readResult(part, path)
  if (output === undefined) return [call]
  reader.pairing.answer(id)
  return [call, { kind: 'tool-result', path, callId: id, toolName: name, ...output }]
}

/** `undefined` for a call without its result. */
function readResult(part: WireObject, path: Path): Output | undefined {
  switch (part.state) {
    case 'output-available': return readValue(part.output, [...path, 'output'])
    case 'output-error': return { ...readValue(part.errorText, [...path, 'errorText']), isError: true }
    case 'output-denied': return { slots: [], opaque: [opaque(part, path, isWireObject(part.approval) ? textOr(part.approval.reason, '') : '')], isError: true }
    default: return undefined
  }
}

function textsOf(parts: unknown): string {
  return Array.isArray(parts) ? parts.flatMap((part: unknown) => (isWireObject(part) && typeof part.text === 'string' ? [part.text] : [])).join('\n') : ''
}

function opaque(part: WireObject, path: Path, text?: string): OpaquePart {
  return { kind: 'opaque', path, type: textOr(part.type, 'content'), ...(text === undefined ? {} : { text }), tokens: 0 }
}
