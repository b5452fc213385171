import { describe, expect, test } from 'vitest'
import { createHeadroom, crush } from '../../../src/index.ts'
import type { RelevanceOptions } from '../../../src/index.ts'
import { createConceptEmbedder } from '../../relevance/concept-embedder.ts'
import { rowsOf } from './table-of.ts'

const query = 'Where does the cat rest?'
const fillers = ['paint on the northern wall', 'letters from the council', 'a list of spare parts', 'notes of the last meeting', 'keys for the side door']
/** Letters that no two numbers below 17,576 share. */
const lettersOf = (number: number): string => [1, 26, 676].map((place) => String.fromCharCode(97 + Math.floor(number / place) % 26)).join('')
const list = (count: number, from = 0): Record<string, unknown>[] => rowsOf(count, (i) => ({ id: `r-${1000 + from + i}`, note: `${fillers[(from + i) % 5]} number ${lettersOf(from + i)}` }))
const markdown = (rows: readonly Record<string, unknown>[]): string => ['| id | note |', '| --- | --- |', ...rows.map(({ id, note }) => `| ${String(id)} | ${String(note)} |`)].join('\n')

const decide = async (text: string, relevance: RelevanceOptions) => (await crush(text, { model: 'gpt-4o', query, smartCrusher: { minTokensToCrush: 60, relevance } })).report
const failing = () => createConceptEmbedder(() => Promise.reject(new Error('no model')))
const warning = 'the embedder concepts failed (no model); rows were ranked by bm25, and it is not asked again'

describe('a failure is told', () => {
  // Of 16 rows 15 stay, which is no choice: nothing of the ranking is in the result but that nobody asks again.
  test.each([
    { name: 'of an array in a string that stays whole', text: JSON.stringify(rowsOf(1, () => ({ a: JSON.stringify(list(16)), b: JSON.stringify(list(300)) }))) },
    { name: 'of a table in a text that stays whole', text: `${markdown(list(16))}\n\nAnd these are older:\n\n${markdown(list(300))}\n` },
    { name: 'where nothing is left out in the end', text: JSON.stringify(list(16)) },
  ])('$name', async ({ text }) => {
    const embedder = failing()
    const { warnings } = await decide(text, { embedder })
    expect(embedder.asked).toHaveLength(1)
    expect(warnings).toEqual([warning])
  })

  test('once, however many arrays it concerns', async () => {
    const table = { name: 'torn', dimensions: 4, vectorOf: () => ({ sum: new Int32Array(4), squaredNorm: 0 }), cosines: () => { throw new Error('torn') } }
    const { warnings, decisions } = await decide(JSON.stringify({ a: list(100), b: list(100, 3) }), { table })
    expect(decisions[0]!.arrays).toHaveLength(2)
    expect(warnings).toEqual(['ranking by meaning failed (torn); rows were ranked by bm25'])
  })

  test('by the request in which it happened, and by none that sends the same result again', async () => {
    let fails = true
    const embedder = createConceptEmbedder((vectors) => fails ? Promise.reject(new Error('no model')) : vectors)
    const headroom = createHeadroom({ model: 'gpt-4o', smartCrusher: { relevance: { embedder } } })
    const messages: unknown[] = [{ role: 'user', content: query }]
    const found = []
    for (const id of ['a', 'b']) {
      messages.push({ role: 'assistant', content: null, tool_calls: [{ id, type: 'function', function: { name: 'list', arguments: '{}' } }] }, { role: 'tool', tool_call_id: id, content: JSON.stringify(list(200, id === 'a' ? 0 : 1000)) })
      const { report } = await headroom.optimize(messages)
      found.push({ by: report.decisions.map(({ relevance }) => relevance), warnings: report.warnings })
      fails = false
    }
    expect(found).toEqual([{ by: ['bm25'], warnings: [warning] }, { by: ['bm25', 'hybrid (bm25, embedding)'], warnings: [] }])
  })

  test.each([
    { name: 'never answers', answers: 0, says: /no answer within 60 ms\); rows were ranked by bm25, and it is not asked again$/ },
    { name: 'answered before', answers: 1, says: /no answer within 60 ms\); rows were ranked by bm25, and it is not asked again for this result$/ },
  ])('with how long it holds, of an embedder that $name', async ({ answers, says }) => {
    let calls = 0
    const embedder = createConceptEmbedder((vectors) => calls++ < answers ? vectors : new Promise(() => undefined))
    const { warnings } = await decide(JSON.stringify({ a: list(100), b: list(100, 3), c: list(100, 7) }), { embedder, timeLimitMs: 60, maxEmbeddedRows: 40 })
    expect(calls).toBe(answers + 1)
    expect(warnings).toEqual([expect.stringMatching(says)])
  })
})

test('parts of a text share the vectors of what they say', async () => {
  const embedder = createConceptEmbedder()
  const { decisions } = await decide(`As JSON:\n\n${JSON.stringify(list(40), null, 1)}\n\nAnd once more:\n\n${markdown(list(40))}\n`, { embedder })
  expect(decisions[0]!.parts?.map(({ contentType }) => contentType)).toEqual(expect.arrayContaining(['json', 'table']))
  expect(embedder.asked.map((texts) => texts.length)).toEqual([41])
})

test.each([
  { name: 'in strings', text: JSON.stringify(rowsOf(40, (i) => ({ body: JSON.stringify(list(50, i * 50)) }))) },
  { name: 'between words', text: rowsOf(40, (i) => `Chunk ${i}:\n${JSON.stringify(list(50, i * 50), null, 1)}`).join('\n\n') },
])('many arrays $name share the places of one', async ({ text }) => {
  const embedder = createConceptEmbedder()
  await decide(text, { embedder, maxEmbeddedRows: 60 })
  expect(embedder.asked.flat().length).toBeLessThan(2 * 1.5 * 60)
})
