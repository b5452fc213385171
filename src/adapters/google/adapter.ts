import type { Adapter } from '../adapter.ts'
import { detectGoogle } from './detect.ts'
import { parseGoogle } from './parse.ts'
import { placeGoogleNote } from './place-note.ts'

export const googleAdapter: Adapter = {
  format: 'google',
  detect: detectGoogle,
  parse: parseGoogle,
  placeNote: placeGoogleNote,
}
