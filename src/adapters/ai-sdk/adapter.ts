import type { Adapter } from '../adapter.ts'
import { attempt } from '../wire-value.ts'
import { detectAiSdk } from './detect.ts'
import { parseAiSdk } from './parse.ts'
import { placeAiSdkNote } from './place-note.ts'

export const aiSdkAdapter: Adapter = {
  format: 'ai-sdk',
  detect: (request) => attempt(() => detectAiSdk(request)) ?? 0,
  parse: parseAiSdk,
  placeNote: placeAiSdkNote,
}
