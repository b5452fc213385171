import type { QueryTerm } from '../../relevance/terms.ts'
import { nameWords } from './names.ts'
import type { ColumnProfile } from './profile-columns.ts'

/** Words shorter than this say too little to tie a question to a field. */
const minWordLength = 3
/** Values of a category that are looked at. */
const maxValues = 50

/** The words of a query's terms, which say what it is about, lower case, each once. */
export function wordsOfTerms(terms: readonly QueryTerm[]): string[] {
  return [...new Set(terms.flatMap(({ words }) => words))]
}

/**
 * Whether a query speaks of a column: it has a word of the column's name, or of one of its category values.
 *
 * @param isSaid whether the query has a word, see `createWordMatcher`
 */
export function createIsAsked(isSaid: (word: string) => boolean): (profile: ColumnProfile) => boolean {
  const known = new Map<ColumnProfile, boolean>()
  const isIn = (word: string): boolean => word.length >= minWordLength && isSaid(word)
  const look = ({ column, kind, counts }: ColumnProfile): boolean => {
    if (nameWords(column.name).some(isIn)) return true
    if (kind !== 'category') return false
    let seen = 0
    for (const raw of counts.keys()) {
      if (nameWords(raw).some(isIn)) return true
      if (++seen === maxValues) return false
    }
    return false
  }
  return (profile) => {
    let asked = known.get(profile)
    if (asked === undefined) known.set(profile, (asked = look(profile)))
    return asked
  }
}
