import type { JsonDocument } from './document.ts'

const quote = 0x22, comma = 0x2c, minus = 0x2d, dot = 0x2e, zero = 0x30, nine = 0x39, colon = 0x3a
const openArray = 0x5b, backslash = 0x5c, closeArray = 0x5d, letterU = 0x75, openObject = 0x7b, closeObject = 0x7d

/** Nodes while they are found; typed arrays that grow by half, since their number is not known before. */
class NodeList {
  start: Int32Array
  end: Int32Array
  next: Int32Array
  size: Int32Array
  count = 0

  constructor(capacity: number) {
    this.start = new Int32Array(capacity)
    this.end = new Int32Array(capacity)
    this.next = new Int32Array(capacity)
    this.size = new Int32Array(capacity)
  }

  grow(): void {
    const capacity = this.start.length + (this.start.length >> 1) + 16
    const longer = (old: Int32Array): Int32Array => {
      const copy = new Int32Array(capacity)
      copy.set(old)
      return copy
    }
    this.start = longer(this.start)
    this.end = longer(this.end)
    this.next = longer(this.next)
    this.size = longer(this.size)
  }
}

/**
 * Finds every value of a JSON text in one pass, without recursion and without converting anything.
 *
 * Accepts exactly what `JSON.parse` accepts (RFC 8259); a byte order mark is not white space there either.
 *
 * @returns undefined where `JSON.parse` would throw; never throws
 */
export function parseJson(source: string): JsonDocument | undefined {
  const length = source.length
  const nodes = new NodeList(Math.max(16, length >> 4))
  // Containers that are open, innermost last: node * 2, plus 1 for an object. Deep documents live here, not on the call stack.
  let open = new Int32Array(32)
  let depth = 0
  const pieces: string[] = []
  let pieceStart = 0
  let removed = 0
  let at = 0

  const skipWhiteSpace = (): void => {
    const from = at
    let code = source.charCodeAt(at)
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = source.charCodeAt(++at)
    if (at === from) return
    if (from > pieceStart) pieces.push(source.slice(pieceStart, from))
    pieceStart = at
    removed += at - from
  }
  const addNode = (): number => {
    if (nodes.count === nodes.start.length) nodes.grow()
    const node = nodes.count++
    nodes.start[node] = at - removed
    return node
  }
  const endScalar = (node: number): void => {
    nodes.end[node] = at - removed
    nodes.next[node] = node + 1
  }

  let expectKey = false
  for (;;) {
    skipWhiteSpace()
    const code = source.charCodeAt(at)
    if (expectKey) {
      if (code !== quote) return undefined
      const key = addNode()
      at = endOfString(source, at)
      if (at < 0) return undefined
      endScalar(key)
      skipWhiteSpace()
      if (source.charCodeAt(at) !== colon) return undefined
      at++
      expectKey = false
      continue
    }
    const node = addNode()
    if (depth > 0) nodes.size[open[depth - 1]! >> 1]!++
    if (code === openObject || code === openArray) {
      at++
      skipWhiteSpace()
      if (source.charCodeAt(at) !== code + 2) {
        if (depth === open.length) {
          const deeper = new Int32Array(depth * 2)
          deeper.set(open)
          open = deeper
        }
        open[depth++] = node * 2 + (code === openObject ? 1 : 0)
        expectKey = code === openObject
        continue
      }
      at++
      nodes.end[node] = at - removed
      nodes.next[node] = nodes.count
    } else {
      at = code === quote ? endOfString(source, at) : code === minus || (code >= zero && code <= nine) ? endOfNumber(source, at) : endOfWord(source, at)
      if (at < 0) return undefined
      endScalar(node)
    }
    // After a value: close what closes, then go on behind a comma.
    for (;;) {
      skipWhiteSpace()
      if (depth === 0) {
        if (at < length) return undefined
        if (removed > 0 && pieceStart < length) pieces.push(source.slice(pieceStart))
        const text = removed === 0 ? source : pieces.join('')
        return { text, start: nodes.start, end: nodes.end, next: nodes.next, size: nodes.size, count: nodes.count }
      }
      const after = source.charCodeAt(at)
      const container = open[depth - 1]! >> 1
      const isObject = (open[depth - 1]! & 1) === 1
      if (after === comma) {
        at++
        expectKey = isObject
        break
      }
      if (after !== (isObject ? closeObject : closeArray)) return undefined
      at++
      depth--
      nodes.end[container] = at - removed
      nodes.next[container] = nodes.count
    }
  }
}

/** Offset after the string that begins at `at`, or -1. */
function endOfString(source: string, at: number): number {
  for (let i = at + 1; ; i++) {
    const code = source.charCodeAt(i)
    if (code === quote) return i + 1
    if (code === backslash) {
      const escaped = source.charCodeAt(++i)
      if (escaped === letterU) {
        for (let digit = 0; digit < 4; digit++) if (!isHexDigit(source.charCodeAt(++i))) return -1
      } else if (!isSimpleEscape(escaped)) return -1
    } else if (!(code >= 0x20)) return -1 // a control character, or NaN: the text is over
  }
}

/** Offset after the number that begins at `at`, or -1. */
function endOfNumber(source: string, at: number): number {
  let i = at
  if (source.charCodeAt(i) === minus) i++
  const first = source.charCodeAt(i)
  if (first === zero) i++
  else {
    i = endOfDigits(source, i)
    if (i < 0) return -1
  }
  if (source.charCodeAt(i) === dot) {
    i = endOfDigits(source, i + 1)
    if (i < 0) return -1
  }
  const code = source.charCodeAt(i)
  if (code === 0x65 || code === 0x45) {
    const sign = source.charCodeAt(i + 1)
    return endOfDigits(source, sign === minus || sign === 0x2b ? i + 2 : i + 1)
  }
  return i
}

/** Offset after at least one digit, or -1. */
function endOfDigits(source: string, at: number): number {
  let i = at
  let code = source.charCodeAt(i)
  while (code >= zero && code <= nine) code = source.charCodeAt(++i)
  return i > at ? i : -1
}

/** Offset after `true`, `false` or `null`, or -1. */
function endOfWord(source: string, at: number): number {
  const word = source.charCodeAt(at) === 0x74 ? 'true' : source.charCodeAt(at) === 0x66 ? 'false' : 'null'
  return source.startsWith(word, at) ? at + word.length : -1
}

function isHexDigit(code: number): boolean {
  return (code >= zero && code <= nine) || (code >= 0x61 && code <= 0x66) || (code >= 0x41 && code <= 0x46)
}

/** The characters `" \\ / b f n r t`, which may follow a backslash. */
function isSimpleEscape(code: number): boolean {
  return code === quote || code === backslash || code === 0x2f || code === 0x62 || code === 0x66 || code === 0x6e || code === 0x72 || code === 0x74
}
