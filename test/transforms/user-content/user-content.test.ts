import { describe, expect, test } from 'vitest'
import { openAiChatAdapter } from '../../../src/adapters/openai/adapter.ts'
import { HeadroomClient } from '../../../src/headroom-client.ts'
import { createHeadroom, optimize, simulate } from '../../../src/index.ts'
import { resolveOptions } from '../../../src/options.ts'
import type { Options } from '../../../src/options.ts'
import { createHeadroomFetch } from '../../../src/clients/fetch.ts'
import type { CrushText } from '../../../src/transforms/content-block.ts'
import type { CrushTask } from '../../../src/transforms/smart-crusher/crush-text.ts'
import type { TransformContext, TransformOutcome } from '../../../src/transforms/transform.ts'
import { createUserContentTransform } from '../../../src/transforms/user-content/user-content.ts'

/** A token is a character. */
const tokens: TransformContext['tokens'] = { counting: 'exact', name: 'characters', count: (text) => text.length, quick: (text) => text.length }

/** Writes all as one short document, and remembers what it was asked. */
function createShortening(write = '[0]'): { crush: CrushText; tasks: CrushTask[] } {
  const tasks: CrushTask[] = []
  const crush: CrushText = async (task) => {
    tasks.push(task)
    return { text: write, contentType: 'json', action: 'crushed', reason: 'shortened', tokensAfter: write.length, arrays: [], waste: { whiteSpace: 1 }, warnings: [] }
  }
  return { crush, tasks }
}

const data = (name: string, count = 60): string => JSON.stringify(Array.from({ length: count }, (_, i) => ({ id: `${name}-${1000 + i}`, state: i === 20 ? 'failed' : 'done', at: 1000 + i })))
const a = data('a')
const b = data('b')
const user = (content: unknown): unknown => ({ role: 'user', content })
const assistant = (content: string): unknown => ({ role: 'assistant', content })

function run(messages: readonly unknown[], crush: CrushText, options: Options = {}, more: Partial<TransformContext> = {}): Promise<TransformOutcome> {
  const context: TransformContext = { options: resolveOptions(options), tokens, logger: resolveOptions(options).logger, model: {}, ...more }
  return Promise.resolve(createUserContentTransform(crush).apply(openAiChatAdapter.parse(messages), context))
}

describe('the step', () => {
  test('edits the text and decides each block', async () => {
    const { crush } = createShortening()
    const text = `One  of\n${a}\nand \n\n\`\`\`json\n${b}\n\`\`\`\nfailed.`
    const outcome = await run([user(text)], crush)
    expect(outcome.edits).toEqual([{ kind: 'replace', path: [0, 'content'], value: 'One  of\n[0]\nand \n\n```json\n[0]\n```\nfailed.' }])
    const decision = { path: [0, 'content'], transform: 'user-content', contentType: 'json', action: 'crushed', reason: 'shortened', tokensBefore: a.length, tokensAfter: 3, arrays: [] }
    expect(outcome.decisions).toEqual([
      { ...decision, pasted: { start: 8, end: 8 + a.length } },
      { ...decision, pasted: { start: text.indexOf(b), end: text.indexOf(b) + b.length } },
    ])
    expect(outcome.waste).toEqual({ whiteSpace: 2 })
  })

  test('asks what the user says around the data and before, and what stands before the next answer; data is not asked', async () => {
    const { crush, tasks } = createShortening()
    await run([user('first'), assistant('old'), user(`before\n${a}\nbehind`), user(`more\n${b}`), assistant('new'), user('later')], crush)
    expect(tasks.map(({ query: { after, assistant: said, call, user: earlier } }) => ({ after, said, call, earlier: earlier?.text }))).toEqual([
      { after: ['before\n\nbehind', 'more\n'], said: 'old', call: '', earlier: 'first' },
      { after: ['before\n\nbehind', 'more\n'], said: 'old', call: '', earlier: 'first' },
    ])
    expect(tasks.every(({ toolName }) => toolName === undefined)).toBe(true)
  })

  test('asks the newest question where that is wanted', async () => {
    const { crush, tasks } = createShortening()
    await run([user(`before\n${a}`), assistant('new'), user('later')], crush, { smartCrusher: { relevance: { query: 'latest' } } })
    expect(tasks[0]!.query).toEqual({ user: { text: 'before\n', earlier: undefined }, assistant: 'new', call: '', after: ['later'] })
  })

  test('reads text parts one by one, and nothing that others say', async () => {
    const { crush } = createShortening()
    const outcome = await run([
      { role: 'system', content: a }, { role: 'developer', content: a },
      user([{ type: 'text', text: a }, { type: 'image_url', image_url: { url: 'https://example.com/a.png' } }, { type: 'text', text: 'words' }, { type: 'text', text: `x\n${b}` }]),
      assistant(a),
      { role: 'assistant', content: null, tool_calls: [{ id: 'c', type: 'function', function: { name: 'list', arguments: '{}' } }] },
      { role: 'tool', tool_call_id: 'c', content: a },
    ], crush)
    expect(outcome.edits.map(({ path }) => path)).toEqual([[2, 'content', 0, 'text'], [2, 'content', 3, 'text']])
  })

  test('leaves smaller blocks, says why, and asks nothing', async () => {
    const { crush, tasks } = createShortening()
    const outcome = await run([user(`x\n${a}`)], crush, { smartCrusher: { minTokensToCrush: 10_000 }, toolProfiles: { '*': { minTokensToCrush: 1 } } })
    expect(outcome.edits).toEqual([])
    expect(tasks).toEqual([])
    expect(outcome.decisions[0]).toMatchObject({ action: 'kept', transform: 'user-content', reason: `${a.length} tokens are fewer than the 10000 from which it pays`, pasted: { start: 2, end: 2 + a.length } })
  })

  test('a line break that the crusher adds at the end is not written', async () => {
    const { crush } = createShortening('[log of 9 lines]\r\n')
    expect((await run([user(`${a}\nwords`)], crush)).edits).toMatchObject([{ value: '[log of 9 lines]\nwords' }])
  })

  test('a text that would not have fewer tokens for all its shorter blocks stays', async () => {
    const { crush } = createShortening()
    const odd = { ...tokens, count: (text: string) => (text.startsWith('x') ? 50 - text.length / 1e6 : text.length) }
    const outcome = await run([user(`x\n${a}`)], crush, {}, { tokens: odd })
    expect(outcome.edits).toEqual([])
    expect(outcome.decisions).toEqual([{
      path: [0, 'content'], transform: 'user-content', contentType: 'json', action: 'kept', reason: 'a shorter form would not have fewer tokens',
      tokensBefore: a.length, tokensAfter: a.length, arrays: [], pasted: { start: 2, end: 2 + a.length },
    }])
  })

  test('a crusher that fails leaves its block, and the others go on', async () => {
    const { crush } = createShortening()
    const fails: CrushText = (task) => task.text === a ? Promise.reject(new Error('no luck')) : crush(task)
    const outcome = await run([user(`${a}\nand\n${b}`)], fails)
    expect(outcome.edits).toMatchObject([{ value: `${a}\nand\n[0]` }])
    expect(outcome.decisions.map(({ action }) => action)).toEqual(['kept', 'crushed'])
    expect(outcome.warnings).toEqual(['what a user pasted at 0.content goes out as it came in: no luck'])
  })

  test('an abort rejects with its reason', async () => {
    await expect(run([user(a)], createShortening().crush, {}, { signal: AbortSignal.abort('enough') })).rejects.toBe('enough')
  })
})

describe('userContent', () => {
  const messages = [user(`Why did a-1031 take so long?\n${a}\nI see  no reason.`)]
  const options = { model: 'gpt-4o', userContent: 'json-blocks' } as const
  const textOf = (answer: { readonly messages: readonly unknown[] }): string => (answer.messages[0] as { readonly content: string }).content

  test('is off unless it is asked for', async () => {
    const { messages: same, report } = await optimize(messages, { model: 'gpt-4o' })
    expect(same).toBe(messages)
    expect(report.decisions).toEqual([])
    expect(Object.keys(report.timings)).not.toContain('user-content')
  })

  test('keeps the words, and what they name', async () => {
    const answer = await optimize(messages, options)
    expect(textOf(answer)).toMatch(/^Why did a-1031 take so long\?\n\{"_headroom":"\d+ of 60 rows whole, .*\}\nI see  no reason\.$/)
    // Whole: an index line has no third column.
    expect(textOf(answer)).toContain('1031')
    expect(textOf(answer)).toMatch(/1031"?,"done",1031/)
    expect(answer.report).toMatchObject({ transforms: ['user-content'], decisions: [{ action: 'crushed', contentType: 'json', pasted: { start: 29, end: 29 + a.length } }] })
    expect(answer.report.decisions[0]).not.toHaveProperty('toolName')
  })

  test.each([
    { name: 'Responses', request: (input: string) => ({ model: 'gpt-4o', input }), format: 'openai-responses', path: ['input'] },
    { name: 'Google', request: (contents: string) => ({ model: 'gemini-2.5-flash', contents }), format: 'google', path: ['contents'] },
  ] as const)('reads a request of $name that is one text', async ({ request, format, path }) => {
    const text = (messages[0] as { readonly content: string }).content
    const { request: after, report } = await optimize<unknown>(request(text), { ...options, format })
    expect(report.decisions).toMatchObject([{ path, action: 'crushed', pasted: { start: 29 } }])
    expect(after).toEqual(request(textOf(await optimize(messages, options))))
  })

  test('is planned, observed and bypassed like all else', async () => {
    expect((await simulate(messages, options)).tokensSaved).toBeGreaterThan(300)
    const audit = await optimize(messages, { ...options, mode: 'audit' })
    expect(audit.messages).toBe(messages)
    expect(audit.report.decisions[0]).toMatchObject({ action: 'crushed' })
    expect((await optimize(messages, { ...options, bypass: true })).messages).toBe(messages)
  })

  test('holds for a session, a client and a fetch', async () => {
    const expected = (await optimize(messages, options)).messages
    const headroom = createHeadroom({ ...options, metrics: false })
    expect((await headroom.optimize(messages)).messages).toEqual(expected)
    expect((await headroom.optimize(messages, { userContent: 'never' })).messages).toBe(messages)

    const sent: unknown[] = []
    const create = async (body: { readonly model: string, readonly messages: readonly unknown[] }): Promise<object> => {
      sent.push(body.messages)
      return {}
    }
    await new HeadroomClient({ originalClient: { chat: { completions: { create } } }, defaultMode: 'optimize', userContent: 'json-blocks' }).chat.completions.create({ model: 'gpt-4o', messages })
    const listen: typeof fetch = async (_, init) => {
      sent.push((JSON.parse(String(init?.body)) as { readonly messages: unknown }).messages)
      return Response.json({})
    }
    const send = createHeadroomFetch({ fetch: listen, userContent: 'json-blocks', metrics: false })
    await send('https://api.openai.com/v1/chat/completions', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ model: 'gpt-4o', messages }) })
    expect(sent).toEqual([expected, expected])
  })

  test('leaves lines of results that stand in a user\'s text too: nothing refers to them, nothing of them is folded', async () => {
    const lines = Array.from({ length: 40 }, (_, i) => `${i}: the harbor was open on day ${i * 7}`).join('\n')
    const call = { role: 'assistant', content: null, tool_calls: [{ id: 'c', type: 'function', function: { name: 'read', arguments: '{"path":"a"}' } }] }
    const request = [user(`What is this?\n\`\`\`\n${lines}\n\`\`\``), call, { role: 'tool', tool_call_id: 'c', content: lines }]
    expect((await optimize(request, options)).messages).toBe(request)
  })

  test('a message that leaves with its turn is decided apart from what was in it', async () => {
    const long = [...messages, assistant('So it is.'), ...Array.from({ length: 4 }, (_, i) => [user(`${i} ${'word '.repeat(200)}`), assistant('ok')]).flat(), user('now')]
    const { report } = await optimize(long, { ...options, modelContextLimits: { 'gpt-4o': 900 }, outputBufferTokens: 100, keepTurns: 1 })
    const ofFirst = report.decisions.filter(({ path }) => path[0] === 0)
    expect(ofFirst.map(({ action, transform }) => [transform, action])).toEqual([['user-content', 'crushed'], ['rolling-window', 'dropped']])
  })

  test.each(['always', true, '', null])('%j is no value of it', async (wrong) => {
    // A caller without types.
    await expect(optimize(messages, { userContent: wrong as 'never' })).rejects.toThrow(/userContent must be 'never' or 'json-blocks'/)
  })
})
