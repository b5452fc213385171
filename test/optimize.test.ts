import { expect, test } from 'vitest'
import { optimize } from '../src/optimize.ts'
import type { Options } from '../src/options.ts'
import type { Report } from '../src/report/types.ts'
import { simulate } from '../src/simulate.ts'
import type { Transform } from '../src/transforms/transform.ts'

const rows = JSON.stringify({ results: Array.from({ length: 500 }, (_, i) => ({ title: `Tutorial ${i}`, score: 100 - i })) }, null, 2)
const question = { role: 'user', content: 'Search for Python tutorials' }
const call = { role: 'assistant', content: null, tool_calls: [{ id: 'a', type: 'function', function: { name: 'search', arguments: '{}' } }] }
const result = { role: 'tool', tool_call_id: 'a', content: rows }
const messages = [question, call, result, { role: 'user', content: 'What are the top 3?' }]
const body = { model: 'gpt-4o-mini', temperature: 0, messages }

test('an array of messages comes back smaller, all but the tool result the same reference', async () => {
  const before = structuredClone(messages)
  const { messages: after, report } = await optimize(messages, { model: 'gpt-4o-mini' })
  expect(messages).toEqual(before)
  expect(after).not.toBe(messages)
  expect([after[0], after[1], after[3]].map((message, i) => message === [messages[0], messages[1], messages[3]][i])).toEqual([true, true, true])
  expect(report.tokensAfter).toBeLessThan(report.tokensBefore / 4)
  expect(report).toMatchObject({
    model: 'gpt-4o-mini', format: 'openai-chat', mode: 'optimize', tokenCounting: 'exact', transforms: ['smart-crusher'], warnings: [],
    tokensSaved: report.tokensBefore - report.tokensAfter, window: { limit: 128000, cut: false, fits: true },
  })
  expect(report.decisions).toHaveLength(1)
  expect(report.decisions[0]).toMatchObject({ path: [2, 'content'], toolName: 'search', action: 'crushed' })
  expect(report.decisions[0]!.tokensBefore - report.decisions[0]!.tokensAfter).toBe(report.tokensSaved)
  expect(report.estimatedSavingsUsd).toBeGreaterThan(0)
  expect(report.pricesDate).toMatch(/^\d{4}-\d\d-\d\d$/)
  expect(JSON.parse(JSON.stringify(report))).toEqual(report)
})

test('a whole body comes back as a request of its own type, with its own model', async () => {
  const { request, report } = await optimize(body)
  expect(Object.keys(request)).toEqual(['model', 'temperature', 'messages'])
  expect(request.temperature).toBe(0)
  expect(request.messages[2]!.content!.length).toBeLessThan(rows.length / 4)
  expect(report).toMatchObject({ model: 'gpt-4o-mini', decisions: [{ path: ['messages', 2, 'content'] }] })
})

test('a request in which nothing is worth changing is the very same reference', async () => {
  const small = [question, call, { ...result, content: '[1,2]' }]
  expect((await optimize(small)).messages).toBe(small)
  const { request, report } = await optimize({ ...body, messages: small })
  expect(request.messages).toBe(small)
  expect(report).toMatchObject({ tokensSaved: 0, savingsPercent: 0, transforms: [], compressionRatio: 1 })
})

test('audit changes nothing and says what optimize would do', async () => {
  const { request, report } = await optimize(body, { mode: 'audit' })
  const { report: optimized } = await optimize(body)
  expect(request).toBe(body)
  expect(report).toMatchObject({ mode: 'audit', tokensSaved: 0, tokensAfter: optimized.tokensBefore, transforms: [] })
  expect(report.decisions).toEqual(optimized.decisions)
  expect(report.waste).toEqual(optimized.waste)
})

test('a simulation plans what optimize does', async () => {
  const plan = await simulate(body)
  const { report } = await optimize(body)
  const { timings: planned, ...facts } = plan
  const { timings, ...expected } = report
  expect(facts).toEqual({ ...expected, mode: 'simulate' })
  expect(Object.keys(planned)).toEqual(Object.keys(timings))
})

test.each([
  { name: 'a text', request: 'hello' },
  { name: 'null', request: null },
  { name: 'a body without messages', request: { prompt: 'hi' } },
  { name: 'an array of numbers', request: [1, 2] },
  { name: 'a getter that throws', request: Object.defineProperty({}, 'messages', { enumerable: true, get: () => { throw new Error('no') } }) },
])('$name goes out untouched, with a warning that says what was expected', async ({ request }) => {
  const outcome: { request?: unknown; messages?: unknown; report: Report } = await optimize(request as unknown)
  expect(Array.isArray(request) ? outcome.messages : outcome.request).toBe(request)
  expect(outcome.report.warnings).toHaveLength(1)
  expect(outcome.report.warnings[0]).toContain('expected')
  expect(outcome.report).toMatchObject({ tokensBefore: 0, tokensAfter: 0, compressionRatio: 1 })
})

test('a shape that was named and does not fit is a warning, not an error', async () => {
  const { messages: after, report } = await optimize([1, 2], { format: 'anthropic' })
  expect(after).toEqual([1, 2])
  expect(report.warnings[0]).toContain('anthropic')
})

test('own transforms run before ours, or after when they ask for it', async () => {
  const seen: string[] = []
  const look = (name: string, runs?: 'before' | 'after'): Transform => ({
    name, ...(runs === undefined ? {} : { runs }),
    apply(conversation) {
      const { content } = (conversation.request as typeof messages)[2]!
      seen.push(`${name} ${content === rows ? 'whole' : 'crushed'}`)
      return { edits: [], decisions: [], warnings: [`${name} was here`] }
    },
  })
  const { report } = await optimize(messages, { transforms: [look('last', 'after'), look('first'), look('second', 'before')] })
  expect(seen).toEqual(['first whole', 'second whole', 'last crushed'])
  expect(report.warnings).toEqual(['first was here', 'second was here', 'last was here'])
})

test('what an own transform adds goes out, with a warning that it made the request larger', async () => {
  const add: Transform = { name: 'add', apply: () => ({ edits: [{ kind: 'insert', path: [0], value: { role: 'system', content: 'Be kind.' } }], decisions: [], warnings: [] }) }
  const { messages: after, report } = await optimize([question], { transforms: [add] })
  expect(after).toEqual([{ role: 'system', content: 'Be kind.' }, question])
  expect(report.tokensSaved).toBeLessThan(0)
  expect(report.warnings[0]).toContain('own transforms made the request larger')
})

test('a request that does not fit its window is warned of, with the numbers', async () => {
  const { report } = await optimize([question, { role: 'assistant', content: 'x' }], { model: 'mine', modelContextLimits: { mine: 10 } })
  expect(report.window).toMatchObject({ limit: 10, fits: false, cut: false })
  expect(report.warnings[0]).toMatch(/^the request does not fit: \d+ tokens and 4000 for the answer are \d+ more than the window of 10; \d+ of them must stay \(.*\), so nothing was left out$/)
})

test('an unknown model works, in tokens only', async () => {
  const { report } = await optimize(messages, { model: 'nobody-knows-me' })
  expect(report.tokensSaved).toBeGreaterThan(0)
  expect(Object.keys(report)).not.toContain('estimatedSavingsUsd')
  expect(report.window).not.toHaveProperty('limit')
})

test('wrong options reject, and nothing is called', async () => {
  let called = false
  const options = { onReport: () => { called = true }, maxItems: 3 } as unknown as Options
  await expect(optimize(messages, options)).rejects.toThrow('did you mean smartCrusher.maxItemsAfterCrush?')
  expect(called).toBe(false)
})

test('an aborted call rejects with the reason, before and during the work', async () => {
  await expect(optimize(messages, { signal: AbortSignal.abort('before') })).rejects.toBe('before')
  const controller = new AbortController()
  const waits: Transform = { name: 'waits', apply: () => {
    controller.abort('during')
    return new Promise(() => undefined)
  } }
  await expect(optimize(messages, { signal: controller.signal, transforms: [waits] })).rejects.toBe('during')
})

test('onReport sees what goes out; what it throws, at once or later, is a log line', async () => {
  const seen: unknown[] = []
  const lines: string[] = []
  const log = (message: string): void => { lines.push(message) }
  const logger = { debug: () => undefined, info: log, warn: log, error: log }
  const { request, report } = await optimize(body, { onReport: (...args) => { seen.push(...args) } })
  expect(seen).toEqual([report, request])
  expect(seen[1]).toBe(request)
  await optimize(body, { logger, onReport: () => { throw new Error('at once') } })
  await optimize(body, { logger, onReport: (() => Promise.reject(new Error('later'))) as () => void })
  await Promise.resolve()
  expect(lines.filter((line) => line.startsWith('onReport'))).toEqual(['onReport failed: at once', 'onReport failed: later'])
})

test('log lines name rows and tokens, and a logger that throws breaks nothing', async () => {
  const lines: string[] = []
  const log = (message: string): void => { lines.push(message) }
  const { report } = await optimize(body, { logger: { debug: log, info: log, warn: log, error: log } })
  expect(lines.some((line) => /kept \d+ of 500 items/.test(line))).toBe(true)
  expect(lines.some((line) => line.startsWith(`${report.tokensBefore} -> ${report.tokensAfter} tokens`))).toBe(true)
  const fail = (): never => { throw new Error('full disk') }
  const quiet = await optimize(body, { logger: { debug: fail, info: fail, warn: fail, error: fail } })
  expect(quiet.report.warnings).toEqual([])
})

test('an own counter that fails gives way to our estimate for the whole request', async () => {
  let calls = 0
  const tokenCounter = { count: (text: string) => ++calls > 2 ? NaN : text.length }
  const { report } = await optimize(body, { tokenCounter })
  expect(report.tokenCounting).toBe('estimated')
  expect(report.warnings[0]).toContain('token counter')
  expect(report.tokensBefore).toBeLessThan(rows.length)
  expect(report.tokensAfter).toBeLessThanOrEqual(report.tokensBefore)
})

test('an own counter is asked, at once or later', async () => {
  const { report } = await optimize(body, { tokenCounter: { count: (text) => Promise.resolve(text.length) } })
  expect(report.decisions[0]!.tokensBefore).toBe(rows.length)
})

test('a message that throws when it is read goes out as it came in, and the report says so', async () => {
  const wild = { role: 'tool', tool_call_id: 'a', get content(): string { throw new Error('not today') } }
  const { messages: after, report } = await optimize([question, call, wild], { model: 'gpt-4o-mini' })
  expect(after[2]).toBe(wild)
  expect(report.warnings).toEqual(['messages that cannot be read go out as they came in: 2'])
})

test('nothing at all is called by its name', async () => {
  const { report } = await optimize(undefined as unknown as object)
  expect(report.warnings.join()).toMatch(/, got undefined$/)
})
