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
  /** Where the text begins that was not given yet. */
  let from = 0
  for (let start = text.indexOf('<'); start >= 0; start = text.indexOf('<', Math.max(from, start + 1))) {
    const piece = readPiece(start)
    if (piece === undefined) continue
    if (start > from) yield { kind: 'text', start: from, end: start }
    from = piece.behind
    yield piece.is
  }
  if (from < text.length) yield { kind: 'text', start: from, end: text.length }

  function readPiece(start: number): { readonly is: HtmlPiece, readonly behind: number } | undefined {
    if (text.startsWith('<!--', start)) return comment(start, findCommentEnd(start + 4), 3)
    if (text.startsWith('<![CDATA[', start)) {
      const end = findDataEnd(start + 9)
      if (end >= 0) return { is: { kind: 'text', start: start + 9, end }, behind: end + 3 }
    }
    const next = text.charCodeAt(start + 1)
    if (next === 0x21 || next === 0x3f) return comment(start, findTagEnd(start), 1)
    tagName.lastIndex = start
    const name = tagName.exec(text)?.[1]?.toLowerCase()
    const last = name === undefined ? -1 : endOfTag(start + 1)
    if (name === undefined || last < 0) return undefined
    const end = last + 1
    if (next === 0x2f) return { is: { kind: 'close', name, start, end }, behind: end }
    if (!rawElements.has(name) || text[last - 1] === '/') return { is: { kind: 'open', name, start, end }, behind: end }
    let findRawEnd = rawEnds.get(name)
    if (findRawEnd === undefined) rawEnds.set(name, findRawEnd = createTagSearch(text, name))
    const rawEnd = findRawEnd(end)
    const close = rawEnd < 0 ? -1 : findTagEnd(rawEnd)
    return { is: { kind: 'open', name, start, end, rawEnd: rawEnd < 0 ? text.length : rawEnd }, behind: close < 0 ? text.length : close + 1 }
  }

  function comment(start: number, found: number, length: number): { readonly is: HtmlPiece, readonly behind: number } {
    const end = found < 0 ? text.length : found + length
    return { is: { kind: 'comment', start, end }, behind: end }
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
