import { expect, test } from 'vitest'
import { formatReport } from '../../src/report/format-report.ts'
import { crushed, report } from './sample-report.ts'

test('it says what was saved, where, how many rows stayed, and what was left as it is', () => {
  expect(formatReport(report).split('\n')).toEqual([
    '45,000 -> 5,090 tokens: saved 39,910 (88.7 %), about $0.0060',
    'gpt-4o-mini · openai-chat · window 128,000 · prefix 0123456789abcdef, 50 %',
    '  stable · prices of 2026-11-01 · 12 ms',
    '',
    'changed (crushed: rows or lines are left out, and counted; else nothing is lost)',
    '  messages.2.content  search  crushed  44,120 -> 4,210',
    '    /results: 15 of 1,000 rows whole, 120 as index lines, 865 only counted',
    '',
    'left as they are',
    '  2: fewer tokens than the 200 from which it pays',
    '',
    'could be saved',
    '  white space    8,000 tokens',
    '  repeated keys  1,200 tokens',
  ])
})

test('of a text of several kinds it says what the parts are and how sure that is', () => {
  const part = (contentType: string, line: number) => ({ contentType, line, lines: 10, tokensBefore: 100, tokensAfter: 100, action: 'kept' as const })
  const parts = [part('text', 1), { ...part('diff', 2), confidence: 1 }, { ...part('log', 1200), confidence: 0.953, action: 'crushed' as const }]
  const text = formatReport({ ...report, decisions: [{ ...crushed, arrays: [], parts }] })
  expect(text).toContain('    text from line 1 kept, diff (100 %) from line 2 kept, log (95 %) from line\n      1,200 crushed\n')
  expect(formatReport({ ...report, decisions: [{ ...crushed, parts: Array.from({ length: 20 }, (_, i) => part('text', i)) }] })).toMatch(/14 more\s+parts/)
  expect(formatReport({ ...report, decisions: [{ ...crushed, parts: Array.from({ length: 7 }, (_, i) => part('text', i)) }] })).toMatch(/ 1 more\s+part\n/)
})

test.each([
  { decision: { contentType: 'log', confidence: 0.953, lines: { kept: 12, total: 4000 } }, line: '    log (95 %): 12 of 4,000 lines as they stood' },
  { decision: { contentType: 'search-results', confidence: 1, action: 'rewritten' as const }, line: '    search-results (100 %)' },
])('of a text it says what it was taken for, and what stands: $line', ({ decision, line }) => {
  expect(formatReport({ ...report, decisions: [{ ...crushed, arrays: [], ...decision }] }).split('\n')).toContain(line)
})

test.each([
  { relevance: 'hybrid (bm25, static, embedding)', lines: ['    ranked by hybrid (bm25, static, embedding)'] },
  { relevance: 'own \u001b[2J', lines: ['    ranked by own [2J'] },
  { relevance: 'bm25', lines: [] },
])('it says what ranked rows, where it was more than their words: $relevance', ({ relevance, lines }) => {
  expect(formatReport({ ...report, decisions: [{ ...crushed, relevance }] }).split('\n').filter((line) => line.includes('ranked'))).toEqual(lines)
})

test('an audit says that nothing changed and what optimize would save', () => {
  const text = formatReport({ ...report, mode: 'audit', tokensAfter: 45000, tokensSaved: 0 })
  expect(text.split('\n')[0]).toBe('45,000 tokens, unchanged; optimize would save 39,910')
})

test('a simulation says would, an estimate says so, an unknown price says nothing', () => {
  const { estimatedSavingsUsd, pricesDate, ...rest } = report
  expect(formatReport({ ...rest, mode: 'simulate', tokenCounting: 'estimated' }).split('\n')[0])
    .toBe('45,000 -> 5,090 tokens (estimated): would save 39,910 (88.7 %)')
  expect([estimatedSavingsUsd, pricesDate]).toEqual([0.0059865, '2026-11-01'])
})

test('warnings stand at the end, broken into lines', () => {
  const lines = formatReport({ ...report, warnings: ['word '.repeat(40).trim()] }).split('\n')
  expect(lines.indexOf('warnings')).toBeGreaterThan(0)
  expect(lines.slice(lines.indexOf('warnings') + 1).join(' ').match(/word/g)).toHaveLength(40)
})

test('no line is wider than 80 columns, however long the names are', () => {
  const wide = { ...crushed, path: Array.from({ length: 50 }, () => 'content'), toolName: 'tool'.repeat(50), arrays: [{ ...crushed.arrays[0]!, pointer: '/a'.repeat(100) }] }
  for (const line of formatReport({ ...report, decisions: [wide] }).split('\n')) expect(line.length).toBeLessThanOrEqual(80)
})

test('names in a request cannot steer the terminal', () => {
  const text = formatReport({ ...report, decisions: [{ ...crushed, toolName: '\u001b[2Jx\nfake' }], warnings: ['a\u001b[31m'] })
  expect(text).not.toContain('\u001b')
  expect(text).toContain('[2Jx fake')
})

test('colour is there when asked for and only then', () => {
  expect(formatReport(report)).not.toContain('\u001b')
  const escape = String.fromCharCode(27)
  const coloured = formatReport(report, { colour: true })
  expect(coloured.startsWith(`${escape}[1m45,000`)).toBe(true)
  expect(coloured.replaceAll(new RegExp(`${escape}\\[\\d+m`, 'g'), '')).toBe(formatReport(report))
})
