import { beforeAll, describe, expect, test } from 'vitest'
import { createHeadroom, crush, optimize } from '../../../src/index.ts'
import type { RelevanceOptions, SmartCrusherOptions } from '../../../src/index.ts'
import type { Embedder } from '../../../src/relevance/embedder.ts'
import { loadStaticTable } from '../../../src/relevance/drivers/static.ts'
import type { StaticTable } from '../../../src/relevance/static-table.ts'
import { hashTexts } from '../../../src/hash/fnv1a.ts'
import { buildPayload, payloadSpecOf } from '../../arbitraries/payload.ts'
import { createConceptEmbedder } from '../../relevance/concept-embedder.ts'
import { createHashEmbedder } from '../../relevance/hash-embedder.ts'
import { rowsOf } from './table-of.ts'

const query = 'Where does the cat rest?'
const fillers = ['paint on the northern wall', 'letters from the council', 'a list of spare parts', 'notes of the last meeting', 'keys for the side door']
const target = 137
const rows = rowsOf(300, (i) => ({ id: `r-${1000 + i}`, size: 100 + (i * 37) % 91, note: i === target ? 'a feline sleeps on the sofa' : `${fillers[i % 5]} number ${'abcdefghijklmnop'[i % 16]}${'qrstuvwxyz'[i % 10]}` }))
const text = JSON.stringify(rows)

let table: StaticTable
beforeAll(async () => { table = await loadStaticTable() })

const crushed = async (relevance: RelevanceOptions, options: SmartCrusherOptions = {}) => {
  const { text: after, report } = await crush(text, { model: 'gpt-4o', query, smartCrusher: { index: false, ...options, relevance } })
  const decision = report.decisions[0]!
  return { text: after, by: decision.relevance, warnings: report.warnings, kept: new Set(decision.arrays.flatMap(({ keptRows }) => keptRows.map(({ row }) => row))) }
}

describe('what ranks rows', () => {
  test.each([
    { name: 'words, where nothing else is given', relevance: () => ({}), by: 'bm25', finds: false },
    { name: 'words and the table', relevance: () => ({ table }), by: 'hybrid (bm25, static)', finds: true },
    { name: 'words and the embedder', relevance: () => ({ embedder: createConceptEmbedder() }), by: 'hybrid (bm25, embedding)', finds: true },
    { name: 'words, the table and the embedder', relevance: () => ({ table, embedder: createConceptEmbedder() }), by: 'hybrid (bm25, static, embedding)', finds: true },
    { name: 'words alone, by the tier', relevance: () => ({ tier: 'bm25' as const, table, embedder: createConceptEmbedder() }), by: 'bm25', finds: false },
    { name: 'the table, by the tier', relevance: () => ({ tier: 'static' as const, table, embedder: createConceptEmbedder() }), by: 'static', finds: true },
    { name: 'the embedder, by the tier', relevance: () => ({ tier: 'embedding' as const, table, embedder: createConceptEmbedder() }), by: 'embedding', finds: true },
    { name: 'an own scorer before all others', relevance: () => ({ table, scorer: { name: 'own', score: (_: string, documents: readonly string[]) => documents.map((_, i) => (i === 50 ? 1 : 0)) } }), by: 'own', finds: false },
  ])('are $name', async ({ relevance, by, finds }) => {
    const outcome = await crushed(relevance())
    expect(outcome.by).toBe(by)
    expect(outcome.kept.has(target)).toBe(finds)
    expect(outcome.warnings).toEqual([])
  })

  test.each([
    { name: 'where rows are left out', maxItemsAfterCrush: 10, length: 1200 },
    { name: 'where all stay', maxItemsAfterCrush: 29, length: 500 },
  ])('in the row nearest to the question a long value that others have too stands in its place, $name', async ({ maxItemsAfterCrush, length }) => {
    const advice = 'Turn it off and on again. '.repeat(length / 20)
    const list = rowsOf(30, (i) => ({ id: `r-${1000 + i}`, note: i === 20 ? 'a feline sleeps on the sofa' : `${fillers[i % 5]} ${'abcdefghijklmnop'[i % 16]}${'qrstuvwxyz'[i % 10]}`, advice: i % 2 === 0 ? advice : `none for ${i * 7919}` }))
    const { text: after } = await crush(JSON.stringify(list), { model: 'gpt-4o', query, smartCrusher: { index: false, format: 'columns', maxItemsAfterCrush, relevance: { table } } })
    expect(after).toContain(`["r-1020","a feline sleeps on the sofa","${advice}"]`)
    expect(after).toMatch(/\["r-1000","[^"]*","&1"\]/u)
    expect(after.split(advice)).toHaveLength(3)
  })

  test('a tier asks for nothing that it does not use', async () => {
    const embedder = createConceptEmbedder()
    for (const tier of ['bm25', 'static'] as const) await crushed({ tier, table, embedder })
    expect(embedder.asked).toEqual([])
  })

  test('a question without words to compare is ranked by words', async () => {
    const embedder = createConceptEmbedder()
    const { report } = await crush(text, { model: 'gpt-4o', query: '4711', smartCrusher: { relevance: { table, embedder } } })
    expect(report.decisions[0]!.relevance).toBe('bm25')
    expect(embedder.asked).toEqual([])
  })

  test('what the question names stays, whatever is near in meaning', async () => {
    for (const relevance of [{ table }, { embedder: createHashEmbedder() }, { table, embedder: createConceptEmbedder(), maxEmbeddedRows: 2 }]) {
      const { report } = await crush(text, { model: 'gpt-4o', query: `${query} And what is r-1222?`, smartCrusher: { relevance } })
      expect(report.decisions[0]!.arrays[0]!.keptRows.find(({ row }) => row === 222)?.reasons).toContain('named-by-query')
    }
  })

  test('a tool result has as few rows as its scores need: fewer where one stands out', async () => {
    const byWords = await crushed({})
    const { text: after, kept } = await crushed({ embedder: createConceptEmbedder(), maxEmbeddedRows: 1000 })
    expect(kept.size).toBeLessThan(byWords.kept.size)
    expect(after.length).toBeLessThan(byWords.text.length)
  })
})

describe('what is embedded', () => {
  test('is the question and at most so many texts, none twice', async () => {
    const embedder = createConceptEmbedder()
    await crushed({ table, embedder, maxEmbeddedRows: 30 }) // two thirds of them beside the table
    const [asked, ...more] = embedder.asked
    expect(more).toEqual([])
    expect(asked).toHaveLength(21)
    expect(asked![0]).toBe(query)
    expect(new Set(asked).size).toBe(21)
  })

  test('rows of one text are embedded once, and all of them where their texts are few', async () => {
    const embedder = createConceptEmbedder()
    const alike = JSON.stringify(rowsOf(300, (i) => ({ id: 100_000 + i, note: fillers[i % 5] })))
    await crush(alike, { model: 'gpt-4o', query, smartCrusher: { relevance: { embedder, maxEmbeddedRows: 20 } } })
    expect(embedder.asked.map((texts) => [...texts].sort())).toEqual([[query, ...fillers].sort()])
  })

  test('of several arrays is each text once, and in all no more than there are places: by their share of the text', async () => {
    const embedder = createConceptEmbedder()
    const nested = JSON.stringify(rowsOf(12, (i) => ({ name: `group ${'abcdefghijkl'[i]}`, members: rows.slice(i * 20, i * 20 + 100) })))
    await crush(nested, { model: 'gpt-4o', query, smartCrusher: { relevance: { embedder, maxEmbeddedRows: 128 } } })
    const all = embedder.asked.flat()
    expect(new Set(all).size).toBe(all.length)
    expect(embedder.asked.length).toBeGreaterThan(1)
    expect(all.length).toBeLessThanOrEqual(2 * 1.5 * 128 + 12)

    const many = createConceptEmbedder()
    await crush(JSON.stringify(rowsOf(60, (i) => ({ members: rows.slice(i, i + 100) }))), { model: 'gpt-4o', query, smartCrusher: { relevance: { embedder: many, maxEmbeddedRows: 128 } } })
    expect(many.asked.flat().length).toBeLessThan(2 * 1.5 * 128)
  })

  test('of a long question is its beginning and its end, in parts', async () => {
    const embedder = createConceptEmbedder()
    const words = (name: string): string => Array.from({ length: 60 }, (_, i) => `${name}${'abcdefghij'[i % 10]}`).join(' ')
    await crush(text, { model: 'gpt-4o', query: `${words('first')}\n${words('middle')}\n${words('last')} ends here`, smartCrusher: { relevance: { embedder, maxEmbeddedRows: 5 } } })
    const parts = embedder.asked[0]!.slice(0, 4)
    expect(embedder.asked[0]).toHaveLength(9)
    expect(parts[0]).toMatch(/^firsta firstb/)
    expect(parts[3]).toMatch(/ends here$/)
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(150)
  })

  test('depends on the input alone', async () => {
    const asked = []
    for (let run = 0; run < 2; run++) {
      const embedder = createConceptEmbedder()
      await crushed({ table, embedder, maxEmbeddedRows: 20 })
      asked.push(embedder.asked)
    }
    expect(asked[1]).toEqual(asked[0])
  })
})

const never = (): Promise<never> => new Promise(() => undefined)

describe('an embedder that fails', () => {
  const faults: readonly { name: string, embedder: () => Embedder, reason: string }[] = [
    { name: 'throws at once', embedder: () => ({ ...createConceptEmbedder(), embed: () => { throw new Error('no model') } }), reason: 'no model' },
    { name: 'cannot load its model', embedder: () => createConceptEmbedder(() => Promise.reject(new Error('404 for model.onnx'))), reason: '404 for model.onnx' },
    { name: 'runs out of memory', embedder: () => createConceptEmbedder(() => { throw new RangeError('WebAssembly.Memory(): could not allocate memory') }), reason: 'could not allocate memory' },
    { name: 'answers for too few texts', embedder: () => createConceptEmbedder((vectors) => vectors.slice(1)), reason: 'vectors' },
    { name: 'answers with NaN', embedder: () => createConceptEmbedder((vectors) => vectors.map((vector, i) => (i === 3 ? vector.map(() => NaN) : vector))), reason: 'holds NaN' },
    { name: 'answers with infinity', embedder: () => createConceptEmbedder((vectors) => vectors.map((vector) => vector.map(() => Infinity))), reason: 'holds Infinity' },
    { name: 'answers in other dimensions', embedder: () => createConceptEmbedder((vectors) => vectors.map((vector) => vector.slice(1))), reason: 'dimensions' },
    { name: 'answers with nothing', embedder: () => createConceptEmbedder(() => undefined), reason: 'undefined' },
    { name: 'answers with no vectors', embedder: () => createConceptEmbedder((vectors) => vectors.map(() => null)), reason: 'null' },
    { name: 'never answers', embedder: () => createConceptEmbedder(never), reason: 'no answer within 40 ms' },
  ]

  test.each(faults)('and $name gives way to BM25, with one warning', async ({ embedder, reason }) => {
    const plain = await crushed({})
    const outcome = await crushed({ embedder: embedder(), timeLimitMs: 40 })
    expect(outcome.text).toBe(plain.text)
    expect(outcome.by).toBe('bm25')
    expect(outcome.warnings).toHaveLength(1)
    expect(outcome.warnings[0]).toContain('the embedder concepts failed')
    expect(outcome.warnings[0]).toContain(reason)
    expect(outcome.warnings[0]).toContain('ranked by bm25')
  })

  test('gives way to the table, where there is one', async () => {
    const plain = await crushed({ table })
    const outcome = await crushed({ table, embedder: createConceptEmbedder(() => Promise.reject(new Error('no'))) })
    expect(outcome).toEqual({ ...plain, warnings: ['the embedder concepts failed (no); rows were ranked by bm25 and the static table, and it is not asked again'] })
  })

  test.each([{ name: 'failed', change: () => Promise.reject(new Error('no')) }, { name: 'did not answer', change: never }])('is not asked again in a request in which it $name', async ({ change }) => {
    const embedder = createConceptEmbedder(change)
    const messages = rowsOf(3, (i) => [
      { role: 'assistant', content: null, tool_calls: [{ id: `c${i}`, type: 'function', function: { name: 'list', arguments: '{}' } }] },
      { role: 'tool', tool_call_id: `c${i}`, content: JSON.stringify({ a: rows, b: rows, i }) },
    ]).flat()
    const { report } = await optimize([{ role: 'user', content: query }, ...messages], { model: 'gpt-4o', smartCrusher: { relevance: { embedder, timeLimitMs: 40 } } })
    expect(embedder.asked).toHaveLength(1)
    expect(report.warnings).toHaveLength(1)
  })

  test('is told to stop when its time is over', async () => {
    let signal: { readonly aborted: boolean } | undefined
    await crushed({ embedder: createConceptEmbedder((_, context) => { signal = context.signal; return never() }), timeLimitMs: 20 })
    expect(signal?.aborted).toBe(true)
  })

  test('a table that fails gives way to BM25', async () => {
    const broken = { ...table, cosines: () => { throw new Error('torn') } }
    const outcome = await crushed({ table: broken })
    expect(outcome).toEqual({ ...await crushed({}), warnings: ['ranking by meaning failed (torn); rows were ranked by bm25'] })
  })

  test('vectors without a length, or all alike, are no failure', async () => {
    for (const value of [0, 1]) {
      const outcome = await crushed({ embedder: createConceptEmbedder((vectors) => vectors.map((vector) => vector.fill(value))) })
      expect(outcome.warnings).toEqual([])
      expect(outcome.by).toBe('hybrid (bm25, embedding)')
    }
  })

  test('an embedder may be an instance of a class', async () => {
    class Own {
      readonly id = 'own'
      readonly #inner = createConceptEmbedder()
      readonly dimensions = this.#inner.dimensions
      embed(texts: readonly string[]) { return this.#inner.embed(texts) }
    }
    expect((await crushed({ embedder: new Own() })).warnings).toEqual([])
  })
})

test('an aborted call rejects with the reason at once, and stops the embedder', async () => {
  const controller = new AbortController()
  const reason = new Error('enough')
  let signal: { readonly aborted: boolean } | undefined
  const embedder = createConceptEmbedder((_, context) => {
    signal = context.signal
    controller.abort(reason)
    return never()
  })
  await expect(crush(text, { query, signal: controller.signal, smartCrusher: { relevance: { embedder } } })).rejects.toBe(reason)
  expect(signal?.aborted).toBe(true)
})

describe('in a session', () => {
  const turn = (id: string, content = text): unknown[] => [
    { role: 'assistant', content: null, tool_calls: [{ id, type: 'function', function: { name: 'list', arguments: '{}' } }] },
    { role: 'tool', tool_call_id: id, content },
  ]
  const later = JSON.stringify(rows.map((row) => ({ ...row, later: true })))

  test.each([
    { name: 'a table', relevance: () => ({ table }) },
    { name: 'an embedder', relevance: () => ({ embedder: createConceptEmbedder() }) },
  ])('$name that is loaded later changes only what comes later', async ({ relevance }) => {
    const headroom = createHeadroom({ model: 'gpt-4o' })
    const start = [{ role: 'user', content: query }, ...turn('a')]
    const before = await headroom.optimize(start)
    const all = [...start, ...turn('b', later)]
    const after = await headroom.optimize(all, { smartCrusher: { relevance: relevance() } })
    expect(after.messages.slice(0, start.length)).toEqual(before.messages)
    expect(after.report.decisions.map((decision) => decision.relevance)).toEqual(['bm25', expect.stringContaining('hybrid')])
    // And one that went away again changes nothing of what it decided.
    expect((await headroom.optimize(all)).messages).toEqual(after.messages)
  })

  test('a result is embedded once', async () => {
    const embedder = createConceptEmbedder()
    const headroom = createHeadroom({ model: 'gpt-4o', smartCrusher: { relevance: { embedder } } })
    const start = [{ role: 'user', content: query }, ...turn('a')]
    await headroom.optimize(start)
    await headroom.optimize([...start, { role: 'assistant', content: 'On the sofa.' }, { role: 'user', content: 'Thanks' }])
    expect(embedder.asked).toHaveLength(1)
  })
})

// One hash for Node and Chromium: where both agree with it, the bytes agree with each other.
test.each([
  { name: 'the static tier', relevance: () => ({ tier: 'static' as const, table }), hash: '3ca18ee04635aac0' },
  { name: 'an embedder of the same vectors', relevance: () => ({ table, embedder: createHashEmbedder(), maxEmbeddedRows: 12 }), hash: 'a0a7756d37e38db5' },
])('$name gives the same bytes in every runtime', async ({ relevance, hash }) => {
  const texts: string[] = []
  for (let seed = 1; seed <= 12; seed++) {
    const payload = buildPayload(payloadSpecOf(2000 + seed))
    texts.push((await crush(payload.text, { query: 'Which harbor entries failed to arrive, and why?', model: 'gpt-4o', smartCrusher: { relevance: relevance() } })).text)
  }
  expect(hashTexts(texts)).toBe(hash)
})
