import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anthropicAdapter } from '../../../src/adapters/anthropic/adapter.ts'
import { openAiChatAdapter } from '../../../src/adapters/openai/adapter.ts'
import type { Adapter } from '../../../src/adapters/adapter.ts'
import { applyEdits } from '../../../src/conversation/edits.ts'
import { createDecisionMemory } from '../../../src/decision-memory.ts'
import { silentLogger } from '../../../src/logger.ts'
import { optimize } from '../../../src/optimize.ts'
import { resolveOptions } from '../../../src/options.ts'
import { alignPrefix } from '../../../src/transforms/cache-aligner/cache-aligner.ts'
import { separator } from '../../../src/transforms/cache-aligner/move-to-end.ts'
import type { DecisionMemory, TransformContext, TransformOutcome } from '../../../src/transforms/transform.ts'
import { prompts } from './prompts.ts'

const contextOf = (sortTools = false, decisions?: DecisionMemory): TransformContext => ({
  options: resolveOptions({ cacheAligner: { sortTools } }),
  // Words and marks, so that a separator costs what it costs.
  tokens: { counting: 'exact', name: 'words', count: (text) => text.match(/\w+|[^\w\s]|\n/g)?.length ?? 0, quick: () => 0 },
  logger: silentLogger, model: {}, ...(decisions === undefined ? {} : { decisions }),
})

async function align<Request>(request: Request, adapter: Adapter = openAiChatAdapter, context = contextOf()): Promise<{ request: Request, outcome: TransformOutcome }> {
  const outcome = await alignPrefix(adapter.parse(request), context)
  return { request: applyEdits(request, outcome.edits), outcome }
}

const hi = { role: 'user', content: 'hi' }
const alignText = async (prompt: string): Promise<{ text: string, outcome: TransformOutcome }> => {
  const { request, outcome } = await align([{ role: 'system', content: prompt }, hi])
  return { text: request[0]!.content, outcome }
}

test('the table is long enough', () => expect(prompts.length).toBeGreaterThanOrEqual(60))

describe('of a system prompt moves what is new in every request', () => {
  test.each(prompts)('$name', async ({ prompt, moved, stays }) => {
    const { text, outcome } = await alignText(prompt)
    if (moved.length === 0) {
      expect(text).toBe(prompt)
      expect(outcome.edits).toEqual([])
      if (stays === undefined) expect(outcome.decisions).toEqual([])
      else expect(outcome.decisions).toEqual([expect.objectContaining({ action: 'kept', reason: expect.stringContaining(stays) as unknown })])
      return
    }
    const [stable, end] = text.split(separator)
    expect(end).toBe(moved.join('\n'))
    for (const part of moved) expect(prompt).toContain(part)
    // Every word that did not move is where it was, in its order.
    let rest = prompt
    for (const part of moved) rest = rest.replace(part, '')
    expect(stable!.split(/\s+/).join(' ').trim()).toBe(rest.split(/\s+/).join(' ').trim())
    expect(stable).not.toMatch(/\n\n\n|[^\S\n\r]\n|\s$/)
    expect(outcome.decisions).toEqual([expect.objectContaining({ action: 'moved', path: [0, 'content'] })])
    expect((await alignText(text)).text).toBe(text)
  })
})

describe('where it moves', () => {
  test('to the end of the caller\'s own text, not into the note of the window', async () => {
    const note = { role: 'system', content: '[4 earlier turns were left out to fit the context window]' }
    const { request } = await align([{ role: 'system', content: 'You are a bot. Today is January 7, 2025. Be brief.' }, note, hi])
    expect(request[0]!.content).toBe(`You are a bot. Be brief.${separator}Today is January 7, 2025.`)
    expect(request[1]).toBe(note)
  })

  const dated = 'You are a bot. Today is January 7, 2025. Be brief.'
  const tail = `${separator}Today is January 7, 2025.`

  test('to the end of the last leading system text, and no further', async () => {
    const messages = [{ role: 'system', content: dated }, { role: 'developer', content: [{ type: 'text', text: 'Be kind.' }] }, hi, { role: 'system', content: dated }]
    const { request, outcome } = await align(messages)
    expect(request).toEqual([
      { role: 'system', content: 'You are a bot. Be brief.' }, { role: 'developer', content: [{ type: 'text', text: `Be kind.${tail}` }] }, hi, messages[3],
    ])
    expect(request[3]).toBe(messages[3])
    expect(outcome.decisions.map(({ path, action }) => [path.join('.'), action])).toEqual([['0.content', 'moved'], ['1.content.0.text', 'moved']])
  })

  test('a block that holds nothing else stays', async () => {
    const messages = [{ role: 'system', content: 'Today is January 7, 2025.' }, { role: 'system', content: 'Be kind.' }, hi]
    const { request, outcome } = await align(messages)
    expect(request).toBe(messages)
    expect(outcome.decisions[0]?.reason).toBe('a date stays: it is all that its block holds')
  })

  const mark = { cache_control: { type: 'ephemeral' } }
  const body = (system: unknown, messages: unknown = [hi], more: object = {}): unknown => ({ model: 'claude-sonnet-4-5', max_tokens: 9, system, messages, ...more })

  test('of an Anthropic request too', async () => {
    expect((await align(body(dated), anthropicAdapter)).request).toEqual(body(`You are a bot. Be brief.${tail}`))
  })

  test.each([
    ['on the block', body([{ type: 'text', text: dated, ...mark }])],
    ['on a later block', body([{ type: 'text', text: dated }, { type: 'text', text: 'Be kind.', ...mark }])],
    ['on a message', body(dated, [{ role: 'user', content: [{ type: 'text', text: 'hi', ...mark }] }])],
    ['on the request', body(dated, [hi], mark)],
  ])('never at or before a mark %s', async (_, request) => {
    const { request: after, outcome } = await align(request, anthropicAdapter)
    expect(after).toBe(request)
    expect(outcome.decisions[0]?.reason).toBe('a date stays: it stands at or before a cache mark')
  })

  test('behind a mark it does', async () => {
    const marked = { type: 'text', text: 'Be kind.', ...mark }
    const { request } = await align(body([marked, { type: 'text', text: dated }]), anthropicAdapter)
    expect(request).toEqual(body([marked, { type: 'text', text: `You are a bot. Be brief.${tail}` }]))
  })

  test('not for more than 24 tokens', async () => {
    const context = { ...contextOf(), tokens: { ...contextOf().tokens, count: (text: string) => (text.includes(separator) ? 1025 : 1000) } }
    const { outcome } = await align([{ role: 'system', content: dated }, hi], openAiChatAdapter, context)
    expect(outcome).toMatchObject({ edits: [], decisions: [{ action: 'kept', reason: 'a date stays: it would cost 25 tokens to move it' }] })
  })
})

describe('tools', () => {
  const tool = (name: string): object => ({ type: 'function', function: { name, parameters: { type: 'object', properties: { b: {}, a: {} } } } })
  const named = (names: readonly string[]): { messages: unknown[], tools: object[] } => ({ messages: [hi], tools: names.map(tool) })

  test('are sorted by name when asked for, each the same reference', async () => {
    const request = named(['search', 'fetch', 'list'])
    const { request: after, outcome } = await align(request, openAiChatAdapter, contextOf(true))
    expect(after.tools).toEqual(named(['fetch', 'list', 'search']).tools)
    expect(after.tools[0]).toBe(request.tools[1])
    expect(outcome.decisions).toEqual([expect.objectContaining({ action: 'moved', path: ['tools'] })])
    expect((await align(after, openAiChatAdapter, contextOf(true))).request).toBe(after)
    expect((await align(request)).request).toBe(request)
  })

  test('stay where the caller set a cache mark', async () => {
    const request = { ...named(['b', 'a']), messages: [{ ...hi, cache_control: { type: 'ephemeral' } }] }
    expect((await align(request, openAiChatAdapter, contextOf(true))).request).toBe(request)
  })

  test('of the provider itself keep their places', async () => {
    const request = { messages: [hi], tools: [tool('b'), { type: 'web_search' }, tool('a')] }
    expect((await align(request, openAiChatAdapter, contextOf(true))).request.tools).toEqual([tool('a'), { type: 'web_search' }, tool('b')])
  })

  test('in a session another order of the same ones is told', async () => {
    const context = contextOf(false, createDecisionMemory())
    const warningsOf = async (...names: string[]): Promise<readonly string[]> => (await align(named(names), openAiChatAdapter, context)).outcome.warnings
    expect(await warningsOf('a', 'b')).toEqual([])
    expect(await warningsOf('a', 'b')).toEqual([])
    expect(await warningsOf('a', 'b', 'c')).toEqual([])
    expect(await warningsOf('b', 'a')).toEqual([expect.stringContaining('another order')])
  })
})

test('requests of two days share every byte up to the date, and the hash of the prefix', async () => {
  const send = (day: string): Promise<Awaited<ReturnType<typeof optimize>>> => optimize([{ role: 'system', content: `You are helpful. Today is January ${day}, 2025. Be brief.` }, hi], { model: 'gpt-4o' }) as never
  const [first, second] = [await send('7'), await send('28')]
  const textOf = (sent: typeof first): string => JSON.stringify((sent as unknown as { messages: unknown }).messages)
  const shared = 'You are helpful. Be brief.\\n\\n---\\n[Dynamic Context]\\nToday is January '
  expect(textOf(first)).toContain(`${shared}7, 2025.`)
  expect(textOf(second)).toContain(`${shared}28, 2025.`)
  expect(first.report.stablePrefixHash).toBe(second.report.stablePrefixHash)
  expect(first.report.cacheAlignmentScore).toBeGreaterThan(0.7)
})

describe('whatever the prompt', () => {
  const pieces = fc.constantFrom(
    'Today is January 7, 2025.', 'Be brief.', 'Current date:', '2025-01-07', '- Now: 2025-01-07', '  - x', '# Today', '```', '<env>', '</env>', '{', '}', '"', '(', '**',
    'Use this date.', 'Request id: r-1234', 'e.g.', '| a | b | c |', '1. Today is Tuesday.', 'User: hi', 'Example:', 'the current time is 14:05 and so on', '今天是2025年1月7日。', 'x'.repeat(70),
  )
  const breaks = fc.constantFrom(' ', '\n', '\n\n', ' \n', '\r\n', '\n \n')
  const texts = fc.array(fc.tuple(pieces, breaks), { maxLength: 24 }).map((parts) => parts.flat().join(''))

  test('no word is lost or added, what moves is whole, and aligning again changes nothing', async () => {
    const words = (text: string): string[] => text.replace(separator, '\n').split(/\s+/).filter((word) => word !== '').sort()
    await fc.assert(fc.asyncProperty(texts, async (prompt) => {
      const { text, outcome } = await alignText(prompt)
      expect(words(text)).toEqual(words(prompt))
      if (text === prompt) expect(outcome.edits).toEqual([])
      else {
        const [stable, end] = text.split(separator)
        expect(stable!.trim()).not.toBe('')
        for (const line of end!.split('\n')) expect(prompt).toContain(line)
      }
      expect((await alignText(text)).text).toBe(text)
    }), { seed: 20_251_107, numRuns: 500 })
  })
})
