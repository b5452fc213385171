import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadGptCounter } from '../../src/tokens/drivers/gpt.ts'
import { estimateTokens } from '../../src/tokens/estimate.ts'
import { createRandom } from './random-text.ts'

test('never above the UTF-8 bytes of any text, always a whole number, 0 for none', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
    const tokens = estimateTokens(text)
    expect(Number.isInteger(tokens)).toBe(true)
    expect(tokens).toBeLessThanOrEqual(new TextEncoder().encode(text).length)
    expect(tokens > 0).toBe(text !== '')
  }), { numRuns: 500 })
})

const { base64, hex, uuid, integer } = createRandom()
const rows = Array.from({ length: 40 }, (_, i) => ({
  id: uuid(), title: `Tutorial ${i}: reading files in Python`, createdAt: `2025-03-${10 + i % 20}T08:${10 + i}:00Z`, score: integer(100_000) / 1000,
  tags: ['python', 'files'], isPublic: i % 3 === 0,
}))
test.each([
  { name: 'minified JSON', text: JSON.stringify(rows), within: 0.15 },
  { name: 'indented JSON', text: JSON.stringify(rows, null, 2), within: 0.2 },
  { name: 'a log', text: rows.map(({ createdAt, id }, i) => `${createdAt} INFO  [worker-${i}] request ${id} finished in ${integer(900)} ms\n`).join(''), within: 0.2 },
  {
    name: 'English',
    text: 'The quick brown fox jumps over the lazy dog, although nobody had asked for it. When the committee met again, its members could not agree on anything but the date of their next meeting. ',
    within: 0.15,
  },
  { name: 'code', text: 'export function readRows(text: string): Row[] {\n  const rows = text.split(\'\\n\')\n  return rows.map((row) => parseRow(row.trim()))\n}\n', within: 0.25 },
  { name: 'base64', text: base64(2000), within: 0.05 },
  { name: 'hashes', text: Array.from({ length: 30 }, () => hex(40)).join('\n'), within: 0.1 },
  { name: 'Chinese', text: '北京是中华人民共和国的首都，位于华北平原的北部，是一座有着三千多年历史的古都。', within: 0.3 },
  { name: 'Japanese', text: '昨日は雨が降っていたので、駅前の喫茶店で友達と長い時間話をしました。', within: 0.3 },
  { name: 'Korean', text: '어제는 비가 와서 역 앞의 카페에서 친구와 오랫동안 이야기를 나누었습니다.', within: 0.3 },
  { name: 'Russian', text: 'Вчера шёл дождь, поэтому мы долго разговаривали в кафе возле вокзала.', within: 0.3 },
])('$name within $within of the exact count', async ({ text, within }) => {
  const exact = (await loadGptCounter('o200k_base'))(text)
  expect(Math.abs(estimateTokens(text) / exact - 1)).toBeLessThan(within)
})
