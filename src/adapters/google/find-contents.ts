import type { Path } from '../../conversation/types.ts'
import { ValidationError } from '../../errors.ts'
import type { Envelope } from '../envelope.ts'
import { attempt, bodyField, isWireObject } from '../wire-value.ts'
import type { WireObject } from '../wire-value.ts'

/** Where the contents of a request are: in an array, or one that stands alone, as a content or as its parts. */
export type Contents =
  | { readonly kind: 'list', readonly envelope: Envelope }
  | { readonly kind: 'one', readonly path: Path, readonly content: WireObject }
  /** A text, a part or a list of both: one message of the user. `places` are the parts. */
  | { readonly kind: 'parts', readonly path: Path, readonly places: readonly { readonly path: Path, readonly part: unknown }[] }

/** @throws ValidationError for what is neither an array nor a body with `contents` */
export function findContents(request: unknown): Contents {
  if (Array.isArray(request)) return { kind: 'list', envelope: { path: [], messages: request } }
  const body = isWireObject(request) ? request : undefined
  const contents = bodyField(body, 'contents')
  const path = ['contents']
  if (Array.isArray(contents)) {
    return contents.some(isContent) || contents.length === 0
      ? { kind: 'list', envelope: { path, messages: contents } }
      : { kind: 'parts', path, places: Array.from(contents as readonly unknown[], (part, i) => ({ path: [...path, i], part })) }
  }
  if (isContent(contents)) return { kind: 'one', path, content: contents }
  if (typeof contents === 'string' || isWireObject(contents)) return { kind: 'parts', path, places: [{ path, part: contents }] }
  throw new ValidationError('google: expected an array of contents or a request body whose `contents` are a text, a part, a content or an array of these')
}

function isContent(value: unknown): value is WireObject {
  return attempt(() => isWireObject(value) && Array.isArray(value.parts)) ?? false
}
