import { characterClass, UNSPACED } from './characters.ts'
import { UNKNOWN_LETTER, isPhraseAt, nextLetter } from './phrases.ts'
import { stemEnd, stemLastLetter } from './stem.ts'
import type { QueryTerm } from './terms.ts'
import { createWordScanner, MAX_WORD_LETTERS } from './words.ts'

/** Where the terms of a query stand in a list of rows (or documents). */
export interface TermMatches {
  readonly terms: readonly QueryTerm[]
  readonly rowCount: number
  /** For each term the numbers of the rows that hold it, ascending; their number is its document frequency. */
  readonly rows: readonly Int32Array[]
  /** For each term how often each of these rows holds it, at least 1. */
  readonly counts: readonly Int32Array[]
  /** Words in each row. */
  readonly lengths: Int32Array
}

/**
 * Finds query terms in rows that are slices of one JSON text: `text.slice(starts[i], ends[i])`.
 *
 * One pass over the rows, no allocation for words that no term asks for. Escapes are read as what they mean; punctuation separates.
 */
export function matchTerms(terms: readonly QueryTerm[], text: string, starts: ArrayLike<number>, ends: ArrayLike<number>): TermMatches {
  const matcher = createMatcher(terms, starts.length, true)
  for (let row = 0; row < starts.length; row++) matcher.read(row, text, starts[row]!, ends[row]!)
  return matcher.matches()
}

/** Finds query terms in documents of plain text. */
export function matchTermsInTexts(terms: readonly QueryTerm[], documents: readonly string[]): TermMatches {
  const matcher = createMatcher(terms, documents.length, false)
  documents.forEach((text, row) => matcher.read(row, text, 0, text.length))
  return matcher.matches()
}

/** How a word of a row is compared: as its stem, as it stands, or by its first letters. */
type Comparison = 'stem' | 'exact' | 'prefix'

interface Probe {
  readonly comparison: Comparison
  readonly letters: string
  readonly term: number
  /** More than the word itself has to match: a phrase that goes on after it. */
  readonly phrase: boolean
  /** First letter of the second word of a phrase, folded; `UNKNOWN_LETTER` where there is none, or the first word is not all of `letters`. */
  readonly second: number
}

/** Shortest abbreviation of a hash that is in use (git). */
const PREFIX_LETTERS = 7
/** Seeds keep the three comparisons apart in one table. The first is FNV's offset basis, the others are arbitrary odd numbers. */
const SEEDS: Readonly<Record<Comparison, number>> = { stem: 0x811c9dc5 | 0, exact: 0x5bd1e995, prefix: 0x1b873593 }
const FNV_PRIME = 0x01000193
const FILTER_SLOTS = 1 << 13

function createMatcher(terms: readonly QueryTerm[], rowCount: number, escapes: boolean) {
  const { table, filter } = buildTable(terms)
  const hasPrefixes = terms.some((term) => term.prefix)
  const rows: number[][] = terms.map(() => [])
  const counts: number[][] = terms.map(() => [])
  const lengths = new Int32Array(rowCount)
  let row = 0
  let text = ''
  let end = 0

  const scan = createWordScanner((letters, from, to, offset, whole) => {
    if (filter[filterSlot(letters[from]!, to - from > 1 ? letters[from + 1]! : 0)] === 0) return
    if (whole) {
      look('exact', letters, from, to, letters[to - 1]!, offset)
      if (hasPrefixes && to - from > PREFIX_LETTERS) lookForPrefix(letters, from, to)
    }
    const stem = stemEnd(letters, from, to)
    look('stem', letters, from, stem, stemLastLetter(letters, from, stem), offset)
  })

  function look(comparison: Comparison, letters: Uint16Array, from: number, to: number, last: number, offset: number): void {
    const probes = table.get(hashOf(letters, from, to, last, SEEDS[comparison]))
    if (probes === undefined) return
    /** Of the word behind this one; found when the first phrase asks for it. */
    let next: number | undefined
    for (const probe of probes) {
      if (probe.comparison !== comparison || probe.letters.length !== to - from) continue
      if (!startsWith(letters, from, probe.letters, to - from - 1) || probe.letters.charCodeAt(to - from - 1) !== last) continue
      if (probe.second !== UNKNOWN_LETTER) {
        next ??= nextLetter(text, offset, end, probe.letters, escapes)
        if (next !== UNKNOWN_LETTER && next !== probe.second) continue
      }
      if (!probe.phrase || isPhraseHere(terms[probe.term]!, offset)) count(probe.term)
    }
  }

  function lookForPrefix(letters: Uint16Array, from: number, to: number): void {
    const probes = table.get(hashOf(letters, from, from + PREFIX_LETTERS, letters[from + PREFIX_LETTERS - 1]!, SEEDS.prefix))
    if (probes === undefined) return
    for (const { comparison, letters: prefix, term } of probes) {
      if (comparison === 'prefix' && prefix.length < to - from && startsWith(letters, from, prefix, prefix.length)) count(term)
    }
  }

  function isPhraseHere(term: QueryTerm, offset: number): boolean {
    return isPhraseAt(text, offset, end, term.words, { joined: term.kind !== 'quoted' && term.kind !== 'name', escapes })
  }

  function count(term: number): void {
    const list = rows[term]!
    const times = counts[term]!
    if (list[list.length - 1] === row) times[times.length - 1]!++
    else {
      list.push(row)
      times.push(1)
    }
  }

  return {
    read(number: number, source: string, start: number, stop: number): void {
      row = number
      text = source
      end = stop
      lengths[number] = scan(source, start, stop, escapes)
    },
    matches(): TermMatches {
      return { terms, rowCount, rows: rows.map((list) => new Int32Array(list)), counts: counts.map((list) => new Int32Array(list)), lengths }
    },
  }
}

/** Probes by the hash of their letters, and a filter by the first two: most words of a row are turned away before anything is hashed. */
function buildTable(terms: readonly QueryTerm[]): { table: ReadonlyMap<number, readonly Probe[]>; filter: Uint8Array } {
  const table = new Map<number, Probe[]>()
  const filter = new Uint8Array(FILTER_SLOTS)
  terms.forEach((term, number) => {
    for (const probe of probesOf(term, number)) {
      const length = probe.comparison === 'prefix' ? PREFIX_LETTERS : probe.letters.length
      const letters = lettersOf(probe.letters)
      const hash = hashOf(letters, 0, length, letters[length - 1]!, SEEDS[probe.comparison])
      const probes = table.get(hash)
      if (probes === undefined) table.set(hash, [probe])
      else probes.push(probe)
      filter[filterSlot(letters[0]!, letters[1] ?? 0)] = 1
    }
  })
  return { table, filter }
}

function probesOf(term: QueryTerm, number: number): Probe[] {
  const first = term.words[0]
  if (first === undefined) return []
  const letters = lettersOf(first)
  if (term.words.length === 1 && (term.kind === 'word' || term.kind === 'hint')) {
    const end = stemEnd(letters, 0, letters.length)
    const stem = first.slice(0, end - 1) + String.fromCharCode(stemLastLetter(letters, 0, end))
    return [{ comparison: 'stem', letters: stem, term: number, phrase: false, second: UNKNOWN_LETTER }]
  }
  // A row's text in a script without spaces comes in pairs of letters: the first one leads to the phrase.
  const unspaced = characterClass(first.charCodeAt(0)) === UNSPACED && first.length > 2
  const exact: Probe = { comparison: 'exact', letters: unspaced ? first.slice(0, 2) : first, term: number, phrase: unspaced || term.words.length > 1, second: unspaced ? UNKNOWN_LETTER : term.words[1]?.charCodeAt(0) ?? UNKNOWN_LETTER }
  return term.prefix && first.length >= PREFIX_LETTERS ? [exact, { ...exact, comparison: 'prefix' }] : [exact]
}

function lettersOf(word: string): Uint16Array {
  const letters = new Uint16Array(Math.min(word.length, MAX_WORD_LETTERS))
  for (let i = 0; i < letters.length; i++) letters[i] = word.charCodeAt(i)
  return letters
}

/** FNV-1a over the letters in [from, to), the last one given apart; Fowler, Noll & Vo, RFC 9923. */
function hashOf(letters: Uint16Array, from: number, to: number, last: number, seed: number): number {
  let hash = seed
  for (let i = from; i < to - 1; i++) hash = Math.imul(hash ^ letters[i]!, FNV_PRIME)
  return Math.imul(hash ^ last, FNV_PRIME)
}

function filterSlot(first: number, second: number): number {
  return (first * 31 + second) & (FILTER_SLOTS - 1)
}

/** Whether the first `count` letters of `prefix` stand at `from`. */
function startsWith(letters: Uint16Array, from: number, prefix: string, count: number): boolean {
  for (let i = 0; i < count; i++) if (letters[from + i] !== prefix.charCodeAt(i)) return false
  return true
}
