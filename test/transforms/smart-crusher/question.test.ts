import { describe, expect, test } from 'vitest'
import type { Query, Said } from '../../../src/conversation/query.ts'
import { crush, optimize } from '../../../src/index.ts'
import { findNamesSaid } from '../../../src/transforms/smart-crusher/query-names.ts'
import { queryText } from '../../../src/transforms/smart-crusher/query-text.ts'
import { rowsOf } from './table-of.ts'

const said = (...oldestFirst: string[]) => listOf(oldestFirst)
const listOf = (oldestFirst: readonly string[]): Said | undefined => oldestFirst.reduce<Said | undefined>((earlier, text) => ({ text, earlier }), undefined)
const queryOf = (query: Partial<Query>): Query => ({ user: undefined, assistant: '', call: '', after: [], ...query })
const filler = 'The quick brown fox jumps over the lazy dog. '.repeat(200)

describe('what a query names', () => {
  test.each([
    { name: 'at the end of a long text of the user', query: { user: said(`${filler} ORD-20151`) } },
    { name: 'at its beginning', query: { user: said(`ORD-20151 ${filler}`) } },
    { name: 'in its middle', query: { user: said(`${filler} ORD-20151 ${filler}`) } },
    { name: 'in an earlier text', query: { user: said('ORD-20151', filler, filler) } },
    { name: 'hundreds of texts ago', query: { user: said('ORD-20151', ...rowsOf(500, () => 'go on please')) } },
    { name: 'late in the arguments of the call', query: { call: JSON.stringify({ sql: `${filler} where id = 'ORD-20151'` }) } },
    { name: 'late in what the assistant said', query: { assistant: `${filler} ORD-20151` } },
    { name: 'in a long follow-up', query: { after: ['x', `${filler} ORD-20151`, filler] } },
  ] satisfies { name: string, query: Partial<Query> }[])('is found $name', ({ query }) => {
    expect(findNamesSaid(queryOf(query)).map(({ words }) => words.join(' '))).toContain('ord 20151')
  })

  test('is read once however many results ask, and is bounded', () => {
    const user = said(...rowsOf(20_000, (i) => `look at ${100_000 + i}`))
    const names = findNamesSaid(queryOf({ user }))
    expect(names).toHaveLength(1000)
    expect(names.map(({ text }) => text)).toContain('119999')
    let open = user
    let asked = 0
    for (; open !== undefined && asked < 2_000; open = open.earlier, asked++) expect(findNamesSaid(queryOf({ user: open })).length).toBe(1000)
    expect(asked).toBe(2_000)
  })

  test('of a list that is too deep for recursion is found', () => {
    expect(findNamesSaid(queryOf({ user: listOf(['4711', ...rowsOf(100_000, () => 'ok')]) })).map(({ text }) => text)).toEqual(['4711'])
  })
})

describe('the text that ranks rows', () => {
  test('keeps the beginning and the end of a long text, whole words of both', () => {
    const text = queryText(queryOf({ user: said(`Alphabet ${'word '.repeat(2000)} omega`) }))
    expect(text.length).toBeLessThanOrEqual(2001)
    expect(text).toMatch(/^Alphabet (?:word\s+)+omega$/)
  })

  test('holds the newest words first, then the call, then the assistant', () => {
    expect(queryText(queryOf({ user: said('one', 'two'), after: ['three', 'four'], call: '{}', assistant: 'look' }))).toBe('four\nthree\ntwo\none\n{}\nlook')
  })
})

const rows = rowsOf(200, (i) => ({ order: `ORD-${20_000 + i}`, func: `handle${i % 2 ? 'Beta' : 'Alpha'}Event${i}`, num: 4000 + i * 13, email: `user.${i}@example.com`, city: `Zürich ${i}` }))

test.each(['ORD-20001/ORD-20151', 'mailto:user.151@example.com', 'handle_beta_event151', '5.963', '5,963', 'https://example.com/orders/ORD-20151'])('a row that is named as %s stays whole', async (name) => {
  const { report } = await crush(JSON.stringify(rows), { model: 'gpt-4o', query: `What about ${name}?` })
  expect(report.decisions[0]!.arrays[0]!.keptRows.find(({ row }) => row === 151)?.reasons).toContain('named-by-query')
})

test('a name from far away names its row and ranks no other', async () => {
  const query = queryOf({ user: said('ORD-20151', filler) })
  const messages = [
    { role: 'user', content: query.user!.earlier!.text }, { role: 'assistant', content: 'Yes.' }, { role: 'user', content: filler },
    { role: 'assistant', content: null, tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }] },
    { role: 'tool', tool_call_id: 'a', content: JSON.stringify(rows) },
  ]
  const { report } = await optimize(messages, { model: 'gpt-4o' })
  expect(report.decisions[0]!.arrays[0]!.keptRows.find(({ row }) => row === 151)?.reasons).toEqual(['named-by-query'])
})

describe('an own scorer', () => {
  const text = JSON.stringify(Object.fromEntries(rowsOf(12, (i) => [`list${i}`, rows.map((row) => ({ ...row, i }))])))

  test('that does not answer is waited for once, in a whole request', async () => {
    let asked = 0
    const scorer = { name: 'sleeper', score: () => { asked++; return new Promise<number[]>(() => undefined) } }
    const messages = rowsOf(3, (i) => [
      { role: 'user', content: 'find user 12' },
      { role: 'assistant', content: null, tool_calls: [{ id: `c${i}`, type: 'function', function: { name: 'f', arguments: '{}' } }] },
      { role: 'tool', tool_call_id: `c${i}`, content: text },
    ]).flat()
    const { report } = await optimize(messages, { model: 'gpt-4o', tokenCounter: 'estimate', smartCrusher: { relevance: { scorer, timeLimitMs: 30 } } })
    expect(asked).toBe(1)
    expect(report.warnings.filter((warning) => warning.includes('no answer within 30 ms'))).toHaveLength(1)
  })

  test('shares its time over the arrays of a result, and gets new time for the next', async () => {
    const asked: number[] = []
    let result = 0
    const scorer = {
      name: 'slow',
      score: async (_query: string, documents: readonly string[]) => {
        asked[result] = (asked[result] ?? 0) + 1
        await new Promise((resolve) => setTimeout(resolve, 40))
        return documents.map(() => 0.5)
      },
    }
    const options = { model: 'gpt-4o', tokenCounter: 'estimate' as const, query: 'find user 12', smartCrusher: { relevance: { scorer, timeLimitMs: 100 } } }
    for (; result < 2; result++) await crush(text, options)
    for (const times of asked) expect(times).toBeLessThanOrEqual(3)
    expect(asked).toHaveLength(2)
  })
})
