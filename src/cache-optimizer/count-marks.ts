import { bodyField, hasCacheMark, isWireObject } from '../adapters/wire-value.ts'

/** `cache_control` marks of the caller. */
export interface CallerMarks {
  /** In tools and system text. */
  readonly prefix: number
  readonly messages: number
  /** On the request itself, which marks its last block. */
  readonly request: number
}

/** The marks of an Anthropic body, where the provider takes them; none for a bare array's missing parts. */
export function countMarks(request: unknown): CallerMarks {
  const body = isWireObject(request) ? request : undefined
  const messages = Array.isArray(request) ? request as readonly unknown[] : listOf(bodyField(body, 'messages'))
  const blocks = messages.flatMap((message) => (isWireObject(message) ? listOf(message.content) : []))
  const inner = blocks.flatMap((block) => (isWireObject(block) ? listOf(block.content) : []))
  const count = (values: readonly unknown[]): number => values.filter(hasCacheMark).length
  return {
    prefix: count(listOf(bodyField(body, 'tools'))) + count(listOf(bodyField(body, 'system'))),
    messages: count(blocks) + count(inner),
    request: hasCacheMark(body) ? 1 : 0,
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value as readonly unknown[] : []
}
