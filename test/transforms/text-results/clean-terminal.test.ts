import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanTerminal } from '../../../src/transforms/text-results/terminal/clean-terminal.ts'

test.each([
  { name: 'colours', text: '\u001b[1;31mERROR\u001b[0m no route', shown: 'ERROR no route' },
  { name: 'cursor moves and erasing', text: '\u001b[2K\u001b[1Gdone\u001b[?25h', shown: 'done' },
  { name: 'a window title', text: '\u001b]0;build - bash\u0007$ make', shown: '$ make' },
  { name: 'a progress bar', text: 'Fetching  10%\rFetching  55%\rFetching 100%\nok', shown: 'Fetching 100%\nok' },
  { name: 'a bar that ends with another line', text: 'Progress (1): 1.1 kB\rProgress (1): 3 kB\r            \rDownloaded from central\n', shown: 'Downloaded from central\n' },
  { name: 'a spinner', text: '⠋ building\r⠙ building\r✓ built\n', shown: '✓ built\n' },
  { name: 'line breaks of Windows', text: 'a\r\nb\r\n', shown: 'a\r\nb\r\n' },
  { name: 'lines of an old Mac', text: 'first line\rsecond line\rthird line', shown: 'first line\rsecond line\rthird line' },
  { name: 'what was written over and is no progress', text: 'error: disk full\rdone\n', shown: 'error: disk full\rdone\n' },
  { name: 'brackets that no escape goes before', text: 'list[0m] and [1;31m', shown: 'list[0m] and [1;31m' },
  { name: 'a title that never ends', text: '\u001b]0;a line\nnext', shown: '\u001b]0;a line\nnext' },
])('a terminal shows $name', ({ text, shown }) => {
  expect(cleanTerminal(text)).toBe(shown)
  expect(cleanTerminal(shown)).toBe(shown)
})

test('what is clean stays the same, and cleaning twice is cleaning once', () => {
  const pieces = fc.array(fc.constantFrom('a', ' ', '\n', '\r', '\r\n', '10%', '\u001b', '\u001b[', '[0m', '\u001b[31m', ']0;', '\u0007', '⠋'), { maxLength: 40 }).map((list) => list.join(''))
  fc.assert(fc.property(pieces, (text) => {
    const once = cleanTerminal(text)
    if (!/[\r\u001b]/.test(text)) expect(once).toBe(text)
    expect(once.split('\n')).toHaveLength(text.split('\n').length)
    expect(cleanTerminal(once)).toBe(once)
  }), { numRuns: 300 })
})
