import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BM25_B, BM25_K1, createBm25Scorer, scoreBm25 } from '../../src/relevance/bm25.ts'
import { matchTermsInTexts } from '../../src/relevance/match-terms.ts'
import { findQueryTerms } from '../../src/relevance/terms.ts'
import { describeScorer } from '../contracts/scorer.ts'

describeScorer('bm25', createBm25Scorer)

function score(query: string, documents: readonly string[]): number[] {
  return Array.from(scoreBm25(matchTermsInTexts(findQueryTerms(query), documents)))
}

/** BM25 as the textbook has it, over words that are written as they are compared. */
function obviousScores(words: readonly string[], documents: readonly string[]): number[] {
  const split = documents.map((document) => document.split(' '))
  const averageLength = split.reduce((sum, list) => sum + list.length, 0) / split.length
  const idf = (n: number) => Math.log(1 + (documents.length - n + 0.5) / (n + 0.5))
  return split.map((list) => {
    let sum = 0
    for (const word of words) {
      const n = split.filter((other) => other.includes(word)).length
      const tf = list.filter((other) => other === word).length
      sum += idf(n) * tf * (BM25_K1 + 1) / (tf + BM25_K1 * (1 - BM25_B + BM25_B * list.length / averageLength))
    }
    return sum / (sum + idf(1))
  })
}

describe('scoreBm25', () => {
  test('agrees with a table worked out by hand', () => {
    // Three documents of 2, 2 and 4 words: average 8/3. "apple" is in two of them, "plum" in one.
    // idf(apple) = ln(1 + 1.5/2.5) = 0.470004, idf(plum) = ln(1 + 2.5/1.5) = 0.980829.
    // Length factors 1.2 (0.25 + 0.75 · length / average): 0.975 for two words, 1.65 for four.
    // doc 0: 0.470004 · 2.2/1.975 = 0.523549           -> 0.523549 / (0.523549 + 0.980829) = 0.348017
    // doc 1: 0.980829 · 2.2/1.975 = 1.092569           -> 0.526945
    // doc 2: 0.470004 · 2 · 2.2/(2 + 1.65) = 0.566580  -> 0.366147
    const scores = score('apple plum', ['apple pear', 'plum pear', 'apple apple pear pear'])
    expect(scores[0]).toBeCloseTo(0.348017, 5)
    expect(scores[1]).toBeCloseTo(0.526945, 5)
    expect(scores[2]).toBeCloseTo(0.366147, 5)
  })

  test('agrees with the obvious version', () => {
    const word = fc.constantFrom('apple', 'pear', 'plum', 'fig', 'melon', 'banana')
    const document = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '))
    fc.assert(fc.property(fc.uniqueArray(word, { minLength: 1 }), fc.array(document, { minLength: 1, maxLength: 12 }), (words, documents) => {
      // Stems stand in for their words in both.
      const stemmed = (text: string) => text.replaceAll('apple', 'appl')
      const expected = obviousScores(words.map(stemmed), documents.map(stemmed))
      score(words.join(' '), documents).forEach((value, i) => { expect(value).toBeCloseTo(expected[i]!, 10) })
    }), { numRuns: 100 })
  })

  test('one more document of other words leaves the order of equally long ones for one word', () => {
    const document = fc.array(fc.constantFrom('apple', 'pear'), { minLength: 4, maxLength: 4 }).map((words) => words.join(' '))
    fc.assert(fc.property(fc.array(document, { minLength: 2, maxLength: 10 }), (documents) => {
      const order = (scores: number[]) => documents.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]! || a - b)
      expect(order(score('apple', [...documents, 'one two three four']))).toEqual(order(score('apple', documents)))
    }), { numRuns: 100 })
  })

  test('what nothing speaks for is 0, a query without terms scores nothing', () => {
    expect(score('apple', ['pear', 'fig'])).toEqual([0, 0])
    expect(score('which of these is it?', ['which of these is it?'])).toEqual([0])
  })

  test('a word in one row of average length scores one half, whatever the number of rows', () => {
    for (const rows of [10, 1000]) {
      const documents = Array.from({ length: rows }, (_, i) => i === 3 ? 'apple' : 'pear')
      expect(score('apple', documents)[3]).toBeCloseTo(0.5, 12)
    }
  })

  test.each([
    { name: 'an identifier above a word', query: 'disk CVE-2017-6519', better: 'see CVE-2017-6519 there', worse: 'the disk is there now' },
    { name: 'a rare word above a common one', query: 'rare common', better: 'rare filler', worse: 'common filler' },
    { name: 'a short row above a long one', query: 'rare', better: 'rare filler', worse: 'rare filler filler filler filler filler filler' },
  ])('ranks $name', ({ query, better, worse }) => {
    const [a, b] = score(query, [better, worse, 'common filler', 'common filler', 'common filler'])
    expect(a).toBeGreaterThan(b!)
  })
})
