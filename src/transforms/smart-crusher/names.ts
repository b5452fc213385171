/** The words of a field name or label, lower case: `createdAt`, `created_at` and `created-at` give `created`, `at`. */
export function nameWords(name: string): readonly string[] {
  return readAsciiWords(name) ?? name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/** The same in one pass, for a name of ASCII alone, as nearly all are; undefined for any other. */
function readAsciiWords(name: string): string[] | undefined {
  const words: string[] = []
  let wordStart = -1
  let before = 0
  for (let i = 0; i <= name.length; i++) {
    const code = i < name.length ? name.charCodeAt(i) : 0
    if (code > 0x7f) return undefined
    const isPart = isLower(code) || isUpper(code) || isDigit(code)
    // "createdAt" and, between two capitals of which the second begins a word, "HTTPServer".
    const beginsPart = isUpper(code) && (isUpper(before) ? isLower(name.charCodeAt(i + 1)) : true)
    if (wordStart >= 0 && (!isPart || beginsPart)) {
      words.push(name.slice(wordStart, i).toLowerCase())
      wordStart = -1
    }
    if (isPart && wordStart < 0) wordStart = i
    before = code
  }
  return words
}

function isLower(code: number): boolean {
  return code >= 0x61 && code <= 0x7a
}

function isUpper(code: number): boolean {
  return code >= 0x41 && code <= 0x5a
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}
