import type { PlacedResult, Request } from './conversation.ts'

export interface Rendered {
  readonly request: Request
  readonly results: readonly PlacedResult[]
}

export type Block = Readonly<Record<string, unknown>>

export const systemTexts = {
  none: '',
  plain: 'You are a careful assistant.\n\nAnswer in the language of the user.',
  dated: 'You are a careful assistant. Today is January 7, 2025. Answer briefly.',
}

export const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII='
export const schema = { type: 'object', properties: { limit: { type: 'integer' }, request: { type: 'string' } }, required: ['limit'] }
export const toolNames = ['search', 'list_records', 'fetch_page', 'run_query']

/** Fields that no provider documents; they must come out as they went in. */
export const unknownFields = { x_trace: { id: 7, nested: [null, '  '] } }
