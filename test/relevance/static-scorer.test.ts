import { describe, expect, test } from 'vitest'
import { loadStaticTable } from '../../src/relevance/drivers/static.ts'
import { createStaticScorer, naturalQuery } from '../../src/relevance/static-scorer.ts'
import { describeScorer } from '../contracts/scorer.ts'

describeScorer('the static scorer', async () => createStaticScorer(await loadStaticTable()))

describe('the static scorer', () => {
  test('is named after its table', async () => {
    expect(createStaticScorer(await loadStaticTable()).name).toBe('static')
  })

  test('finds a row that shares no word with the question, whatever stands around its words', async () => {
    const scorer = createStaticScorer(await loadStaticTable())
    const rows = [
      { id: 1001, url: 'https://example.org/api/items/1001', title: 'Upgrade the build image', at: '2025-01-07' },
      { id: 1002, url: 'https://example.org/api/items/1002', title: 'Users cannot log in with a second factor', at: '2025-01-08' },
      { id: 1003, url: 'https://example.org/api/items/1003', title: 'Typo in the manual', at: '2025-01-09' },
    ]
    const scores = await scorer.score('two-step authentication is broken', rows.map((row) => JSON.stringify(row)))
    expect(scores.indexOf(Math.max(...scores))).toBe(1)
    // Only what is natural text counts.
    expect(await scorer.score('two-step authentication is broken', rows.map((row) => JSON.stringify({ title: row.title })))).toEqual(scores)
  })

  test.each([
    { name: 'the words', query: 'Which one failed on 2025-01-07?', text: 'Which one failed on' },
    { name: 'the values of a call\'s arguments', query: 'what is wrong here?\n{"path":"src","query":"memory leak in the parser","limit":10}', text: 'what is wrong here?\nmemory leak in the parser src' },
    { name: 'nothing of empty lines', query: '\n\n one\n\n', text: 'one' },
    { name: 'nothing of nothing', query: '', text: '' },
  ])('of a query counts $name', ({ query, text }) => {
    expect(naturalQuery(query)).toBe(text)
  })

  test('of a very long query the first lines count', () => {
    const text = naturalQuery('the quick brown fox jumps over it\n'.repeat(100_000))
    expect(text.length).toBeLessThan(2500)
  })
})
