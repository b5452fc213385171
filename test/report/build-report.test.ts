import { expect, test } from 'vitest'
import { buildReport } from '../../src/report/build-report.ts'
import type { ReportFacts } from '../../src/report/build-report.ts'
import { noWaste } from '../../src/report/waste.ts'
import { measureWindow, warnAboutWindow } from '../../src/report/window.ts'

const facts: ReportFacts = {
  mode: 'optimize', tokensBefore: 1000, tokensAfter: 250, tokenCounting: 'exact', transforms: [], decisions: [], waste: noWaste,
  prefix: { hash: '0', alignmentScore: 1 }, window: measureWindow(250, undefined, 4000), warnings: [], timings: {},
}

test('savings are shares of the whole request', () => {
  expect(buildReport(facts)).toMatchObject({ tokensSaved: 750, savingsPercent: 75, compressionRatio: 0.25 })
})

test('an empty request saves nothing and divides by nothing', () => {
  expect(buildReport({ ...facts, tokensBefore: 0, tokensAfter: 0 })).toMatchObject({ tokensSaved: 0, savingsPercent: 0, compressionRatio: 1 })
})

test('money stands with the date of its price, or not at all', () => {
  const priced = buildReport({ ...facts, price: { inputUsd: (tokens) => tokens / 1e6, date: '2026-01-01' } })
  expect(priced).toMatchObject({ estimatedSavingsUsd: 0.00075, pricesDate: '2026-01-01' })
  expect(Object.keys(buildReport(facts))).not.toContain('estimatedSavingsUsd')
})

test('the same warning stands once', () => {
  expect(buildReport({ ...facts, warnings: ['a', 'b', 'a'] }).warnings).toEqual(['a', 'b'])
})

test('a report is plain data', () => {
  const report = buildReport({ ...facts, model: 'm', format: 'f' })
  expect(JSON.parse(JSON.stringify(report))).toEqual(report)
})

test('a request fits while the answer has its room', () => {
  expect(measureWindow(6000, 10_000, 4000)).toMatchObject({ limit: 10_000, fits: true, cut: false })
  expect(warnAboutWindow(6000, measureWindow(6000, 10_000, 4000), 4000)).toBeUndefined()
  expect(warnAboutWindow(6001, measureWindow(6001, 10_000, 4000), 4000)).toBe('the request does not fit: 6001 tokens and 4000 for the answer are 1 more than the window of 10000')
})

test('what nobody knows the window of is said to fit', () => {
  expect(measureWindow(1e9, undefined, 4000)).toEqual({ cut: false, unitsDropped: 0, turnsDropped: 0, tokensDropped: 0, fits: true })
})
