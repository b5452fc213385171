import type { Edit } from './edits.ts'
import type { Path } from './types.ts'

/**
 * Edits that make `after` out of `before`, so that they can be applied somewhere else to another copy of `before`.
 *
 * `after` was made from `before` by edits, so what is unchanged is the same reference; elements of an array that stayed are found by
 * their identity. `applyEdits(before, diffEdits(before, after))` is equal to `after` and shares with `before` what `after` shares.
 * Own enumerable string keys only. A key that was added cannot be written as an edit: its object is replaced as a whole.
 */
export function diffEdits(before: unknown, after: unknown): Edit[] {
  const edits: Edit[] = []
  collect(before, after, [], edits)
  return edits
}

/** Goes only as deep as the edits did. */
function collect(before: unknown, after: unknown, path: Path, edits: Edit[]): void {
  if (Object.is(before, after)) return
  if (Array.isArray(before) && Array.isArray(after)) collectArray(before, after, path, edits)
  else if (isObject(before) && isObject(after) && keepsKeys(before, after)) {
    for (const key of Object.keys(before)) {
      const at = [...path, key]
      if (Object.hasOwn(after, key)) collect(before[key], after[key], at, edits)
      else edits.push({ kind: 'remove', path: at })
    }
  } else edits.push({ kind: 'replace', path, value: after })
}

function collectArray(before: readonly unknown[], after: readonly unknown[], path: Path, edits: Edit[]): void {
  const anchors = findAnchors(before, after)
  let from = 0
  let place = 0
  for (const [old, now] of [...anchors, [before.length, after.length] as const]) {
    // What stands between two elements that stayed: as many as both sides have were edited, the rest left or came.
    const removed = old - from
    const added = now - place
    const edited = removed === added ? removed : 0
    for (let i = 0; i < edited; i++) collect(before[from + i], after[place + i], [...path, from + i], edits)
    for (let i = edited; i < removed; i++) edits.push({ kind: 'remove', path: [...path, from + i] })
    for (let i = edited; i < added; i++) edits.push({ kind: 'insert', path: [...path, old], value: after[place + i] })
    from = old + 1
    place = now + 1
  }
}

/** Places of elements that are the same in both, ascending in both. Where elements changed places, some of them count as new. */
function findAnchors(before: readonly unknown[], after: readonly unknown[]): (readonly [old: number, now: number])[] {
  const places = new Map<unknown, number>()
  for (const [place, value] of before.entries()) if (isContainer(value)) places.set(value, place)
  const anchors: (readonly [number, number])[] = []
  let last = -1
  for (const [now, value] of after.entries()) {
    const old = isContainer(value) ? places.get(value) : before.length === after.length && Object.is(before[now], value) ? now : undefined
    if (old === undefined || old <= last) continue
    anchors.push([old, now])
    last = old
  }
  return anchors
}

/** Whether `after` has no key that `before` lacks, and the others in their order. */
function keepsKeys(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): boolean {
  const kept = Object.keys(before).filter((key) => Object.hasOwn(after, key))
  const keys = Object.keys(after)
  return kept.length === keys.length && kept.every((key, i) => key === keys[i])
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return isContainer(value) && !Array.isArray(value)
}
