/** What a page is made of, in the order in which it stands. Offsets are UTF-16 code units. */
export type HtmlPiece =
  | { readonly kind: 'text', readonly start: number, readonly end: number }
  /** `rawEnd`: of an element whose content is no markup, where that ends; its closing tag is passed over. */
  | { readonly kind: 'open', readonly name: string, readonly start: number, readonly end: number, readonly rawEnd?: number }
  | { readonly kind: 'close', readonly name: string, readonly start: number, readonly end: number }
  | { readonly kind: 'comment', readonly start: number, readonly end: number }

/** Elements that hold text and no markup. */
const rawElements = new Set(['script', 'style', 'textarea', 'title', 'iframe', 'xmp', 'noembed', 'noframes'])
const tagName = /<\/?([A-Za-z][^\s/>]{0,60})(?=[\s/>])/y

/**
 * Tags, comments and the text between them, as browsers read them: a `<` that begins none is text, a quote that never ends does not swallow the
 * page, and what is cut off at the end is text.
 *
 * Linear: each search goes on where the one before ended.
 */
export function* readTags(text: string): Generator<HtmlPiece> {
  const findTagEnd = createForwardSearch(text, '>')
  const findCommentEnd = createForwardSearch(text, '-->')
  const findDataEnd = createForwardSearch(text, ']]>')
  const rawEnds = new Map<string, (from: number) => number>()
  /** A quote was open at the end: from there on a tag ends with its first `>`. */
  let areQuotesBroken = false
  const endOfTag = (from: number): number => {
    const first = findTagEnd(from)
    if (first < 0 || areQuotesBroken) return first
    const quoted = skipQuotes(text, from)
    if (quoted >= 0) return quoted
    areQuotesBroken = true
    return first
  }
  let at = 0
  while (at < text.length) {
    const found = text.indexOf('<', at)
    const start = found < 0 ? text.length : found
    if (start > at) yield { kind: 'text', start: at, end: start }
    if (found < 0) return
    at = start + 1
    if (text.startsWith('<!--', start)) {
      const end = findCommentEnd(start + 4)
      at = end < 0 ? text.length : end + 3
      yield { kind: 'comment', start, end: at }
      continue
    }
    if (text.startsWith('<![CDATA[', start)) {
      const end = findDataEnd(start + 9)
      if (end >= 0) {
        yield { kind: 'text', start: start + 9, end }
        at = end + 3
        continue
      }
    }
    const next = text.charCodeAt(start + 1)
    if (next === 0x21 || next === 0x3f) {
      const end = findTagEnd(start)
      at = end < 0 ? text.length : end + 1
      yield { kind: 'comment', start, end: at }
      continue
    }
    tagName.lastIndex = start
    const name = tagName.exec(text)?.[1]?.toLowerCase()
    const end = name === undefined ? -1 : endOfTag(start + 1)
    if (name === undefined || end < 0) {
      yield { kind: 'text', start, end: at }
      continue
    }
    at = end + 1
    if (next === 0x2f) {
      yield { kind: 'close', name, start, end: at }
      continue
    }
    if (!rawElements.has(name) || text[end - 1] === '/') {
      yield { kind: 'open', name, start, end: at }
      continue
    }
    let findRawEnd = rawEnds.get(name)
    if (findRawEnd === undefined) rawEnds.set(name, findRawEnd = createTagSearch(text, name))
    const rawEnd = findRawEnd(at)
    yield { kind: 'open', name, start, end: at, rawEnd: rawEnd < 0 ? text.length : rawEnd }
    const close = rawEnd < 0 ? -1 : findTagEnd(rawEnd)
    at = close < 0 ? text.length : close + 1
  }
}

/** The `>` that ends a tag, past values in quotes; -1 where a quote does not end. */
function skipQuotes(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x3e) return at
    if ((code !== 0x22 && code !== 0x27) || text.charCodeAt(at - 1) !== 0x3d) continue
    at = text.indexOf(code === 0x22 ? '"' : "'", at + 1)
    if (at < 0) return -1
  }
  return -1
}

/** `indexOf` for places that only grow: each character is looked at once in all, however often what is sought is missing. */
function createForwardSearch(text: string, sought: string): (from: number) => number {
  let found = -2
  return (from) => {
    if (found === -2 || (found !== -1 && found < from)) found = text.indexOf(sought, from)
    return found
  }
}

/** The same for a closing tag, in any case. */
function createTagSearch(text: string, name: string): (from: number) => number {
  const pattern = new RegExp(`</${name}(?=[\\s/>])`, 'gi')
  let found = -2
  return (from) => {
    if (found === -2 || (found !== -1 && found < from)) {
      pattern.lastIndex = from
      found = pattern.exec(text)?.index ?? -1
    }
    return found
  }
}

const attribute = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/y

/** The attributes of a tag, each by its name in lower case; of one that stands twice the first counts. Values are as written. */
export function readAttributes(tag: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>()
  for (let at = tag.search(/[\s/]/); at >= 0 && at < tag.length;) {
    const code = tag.charCodeAt(at)
    attribute.lastIndex = at
    const found = code <= 0x20 ? null : attribute.exec(tag)
    if (found === null) {
      at++
      continue
    }
    const name = found[1]!.toLowerCase()
    if (!attributes.has(name)) attributes.set(name, found[2] ?? found[3] ?? found[4] ?? '')
    at = attribute.lastIndex
  }
  return attributes
}
