import { describe, expect, test } from 'vitest'
import { withoutWhiteSpace } from '../laws/documents.ts'
import { realPipeline } from '../laws/real-pipeline.ts'
import { hostileQueries, hostileTexts } from './documents.ts'

// An estimate counts these as well: counting exactly has hostile inputs of its own, in test/tokens.
const options = { tokenCounter: 'estimate' } as const

describe.each(hostileTexts)('$name', ({ text: makeText, unreadable, isAlone }) => {
  test('is crushed or left alone, and nothing fails', async () => {
    const text = makeText()
    const { text: after, report } = await realPipeline.crush(text, { query: 'entry 17 in column_3?', ...options })
    expect(report.warnings).toEqual([])
    expect(report.tokensAfter).toBeLessThanOrEqual(report.tokensBefore)
    if (unreadable) expect(after === text).toBe(true)
    else expect(() => void JSON.parse(after)).not.toThrow()
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test.skipIf(isAlone)('is written without loss', async () => {
    const text = makeText()
    const { text: after, report } = await realPipeline.crush(text, { smartCrusher: { lossless: true }, ...options })
    expect(report.warnings).toEqual([])
    // Compared as a whole, since a difference of megabytes is no message.
    expect(realPipeline.expand(after) === text || withoutWhiteSpace(realPipeline.expand(after)) === withoutWhiteSpace(text)).toBe(true)
  })

  test.skipIf(isAlone)('is a text like any other in a request', async () => {
    const request = [
      { role: 'user', content: 'What is in it?' },
      { role: 'assistant', content: null, tool_calls: [{ id: 'c', type: 'function', function: { name: 'read', arguments: makeText().slice(0, 10_000) } }] },
      { role: 'tool', tool_call_id: 'c', content: makeText() },
    ]
    // A window into which everything fits: what is unknown or full has warnings of its own.
    const { request: after, report } = await realPipeline.optimize(request, { ...options, model: 'large', modelContextLimits: { large: 1e9 } })
    expect(report.warnings).toEqual([])
    if (unreadable) expect(after).toBe(request)
  })
})

test.each(hostileQueries.map((query) => ({ query, name: `${query.slice(0, 20)} (${query.length})` })))('the query $name is words like any other', async ({ query }) => {
  const text = JSON.stringify(Array.from({ length: 200 }, (_, i) => ({ id: i, name: `entry ${i}`, path: `/a/b/${i}`, score: 1 / (i + 1) })))
  const { report } = await realPipeline.crush(text, { query, ...options })
  expect(report.warnings).toEqual([])
})

test('what claims to be ours and is not is expanded to itself', () => {
  for (const text of ['{"_headroom":1}', '{"_headroom":"table of 2 rows","columns":[],"rows":[]}', '{"_headroom":"table of 1 rows","columns":["a"],"rows":[[1,2]]}', '{"_headroom"']) {
    expect(realPipeline.expand(text)).toBe(text)
  }
})
