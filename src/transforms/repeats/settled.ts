import type { Conversation, TextSlot } from '../../conversation/types.ts'
import { createLineReader } from './lines.ts'
import { findResults } from './results.ts'
import { unfoldAll } from './unfold.ts'

/** Texts of results that are as they were sent before, each with the reason: those with references in them, and those that these point to. */
export function findSettled(conversation: Conversation): ReadonlyMap<TextSlot, string> {
  const settled = new Map<TextSlot, string>()
  for (const [slot, { refersTo }] of unfoldAll(findResults(conversation), createLineReader())) {
    for (const other of refersTo) settled.set(other, 'a later result refers to its lines')
    settled.set(slot, 'it refers to lines of an earlier result')
  }
  return settled
}
