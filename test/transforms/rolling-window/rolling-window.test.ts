import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conversations, messagesOf, withMessages } from '../../arbitraries/conversation.ts'
import { mapDeep } from '../../arbitraries/clone.ts'
import type { Message, Request, Shape } from '../../arbitraries/conversation.ts'
import { payloadSpecs } from '../../arbitraries/payload.ts'
import { validateModelMessages } from '../../conversation/provider-rules-frameworks.ts'
import { validateAnthropic, validateOpenAiChat } from '../../conversation/provider-rules.ts'
import { findToolUnits } from '../../../src/conversation/tool-units.ts'
import type { Conversation } from '../../../src/conversation/types.ts'
import { cut, parse } from './window-case.ts'

const text = (length: number): string => 'abcdefgh '.repeat(length)
const user = (content: unknown): Message => ({ role: 'user', content })
const says = (content: string): Message => ({ role: 'assistant', content })
const calls = (...ids: string[]): Message => ({ role: 'assistant', content: null, tool_calls: ids.map((id) => ({ id, type: 'function', function: { name: 'list', arguments: '{}' } })) })
const result = (id: string, content = text(20)): Message => ({ role: 'tool', tool_call_id: id, content })
const unit = (id: string): Message[] => [calls(id), result(id)]
const turn = (name: string): Message[] => [user(name), ...unit(`call of ${name}`), says(`answer to ${name}`)]

const words = (request: unknown): string[] => messagesOf(request as Request).map(({ role, content, tool_calls: called, tool_call_id: id }) =>
  called ? `calls ${(called as { id: string }[]).map((call) => call.id).join()}` : id ? `result ${id as string}` : `${role}: ${JSON.stringify(content)}`)

describe('what goes', () => {
  const system = { role: 'system', content: 'Be kind.' }
  const request = [system, ...turn('a'), ...turn('b'), ...turn('c'), user('d'), ...unit('d1'), ...unit('d2'), ...unit('d3')]

  test('the oldest tool units first, and a note after the leading instructions says so', async () => {
    const { tokensBefore } = await cut('openai-chat', request, Infinity)
    const { request: after, outcome } = await cut('openai-chat', request, tokensBefore - 10, { lowWater: 1 })
    expect(words(after).slice(0, 4)).toEqual(['system: "Be kind."', 'system: "[1 earlier tool call was left out to fit the context window]"', 'user: "a"', 'assistant: "answer to a"'])
    expect(outcome.window).toMatchObject({ cut: true, unitsDropped: 1, turnsDropped: 0 })
    expect(outcome.decisions.map(({ action, path }) => `${action} ${path.join('.')}`)).toEqual(['dropped 2.tool_calls.0', 'dropped 3.content'])
  })

  test('then the oldest turns, and of the kept ones the units that need not stay', async () => {
    const limit = 190
    const { request: after, outcome, tokensAfter } = await cut('openai-chat', request, limit, { keepTurns: 1, keepToolUnits: 1, lowWater: 0.3 })
    expect(words(after)).toEqual(['system: "Be kind."', 'system: "[3 earlier turns and 5 tool calls were left out to fit the context window]"', 'user: "d"', 'calls d3', 'result d3'])
    expect(outcome.window).toMatchObject({ unitsDropped: 5, turnsDropped: 3 })
    expect(tokensAfter).toBeLessThan(limit)
  })

  test('nothing where what must stay does not fit, and the numbers are told', async () => {
    const { request: after, outcome } = await cut('openai-chat', request, 100)
    expect(after).toBe(request)
    expect(outcome.window).toMatchObject({ cut: false, unitsDropped: 0 })
    expect(outcome.window?.protectedTokens).toBeGreaterThan(100)
  })

  test('never the kept turns with keepToolUnits all', async () => {
    const agent = [user('go'), ...Array.from({ length: 9 }, (_, i) => unit(`u${i}`)).flat()]
    expect((await cut('openai-chat', agent, 300)).outcome.window).toMatchObject({ cut: true, turnsDropped: 0 })
    expect((await cut('openai-chat', agent, 300, { keepToolUnits: 'all' })).request).toBe(agent)
  })

  test('never what the assistant has not read, though no unit is to be kept', async () => {
    const agent = [user('go'), ...unit('a'), calls('b', 'c'), result('b'), result('c')]
    const { tokensBefore } = await cut('openai-chat', agent, Infinity)
    const { request: after } = await cut('openai-chat', agent, tokensBefore - 1, { keepToolUnits: 0, lowWater: 0.1 })
    expect(words(after)).toEqual(['system: "[1 earlier tool call was left out to fit the context window]"', 'user: "go"', 'calls b,c', 'result b', 'result c'])
  })

  test('never a result without its call, nor a call without its result', async () => {
    const odd = [user('a'), result('lost'), ...unit('x'), says('ok'), user('b'), calls('open'), says('hm'), user('c'), says('ok'), user('d'), says('ok'), user('e')]
    const { request: after, outcome } = await cut('openai-chat', odd, 120, { keepTurns: 1, lowWater: 0.1 })
    expect(words(after)).toEqual(expect.arrayContaining(['result lost', 'calls open']))
    expect(outcome.window).toMatchObject({ unitsDropped: 1, turnsDropped: 2 })
  })

  test('several calls of one step go together, and so does the thinking that led to them', async () => {
    const think = { type: 'thinking', thinking: text(5), signature: 's' }
    const step = (...ids: string[]): Message[] => [
      { role: 'assistant', content: [think, ...ids.map((id) => ({ type: 'tool_use', id, name: 'list', input: {} }))] },
      { role: 'user', content: ids.map((id) => ({ type: 'tool_result', tool_use_id: id, content: text(20) })) },
    ]
    const agent = [user('go'), ...step('a', 'b'), ...step('c'), ...step('d', 'e')]
    const { tokensBefore } = await cut('anthropic', agent, Infinity)
    const { request: after } = await cut('anthropic', agent, tokensBefore - 100, { keepToolUnits: 1, lowWater: 0.5 })
    expect(validateAnthropic(messagesOf(after as Request))).toEqual([])
    expect(after).toEqual([
      user([{ type: 'text', text: '[3 earlier tool calls were left out to fit the context window]' }, { type: 'text', text: 'go' }]), ...step('d', 'e'),
    ])
  })

  test('results leave a message that the user goes on to speak in', async () => {
    const use = (id: string): Message => ({ role: 'assistant', content: [{ type: 'tool_use', id, name: 'list', input: {} }] })
    const answer = (id: string): object => ({ type: 'tool_result', tool_use_id: id, content: text(30) })
    const spoken = { type: 'text', text: 'and then?' }
    const chat = [user('a'), use('x'), user([answer('x'), spoken]), says('ok'), user('b'), says('ok'), user('c')]
    const { request: after } = await cut('anthropic', chat, 100, { keepTurns: 1, lowWater: 0.95 })
    expect(messagesOf(after as Request).slice(0, 2)).toEqual([
      user([{ type: 'text', text: '[1 earlier tool call was left out to fit the context window]' }, { type: 'text', text: 'a' }]), user([spoken]),
    ])
  })

  test('a user\'s consent to a call goes with the call, wherever it stands', async () => {
    const step = (id: string, approved: boolean): Message[] => [
      { role: 'assistant', content: [{ type: 'tool-call', toolCallId: id, toolName: 'remove', input: {} }, { type: 'tool-approval-request', approvalId: `ask ${id}`, toolCallId: id }] },
      { role: 'tool', content: [{ type: 'tool-approval-response', approvalId: `ask ${id}`, approved, reason: text(2) }] },
      { role: 'tool', content: [{ type: 'tool-result', toolCallId: id, toolName: 'remove', output: approved ? { type: 'text', value: text(20) } : { type: 'execution-denied', reason: 'no' } }] },
    ]
    const messages = [user('go'), ...['a', 'b', 'c', 'd', 'e'].flatMap((id) => step(id, id !== 'b')), says('done'), user('more'), ...step('f', true)]
    const { tokensBefore } = await cut('ai-sdk', messages, Infinity)
    let cuts = 0
    for (let limit = 60; limit < tokensBefore; limit += 20) {
      const { request: after, outcome } = await cut('ai-sdk', messages, limit, { keepTurns: 1, keepToolUnits: 1 })
      if (outcome.window?.cut === true) cuts++
      expect(validateModelMessages(messagesOf(after as Request))).toEqual([])
    }
    expect(cuts).toBeGreaterThan(5)
  })

  test('an earlier note makes room for one that says it all', async () => {
    const chat = Array.from({ length: 8 }, (_, i) => turn(`t${i}`)).flat()
    const first = await cut('openai-chat', chat, 450)
    expect(words(first.request)[0]).toMatch(/^system: "\[/)
    const more = [...messagesOf(first.request as Request), ...turn('later'), ...turn('last'), ...turn('very last'), user('?')]
    const second = await cut('openai-chat', more, 450)
    const notes = words(second.request).filter((line) => line.includes('left out'))
    expect(notes).toHaveLength(1)
    const callsIn = (note: string): number => Number(/(\d+)(?: earlier)? tool calls/.exec(note)?.[1])
    expect(callsIn(notes[0]!)).toBe(11 - messagesOf(second.request as Request).filter(({ tool_calls: called }) => called).length)
  })
})

const validators: Partial<Record<Shape, (messages: readonly unknown[]) => string[]>> = { anthropic: validateAnthropic, 'openai-chat': validateOpenAiChat }

/** What the provider would object to; long talks hold more marks than are allowed, before and after. */
const problemsOf = (request: Request, shape: Shape): string[] =>
  (validators[shape]?.(messagesOf(request)) ?? []).map((problem) => problem.replace(/^messages\[\d+\]: /, '')).filter((problem) => !problem.includes('cache_control'))

/** Ids without their other half. */
const halvesOf = ({ messages }: Conversation): string[] => {
  const { units, orphans } = findToolUnits(messages)
  return [...orphans.map(({ part }) => part.callId), ...units.flatMap(({ unanswered }) => unanswered.map(({ id }) => id))].sort()
}

const instructionsOf = ({ system, messages }: Conversation): string[] => [...system, ...messages.filter(({ role }) => role === 'system' || role === 'developer').flatMap(({ parts }) => parts)]
  .flatMap((part) => (part.kind === 'text' ? [part.text] : []))

const noteOf = (request: unknown): string | undefined => /\[[^[\]]* left out to fit the context window\]/.exec(JSON.stringify(request))?.[0]

const longTalks = fc.array(conversations(payloadSpecs({ maxRows: 6 })), { minLength: 2, maxLength: 5 }).map((talks): { shape: Shape, request: Request } => {
  const [first] = talks
  const { shape, request } = first! // at least two
  const same = talks.filter((talk) => talk.shape === shape)
  // Ids differ between talks, as the provider wants it.
  const renamed = same.flatMap((talk, at) => mapDeep(messagesOf(talk.request), (_, value) => (typeof value === 'string' && value.startsWith('call_') ? value.replace('call_', `call_${at}_`) : value)))
  return { shape, request: withMessages(request, renamed.filter(({ role, type }, at) => at === 0 || ![role, type].some((name) => name === 'system' || name === 'developer'))) }
})
const budgets = fc.record({
  keepTurns: fc.integer({ min: 1, max: 3 }),
  keepToolUnits: fc.constantFrom<number | 'all'>(0, 1, 2, 4, 'all'),
  lowWater: fc.constantFrom(0.1, 0.5, 0.7, 0.9, 1),
})

describe('whatever is said', () => {
  test('under every budget pairs stay pairs, in an order the provider takes, and the newest turn stays', async () => {
    await fc.assert(fc.asyncProperty(longTalks, budgets, fc.double({ min: 0.02, max: 1, noNaN: true }), async ({ shape, request }, options, share) => {
      const { tokensBefore } = await cut(shape, request, Infinity)
      const limit = Math.floor(tokensBefore * share)
      const { request: after, outcome, tokensAfter } = await cut(shape, request, limit, options)
      if (outcome.window?.cut !== true) {
        expect(after).toBe(request)
        return
      }
      expect(tokensAfter).toBeLessThanOrEqual(limit)
      const known = problemsOf(request, shape)
      expect(problemsOf(after as Request, shape).filter((problem) => !known.includes(problem))).toEqual([])
      const [before, left] = [await parse(shape, request), await parse(shape, after)]
      expect(halvesOf(left)).toEqual(halvesOf(before))
      expect(instructionsOf(left).filter((said) => noteOf(said) === undefined)).toEqual(instructionsOf(before))
      expect(JSON.stringify(messagesOf(after as Request).at(-1))).toBe(JSON.stringify(messagesOf(request).at(-1)))
      expect((await cut(shape, after, limit, options)).request).toBe(after)
    }), { seed: 20_251_107, numRuns: 150 })
  })

  test('a transcript that grows by one message repeats what was sent for the shorter one, until the note changes', async () => {
    let cuts = 0
    await fc.assert(fc.asyncProperty(longTalks, budgets, fc.double({ min: 0.2, max: 0.9, noNaN: true }), async ({ shape, request }, options, share) => {
      const limit = Math.floor((await cut(shape, request, Infinity)).tokensBefore * share)
      const messages = messagesOf(request)
      let before: unknown
      for (let length = 1; length <= messages.length; length++) {
        const { request: after, tokensAfter } = await cut(shape, withMessages(request, messages.slice(0, length)), limit, options)
        // What does not fit goes out whole; the provider refuses it.
        if (tokensAfter > limit) continue
        if (before !== undefined && noteOf(after) === noteOf(before)) {
          const sent = messagesOf(before as Request)
          expect(JSON.stringify(messagesOf(after as Request).slice(0, sent.length))).toBe(JSON.stringify(sent))
        } else if (before !== undefined) cuts++
        before = after
      }
    }), { seed: 20_251_107, numRuns: 40 })
    expect(cuts).toBeGreaterThan(30)
  })
})

describe('a message of a user interface, which holds the results of its own calls', () => {
  const step = (id: string): object[] => [
    { type: 'step-start' }, { type: 'reasoning', text: text(3) }, { type: 'tool-list', toolCallId: id, state: 'output-available', input: {}, output: { rows: text(20) } },
  ]
  const agent = (...ids: string[]): object[] => [
    { id: 'u', role: 'user', parts: [{ type: 'text', text: 'go' }] }, { id: 'a', role: 'assistant', parts: ids.flatMap(step) },
  ]
  const idsIn = (request: unknown): string[] => (request as { parts: { toolCallId?: string }[] }[]).flatMap(({ parts }) => parts.flatMap(({ toolCallId }) => (toolCallId === undefined ? [] : [toolCallId])))

  test('loses its oldest steps, each with its thoughts, call and result', async () => {
    const request = agent('a', 'b', 'c', 'd')
    const { tokensBefore } = await cut('ai-sdk', request, Infinity)
    const { request: after, outcome } = await cut('ai-sdk', request, tokensBefore - 20, { keepToolUnits: 1, lowWater: 1 })
    expect(idsIn(after)).toEqual(['b', 'c', 'd'])
    expect((after as { parts: object[] }[])[1]!.parts).toEqual(['b', 'c', 'd'].flatMap(step))
    expect(outcome.window).toMatchObject({ cut: true, unitsDropped: 1 })
    expect(JSON.stringify(after)).toContain('[1 earlier tool call was left out')
  })

  test('repeats its cuts while it grows step by step', async () => {
    const ids = Array.from({ length: 12 }, (_, i) => `c${i}`)
    const { tokensBefore } = await cut('ai-sdk', agent(...ids), Infinity)
    let before: { ids: string[], note: string | undefined } = { ids: [], note: undefined }
    let cuts = 0
    for (let length = 1; length <= ids.length; length++) {
      const { request } = await cut('ai-sdk', agent(...ids.slice(0, length)), Math.floor(tokensBefore / 2), { keepToolUnits: 1 })
      const now = { ids: idsIn(request), note: noteOf(request) }
      if (now.note === before.note) expect(now.ids.slice(0, before.ids.length)).toEqual(before.ids)
      else cuts++
      before = now
    }
    expect(cuts).toBeGreaterThan(1)
  })
})
