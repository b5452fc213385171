import { expect, test, vi } from 'vitest'
import { optimize } from '../src/optimize.ts'
import type { Options } from '../src/options.ts'
import { createHeadroom } from '../src/session.ts'

const rows = (seed: string): string => JSON.stringify(Array.from({ length: 100 }, (_, i) => ({ id: `${seed}-${i}`, state: i === 40 ? 'failed' : 'done', at: 1000 + i })), null, 1)
const call = (id: string): unknown => ({ role: 'assistant', content: null, tool_calls: [{ id, type: 'function', function: { name: 'list', arguments: '{}' } }] })
const result = (id: string): unknown => ({ role: 'tool', tool_call_id: id, content: rows(id) })
const question = { role: 'user', content: 'What failed?' }

test('a session sends what the function sends', async () => {
  const headroom = createHeadroom({ model: 'gpt-4o-mini' })
  const messages = [question, call('a'), result('a')]
  const once = await headroom.optimize(messages)
  const again = await headroom.optimize(messages)
  const plain = await optimize(messages, { model: 'gpt-4o-mini' })
  expect([once.messages, again.messages]).toEqual([plain.messages, plain.messages])
  expect({ ...again.report, timings: {} }).toEqual({ ...plain.report, timings: {} })
})

test('a grown transcript repeats what was sent, and its old results are not scored again', async () => {
  let scored = 0
  const scorer = { name: 'own', score: (_: string, documents: readonly string[]) => {
    scored++
    return documents.map(() => 0)
  } }
  const headroom = createHeadroom({ smartCrusher: { relevance: { scorer } } })
  const short = [question, call('a'), result('a')]
  const first = await headroom.optimize(short)
  const scoredFirst = scored
  const second = await headroom.optimize([...short, { role: 'assistant', content: 'a-40 failed.' }, { role: 'user', content: 'And now?' }])
  expect(scored).toBe(scoredFirst)
  expect(scoredFirst).toBeGreaterThan(0)
  expect(second.messages.slice(0, 3)).toEqual(first.messages)
})

test('running totals are the sums of the reports', async () => {
  const headroom = createHeadroom({ model: 'gpt-4o-mini' })
  const reports = [
    (await headroom.optimize([question, call('a'), result('a')])).report,
    (await headroom.optimize({ messages: [question] }, { mode: 'audit' })).report,
    (await headroom.crush(rows('c'))).report,
    (await headroom.optimize('no request')).report,
  ]
  await headroom.simulate([question, call('b'), result('b')])
  await expect(headroom.optimize([question], { signal: AbortSignal.abort() })).rejects.toThrow()
  const sum = (pick: (report: (typeof reports)[number]) => number): number => reports.reduce((total, report) => total + pick(report), 0)
  const { session } = headroom.getStats()
  expect(session).toEqual({
    requestsTotal: 4,
    requestsByMode: { audit: 1, optimize: 3 },
    tokensBeforeTotal: sum((report) => report.tokensBefore),
    tokensAfterTotal: sum((report) => report.tokensAfter),
    tokensSavedTotal: sum((report) => report.tokensSaved),
    estimatedSavingsUsdTotal: sum((report) => report.estimatedSavingsUsd ?? 0),
    warningsTotal: 1,
    failedTotal: 0,
    usage: { requestsTotal: 0, tokensInputTotal: 0, tokensOutputTotal: 0, cachedTokensReadTotal: 0, cachedTokensWrittenTotal: 0 },
  })
  expect(session.tokensSavedTotal).toBeGreaterThan(0)
})

test('stats say what is set', () => {
  const transforms = [{ name: 'mine', apply: () => ({ edits: [], decisions: [], warnings: [] }) }]
  const set = createHeadroom({ mode: 'audit', model: 'm', format: 'anthropic', tokenCounter: { count: () => 1 }, smartCrusher: { enabled: false }, transforms }).getStats()
  expect(set.config).toEqual({ mode: 'audit', model: 'm', provider: 'anthropic', tokenCounter: 'own' })
  expect(set.transforms).toEqual({ smartCrusherEnabled: false, cacheAlignerEnabled: true, repeatsEnabled: true, rollingWindowEnabled: true, own: ['mine'] })
  expect(createHeadroom().getStats().config).toEqual({ mode: 'optimize', tokenCounter: 'exact' })
})

test('wrong options throw at once', () => {
  expect(() => createHeadroom({ mode: 'loud' } as unknown as Options)).toThrow("mode must be 'audit' or 'optimize'")
})

test("a call's options win over the session's", async () => {
  const headroom = createHeadroom({ smartCrusher: { enabled: false } })
  const messages = [question, call('a'), result('a')]
  expect((await headroom.optimize(messages)).messages).toBe(messages)
  expect((await headroom.optimize(messages, { smartCrusher: { enabled: true } })).messages).not.toBe(messages)
})

test('a closed session takes no more calls, but its totals stay', async () => {
  const headroom = createHeadroom()
  await headroom.optimize([question])
  await headroom[Symbol.asyncDispose]()
  await headroom.close()
  await expect(headroom.optimize([question])).rejects.toThrow('this session is closed')
  await expect(headroom.simulate([question])).rejects.toThrow('this session is closed')
  await expect(headroom.crush('[]')).rejects.toThrow('this session is closed')
  expect(headroom.getStats().session.requestsTotal).toBe(1)
})

test('what a client prepares counts when its answer is there, once, with what the provider said', async () => {
  const headroom = createHeadroom({ model: 'gpt-4o-mini' })
  const messages = [question, call('a'), result('a')]
  const { request, report, finish } = await headroom.prepare(messages)
  expect(request).toEqual((await optimize(messages, { model: 'gpt-4o-mini' })).messages)
  expect(headroom.getStats().session.requestsTotal).toBe(0)
  const usage = { tokensInput: 900, tokensOutput: 20, cachedTokensRead: 800 }
  finish({ usage, provider: 'openai' })
  finish({ error: new Error('twice') })
  expect(headroom.getStats().session).toMatchObject({
    requestsTotal: 1, failedTotal: 0, tokensSavedTotal: report.tokensSaved,
    usage: { requestsTotal: 1, tokensInputTotal: 900, tokensOutputTotal: 20, cachedTokensReadTotal: 800, cachedTokensWrittenTotal: 0 },
  })
  expect(await headroom.getMetrics()).toMatchObject([{ provider: 'openai', tokensInputAfter: report.tokensAfter, tokensOutput: 20, cachedTokensRead: 800 }])
  expect(await headroom.getSummary()).toMatchObject({ totalRequests: 1, totalTokensSaved: report.tokensSaved })
})

test('a request that fails is counted as one, and its record says so', async () => {
  const headroom = createHeadroom({ model: 'gpt-4o-mini' });
  (await headroom.prepare([question])).finish({ error: new TypeError('secret') })
  expect(headroom.getStats().session.failedTotal).toBe(1)
  expect(await headroom.getMetrics()).toMatchObject([{ error: { name: 'TypeError' } }])
})

test('without metrics nothing is recorded, and a store that fails costs a log line', async () => {
  const silent = createHeadroom({ metrics: false })
  await silent.optimize([question])
  expect(await silent.getMetrics()).toEqual([])
  await expect(silent.getSummary()).rejects.toThrow('metrics are switched off')
  const lines: string[] = []
  const ignore = (): void => undefined
  const { createMemoryStore } = await import('../src/metrics/memory-store.ts')
  const store = { ...createMemoryStore(), append: () => Promise.reject(new Error('disk full')) }
  const failing = createHeadroom({ metrics: { store }, logger: { debug: ignore, info: ignore, warn: (line) => lines.push(line), error: ignore } })
  expect((await failing.optimize([question])).messages).toEqual([question])
  await failing.close()
  expect(lines).toEqual([expect.stringContaining('disk full'), '1 of 1 metrics records were lost'])
})

test('its fetch sends requests through the session', async () => {
  const sent: unknown[] = []
  vi.stubGlobal('fetch', async (_: unknown, init: RequestInit) => { sent.push(init.body); return Response.json({ usage: { prompt_tokens: 7 } }) })
  try {
    const headroom = createHeadroom()
    const messages = [question, call('a'), result('a')]
    await (await headroom.fetch('https://api.openai.com/v1/chat/completions', { method: 'POST', body: JSON.stringify({ model: 'gpt-4o-mini', messages }) })).text()
    expect(JSON.parse(sent[0] as string)).toEqual((await optimize({ model: 'gpt-4o-mini', messages })).request)
    expect(headroom.getStats().session).toMatchObject({ requestsTotal: 1, usage: { tokensInputTotal: 7 } })
  } finally {
    vi.unstubAllGlobals()
  }
})

test('validateSetup says what works and what is missing, and throws nothing', async () => {
  const good = await createHeadroom({ model: 'gpt-4o-mini' }).validateSetup()
  expect(good).toMatchObject({ valid: true, errors: [], warnings: [], mode: 'optimize', model: 'gpt-4o-mini', contextWindow: 128_000, tokenCounting: 'exact' })
  expect(good.dryRun!.tokensAfter).toBeLessThan(good.dryRun!.tokensBefore)
  const unknown = await createHeadroom({ model: 'nobody-9', mode: 'audit' }).validateSetup()
  expect(unknown.warnings).toEqual([expect.stringContaining('nothing is known of the model nobody-9'), expect.stringContaining('modelContextLimits'), expect.stringContaining('audit')])
  const closed = createHeadroom()
  await closed.close()
  expect(await closed.validateSetup()).toMatchObject({ valid: false, errors: expect.arrayContaining(['this session is closed']) as unknown })
})

test('hints for the provider\'s cache are added for clients, where they are switched on, and in no other mode', async () => {
  const long = { model: 'claude-sonnet-4-5', max_tokens: 9, system: 'rule '.repeat(3000), messages: [question] }
  const marked = (request: unknown): boolean => JSON.stringify(request).includes('cache_control')
  const headroom = createHeadroom({ cacheOptimizer: { enabled: true } })
  const { request, hints } = await headroom.prepare(long)
  expect(marked(request)).toBe(true)
  expect(hints.every(({ kind }) => kind === 'cache-control')).toBe(true)
  expect(marked((await headroom.optimize(long)).request)).toBe(false)
  expect((await headroom.prepare(long, { mode: 'audit' })).request).toBe(long)
  expect((await headroom.prepare(long, { bypass: true })).request).toBe(long)
  expect((await createHeadroom().prepare(long)).request).toBe(long)
})
