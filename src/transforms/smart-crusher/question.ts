import type { Query } from '../../conversation/query.ts'
import { findQueryTerms } from '../../relevance/terms.ts'
import { wordsOfTerms } from './asked-columns.ts'
import type { ResolvedSmartCrusherOptions } from './options.ts'
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

export function createQuestion(query: Query, relevance: ResolvedSmartCrusherOptions['relevance'], silent: Set<object>, signal: AbortSignal | undefined): Question {
  const text = queryText(query)
  const terms = findQueryTerms(text)
  const allTerms = withNames(terms, findNamesSaid(query))
  return {
    rankByWords: createRankRows('', allTerms, { relevance, silent, signal }),
    rankRows: createRankRows(text, allTerms, { relevance, silent, signal }),
    isSaid: createWordMatcher(wordsOfTerms(terms)),
  }
}
