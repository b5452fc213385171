import type { Path } from '../conversation/types.ts'

export interface StringChange {
  readonly path: Path
  readonly text: string
}

/**
 * Which strings differ between two versions of a value; everything else must be alike.
 *
 * @returns undefined when more than strings has changed
 */
export function findStringChanges(before: unknown, after: unknown): StringChange[] | undefined {
  const changes: StringChange[] = []
  const open: { readonly path: Path; readonly before: unknown; readonly after: unknown }[] = [{ path: [], before, after }]
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const { path, before: old, after: now } = pair
    if (Object.is(old, now)) continue
    if (typeof old === 'string' && typeof now === 'string') {
      changes.push({ path, text: now })
      continue
    }
    if (!isContainer(old) || !isContainer(now) || Array.isArray(old) !== Array.isArray(now)) return undefined
    const keys = Object.keys(old)
    if (keys.length !== Object.keys(now).length || !keys.every((key) => Object.hasOwn(now, key))) return undefined
    for (const key of keys) open.push({ path: [...path, Array.isArray(old) ? Number(key) : key], before: old[key], after: now[key] })
  }
  return changes
}

/** A place in the source that changes lead to. */
interface Place {
  readonly children: Map<string | number, Place>
  text?: string
  start: number
  end: number
}

/** A container the scan is in. */
interface Frame {
  /** Undefined where no change leads. */
  readonly place: Place | undefined
  readonly isArray: boolean
  /** Index of the element, or key of the member, that the scan is at. */
  key: string | number
  expectsKey: boolean
}

/**
 * JSON text with some of its strings replaced; every other character stays: spelling of numbers, white space, line ends, duplicate
 * keys. One pass, no recursion.
 *
 * @param source what `JSON.parse` accepts, with or without a byte order mark
 */
export function spliceStrings(source: string, changes: readonly StringChange[]): string {
  const places = findPlaces(source, changes)
  let result = ''
  let copied = 0
  for (const { start, end, text } of places) {
    result += source.slice(copied, start) + JSON.stringify(text)
    copied = end
  }
  return result + source.slice(copied)
}

/** The strings to replace, in the order of the source. */
function findPlaces(source: string, changes: readonly StringChange[]): Place[] {
  const root = buildTree(changes)
  // By place, not a list: of duplicate keys the last one is what was parsed.
  const found = new Set<Place>()
  const frames: Frame[] = []
  for (let i = 0; i < source.length; i++) {
    const character = source[i]
    const frame = frames.at(-1)
    if (character === '"') {
      const end = endOfString(source, i)
      if (frame?.expectsKey === true) {
        if (frame.place !== undefined) frame.key = JSON.parse(source.slice(i, end)) as string // a JSON string by its quotes
      } else {
        const place = frame === undefined ? root : frame.place?.children.get(frame.key)
        if (place?.text !== undefined) found.add(Object.assign(place, { start: i, end }))
      }
      i = end - 1
    } else if (character === '{' || character === '[') {
      const place = frame === undefined ? root : frame.place?.children.get(frame.key)
      frames.push({ place, isArray: character === '[', key: character === '[' ? 0 : '', expectsKey: character === '{' })
    } else if (character === '}' || character === ']') {
      frames.pop()
    } else if (character === ',' && frame !== undefined) {
      if (frame.isArray) frame.key = Number(frame.key) + 1
      else frame.expectsKey = true
    } else if (character === ':' && frame !== undefined) {
      frame.expectsKey = false
    }
  }
  return [...found].sort((a, b) => a.start - b.start)
}

function buildTree(changes: readonly StringChange[]): Place {
  const root = createPlace()
  for (const { path, text } of changes) {
    let place = root
    for (const key of path) {
      const child = place.children.get(key) ?? createPlace()
      place.children.set(key, child)
      place = child
    }
    place.text = text
  }
  return root
}

function createPlace(): Place {
  return { children: new Map(), start: 0, end: 0 }
}

/** Offset after the closing quote of the string that opens at `start`. */
function endOfString(source: string, start: number): number {
  for (let i = start + 1; i < source.length; i++) {
    const code = source.charCodeAt(i)
    if (code === 0x5c) i++
    else if (code === 0x22) return i + 1
  }
  return source.length
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
