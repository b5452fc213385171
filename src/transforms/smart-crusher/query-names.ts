import type { Query, Said } from '../../conversation/query.ts'
import { findNamingTerms, type QueryTerm } from '../../relevance/terms.ts'

/** Names that a query may have, the newest first: a pasted list of thousands is data, and to find them all in rows costs memory. */
const maxNames = 1000

/**
 * What a query names rows by, from all of its words: a name at the end of a long text, or said many messages ago, still names its row.
 * Each term once and with the count 0, see `QueryTerm`.
 */
export function findNamesSaid(query: Query): QueryTerm[] {
  const names = new Map<string, QueryTerm>()
  let left = maxNames
  const take = (terms: readonly QueryTerm[]): void => {
    for (const term of terms) if (left-- > 0) names.set(keyOf(term), term)
  }
  for (let i = query.after.length - 1; i >= 0 && left > 0; i--) take(namesOf(query.after[i]!))
  take(namesOf(query.call))
  take(namesOf(query.assistant))
  for (let said = nearestNames(query.user); said !== undefined && left > 0; said = said.before) take(said.names)
  return [...names.values()]
}

/** The terms that rank rows, and those that only name them. */
export function withNames(terms: readonly QueryTerm[], names: readonly QueryTerm[]): readonly QueryTerm[] {
  const known = new Set(terms.map(keyOf))
  return [...terms, ...names.filter((name) => !known.has(keyOf(name)))]
}

function keyOf({ kind, words }: QueryTerm): string {
  return `${kind} ${words.join(' ')}`
}

/** A text of the user that names something, and the nearest one before it: most texts name nothing, and are not walked again. */
interface NamingText {
  readonly names: readonly QueryTerm[]
  readonly before: NamingText | undefined
}

const namingTexts = new WeakMap<Said, { readonly nearest: NamingText | undefined }>()

/** Reads each text of a conversation once, however many results ask. */
function nearestNames(newest: Said | undefined): NamingText | undefined {
  const open: Said[] = []
  let said = newest
  for (; said !== undefined && !namingTexts.has(said); said = said.earlier) open.push(said)
  let nearest = said === undefined ? undefined : namingTexts.get(said)!.nearest
  while (open.length > 0) {
    const next = open.pop()!
    const names = findNamingTerms(next.text, maxNames)
    if (names.length > 0) nearest = { names, before: nearest }
    namingTexts.set(next, { nearest })
  }
  return nearest
}

/** Names of texts that were read before: the results of one step, and those of silent steps after it, were born into the same words. */
const known = new Map<string, readonly QueryTerm[]>()
/** UTF-16 code units that are remembered, in all. */
const maxKnownLength = 1 << 20
let knownLength = 0

function namesOf(text: string): readonly QueryTerm[] {
  const before = known.get(text)
  if (before) return before
  const names = findNamingTerms(text, maxNames)
  if (knownLength + text.length > maxKnownLength) {
    known.clear()
    knownLength = 0
  }
  known.set(text, names)
  knownLength += text.length
  return names
}
