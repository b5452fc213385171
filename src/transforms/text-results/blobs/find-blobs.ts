/** A stretch of text that encodes something no model reads. Offsets are UTF-16 code units. */
export interface Blob {
  readonly start: number
  readonly end: number
  /** What it is, such as `base64 image/png`. */
  readonly what: string
  /** Bytes that it encodes. */
  readonly bytes: number
}

/**
 * Characters from which a run is data and nothing that is copied. Measured on recorded tool results: the longest tokens for a next page have
 * 554, signed tokens and states of a login 484; a public key of 4096 bits has 716, a private one 3,243, and 4,324 when a cluster's
 * configuration encodes it again, which is told by how it begins.
 */
const shortestBase64 = 4096
/** The same where a prefix says that it is an image, a font or an archive: those are never copied by hand. Half a screen of an icon. */
const shortestTyped = 1024
/** The longest checksum has 128 digits, a modulus of 4096 bits 1,024; signed transactions that are to be sent have some thousand. */
const shortestHex = 4096

const LOWER_HEX = 1
const UPPER_HEX = 2
const DIGIT = 4
const LOWER = 8
const UPPER = 16
const SIGN = 32

/** By code unit, below 128; 0 for whatever is no letter of base64, in either alphabet. */
const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code)
  return /[a-f]/.test(letter) ? LOWER_HEX : /[A-F]/.test(letter) ? UPPER_HEX : /\d/.test(letter) ? DIGIT : /[g-z]/.test(letter) ? LOWER : /[G-Z]/.test(letter) ? UPPER : /[+/_-]/.test(letter) ? SIGN : 0
})

const kindAt = (text: string, at: number): number => {
  const code = text.charCodeAt(at) // NaN after the end
  return code < 128 ? kinds[code]! : 0 // the table has 128 entries
}

/** How files begin, as base64 writes it. Those of text may be tokens too, and need the full length. */
const binaryHeads: readonly (readonly [head: string, type: string])[] = [
  ['iVBORw0KGgo', 'image/png'], ['/9j/', 'image/jpeg'], ['R0lGOD', 'image/gif'], ['UklGR', 'image/webp'], ['JVBERi0', 'application/pdf'], ['UEsDB', 'application/zip'],
  ['H4sI', 'application/gzip'], ['d09GMg', 'font/woff2'], ['d09GR', 'font/woff'], ['AGFzbQ', 'application/wasm'], ['f0VMRg', 'application/x-elf'], ['SUQz', 'audio/mpeg'], ['T2dnUw', 'audio/ogg'],
]
const textHeads: readonly (readonly [head: string, type: string])[] = [['eyJ', 'application/json'], ['PHN2Zy', 'image/svg+xml'], ['PD94bWw', 'application/xml'], ['PCFET0NUWVBF', 'text/html']]

/**
 * Base64 on one line or wrapped, hexadecimal digits, and data URLs, each long enough that nobody copies it, in the order in which they stand.
 * Keys and certificates in PEM, SSH keys and signed tokens are none, whatever their length.
 *
 * Linear: what is too short is passed over in steps of the shortest length.
 */
export function findBlobs(text: string): Blob[] {
  if (text.length < shortestTyped) return []
  const found = [...findDataUrls(text), ...findRuns(text), ...findWrapped(text)].sort((a, b) => a.start - b.start || b.end - a.end)
  let end = 0
  return found.filter((blob) => {
    if (blob.start < end) return false
    end = blob.end
    return true
  })
}

const dataHead = /data:([\w.+-]{1,60}\/[\w.+-]{1,60})?(?:;[\w=.+-]{1,60}){0,4},/y

function* findDataUrls(text: string): Generator<Blob> {
  for (let at = text.indexOf('data:'); at >= 0; at = text.indexOf('data:', at)) {
    dataHead.lastIndex = at
    const head = dataHead.exec(text)
    const start = at
    at += 5
    if (!head) continue
    const from = start + head[0].length
    let end = from
    let escapes = 0
    // What ends a URL in source, in Markdown and in CSS.
    for (; end < text.length && !isUrlEnd(text.charCodeAt(end)); end++) if (text.charCodeAt(end) === 0x25) escapes++
    // Whatever begins within it ends where it ends, so it is shorter.
    at = end
    if (end - from < shortestTyped) continue
    const bytes = head[0].endsWith(';base64,') ? bytesOf(text, from, end) : end - from - 2 * escapes
    yield { start, end, what: `data URL${head[1] === undefined ? '' : ` ${head[1]}`}`, bytes }
  }
}

/** White space, quotes, brackets of HTML and Markdown, and the backslash before a quote that is escaped. */
function isUrlEnd(code: number): boolean {
  return code <= 0x20 || code === 0x22 || code === 0x27 || code === 0x29 || code === 0x3c || code === 0x3e || code === 0x5c || code === 0x5d || code === 0x60
}

function* findRuns(text: string): Generator<Blob> {
  let start = 0
  while (start + shortestTyped <= text.length) {
    // Backwards from where a run would have to reach: in most texts a few steps rule out a thousand characters.
    let blocked = start + shortestTyped - 1
    while (blocked >= start && kindAt(text, blocked) !== 0) blocked--
    if (blocked >= start) {
      start = blocked + 1
      continue
    }
    let end = start + shortestTyped
    while (kindAt(text, end) !== 0) end++
    const blob = readRun(text, text.startsWith('0x', start) ? start + 2 : start, end)
    if (blob !== undefined) yield blob
    start = end + 1
  }
}

function readRun(text: string, start: number, end: number): Blob | undefined {
  let seen = 0
  for (let at = start; at < end; at++) seen |= kindAt(text, at)
  if (isHex(seen)) return end - start < shortestHex ? undefined : { start, end, what: 'hexadecimal data', bytes: Math.floor((end - start) / 2) }
  const type = typeOfRun(text, start, end - start, seen)
  if (type === undefined || isKept(text, start, end)) return undefined
  let padded = end
  while (padded < end + 2 && text[padded] === '=') padded++
  return { start, end: padded, what: `base64${type}`, bytes: bytesOf(text, start, padded) }
}

const isHex = (seen: number): boolean => (seen & (LOWER | UPPER | SIGN)) === 0 && (seen & DIGIT) !== 0 && (seen & (LOWER_HEX | UPPER_HEX)) !== 0

/** The type that its first characters tell, with a blank before it; undefined for a run that is no base64, or too short for what it is. */
function typeOfRun(text: string, start: number, length: number, seen: number): string | undefined {
  const isMixed = (seen & (LOWER_HEX | LOWER)) !== 0 && (seen & (UPPER_HEX | UPPER)) !== 0 && (seen & DIGIT) !== 0
  if (!isMixed) return undefined
  const binary = binaryHeads.find(([head]) => text.startsWith(head, start))
  if (binary) return ` ${binary[1]}`
  if (length < shortestBase64) return undefined
  const readable = textHeads.find(([head]) => text.startsWith(head, start))
  return readable ? ` ${readable[1]}` : ''
}

const isBinary = (text: string, start: number): boolean => binaryHeads.some(([head]) => text.startsWith(head, start))

/** What names a value that is handed on as it is. */
const secretName = /(?:token|secret|password|passwd|credentials?|dockerconfigjson|dockercfg|[-_.]key|apikey)\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?$/i

/** A part of a signed token, or a key: something that is copied whole. */
function isKept(text: string, start: number, end: number): boolean {
  if ((text[start - 1] === '.' && kindAt(text, start - 2) !== 0) || (text[end] === '.' && kindAt(text, end + 1) !== 0)) return true
  if (text.startsWith('LS0tLS1CRUdJTi', start)) return true // "-----BEGIN" once more
  const before = text.slice(Math.max(0, start - 80), start)
  if (/-----BEGIN [A-Z0-9 ]{1,40}-----\s{0,4}$|(?:ssh|ecdsa|sk)-[\w@.-]{1,60} $/.test(before)) return true
  return secretName.test(before) && !isBinary(text, start)
}

/** What wraps base64 puts so many characters on a line: 64 for keys, 76 for mail. */
const [shortestLine, longestLine] = [60, 128]
/** Digits of checksums: lines of so many are a list of these, whatever stands below. */
const checksumLengths = new Set([64, 96, 128])
/** A shorter line below a list of keys is a word. */
const shortestLast = 8

/** Lines of one length that are base64 from end to end; the last one is shorter, or says by its padding or by the first that it is data. */
function* findWrapped(text: string): Generator<Blob> {
  let group: { readonly start: number, readonly indent: number, readonly width: number, letters: number, seen: number, end: number } | undefined
  /** Between the first line of a key and its last one. */
  let isKey = false
  for (let lineStart = 0; lineStart < text.length;) {
    const found = text.indexOf('\n', lineStart)
    const next = found < 0 ? text.length : found + 1
    let end = found < 0 ? text.length : found
    if (end > lineStart && text.charCodeAt(end - 1) === 0x0d) end--
    let start = lineStart
    while (start < end && start - lineStart < longestLine && text.charCodeAt(start) === 0x20) start++
    const width = end - start
    const isIn = group !== undefined && start - lineStart === group.indent
    if (isIn && width === group!.width) {
      const seen = seenIn(text, start, end)
      if (seen !== 0) {
        group!.letters += width
        group!.seen |= seen
        group!.end = end
        lineStart = next
        continue
      }
    }
    if (group !== undefined) {
      let letters = end
      while (letters > start && letters > end - 2 && text[letters - 1] === '=') letters--
      const isLast = isIn && width > 0 && width <= group.width && width % 4 === 0 && letters > start && (letters < end || (width < group.width && isData(text, start, end)))
      const blob = closeGroup(text, isLast ? { ...group, letters: group.letters + letters - start, end } : group, isLast)
      if (blob !== undefined) yield blob
      group = undefined
    }
    if (text.startsWith('-----', start)) isKey = text.startsWith('BEGIN ', start + 5) || (isKey && !text.startsWith('END ', start + 5))
    const seen = !isKey && width >= shortestLine && width <= longestLine && width % 4 === 0 ? seenIn(text, start, end) : 0
    if (seen !== 0) group = { start, indent: start - lineStart, width, letters: width, seen, end }
    lineStart = next
  }
  const blob = group && closeGroup(text, group, false)
  if (blob !== undefined) yield blob
}

/** Whether a last line without padding is data, and no word. */
function isData(text: string, start: number, end: number): boolean {
  const seen = end - start < shortestLast ? 0 : seenIn(text, start, end)
  return (seen & DIGIT) !== 0 && (isHex(seen) || ((seen & (LOWER_HEX | LOWER)) !== 0 && (seen & (UPPER_HEX | UPPER)) !== 0))
}

function closeGroup(text: string, { start, end, letters, seen, width }: { readonly start: number, readonly end: number, readonly letters: number, readonly seen: number, readonly width: number }, isEnded: boolean): Blob | undefined {
  if (letters < shortestTyped || letters <= width) return undefined
  if (isHex(seen)) return letters < shortestHex || !isEnded || checksumLengths.has(width) ? undefined : { start, end, what: 'hexadecimal data', bytes: Math.floor(letters / 2) }
  const type = typeOfRun(text, start, letters, seen)
  // Without an end of their own, lines of one length may be a list of ids.
  if (type === undefined || !(isEnded || isBinary(text, start))) return undefined
  return { start, end, what: `base64${type}`, bytes: Math.floor(letters * 3 / 4) }
}

/** The kinds of all characters; 0 where one of them is no letter of base64. */
function seenIn(text: string, start: number, end: number): number {
  let seen = 0
  for (let at = start; at < end; at++) {
    const kind = kindAt(text, at)
    if (kind === 0) return 0
    seen |= kind
  }
  return seen
}

function bytesOf(text: string, start: number, end: number): number {
  let letters = end
  while (letters > start && text[letters - 1] === '=') letters--
  return Math.floor((letters - start) * 3 / 4)
}
