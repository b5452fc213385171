import { hashText } from '../../../hash/fnv1a.ts'
import type { AskedText } from '../types.ts'
import { findBlobs } from './find-blobs.ts'
import { cutMinified, isMinified, shortestMinified } from './minified.ts'

export interface NamedBlobs {
  readonly text: string
  /** How many were named. */
  readonly count: number
}

/** What the query says where it is about encoded data: then the data is what was asked for. */
const encoding = /\b(?:base-?64|b64|data:? ?ur[il]s?|hex(?:adecimal|dump)?|decod\w*|minif\w*)\b/i
/** A piece of data that a query quotes. */
const quotedData = /[A-Za-z0-9+/_-]{16,}/g
const maxQuoted = 20

/**
 * A text in which encoded data and minified code are named: what they are, how long, and a hash, so that equal ones are seen to be equal.
 * What the query quotes stays, and all of it where the query speaks of encodings.
 *
 * @returns undefined where there is nothing of the kind
 */
export function nameBlobs(text: string, asked: AskedText): NamedBlobs | undefined {
  if (encoding.test(asked.text)) return undefined
  const blobs = findBlobs(text)
  const quoted = blobs.length === 0 ? [] : (asked.text.match(quotedData) ?? []).slice(0, maxQuoted)
  let named = ''
  let copied = 0
  let count = 0
  for (const { start, end, what, bytes } of blobs) {
    const data = text.slice(start, end)
    if (quoted.some((piece) => data.includes(piece))) continue
    named += `${text.slice(copied, start)}[${what}, ${bytes} bytes, hash ${hashText(data)}: left out by headroom]`
    copied = end
    count++
  }
  named += text.slice(copied)
  let written = ''
  copied = 0
  // JSON in a string is broken by a cut.
  for (let start = /^\s*[[{]/.test(named) ? named.length : 0; start < named.length;) {
    const found = named.indexOf('\n', start)
    const end = found < 0 ? named.length : found
    if (end - start >= shortestMinified) {
      const line = named.slice(start, end)
      if (isMinified(line)) {
        const hash = hashText(line)
        written += named.slice(copied, start) + cutMinified(line, asked.terms, (length) => `[... ${length} of ${line.length} characters of minified code, hash ${hash}: left out by headroom]`)
        copied = end
        count++
      }
    }
    start = end + 1
  }
  return count === 0 ? undefined : { text: written + named.slice(copied), count }
}

export function describeBlobs(count: number): string {
  return `named ${count === 1 ? 'a stretch' : `${count} stretches`} of encoded data or minified code`
}
