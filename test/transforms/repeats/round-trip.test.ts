import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { agentRun } from '../../../bench/data/agent-run.ts'
import { findShape } from '../../../src/adapters/find-adapter.ts'
import type { Conversation } from '../../../src/conversation/types.ts'
import type { Options } from '../../../src/options.ts'
import type { Request } from '../../arbitraries/conversation.ts'
import { messagesOf } from '../../arbitraries/conversation.ts'
import { checkStages, stagesOf } from '../../laws/10-prefix-stability.ts'
import { realPipeline } from '../../laws/real-pipeline.ts'
import { codingSessions } from './coding-session.ts'
import type { CodingSession } from './coding-session.ts'
import { resolveReferences } from './resolve.ts'

async function parse(request: Request): Promise<Conversation> {
  const found = findShape(request, undefined)
  if (found.shape === undefined) throw new Error(found.reason)
  return (await found.shape.load()).parse(request)
}

const resolve = async (request: Request): Promise<string[]> => resolveReferences(await parse(request)).map(({ text }) => text)
const textsOf = async (request: Request): Promise<string[]> =>
  (await parse(request)).messages.flatMap(({ parts }) => parts).flatMap((part) => (part.kind === 'tool-result' ? part.slots.map(({ text }) => text) : []))

const model = 'gpt-4o'
/** Our other steps may shorten results too; they are held against what they send without references. */
const everything: Options = { model }
const alone: Options = { model, smartCrusher: { enabled: false }, textResults: { enabled: false } }

const windowOf = async (request: Request, share: number, options: Options): Promise<Options> => {
  const { report } = await realPipeline.optimize(request, { ...options, rollingWindow: { enabled: false } })
  const limit = Math.max(1, Math.floor(report.tokensAfter * share))
  return { ...options, modelContextLimits: { [model]: limit }, rollingWindow: { outputBufferTokens: 0, keepTurns: 1, keepToolUnits: 2 } }
}

/** Sessions hold lines that only look like references; the reader in these tests takes every such line for one. */
const withoutLookalikes = (session: CodingSession): boolean => !JSON.stringify(session).includes('above, unchanged]')

const sessions = codingSessions()
const readable = sessions.filter(withoutLookalikes)

describe.each([{ name: 'repeats alone', options: alone }, { name: 'all steps', options: everything }])('$name', ({ options }) => {
  test('every reference resolves to exactly what was sent without it, and nothing becomes larger', async () => {
    let folded = 0
    await fc.assert(fc.asyncProperty(readable, async ({ chat, anthropic }) => {
      for (const request of [chat, anthropic]) {
        const { request: after, report } = await realPipeline.optimize(request, options)
        const { request: whole } = await realPipeline.optimize(request, { ...options, repeats: { enabled: false } })
        expect(await resolve(after)).toEqual(await textsOf(whole))
        for (const decision of report.decisions) expect(decision.tokensAfter).toBeLessThanOrEqual(decision.tokensBefore)
        folded += report.decisions.filter(({ action }) => action === 'folded').length
      }
    }), { numRuns: 25, seed: 1 })
    expect(folded).toBeGreaterThan(50)
  })

  test('what was sent for a shorter transcript is sent again, and what was sent is left as it is', async () => {
    await fc.assert(fc.asyncProperty(sessions, async ({ chat, anthropic }) => {
      for (const request of [chat, anthropic]) {
        const stages = stagesOf(request)
        await checkStages(stages.filter((_, at) => at % 4 === 0 || at === stages.length - 1), (stage) => realPipeline.optimize(stage, options))
        const once = await realPipeline.optimize(request, options)
        expect((await realPipeline.optimize(once.request, options)).request).toBe(once.request)
      }
    }), { numRuns: 8, seed: 2 })
  })
})

describe('under a window', () => {
  const shares = fc.double({ min: 0.2, max: 0.95, noNaN: true })

  test('what refers to what is gone says all of it again, and what is sent fits', async () => {
    let cuts = 0
    await fc.assert(fc.asyncProperty(readable, shares, async ({ chat, anthropic }, share) => {
      for (const request of [chat, anthropic]) {
        const options = await windowOf(request, share, alone)
        const { request: after, report } = await realPipeline.optimize(request, options)
        const resolved = await resolve(after)
        const all = await textsOf(request)
        expect(resolved).toEqual(all.slice(all.length - resolved.length))
        if (report.window.fits) expect(report.tokensAfter).toBeLessThanOrEqual(report.window.limit!)
        else expect(report.window.protectedTokens).toBeGreaterThan(report.window.limit! - 40)
        if (report.window.cut) cuts++
      }
    }), { numRuns: 25, seed: 3 })
    expect(cuts).toBeGreaterThan(20)
  })

  test('nothing goes where references are enough', async () => {
    await fc.assert(fc.asyncProperty(readable, async ({ chat }) => {
      const { report: folded } = await realPipeline.optimize(chat, alone)
      const options = { ...await windowOf(chat, 1, alone), modelContextLimits: { [model]: folded.tokensAfter } }
      const { report } = await realPipeline.optimize(chat, options)
      expect(report.window).toMatchObject({ cut: false, fits: true })
    }), { numRuns: 10, seed: 4 })
  })

  test('between cuts the same bytes are sent again', async () => {
    let same = 0
    await fc.assert(fc.asyncProperty(codingSessions({ min: 12, max: 24 }), shares, async ({ chat }, share) => {
      const options = await windowOf(chat, share, alone)
      let before: { readonly sent: readonly unknown[], readonly units: number } = { sent: [], units: 0 }
      for (const stage of stagesOf(chat)) {
        const { request, report: { window } } = await realPipeline.optimize(stage, options)
        if (!window.fits) continue
        const sent = messagesOf(request)
        if (window.unitsDropped + window.turnsDropped === before.units) {
          expect(JSON.stringify(sent.slice(0, before.sent.length))).toBe(JSON.stringify(before.sent))
          if (window.cut) same++
        }
        before = { sent, units: window.unitsDropped + window.turnsDropped }
      }
    }), { numRuns: 6, seed: 5 })
    expect(same).toBeGreaterThan(10)
  })

  test('an agent that sends back what we sent loses nothing that is still there', async () => {
    let cuts = 0
    await fc.assert(fc.asyncProperty(codingSessions({ min: 12, max: 24 }).filter(withoutLookalikes), shares, async ({ chat }, share) => {
      const options = await windowOf(chat, share, alone)
      const messages = messagesOf(chat)
      const all = await textsOf(chat)
      let sent: readonly unknown[] = []
      let read = 0
      for (const stage of stagesOf(chat)) {
        const grown = [...sent, ...messages.slice(read, messagesOf(stage).length)] as Request
        read = messagesOf(stage).length
        const { request, report } = await realPipeline.optimize(grown, options)
        const resolved = await resolve(request)
        const known = (await textsOf(stage)).length
        expect(resolved).toEqual(all.slice(known - resolved.length, known))
        if (report.window.cut) cuts++
        sent = messagesOf(request)
      }
    }), { numRuns: 6, seed: 6 })
    expect(cuts).toBeGreaterThan(10)
  })
})

describe('a run of an agent of 50 turns', () => {
  test.each([
    { name: 'as it is', window: {} },
    { name: 'under a window of 32,000 tokens', window: { modelContextLimits: { [model]: 32_000 }, rollingWindow: { outputBufferTokens: 0 } } },
  ])('$name: every reference resolves to exactly what was sent without it', async ({ window }) => {
    for (const isLeftAlone of [false, true]) {
      const request = agentRun({ work: 'coding', turns: 50, seed: 1, isLeftAlone }).messages as unknown as Request // in Chat Completions
      const { request: after, report } = await realPipeline.optimize(request, { ...everything, ...window })
      const { request: whole } = await realPipeline.optimize(request, { ...everything, repeats: { enabled: false }, rollingWindow: { enabled: false } })
      const resolved = resolveReferences(await parse(after))
      const all = await textsOf(whole)
      expect(report.window.cut).toBe('rollingWindow' in window)
      // One call in each unit.
      expect(resolved.length).toBe(all.length - report.window.unitsDropped)
      expect(resolved.map(({ text }) => text)).toEqual(all.slice(all.length - resolved.length))
      expect(resolved.reduce((sum, { references }) => sum + references, 0)).toBeGreaterThan(5)
    }
  })
})
