import { expect, test } from 'vitest'
import { hostileInputs } from '../../bench/data/hostile.ts'
import { logEntries } from '../../bench/data/log-entries.ts'
import { nestedResponses } from '../../bench/data/nested-responses.ts'
import { rowsOf100Characters } from '../../bench/data/rows.ts'
import { searchResults } from '../../bench/data/search-results.ts'
import { textsByKind } from '../../bench/data/texts.ts'
import { tutorials } from '../../bench/data/tutorials.ts'
import { countExactly } from '../../bench/tokens.ts'

test.each([
  { name: 'search results', text: searchResults, promised: 45_000 },
  { name: 'log entries', text: logEntries, promised: 22_000 },
  { name: 'nested responses', text: nestedResponses, promised: 15_000 },
])('$name have the promised size within 3 % and are the same every time', ({ text, promised }) => {
  expect(Math.abs(countExactly(text()) / promised - 1)).toBeLessThan(0.03)
  expect(text()).toBe(text())
})

test('the tutorials example is the one of the README', () => {
  const { results } = JSON.parse(tutorials()) as { results: { title: string, score: number }[] }
  expect(results).toHaveLength(500)
  expect(results[3]).toEqual({ title: 'Tutorial 3', score: 97 })
})

test('rows are of about 100 characters', () => {
  const text = rowsOf100Characters(1000)
  expect(JSON.parse(text)).toHaveLength(1000)
  expect(Math.abs(text.length / 1000 - 100)).toBeLessThan(10)
})

test('texts are the same for the same seed, and others for another', () => {
  const texts = textsByKind(1)
  expect(textsByKind(1)).toEqual(texts)
  const others = textsByKind(2)
  for (const [kind, text] of Object.entries(texts)) {
    expect(text.length).toBeGreaterThanOrEqual(45_000)
    expect(others[kind]).not.toBe(text)
  }
})

test.each(hostileInputs)('$name: twice the size is twice the text', ({ make }) => {
  const ratio = make(400).length / make(200).length
  expect(ratio).toBeGreaterThan(1.8)
  expect(ratio).toBeLessThan(2.3)
})
