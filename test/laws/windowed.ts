import * as fc from 'fast-check'
import { expect } from 'vitest'
import type { Options } from '../../src/options.ts'
import { mapDeep } from '../arbitraries/clone.ts'
import type { Message, Request, Sent } from '../arbitraries/conversation.ts'
import { buildConversation, conversationSpecs, messagesOf, withMessages } from '../arbitraries/conversation.ts'
import { payloadSpecs } from '../arbitraries/payload.ts'
import { problemsOf } from './02-pairs.ts'
import { stagesOf } from './10-prefix-stability.ts'
import type { Law } from './law.ts'
import { breakOptimize } from './pipeline.ts'
import type { Optimized, Pipeline } from './pipeline.ts'
import { answersCalls, mapMessages, spokenTexts, systemTexts } from './wire-reading.ts'

/** A conversation, and a window that is smaller than it. */
interface Windowed {
  readonly sent: Sent
  /** Share of the whole that fits. */
  readonly share: number
  readonly keepTurns: number
  readonly keepToolUnits: number | 'all'
}

const sent = fc.tuple(conversationSpecs(payloadSpecs({ maxRows: 12 })), fc.integer({ min: 2, max: 4 })).map(([spec, times]) =>
  // Marks are at most four, so long talks have none.
  buildConversation({ ...spec, extras: false, turns: Array.from({ length: times }, () => spec.turns).flat() }))

const inputs: fc.Arbitrary<Windowed> = fc.record({
  sent, share: fc.double({ min: 0.1, max: 0.9, noNaN: true }), keepTurns: fc.integer({ min: 1, max: 2 }), keepToolUnits: fc.constantFrom<number | 'all'>(1, 2, 'all'),
})

/** The model's window as a share of what the whole costs. */
async function optionsFor(pipeline: Pipeline, { sent: { request }, share, ...rollingWindow }: Windowed): Promise<Options & { readonly limit: number }> {
  const { report } = await pipeline.optimize(request, { model: 'gpt-4o', rollingWindow: { enabled: false } })
  const limit = Math.max(1, Math.floor(report.tokensAfter * share))
  return { model: 'gpt-4o', modelContextLimits: { 'gpt-4o': limit }, rollingWindow: { ...rollingWindow, outputBufferTokens: 0 }, limit }
}

async function send(pipeline: Pipeline, input: Windowed, request: Request = input.sent.request): Promise<Optimized & { readonly limit: number, readonly options: Options }> {
  const { limit, ...options } = await optionsFor(pipeline, input)
  return { ...await pipeline.optimize(request, options), limit, options }
}

const isNote = (text: string): boolean => text.endsWith('left out to fit the context window]')

/** Changes what goes out after a cut, and nothing else. */
const breakCut = (change: (after: Request, before: Request) => Request): ReturnType<typeof breakOptimize> =>
  breakOptimize((after, before, report) => (report.window.cut ? change(after, before) : after))

const mapTexts = (request: Request, change: (text: string) => string): Request =>
  mapDeep(request, (key, value) => ((key === 'text' || key === 'content') && typeof value === 'string' ? change(value) : value))

const withoutMessage = (request: Request, at: number): Request => withMessages(request, messagesOf(request).filter((_, place) => place !== at))

const said = (request: Request): string[] => spokenTexts(request, ['user', 'assistant']).filter((text) => !isNote(text))

export const windowedLaws: readonly Law<Windowed>[] = [
  {
    name: 'Law 1: under a window what is left of the talk is unchanged and in its order, and nothing of the system text is lost',
    inputs, runs: 20,
    async check(pipeline, input) {
      const { request } = input.sent
      const { request: after } = await send(pipeline, input)
      const left = said(after)
      let at = 0
      const all = said(request)
      for (const text of left) {
        at = all.indexOf(text, at) + 1
        expect(at, text).toBeGreaterThan(0)
      }
      // The newest question is among it.
      expect(left).toContain(spokenTexts(request, ['user']).at(-1))
      const system = systemTexts(after).join('\n')
      for (const sentence of systemTexts(request).flatMap((text) => text.split(/(?<=[.!?])\s+/))) expect(system).toContain(sentence)
    },
    mutants: {
      'tidies what is left': breakCut((after) => mapTexts(after, (text) => text.trim())),
      'drops the system prompt': breakCut((after, before) => mapTexts(after, (text) => (systemTexts(before).some((own) => own.startsWith(text.slice(0, 20))) ? 'Be kind.' : text))),
      'drops the newest question': breakCut((after, before) => {
        const last = spokenTexts(before, ['user']).at(-1)!.replace(/^user: /, '')
        return mapTexts(after, (text) => (text === last ? '...' : text))
      }),
    },
  },
  {
    name: 'Law 2: under a window calls and results stay paired and in the order the provider requires',
    inputs, runs: 20,
    async check(pipeline, input) {
      const { request, shape } = input.sent
      const { request: after } = await send(pipeline, input)
      const kinds = (of: Request): string[] => problemsOf(of, shape).map((problem) => problem.replace(/^[^:]*: /, ''))
      const known = kinds(request)
      expect(kinds(after).filter((problem) => !known.includes(problem))).toEqual([])
    },
    mutants: {
      'keeps a call without its results': breakCut((after) => {
        const at = messagesOf(after).findIndex(answersCalls(after))
        return at < 0 ? after : withoutMessage(after, at)
      }),
      'keeps a result without its call': breakCut((after) => {
        const at = messagesOf(after).findIndex(answersCalls(after))
        return at < 1 ? after : withoutMessage(after, at - 1)
      }),
    },
  },
  {
    name: 'Law 4: a request that was cut fits, its note included, and one that fits is not cut',
    inputs, runs: 20,
    async check(pipeline, input) {
      const { request: after, report, limit, options } = await send(pipeline, input)
      const { window } = report
      expect(window.limit).toBe(limit)
      expect(window.fits).toBe(report.tokensAfter <= limit)
      const counted = await pipeline.optimize(after, { ...options, mode: 'audit' })
      expect(counted.report.tokensBefore).toBe(report.tokensAfter)
      if (window.cut) {
        expect(report.tokensAfter).toBeLessThanOrEqual(limit)
        expect(window.unitsDropped + window.turnsDropped).toBeGreaterThan(0)
        expect(report.decisions.some(({ action }) => action === 'dropped')).toBe(true)
      } else expect(report.decisions.filter(({ action }) => action === 'dropped')).toEqual([])
      if (!window.fits) expect(report.warnings[0]).toMatch(/does not fit.* must stay/)
      const whole = await pipeline.optimize(input.sent.request, { ...options, modelContextLimits: { 'gpt-4o': 1_000_000 } })
      expect(whole.report.window.cut).toBe(false)
      expect(whole.report.tokensAfter).toBeGreaterThan(limit)
    },
    mutants: {
      'writes a longer note': breakCut((after) => mapTexts(after, (text) => (isNote(text) ? `${text} Ask the user for it.` : text))),
      'hides things though it cannot fit': (pipeline) => ({
        ...pipeline,
        optimize: async (request, options) => {
          const outcome = await pipeline.optimize(request, options)
          return outcome.report.window.fits ? outcome : { ...outcome, request: withoutMessage(outcome.request, 0) }
        },
      }),
    },
  },
  {
    name: 'Law 10: under a window a longer transcript repeats what was sent for the shorter one, until more is dropped',
    inputs, runs: 12,
    async check(pipeline, input) {
      const { limit: _, ...options } = await optionsFor(pipeline, input)
      let before: Optimized | undefined
      for (const stage of stagesOf(input.sent.request)) {
        const sentNow = await pipeline.optimize(stage, options)
        // What does not fit goes out whole, and the provider refuses it.
        if (!sentNow.report.window.fits) continue
        if (before !== undefined && dropped(before) === dropped(sentNow)) {
          const start = messagesOf(before.request)
          expect(JSON.stringify(messagesOf(sentNow.request).slice(0, start.length))).toBe(JSON.stringify(start))
        }
        before = sentNow
      }
    },
    mutants: {
      'tells in its note how long the talk is': breakCut((after, before) => mapTexts(after, (text) => (isNote(text) ? text.replace(']', ` of ${messagesOf(before).length}]`) : text))),
      'drops a little more every time': breakCut((after, before) => (messagesOf(before).length % 2 === 0 ? withoutMessage(after, 1) : after)),
    },
  },
  {
    name: 'Law 11: under a window optimizing twice is optimizing once',
    inputs, runs: 20,
    async check(pipeline, input) {
      const { request: once, report, options } = await send(pipeline, input)
      const twice = await pipeline.optimize(once, options)
      expect(JSON.stringify(twice.request)).toBe(JSON.stringify(once))
      expect(twice.request).toBe(once)
      if (report.window.fits) expect(twice.report.window.cut).toBe(false)
    },
    mutants: {
      'signs its note': breakOptimize((after) => mapTexts(after, (text) => (/left out to fit the context window\]/.test(text) && text.startsWith('[') ? `${text}!` : text))),
      'cuts once more': breakOptimize((after) => (JSON.stringify(after).includes('left out to fit') && messagesOf(after).length > 2 ? withoutMessage(after, messagesOf(after).length - 1) : after)),
    },
  },
  {
    name: 'Law 12: under a window every message that is left whole is the same reference',
    inputs, runs: 20,
    async check(pipeline, input) {
      const { request } = input.sent
      const source = JSON.stringify(request)
      const { request: after, report } = await send(pipeline, input)
      expect(JSON.stringify(request)).toBe(source)
      const known = new Set<Message>(messagesOf(request))
      const root = Array.isArray(request) ? 0 : 1
      const named = new Set(report.decisions.filter(({ action }) => action !== 'kept').map(({ path }) => messagesOf(request)[Number(path[root])]))
      const namedTexts = new Set([...named].map((message) => JSON.stringify(message)))
      // The note stands in a message of its own or in one that it makes another; everything else that is new was named.
      const fresh = messagesOf(after).filter((message) => !known.has(message) && !JSON.stringify(message).includes('left out to fit the context window]'))
      for (const message of fresh) expect(namedTexts.has(JSON.stringify(message))).toBe(false)
      expect(fresh.length).toBeLessThanOrEqual(named.size)
      for (const message of fresh) expect([...known].some((own) => JSON.stringify(own) === JSON.stringify(message))).toBe(false)
    },
    mutants: {
      'copies what is left': breakCut((after) => mapMessages(after, (messages) => messages.map((message) => ({ ...message })))),
    },
  },
]

const dropped = ({ report: { window } }: Optimized): string => `${window.unitsDropped} ${window.turnsDropped}`
