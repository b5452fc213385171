import type { Edit } from '../../conversation/edits.ts'
import type { Conversation, Message, Path } from '../../conversation/types.ts'
import { isWireObject } from '../wire-value.ts'

/** A part of its own, before the user's words and behind answers to calls. */
export function placeGoogleNote({ request }: Conversation, text: string, { path, parts }: Message): Edit[] {
  const note = { text }
  const words = parts.findIndex((part) => part.kind !== 'tool-result')
  const index = words === -1 ? parts.length : words
  const message = valueAt(request, path)
  if (isWireObject(message) && Array.isArray(message.parts)) return [{ kind: 'insert', path: [...path, 'parts', index], value: note }]
  if (Array.isArray(message)) return [{ kind: 'insert', path: [...path, index], value: note }]
  // Contents that are one text or part: a list of both says the same.
  return [{ kind: 'replace', path, value: [note, message] }]
}

function valueAt(request: unknown, path: Path): unknown {
  // Of a message, whose path was read from this request.
  return path.reduce<unknown>((value, key) => (value as Readonly<Record<string | number, unknown>>)[key], request)
}
