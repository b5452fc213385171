import type { Adapter } from '../adapter.ts'
import { detectResponses } from './detect.ts'
import { parseResponses } from './parse.ts'
import { placeResponsesNote } from './place-note.ts'

export const openAiResponsesAdapter: Adapter = {
  format: 'openai-responses',
  detect: detectResponses,
  parse: parseResponses,
  placeNote: placeResponsesNote,
}
