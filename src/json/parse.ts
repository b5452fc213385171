import type { JsonDocument } from './document.ts'

const quote = 0x22, comma = 0x2c, minus = 0x2d, dot = 0x2e, zero = 0x30, nine = 0x39, colon = 0x3a
const openArray = 0x5b, backslash = 0x5c, letterU = 0x75, openObject = 0x7b

/** Nodes and open containers while they are found; typed arrays that grow, since their number is not known before. */
export class JsonScratch {
  start: Int32Array
  end: Int32Array
  next: Int32Array
  size: Int32Array
  count = 0
  /** Containers that are open, innermost last: node * 2, plus 1 for an object. Deep documents live here, not on the call stack. */
  open = new Int32Array(32)
  /** Where each of them begins in the source. */
  openAt = new Int32Array(32)

  /** @param capacity how many values to have room for at first; a guess costs time or memory, nothing else */
  constructor(capacity: number) {
    this.start = new Int32Array(capacity)
    this.end = new Int32Array(capacity)
    this.next = new Int32Array(capacity)
    this.size = new Int32Array(capacity)
  }

  grow(): void {
    const capacity = this.start.length + (this.start.length >> 1) + 16
    this.start = longer(this.start, capacity)
    this.end = longer(this.end, capacity)
    this.next = longer(this.next, capacity)
    this.size = longer(this.size, capacity)
  }

  /** Starts with new arrays, small ones; the old ones stay with whoever has them. */
  renew(): void {
    this.start = new Int32Array(16)
    this.end = new Int32Array(16)
    this.next = new Int32Array(16)
    this.size = new Int32Array(16)
  }

  growDepth(): void {
    this.open = longer(this.open, this.open.length * 2)
    this.openAt = longer(this.openAt, this.openAt.length * 2)
  }
}

/** Values of a text, roughly: records without white space have one in eight code units; what a guess takes too much is never written to. */
export function guessCapacity(source: string): number {
  return Math.max(16, source.length >> 3)
}

/** A value that stands at the start of a longer text. */
export interface JsonPrefix {
  readonly kind: 'value'
  /** The value without insignificant white space. */
  readonly text: string
  /** Offset in the source after the value. */
  readonly end: number
}

/** Where reading a value had to stop. */
export interface JsonFailure {
  readonly kind: 'failure'
  /** Offset in the source of the first code unit that fits no JSON; its length where the text is over too early. */
  readonly at: number
  /** Offsets in the source of the containers that were open there, outermost first. */
  readonly open: Int32Array
}

/**
 * Finds every value of a JSON text in one pass, without recursion and without converting anything.
 *
 * Accepts exactly what `JSON.parse` accepts (RFC 8259); a byte order mark is not white space there either.
 *
 * @returns undefined where `JSON.parse` would throw; never throws
 */
export function parseJson(source: string): JsonDocument | undefined {
  const scratch = new JsonScratch(guessCapacity(source))
  const read = readValue(source, 0, scratch)
  if (read.kind === 'failure' || skipWhiteSpace(source, read.end) < source.length) return undefined
  const { start, end, next, size, count } = scratch
  return { text: read.text, start, end, next, size, count }
}

/**
 * Reads the JSON value that begins at an offset, white space before it allowed, into `scratch`. What follows it does not
 * matter, and a number ends where its grammar does: `12ab` is read as 12.
 */
export function readValue(source: string, from: number, scratch: JsonScratch): JsonPrefix | JsonFailure {
  const nodes = scratch
  nodes.count = 0
  let depth = 0
  const pieces: string[] = []
  let at = skipWhiteSpace(source, from)
  let pieceStart = at
  // What to take off an offset in the source to have it in the text without white space.
  let removed = at
  let expectKey = false
  const fail = (where: number): JsonFailure => ({ kind: 'failure', at: where, open: nodes.openAt.slice(0, depth) })

  for (;;) {
    let code = source.charCodeAt(at)
    if (code <= 0x20) {
      const after = skipWhiteSpace(source, at)
      if (after > at) {
        pieces.push(source.slice(pieceStart, at))
        removed += after - at
        at = pieceStart = after
        code = source.charCodeAt(at)
      }
    }
    if (nodes.count === nodes.start.length) nodes.grow()
    const node = nodes.count++
    nodes.start[node] = at - removed
    nodes.size[node] = 0
    if (expectKey) {
      if (code !== quote) return fail(at)
      const end = endOfString(source, at)
      if (end < 0) return fail(-1 - end)
      at = end
      nodes.end[node] = at - removed
      nodes.next[node] = node + 1
      if (source.charCodeAt(at) !== colon) {
        const after = skipWhiteSpace(source, at)
        if (source.charCodeAt(after) !== colon) return fail(after)
        pieces.push(source.slice(pieceStart, at))
        removed += after - at
        at = pieceStart = after
      }
      at++
      expectKey = false
      continue
    }
    if (depth > 0) nodes.size[nodes.open[depth - 1]! >> 1]!++
    if (code === openObject || code === openArray) {
      const opened = at
      at++
      let inside = source.charCodeAt(at)
      if (inside <= 0x20) {
        const after = skipWhiteSpace(source, at)
        if (after > at) {
          pieces.push(source.slice(pieceStart, at))
          removed += after - at
          at = pieceStart = after
          inside = source.charCodeAt(at)
        }
      }
      if (inside !== code + 2) {
        if (depth === nodes.open.length) nodes.growDepth()
        nodes.openAt[depth] = opened
        nodes.open[depth++] = node * 2 + (code === openObject ? 1 : 0)
        expectKey = code === openObject
        continue
      }
      at++
      nodes.end[node] = at - removed
      nodes.next[node] = nodes.count
    } else {
      const end = code === quote ? endOfString(source, at) : code === minus || (code >= zero && code <= nine) ? endOfNumber(source, at) : endOfWord(source, at)
      if (end < 0) return fail(-1 - end)
      at = end
      nodes.end[node] = at - removed
      nodes.next[node] = node + 1
    }
    // After a value: close what closes, then go on behind a comma.
    for (;;) {
      if (depth === 0) {
        pieces.push(source.slice(pieceStart, at))
        const text = pieces.length === 1 ? pieces[0]! : pieces.join('')
        return { kind: 'value', text, end: at }
      }
      let after = source.charCodeAt(at)
      if (after <= 0x20) {
        const behind = skipWhiteSpace(source, at)
        if (behind > at) {
          pieces.push(source.slice(pieceStart, at))
          removed += behind - at
          at = pieceStart = behind
          after = source.charCodeAt(at)
        }
      }
      const container = nodes.open[depth - 1]!
      if (after === comma) {
        at++
        expectKey = (container & 1) === 1
        break
      }
      if (after !== ((container & 1) === 1 ? openObject : openArray) + 2) return fail(at)
      at++
      depth--
      nodes.end[container >> 1] = at - removed
      nodes.next[container >> 1] = nodes.count
    }
  }
}

/** Offset of the first code unit from `at` on that is no JSON white space. */
export function skipWhiteSpace(source: string, at: number): number {
  let i = at
  let code = source.charCodeAt(i)
  while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = source.charCodeAt(++i)
  return i
}

function longer(old: Int32Array<ArrayBuffer>, capacity: number): Int32Array<ArrayBuffer>
function longer(old: Int32Array, capacity: number): Int32Array
function longer(old: Int32Array, capacity: number): Int32Array {
  const copy = new Int32Array(capacity)
  copy.set(old)
  return copy
}

// Each of these gives the offset after the token that begins at `at`, or -1 minus the offset where it stops being one.

function endOfString(source: string, at: number): number {
  for (let i = at + 1; ; i++) {
    const code = source.charCodeAt(i)
    if (code === quote) return i + 1
    if (code === backslash) {
      const escaped = source.charCodeAt(++i)
      if (escaped === letterU) {
        for (let digit = 0; digit < 4; digit++) if (!isHexDigit(source.charCodeAt(++i))) return -1 - i
      } else if (!isSimpleEscape(escaped)) return -1 - i
    } else if (!(code >= 0x20)) return -1 - i // a control character, or NaN: the text is over
  }
}

function endOfNumber(source: string, at: number): number {
  let i = at
  if (source.charCodeAt(i) === minus) i++
  if (source.charCodeAt(i) === zero) i++
  else {
    i = endOfDigits(source, i)
    if (i < 0) return i
  }
  if (source.charCodeAt(i) === dot) {
    i = endOfDigits(source, i + 1)
    if (i < 0) return i
  }
  const code = source.charCodeAt(i)
  if (code === 0x65 || code === 0x45) {
    const sign = source.charCodeAt(i + 1)
    return endOfDigits(source, sign === minus || sign === 0x2b ? i + 2 : i + 1)
  }
  return i
}

/** At least one digit. */
function endOfDigits(source: string, at: number): number {
  let i = at
  let code = source.charCodeAt(i)
  while (code >= zero && code <= nine) code = source.charCodeAt(++i)
  return i > at ? i : -1 - i
}

/** `true`, `false` or `null`. */
function endOfWord(source: string, at: number): number {
  const word = source.charCodeAt(at) === 0x74 ? 'true' : source.charCodeAt(at) === 0x66 ? 'false' : 'null'
  if (source.startsWith(word, at)) return at + word.length
  let i = at
  while (source.charCodeAt(i) === word.charCodeAt(i - at)) i++
  return -1 - i
}

function isHexDigit(code: number): boolean {
  return (code >= zero && code <= nine) || (code >= 0x61 && code <= 0x66) || (code >= 0x41 && code <= 0x46)
}

/** The characters `" \\ / b f n r t`, which may follow a backslash. */
function isSimpleEscape(code: number): boolean {
  return code === quote || code === backslash || code === 0x2f || code === 0x62 || code === 0x66 || code === 0x6e || code === 0x72 || code === 0x74
}
