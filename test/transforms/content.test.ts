import { expect, test } from 'vitest'
import { openAiChatAdapter } from '../../src/adapters/openai/adapter.ts'
import { createDecisionMemory } from '../../src/decision-memory.ts'
import { resolveOptions } from '../../src/options.ts'
import type { Options } from '../../src/options.ts'
import { createContentTransform } from '../../src/transforms/content.ts'
import type { CrushText } from '../../src/transforms/content-block.ts'
import type { CrushTask } from '../../src/transforms/smart-crusher/crush-text.ts'
import type { TransformContext, TransformOutcome } from '../../src/transforms/transform.ts'

/** A token is a character. */
const tokens: TransformContext['tokens'] = { counting: 'exact', name: 'characters', count: (text) => text.length, quick: (text) => text.length }

/** Writes the first half, and remembers what it was asked. */
function createHalving(): { crush: CrushText; tasks: CrushTask[] } {
  const tasks: CrushTask[] = []
  const crush: CrushText = async (task) => {
    tasks.push(task)
    const text = task.text.slice(0, task.text.length / 2)
    return { text, contentType: 'text', action: 'crushed', reason: 'halved', tokensAfter: text.length, arrays: [], waste: { whiteSpace: 1 }, warnings: [] }
  }
  return { crush, tasks }
}

const call = (id: string, name: string): unknown => ({ role: 'assistant', content: `calling ${name}`, tool_calls: [{ id, type: 'function', function: { name, arguments: '{"q":1}' } }] })
const result = (id: string, content: unknown): unknown => ({ role: 'tool', tool_call_id: id, content })
const question = { role: 'user', content: 'What is wrong?' }
const long = 'x'.repeat(300)

function run(messages: readonly unknown[], crush: CrushText, options: Options = {}, more: Partial<TransformContext> = {}): Promise<TransformOutcome> {
  const context: TransformContext = { options: resolveOptions(options), tokens, logger: resolveOptions(options).logger, model: {}, ...more }
  return Promise.resolve(createContentTransform(crush).apply(openAiChatAdapter.parse(messages), context))
}

test('a tool result is read with the query at its birth and edited in place', async () => {
  const { crush, tasks } = createHalving()
  const outcome = await run([question, call('a', 'search'), result('a', long), { role: 'assistant', content: 'hm' }, { role: 'user', content: 'later' }], crush)
  expect(outcome.edits).toEqual([{ kind: 'replace', path: [2, 'content'], value: 'x'.repeat(150) }])
  expect(outcome.decisions).toEqual([{
    path: [2, 'content'], transform: 'smart-crusher', toolName: 'search', contentType: 'text', action: 'crushed', reason: 'halved',
    tokensBefore: 300, tokensAfter: 150, arrays: [],
  }])
  expect(outcome.waste).toEqual({ whiteSpace: 1 })
  expect(tasks[0]).toMatchObject({ toolName: 'search', tokensBefore: 300, query: { assistant: 'calling search', call: '{"q":1}', after: [] } })
  expect(tasks[0]!.query.user).toEqual({ text: 'What is wrong?', earlier: undefined })
})

test('the newest question ranks old results when that is asked for', async () => {
  const { crush, tasks } = createHalving()
  const messages = [question, call('a', 'search'), result('a', long), { role: 'assistant', content: 'hm' }, { role: 'user', content: 'later' }]
  await run(messages, crush, { smartCrusher: { relevance: { query: 'latest' } } })
  expect([tasks[0]!.query.user?.text, ...tasks[0]!.query.after]).toContain('later')
})

test('every block has a decision, also those that are left alone, with the reason', async () => {
  const { crush, tasks } = createHalving()
  const messages = [question, call('a', 'small'), result('a', '[1]'), call('b', 'skipped'), result('b', long), call('c', 'off'), result('c', long)]
  const outcome = await run(messages, crush, { toolProfiles: { 'skip*': { skipCompression: true }, off: { enabled: false } } })
  expect(outcome.edits).toEqual([])
  expect(tasks).toEqual([])
  expect(outcome.decisions.map(({ action, contentType, reason }) => [action, contentType, reason])).toEqual([
    ['kept', 'json', '3 tokens are fewer than the 200 from which it pays'],
    ['kept', 'text', "the tool profile 'skip*' skips it"],
    ['kept', 'text', 'smartCrusher is switched off'],
  ])
})

test('several texts of one result are decided one by one', async () => {
  const { crush } = createHalving()
  const content = [{ type: 'text', text: long }, { type: 'text', text: 'short' }, { type: 'text', text: `${long}y` }]
  const outcome = await run([question, call('a', 'search'), result('a', content)], crush)
  expect(outcome.decisions.map(({ path, action }) => [path, action])).toEqual([
    [[2, 'content', 0, 'text'], 'crushed'], [[2, 'content', 1, 'text'], 'kept'], [[2, 'content', 2, 'text'], 'crushed'],
  ])
})

test('a form that does not have fewer tokens is refused', async () => {
  const grow: CrushText = async (task) => ({ text: `${task.text}!`, contentType: 'text', action: 'rewritten', reason: 'longer', tokensAfter: 301, arrays: [], warnings: [] })
  const outcome = await run([question, call('a', 'search'), result('a', long)], grow)
  expect(outcome.edits).toEqual([])
  expect(outcome.decisions[0]).toMatchObject({ action: 'kept', tokensBefore: 300, tokensAfter: 300 })
})

test('a crusher that fails leaves its block as it was, and the others go on', async () => {
  const { crush } = createHalving()
  const fails: CrushText = (task) => task.toolName === 'bad' ? Promise.reject(new Error('no luck')) : crush(task)
  const outcome = await run([question, call('a', 'bad'), result('a', long), call('b', 'good'), result('b', long)], fails)
  expect(outcome.decisions.map(({ action }) => action)).toEqual(['kept', 'crushed'])
  expect(outcome.warnings).toEqual(['the tool result at 2.content (bad) goes out as it came in: no luck'])
})

test('an abort between two blocks rejects with its reason', async () => {
  const controller = new AbortController()
  const reason = { stop: true }
  const { crush, tasks } = createHalving()
  const aborts: CrushText = (task) => {
    controller.abort(reason)
    return crush(task)
  }
  const messages = [question, call('a', 'one'), result('a', long), call('b', 'two'), result('b', `${long}y`)]
  await expect(run(messages, aborts, {}, { signal: controller.signal })).rejects.toBe(reason)
  expect(tasks).toHaveLength(1)
})

test('an abort that makes the crusher fail is no failure of the crusher', async () => {
  const controller = new AbortController()
  const aborts: CrushText = () => {
    controller.abort('enough')
    return Promise.reject(new Error('stopped'))
  }
  await expect(run([question, call('a', 'one'), result('a', long)], aborts, {}, { signal: controller.signal })).rejects.toBe('enough')
})

test('a session reads the results of a grown transcript only once', async () => {
  const { crush, tasks } = createHalving()
  const decisions = createDecisionMemory()
  const short = [question, call('a', 'search'), result('a', long)]
  const grown = [...short, { role: 'assistant', content: 'I see' }, { role: 'user', content: 'more' }, call('b', 'search'), result('b', `${long}y`)]
  const first = await run(short, crush, {}, { decisions })
  const second = await run(grown, crush, {}, { decisions })
  expect(tasks.map((task) => task.text)).toEqual([long, `${long}y`])
  expect(second.edits.slice(0, 1)).toEqual(first.edits)
  expect(second.decisions[0]).toEqual(first.decisions[0])
})

test('another question, tool, option or scorer is another decision', async () => {
  const { crush, tasks } = createHalving()
  const decisions = createDecisionMemory()
  const ask = (content: string, name = 'search'): unknown[] => [{ role: 'user', content }, call('a', name), result('a', long)]
  const scorer = () => ({ name: 'own', score: () => [] })
  await run(ask('one'), crush, {}, { decisions })
  await run(ask('two'), crush, {}, { decisions })
  await run(ask('one', 'find'), crush, {}, { decisions })
  await run(ask('one'), crush, { smartCrusher: { maxItemsAfterCrush: 3 } }, { decisions })
  await run(ask('one'), crush, { smartCrusher: { relevance: { scorer: scorer() } } }, { decisions })
  await run(ask('one'), crush, { smartCrusher: { relevance: { scorer: scorer() } } }, { decisions })
  expect(tasks).toHaveLength(6)
  await run(ask('one'), crush, {}, { decisions })
  expect(tasks).toHaveLength(6)
})

test('a log line says why a result was left as it is', async () => {
  const lines: string[] = []
  const log = (message: string): void => { lines.push(message) }
  await run([question, call('a', 'search'), result('a', '[]')], createHalving().crush, { logger: { debug: log, info: log, warn: log, error: log } })
  expect(lines).toEqual(['smart-crusher: result of search left as it is: 2 tokens are fewer than the 200 from which it pays'])
})
