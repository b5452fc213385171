import type { Path } from '../conversation/types.ts'
import type { PrefixBlock } from './prefix-blocks.ts'

export interface FoundChange {
  readonly kind: 'changed' | 'inserted' | 'removed' | 'reordered'
  /** Place of the first block that differs, in both lists. */
  readonly at: number
  /** Blocks that came in or went out; 1 for the other kinds. */
  readonly blocks: number
  /** Of a block that changed: where in it, and the words around that. */
  readonly difference?: Difference
}

export interface Difference {
  readonly path: Path
  /** Offset of the first UTF-16 code unit that differs, in the text or JSON at `path`. */
  readonly offset: number
  readonly before: string
  readonly after: string
}

/** The first place where `after` does not go on as `before` did; undefined while it does, or where one of them ends. Linear. */
export function findChange(before: readonly PrefixBlock[], after: readonly PrefixBlock[]): FoundChange | undefined {
  let at = 0
  while (at < before.length && at < after.length && isSame(before[at]!, after[at]!)) at++
  const [was, is] = [before[at], after[at]]
  if (was === undefined || is === undefined) return undefined
  const later = after.findIndex((block, place) => place > at && isSame(block, was))
  const earlier = before.findIndex((block, place) => place > at && isSame(block, is))
  if (later !== -1 && earlier !== -1) return { kind: 'reordered', at, blocks: 1 }
  if (later !== -1) return { kind: 'inserted', at, blocks: later - at }
  if (earlier !== -1) return { kind: 'removed', at, blocks: earlier - at }
  if (was.where === is.where) return { kind: 'changed', at, blocks: 1, difference: findDifference(was, is) }
  return { kind: was.where === 'tool' || is.where === 'message' ? 'removed' : 'inserted', at, blocks: 1 }
}

function isSame(a: PrefixBlock, b: PrefixBlock): boolean {
  return a.where === b.where && a.json === b.json
}

/** In the first text that differs; in the JSON of the whole where all texts are the same. */
function findDifference(before: PrefixBlock, after: PrefixBlock): Difference {
  const at = after.texts.findIndex(({ text }, place) => text !== before.texts[place]?.text)
  const [was, is] = [before.texts[at], after.texts[at]]
  if (was !== undefined && is !== undefined) return differ(is.path, was.text, is.text)
  return differ(after.path, before.json, after.json)
}

/** How much of a text is shown before and after the place, in UTF-16 code units. */
const shownBefore = 16
const shownAfter = 24

function differ(path: Path, before: string, after: string): Difference {
  let offset = 0
  while (offset < before.length && offset < after.length && before[offset] === after[offset]) offset++
  const show = (text: string): string => text.slice(Math.max(0, offset - shownBefore), offset + shownAfter)
  return { path, offset, before: show(before), after: show(after) }
}
