import type { Adapter } from '../adapter.ts'
import { attempt } from '../wire-value.ts'
import { detectLangChain } from './detect.ts'
import { parseLangChain } from './parse.ts'
import { placeLangChainNote } from './place-note.ts'

export const langChainAdapter: Adapter = {
  format: 'langchain',
  detect: (request) => attempt(() => detectLangChain(request)) ?? 0,
  parse: parseLangChain,
  placeNote: placeLangChainNote,
}
