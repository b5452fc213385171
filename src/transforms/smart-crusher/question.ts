import type { Query } from '../../conversation/query.ts'
import { findQueryTerms } from '../../relevance/terms.ts'
import { wordsOfTerms } from './asked-columns.ts'
import type { BeyondWordsOptions } from './beyond-words.ts'
import { findNamesSaid, withNames } from './query-names.ts'
import { queryText } from './query-text.ts'
import { createRankRows, type RankRows } from './rank-rows.ts'
import { createWordMatcher } from './said-names.ts'

/** What is asked about the tables of one tool result. */
export interface Question {
  readonly rankRows: RankRows
  /** The same by words alone, whatever scorer there is. */
  readonly rankByWords: RankRows
  /** Whether the words that rank rows have this one, see `createWordMatcher`. */
  readonly isSaid: (word: string) => boolean
}

export function createQuestion(query: Query, options: BeyondWordsOptions): Question {
  const text = queryText(query)
  const terms = findQueryTerms(text)
  const allTerms = withNames(terms, findNamesSaid(query))
  return {
    rankByWords: createRankRows('', allTerms, options),
    rankRows: createRankRows(text, allTerms, options),
    isSaid: createWordMatcher(wordsOfTerms(terms)),
  }
}
