import { scoreBm25 } from '../../relevance/bm25.ts'
import type { Nearest } from '../../relevance/nearest.ts'
import type { QueryTerm } from '../../relevance/terms.ts'
import { matchTerms, type TermMatches } from '../../relevance/match-terms.ts'
import { createBeyondWords, type BeyondWordsOptions } from './beyond-words.ts'
import type { Table } from './find-tables.ts'

/** What the query says about the rows of a table. */
export interface Ranking {
  /** Whether anything was asked at all. */
  readonly asked: boolean
  /** Per row in [0, 1]. */
  readonly scores: ArrayLike<number>
  /** Rows by meaning; absent where only words ranked, or an own scorer. */
  readonly nearest?: Nearest
  /** Per row by its words alone, in [0, 1). */
  readonly lexical: ArrayLike<number>
  /** Rows that the query names and that therefore stay whole, ascending. */
  readonly named: readonly number[]
  /** Rows without a value that the query names and most rows have: it tells nothing of those that have it. Ascending. */
  readonly contrast: readonly number[]
  /** Terms that are too common to name rows, and how many rows have them: a filter's count. */
  readonly filters: readonly { readonly text: string; readonly rows: number }[]
  /** Name of what ranked. */
  readonly by: string
}

export type RankRows = (table: Table) => Promise<Ranking>

/** Rows that may share an id, a path, a quoted text or a long number that the query names; a commoner one is a filter. */
const maxRowsOfName = 25
/** Rows that may share a plain word that names them, and the share of all rows they may be. */
const maxRowsOfWord = 3
const maxShareOfWord = 0.1

/**
 * Ranks rows of the tables of one tool result: by BM25, and by whatever the tier and the options name beside it, whose failure gives way
 * to BM25 with a warning.
 *
 * @param terms of the query
 */
export function createRankRows(query: string, terms: readonly QueryTerm[], options: BeyondWordsOptions): RankRows {
  const askBeyondWords = createBeyondWords(query, options)
  return async (table) => {
    const { starts, ends } = rowSpans(table)
    const matches = matchTerms(terms, table.doc.text, starts, ends)
    const named = findNamed(terms, matches, table.values.length)
    const scores = scoreBm25(matches)
    const lexical: Ranking = { asked: terms.length > 0, scores, lexical: scores, named, contrast: findContrast(terms, matches), filters: findFilters(terms, matches, named), by: 'bm25' }
    return askBeyondWords ? { ...lexical, ...await askBeyondWords({ text: table.doc.text, starts, ends, lexical: scores, lengthOfAll: options.textLength }) } : lexical
  }
}

function rowSpans({ doc, values, keys }: Table): { starts: Int32Array, ends: Int32Array } {
  const starts = new Int32Array(values.length)
  const ends = new Int32Array(values.length)
  for (let row = 0; row < values.length; row++) {
    starts[row] = doc.start[keys ? keys[row]! : values[row]!]!
    ends[row] = doc.end[values[row]!]!
  }
  return { starts, ends }
}

function findNamed(terms: readonly QueryTerm[], matches: TermMatches, rowsTotal: number): number[] {
  const named = new Set<number>()
  terms.forEach((term, place) => {
    const rows = matches.rows[place]!
    if (term.kind === 'hint') return // a piece of a compound says too little
    const most = term.kind === 'word' || term.kind === 'name' ? Math.min(maxRowsOfWord, Math.floor(rowsTotal * maxShareOfWord)) : maxRowsOfName
    if (rows.length > 0 && rows.length <= most) for (const row of rows) named.add(row)
  })
  return [...named].sort((a, b) => a - b)
}

/** Filters that are told; a long query has many words, and their counts answer nothing. */
const maxFilters = 4

/** Words of the query that some rows have, but too many to be named by them. */
function findFilters(terms: readonly QueryTerm[], matches: TermMatches, named: readonly number[]): { text: string, rows: number }[] {
  const isNamed = new Set(named)
  const filters: { text: string, rows: number }[] = []
  terms.forEach((term, place) => {
    const rows = matches.rows[place]!
    if (term.kind === 'hint' || term.count === 0 || rows.length < 2 || rows.length === matches.rowCount || rows.every((row) => isNamed.has(row))) return
    filters.push({ text: term.text, rows: rows.length })
  })
  return filters.length <= maxFilters ? filters : []
}

/** Terms that more than half of the rows have, but not all. */
function findContrast(terms: readonly QueryTerm[], matches: TermMatches): number[] {
  const contrast = new Set<number>()
  terms.forEach((term, place) => {
    const rows = matches.rows[place]!
    if (term.kind === 'hint' || term.count === 0 || rows.length * 2 <= matches.rowCount || rows.length === matches.rowCount) return
    const has = new Uint8Array(matches.rowCount)
    for (const row of rows) has[row] = 1
    for (let row = 0; row < has.length; row++) if (has[row] === 0) contrast.add(row)
  })
  return [...contrast].sort((a, b) => a - b)
}
