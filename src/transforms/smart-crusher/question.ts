import type { Query } from '../../conversation/query.ts'
import type { Scorer } from '../../relevance/scorer.ts'
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

export function createQuestion(query: Query, { scorer, timeLimitMs }: ResolvedSmartCrusherOptions['relevance'], silent: Set<Scorer>, signal: AbortSignal | undefined): Question {
  const text = queryText(query)
  const terms = findQueryTerms(text)
  const allTerms = withNames(terms, findNamesSaid(query))
  return {
    rankByWords: createRankRows('', allTerms, { scorer, timeLimitMs, silent, signal }),
    rankRows: createRankRows(text, allTerms, { scorer, timeLimitMs, silent, signal }),
    isSaid: createWordMatcher(wordsOfTerms(terms)),
  }
}
