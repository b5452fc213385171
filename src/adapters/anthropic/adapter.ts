import type { Adapter } from '../adapter.ts'
import { attempt } from '../wire-value.ts'
import { detectAnthropic } from './detect.ts'
import { parseAnthropic } from './parse.ts'
import { placeAnthropicNote } from './place-note.ts'

export const anthropicAdapter: Adapter = {
  format: 'anthropic',
  detect: (request) => attempt(() => detectAnthropic(request)) ?? 0,
  parse: parseAnthropic,
  placeNote: placeAnthropicNote,
}
