import { characterClass, UNSPACED } from './characters.ts'
import { UNKNOWN_LETTERS, isPhraseAt, readNextLetters } from './phrases.ts'
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
  /** The second word of a phrase, folded; undefined where there is none, or the first word is not all of `letters`. */
  readonly second: string | undefined
}

/** What may match where the letters of a word have one hash. */
interface Bucket {
  /** Those that are looked at one by one. */
  readonly probes: Probe[]
  /** Phrases that begin with one word, by the hash of the first letters of their second one. */
  phrases: { readonly first: string; readonly bySecond: Map<number, number[]> } | undefined
}

/** Shortest abbreviation of a hash that is in use (git). */
const PREFIX_LETTERS = 7
/** Seeds keep the three comparisons apart in one table. The first is FNV's offset basis, the others are arbitrary odd numbers. */
const SEEDS: Readonly<Record<Comparison, number>> = { stem: 0x811c9dc5 | 0, exact: 0x5bd1e995, prefix: 0x1b873593 }
const FNV_PRIME = 0x01000193
const FILTER_SLOTS = 1 << 13
/** Letters of a second word that tell phrases apart: a query may name a thousand columns that all begin with the same word. */
const SECOND_LETTERS = 8

function createMatcher(terms: readonly QueryTerm[], rowCount: number, escapes: boolean) {
  const { table, filter } = buildTable(terms)
  const hasPrefixes = terms.some((term) => term.prefix)
  const rows: number[][] = terms.map(() => [])
  const counts: number[][] = terms.map(() => [])
  const lengths = new Int32Array(rowCount)
  const next = new Uint16Array(SECOND_LETTERS)
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
    const bucket = table.get(hashOf(letters, from, to, last, SEEDS[comparison]))
    if (bucket === undefined) return
    for (const probe of bucket.probes) {
      if (probe.comparison !== comparison || !isWord(probe.letters, letters, from, to, last)) continue
      if (!probe.phrase || isPhraseHere(terms[probe.term]!, offset)) count(probe.term)
    }
    if (bucket.phrases !== undefined && comparison === 'exact' && isWord(bucket.phrases.first, letters, from, to, last)) lookForPhrases(bucket.phrases, offset)
  }

  function lookForPhrases({ first, bySecond }: NonNullable<Bucket['phrases']>, offset: number): void {
    const read = readNextLetters(text, offset, end, first, escapes, next)
    if (read === UNKNOWN_LETTERS) {
      for (const numbers of bySecond.values()) countPhrases(numbers, offset)
      return
    }
    let hash = SEEDS.exact
    for (let i = 0; i < read; i++) {
      hash = Math.imul(hash ^ next[i]!, FNV_PRIME)
      const numbers = bySecond.get(hash)
      if (numbers !== undefined) countPhrases(numbers, offset)
    }
  }

  function countPhrases(numbers: readonly number[], offset: number): void {
    for (const term of numbers) if (isPhraseHere(terms[term]!, offset)) count(term)
  }

  function lookForPrefix(letters: Uint16Array, from: number, to: number): void {
    const bucket = table.get(hashOf(letters, from, from + PREFIX_LETTERS, letters[from + PREFIX_LETTERS - 1]!, SEEDS.prefix))
    if (bucket === undefined) return
    for (const { comparison, letters: prefix, term } of bucket.probes) {
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
function buildTable(terms: readonly QueryTerm[]): { table: ReadonlyMap<number, Bucket>; filter: Uint8Array } {
  const table = new Map<number, Bucket>()
  const filter = new Uint8Array(FILTER_SLOTS)
  terms.forEach((term, number) => {
    for (const probe of probesOf(term, number)) {
      const length = probe.comparison === 'prefix' ? PREFIX_LETTERS : probe.letters.length
      const letters = lettersOf(probe.letters)
      const hash = hashOf(letters, 0, length, letters[length - 1]!, SEEDS[probe.comparison])
      const bucket = table.get(hash) ?? { probes: [], phrases: undefined }
      table.set(hash, bucket)
      addProbe(bucket, probe)
      filter[filterSlot(letters[0]!, letters[1] ?? 0)] = 1
    }
  })
  return { table, filter }
}

function addProbe(bucket: Bucket, probe: Probe): void {
  const { comparison, letters: first, second, term } = probe
  if (comparison === 'exact' && second !== undefined) bucket.phrases ??= { first, bySecond: new Map() }
  // Another word whose hash is the same by chance stands among the rest.
  if (comparison !== 'exact' || second === undefined || bucket.phrases?.first !== first) {
    bucket.probes.push(probe)
    return
  }
  const letters = lettersOf(second.slice(0, SECOND_LETTERS))
  const hash = hashOf(letters, 0, letters.length, letters[letters.length - 1]!, SEEDS.exact) // a word has a letter at least
  const numbers = bucket.phrases.bySecond.get(hash)
  if (numbers === undefined) bucket.phrases.bySecond.set(hash, [term])
  else numbers.push(term)
}

function probesOf(term: QueryTerm, number: number): Probe[] {
  const first = term.words[0]
  if (first === undefined) return []
  const letters = lettersOf(first)
  if (term.words.length === 1 && (term.kind === 'word' || term.kind === 'hint')) {
    const end = stemEnd(letters, 0, letters.length)
    const stem = first.slice(0, end - 1) + String.fromCharCode(stemLastLetter(letters, 0, end))
    return [{ comparison: 'stem', letters: stem, term: number, phrase: false, second: undefined }]
  }
  // A row's text in a script without spaces comes in pairs of letters: the first one leads to the phrase.
  const unspaced = characterClass(first.charCodeAt(0)) === UNSPACED && first.length > 2
  const exact: Probe = { comparison: 'exact', letters: unspaced ? first.slice(0, 2) : first, term: number, phrase: unspaced || term.words.length > 1, second: unspaced ? undefined : term.words[1] }
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

/** Whether the letters in [from, to), the last one given apart, are those of `word`. */
function isWord(word: string, letters: Uint16Array, from: number, to: number, last: number): boolean {
  return word.length === to - from && word.charCodeAt(word.length - 1) === last && startsWith(letters, from, word, word.length - 1)
}

/** Whether the first `count` letters of `prefix` stand at `from`. */
function startsWith(letters: Uint16Array, from: number, prefix: string, count: number): boolean {
  for (let i = 0; i < count; i++) if (letters[from + i] !== prefix.charCodeAt(i)) return false
  return true
}
