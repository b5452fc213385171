import { characterClass, SEPARATOR } from './characters.ts'

/** A longer quotation is a text to talk about, not a value to look for. In UTF-16 code units. */
const MAX_QUOTED_LENGTH = 200

const CLOSING: Readonly<Record<string, string>> = { '"': '"', "'": "'", '`': '`', '“': '”', '„': '“', '‘': '’', '«': '»', '「': '」', '『': '』' }

/**
 * The quoted texts of a query, without their marks: "...", '...', `...`, “...”, „...“, ‘...’, «...», 「...」.
 *
 * On one line and of at most 200 code units. A single mark opens only after and closes only before something that is no word, so "don't" opens none.
 * A quotation before a colon is a key of JSON, not a value, and stays out. Marks with a backslash, as in a string of JSON, close each other.
 */
export function findQuotedTexts(query: string): string[] {
  const texts: string[] = []
  for (let i = 0; i < query.length; i++) {
    const mark = query[i]!
    const closing = CLOSING[mark]
    if (closing === undefined || (isApostrophe(mark) && isWordAt(query, i - 1))) continue
    const escaped = query[i - 1] === '\\'
    const end = findClosing(query, i + 1, closing, escaped)
    if (end < 0) continue
    const text = query.slice(i + 1, escaped ? end - 1 : end)
    if (!/^\s{0,9}:/.test(query.slice(end + 1, end + 11))) texts.push(text)
    if (!escaped) for (const [, inner] of text.matchAll(/\\"([^"\\\n]+)\\"/g)) texts.push(inner!) // the group is never absent
    i = end
  }
  return texts
}

function findClosing(query: string, from: number, closing: string, escaped: boolean): number {
  const limit = Math.min(query.length, from + MAX_QUOTED_LENGTH + 1)
  for (let i = from; i < limit && query[i] !== '\n'; i++) {
    if (query[i] === closing && i > from && (closing !== '"' || (query[i - 1] === '\\') === escaped) && !(isApostrophe(closing) && isWordAt(query, i + 1))) return i
  }
  return -1
}

function isApostrophe(mark: string): boolean {
  return mark === "'" || mark === '‘' || mark === '’'
}

function isWordAt(query: string, at: number): boolean {
  return at >= 0 && at < query.length && characterClass(query.charCodeAt(at)) !== SEPARATOR
}
