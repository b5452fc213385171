import { matchTermsInTexts } from './match-terms.ts'
import type { TermMatches } from './match-terms.ts'
import type { Scorer } from './scorer.ts'
import { findQueryTerms } from './terms.ts'
import type { QueryTermKind } from './terms.ts'

/** How soon more of the same word in a row stops to count; Robertson & Zaragoza (2009) find 1.2 to 2 good in general, Lucene takes 1.2. */
export const BM25_K1 = 1.2
/** How much a long row is discounted, from 0 to 1; 0.75 is the usual value of the same sources. */
export const BM25_B = 0.75

/** What a term counts against an ordinary word: an identifier is asked for on purpose, a piece of a compound may be chance. */
const KIND_WEIGHTS: Readonly<Record<QueryTermKind, number>> = {
  hint: 0.5, word: 1, name: 2, number: 2, id: 3, email: 3, path: 3, quoted: 3,
}

/**
 * BM25 scores of rows, each in [0, 1).
 *
 * The sum over the terms of weight · 2q / (1 + q) · idf · tf · (k1 + 1) / (tf + k1 · (1 - b + b · length / averageLength)),
 * with idf = ln(1 + (N - n + 0.5) / (n + 0.5)); n of N rows hold the term, tf times in this one, q times in the query; lengths in words.
 * Robertson & Zaragoza (2009), doi:10.1561/1500000019, with their k3 = 1: saying a word twice asks no more than 4/3 as much.
 * The "1 +" in idf is Lucene's and keeps common words above zero.
 *
 * The sum s becomes r / (1 + r) with r = s / idf of a word that one row holds: one such word in a row of average length is 0.5, more of them
 * come nearer to 1, a word of half of the rows is near 0. Dividing by the greatest sum the query could reach would make every score small
 * where the query is a whole conversation; this scale depends neither on the length of the query nor on the number of rows.
 */
export function scoreBm25(matches: TermMatches): Float64Array {
  const { terms, rows, counts, lengths, rowCount } = matches
  const scores = new Float64Array(rowCount)
  const averageLength = Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, rowCount))
  const unit = inverseDocumentFrequency(1, rowCount)
  terms.forEach((term, t) => {
    const holding = rows[t]!
    const weight = KIND_WEIGHTS[term.kind] * (2 * term.count) / (1 + term.count) * inverseDocumentFrequency(holding.length, rowCount)
    for (let i = 0; i < holding.length; i++) {
      const row = holding[i]!
      const frequency = counts[t]![i]!
      scores[row]! += weight * frequency * (BM25_K1 + 1) / (frequency + BM25_K1 * (1 - BM25_B + BM25_B * lengths[row]! / averageLength))
    }
  })
  for (let i = 0; i < rowCount; i++) scores[i] = scores[i]! / (unit + scores[i]!)
  return scores
}

function inverseDocumentFrequency(holding: number, total: number): number {
  return Math.log(1 + (total - holding + 0.5) / (holding + 0.5))
}

/** The lexical scorer: BM25 over the documents it is given, no state between calls. */
export function createBm25Scorer(): Scorer {
  return {
    name: 'bm25',
    score(query, documents) {
      return Array.from(scoreBm25(matchTermsInTexts(findQueryTerms(query), documents)))
    },
  }
}
