import { expect, test } from 'vitest'
import { openAiChatAdapter } from '../../src/adapters/openai/adapter.ts'
import { countBase64 } from '../../src/report/base64.ts'
import { countMarkup } from '../../src/report/markup.ts'
import { measureWaste } from '../../src/report/waste.ts'
import { fingerprintPrefix } from '../../src/transforms/cache-aligner/prefix-fingerprint.ts'

const base64 = 'iVBORw0KGgoAAAANSUhEUgAAAosAAACyCAYAAAAqAIVbAAABXGlDQ1BJQ0MgUHJvZmlsZQAAKJF1kM1KQmEQ'

test.each([
  { name: 'a run', text: base64, characters: base64.length },
  { name: 'a run with its padding', text: `"${base64}=="`, characters: base64.length + 1 },
  { name: 'a data URL', text: `data:image/png;base64,${base64} and more`, characters: base64.length },
  { name: 'two runs', text: `${base64}\n${base64}`, characters: 2 * base64.length },
  { name: 'the URL alphabet', text: base64.replaceAll('A', '_'), characters: base64.length },
  { name: 'a short run', text: base64.slice(0, 63), characters: 0 },
  { name: 'a hexadecimal hash', text: '9fceb02d0ae598e95dc970b74767f19372d61af8'.repeat(3), characters: 0 },
  { name: 'a path in lower case', text: 'src/transforms/smart-crusher/options/and/much/deeper/than/that/one/can/be', characters: 0 },
  { name: 'prose', text: 'The Quick 2 Brown Foxes '.repeat(20), characters: 0 },
  { name: 'one letter', text: 'a'.repeat(1000), characters: 0 },
  { name: 'a run at the end of words', text: `some words before it ${base64}`, characters: base64.length },
  { name: 'runs apart by one character', text: `${base64} ${base64}=${base64}`, characters: 3 * base64.length + 1 },
  { name: 'nothing', text: '', characters: 0 },
])('base64: $name counts $characters characters', ({ text, characters }) => {
  expect(countBase64(text)).toBe(characters)
})

const hidden = '<script>if (a < b) go()</script><!-- no -->'
const row = '<tr><td>1</td><td class="x">2</td></tr>'

test.each([
  { name: 'tags', text: row.repeat(2), characters: 2 * (row.length - 2) },
  { name: 'scripts and comments with what is in them', text: row.repeat(2) + hidden, characters: 2 * (row.length - 2) + hidden.length },
  { name: 'an example of a tag in prose', text: 'Write <b>bold</b> or <i>this</i>', characters: 0 },
  { name: 'comparisons', text: 'a < b > c '.repeat(100), characters: 0 },
  { name: 'elements of other languages', text: '<record><field>1</field></record>'.repeat(20), characters: 0 },
  { name: 'a tag that never ends', text: `${'<div '.repeat(20)}`, characters: 0 },
  { name: 'a comment that never ends', text: `${row.repeat(2)}<!--${row}`, characters: 2 * (row.length - 2) },
])('markup: $name counts $characters characters', ({ text, characters }) => {
  expect(countMarkup(text)).toBe(characters)
})

test('waste is looked for in what users and tools said', async () => {
  const conversation = openAiChatAdapter.parse([
    { role: 'system', content: `Today is 2025-01-07. ${base64}` },
    { role: 'user', content: base64 },
    { role: 'assistant', content: base64, tool_calls: [{ id: 'a', type: 'function', function: { name: 'get', arguments: '{}' } }] },
    { role: 'tool', tool_call_id: 'a', content: row.repeat(10) },
  ])
  const tokens = { counting: 'exact', name: 'characters', count: (text: string) => text.length, quick: (text: string) => text.length } as const
  expect(await measureWaste(conversation, fingerprintPrefix(conversation), { whiteSpace: 7 }, tokens)).toEqual({
    whiteSpace: 7, repeatedKeys: 0, repeatedRows: 0, base64: Math.round(base64.length * 0.68), html: Math.round(10 * (row.length - 2) * 0.3),
    volatilePrefix: '2025-01-07. '.length + base64.length,
  })
})
