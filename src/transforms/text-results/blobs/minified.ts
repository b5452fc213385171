import type { QueryTerm } from '../../../relevance/terms.ts'

/** Shorter lines are read, and edited, in UTF-16 code units. */
export const shortestMinified = 2048
/** How much of a line is looked at: its beginning says what it is. */
const maxRead = 8192
/** Share of blanks: what a person wrote on one line has more. */
const maxBlanks = 0.1
/** A sign of code stands in as many characters at least. */
const charactersPerSign = 250
/** How much of a line stands before what is left out: the path of a search result, a banner with name and version. */
const headLength = 120
/** Places that the query names, and what stands around each. */
const maxPlaces = 6
const aroundPlace = 80
const placesOfTerm = 2
/** Other terms are data, or say nothing. */
const [shortestTerm, longestTerm] = [4, 60]

const scriptSign = /\bfunction\b|=>|\breturn\b|\b(?:var|let|const) |\bthis\.|\bif\(|&&|===|\bvoid 0\b|!0\b/g
const styleSign = /[;{][a-z-]{2,30}:[^;{}"\n]{1,120}(?=[;}])/g

/** A whole page on one line has scripts and styles, and between them what it says. */
const markupStart = /^(?:\s{0,20}<[a-z!?]|.{0,400}<(?:!doctype html|html|head|body)\b)/i

/** Whether a line is code that a tool wrote: hardly a blank in it, and signs of a script or a style sheet all along. */
export function isMinified(line: string): boolean {
  if (line.length < shortestMinified || markupStart.test(line)) return false
  const read = line.slice(0, maxRead)
  if (countOf(read, / /g) > maxBlanks * read.length) return false
  return Math.max(countOf(read, scriptSign), countOf(read, styleSign)) * charactersPerSign >= read.length
}

const countOf = (text: string, sought: RegExp): number => text.match(sought)?.length ?? 0

/**
 * The beginning of a minified line and what stands around the places that the query names; between them how many characters are left out.
 * Shorter than what is minified, so it is never cut again.
 *
 * @param note what stands for `length` characters
 */
export function cutMinified(line: string, terms: readonly QueryTerm[], note: (length: number) => string): string {
  let written = line.slice(0, safeCut(line, headLength))
  let at = written.length
  for (const { from, to } of findPlaces(line, terms, at)) {
    if (from > at) written += note(from - at)
    written += line.slice(Math.max(at, from), to)
    at = Math.max(at, to)
  }
  return at < line.length ? written + note(line.length - at) : written
}

function findPlaces(line: string, terms: readonly QueryTerm[], after: number): { from: number, to: number }[] {
  // A name says more than a word.
  const sought = terms.filter(({ kind, text }) => kind !== 'hint' && text.length >= shortestTerm && text.length <= longestTerm)
    .sort((a, b) => Number(a.kind === 'word') - Number(b.kind === 'word')).map(({ text }) => text)
  const places: { from: number, to: number }[] = []
  for (const text of new Set(sought)) {
    for (let at = line.indexOf(text, after), nth = 0; at >= 0 && nth < placesOfTerm && places.length < maxPlaces; at = line.indexOf(text, at + text.length), nth++) {
      places.push({ from: safeCut(line, Math.max(after, at - aroundPlace)), to: safeCut(line, Math.min(line.length, at + text.length + aroundPlace)) })
    }
    if (places.length === maxPlaces) break
  }
  return places.sort((a, b) => a.from - b.from)
}

/** Not within a character that takes two units. */
function safeCut(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code < 0xe000 ? at - 1 : at
}
