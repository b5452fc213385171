import type { Adapter } from '../adapter.ts'
import { attempt } from '../wire-value.ts'
import { detectOpenAiChat } from './detect.ts'
import { parseOpenAiChat } from './parse.ts'
import { placeOpenAiNote } from './place-note.ts'

export const openAiChatAdapter: Adapter = {
  format: 'openai-chat',
  detect: (request) => attempt(() => detectOpenAiChat(request)) ?? 0,
  parse: parseOpenAiChat,
  placeNote: placeOpenAiNote,
}
