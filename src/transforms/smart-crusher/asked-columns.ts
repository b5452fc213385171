import { findQueryTerms } from '../../relevance/terms.ts'
import { nameWords } from './names.ts'
import type { ColumnProfile } from './profile-columns.ts'
import { sameWord } from './said-names.ts'

/** Words shorter than this say too little to tie a question to a field. */
const minWordLength = 3
/** Values of a category that are looked at. */
const maxValues = 50

/** The words of a query that say what it is about, lower case, each once. */
export function findQueryWords(query: string): string[] {
  return [...new Set(findQueryTerms(query).flatMap(({ words }) => words))]
}

/**
 * Whether a query speaks of a column: it has a word of the column's name, or of one of its category values.
 * Words count as the same when the shorter is a beginning of the longer but for two letters: `fails` and `failed`.
 */
export function createIsAsked(queryWords: readonly string[]): (profile: ColumnProfile) => boolean {
  const words = queryWords.filter((word) => word.length >= minWordLength)
  const isIn = (candidate: string): boolean => candidate.length >= minWordLength && words.some((word) => sameWord(word, candidate))
  return ({ column, kind, counts }) => {
    if (nameWords(column.name).some(isIn)) return true
    if (kind !== 'category') return false
    let seen = 0
    for (const raw of counts.keys()) {
      if (nameWords(raw).some(isIn)) return true
      if (++seen === maxValues) return false
    }
    return false
  }
}
