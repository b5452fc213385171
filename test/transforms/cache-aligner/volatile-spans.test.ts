import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findVolatileSpans } from '../../../src/transforms/cache-aligner/volatile-spans.ts'

const found = (text: string): [string, string][] => findVolatileSpans(text).map(({ start, end, kind }) => [kind, text.slice(start, end)])

test.each([
  ['You are helpful. Today is January 7, 2025.', 'January 7, 2025'],
  ['Today is Tuesday, January 7th, 2025 at 3:05 PM', 'Tuesday, January 7th, 2025 at 3:05 PM'],
  ['The current time is 2024-05-15 15:00:00 EST.', '2024-05-15 15:00:00 EST'],
  ['now: 2025-01-07T15:00:00.123Z', '2025-01-07T15:00:00.123Z'],
  ['now: 2025-01-07T15:00:00+01:00', '2025-01-07T15:00:00+01:00'],
  ["Today's date: 2026-03-04", '2026-03-04'],
  ['Heute ist Dienstag, 7. Januar 2025 um 15:00.', 'Dienstag, 7. Januar 2025 um 15:00'],
  ['Stand: 07.01.2025, 15:00', '07.01.2025, 15:00'],
  ['Nous sommes le 7 février 2025.', '7 février 2025'],
  ['Hoy es 7 de enero de 2025.', '7 de enero de 2025'],
  ['Hoje: 7 de janeiro de 2025', '7 de janeiro de 2025'],
  ['今天是2025年1月7日。', '2025年1月7日'],
  ['오늘은 2025년 1월 7일', '2025년 1월 7일'],
  ['Date: 1/7/2025', '1/7/2025'],
  ['Date: 2025/01/07', '2025/01/07'],
])('the date of %j is found whole', (text, date) => {
  expect(found(text)).toEqual([['date', date]])
})

test.each([
  ['Session 7c9e6679-7425-40de-944b-e07fc1f90ae7 is yours', 'id', '7c9e6679-7425-40de-944b-e07fc1f90ae7'],
  ['Request ID: req_8f2c91', 'id', 'req_8f2c91'],
  ['trace_id=4bf92f3577b34da6', 'id', '4bf92f3577b34da6'],
  ['**Conversation id**: abc-1234', 'id', 'abc-1234'],
  ['commit: 9fceb02d', 'id', '9fceb02d'],
  ['Current time: 14:05', 'time', '14:05'],
  ['Uhrzeit: 9:30', 'time', '9:30'],
  ['Today is Tuesday.', 'date', 'Tuesday'],
  ['timestamp: 1736262000', 'timestamp', '1736262000'],
])('%j holds a volatile %s', (text, kind, value) => {
  expect(found(text)).toEqual([[kind, value]])
})

test.each([
  'We are open from 9:00 to 17:30.',
  'March on, and may you sit down now.',
  'Knowledge cutoff: 2024-06-01',
  'This policy is effective January 7, 2025.',
  'Write dates like 2025-01-07.',
  'Version 2.0.1, 1.2.2024-beta',
  'The call takes a request id and a user id.',
  'Fares are 1736262000 points.',
  'See /2024/05/2024-05-15-notes.md',
  'The year 2025 was good; 40/20/2025 is no date.',
  'commit: message first',
])('%j holds nothing volatile', (text) => {
  expect(found(text)).toEqual([])
})

test('several are found in the order of the text', () => {
  expect(found('Request id: r-77\nToday is January 7, 2025.\nid 7c9e6679-7425-40de-944b-e07fc1f90ae7').map(([kind]) => kind)).toEqual(['id', 'date', 'id'])
})

test('spans are in order, apart from each other and within the text, whatever the text', () => {
  const pieces = fc.constantFrom('2025-01-07', ' ', 'January 7, 2025', '7', ':', 'time', '14:05', 'is ', 'id: ', 'a1b2', '年', '\n', 'Today ', '-')
  fc.assert(fc.property(fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')), (text) => {
    let end = 0
    for (const span of findVolatileSpans(text)) {
      expect(span.start).toBeGreaterThanOrEqual(end)
      expect(span.end).toBeGreaterThan(span.start)
      end = span.end
    }
    expect(end).toBeLessThanOrEqual(text.length)
  }))
})
