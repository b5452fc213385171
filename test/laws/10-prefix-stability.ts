import { expect } from 'vitest'
import type { Sent } from '../arbitraries/conversation.ts'
import { conversations, messagesOf, withMessages } from '../arbitraries/conversation.ts'
import type { Request } from '../arbitraries/conversation.ts'
import { payloadSpecs } from '../arbitraries/payload.ts'
import type { Law } from './law.ts'
import { breakOptimize } from './pipeline.ts'
import type { Mutant, Optimized } from './pipeline.ts'
import { isAssistant, mapToolTexts, spokenTexts } from './wire-reading.ts'

/** The transcript as it was each time the model was asked: everything before what it said in one step, and all of it. */
export function stagesOf(request: Request): Request[] {
  const messages = messagesOf(request)
  const isSaid = messages.map(isAssistant(request))
  const ends = messages.flatMap((_, at) => (isSaid[at] && at > 0 && !isSaid[at - 1] ? [at] : []))
  return [...ends.map((end) => withMessages(request, messages.slice(0, end))), request]
}

/** Sends every stage and compares each with the one before: what was sent then begins what is sent now. */
export async function checkStages(stages: readonly Request[], send: (request: Request) => Promise<Optimized>): Promise<void> {
  let sent: readonly unknown[] = []
  for (const stage of stages) {
    const { request, report } = await send(stage)
    const messages = messagesOf(request)
    if (!report.window.cut) expect(JSON.stringify(messages.slice(0, sent.length))).toBe(JSON.stringify(sent))
    sent = messages
  }
}

const latestQuestion: Mutant = (pipeline) => ({
  ...pipeline,
  optimize: (request, options) => pipeline.optimize(request, { ...options, smartCrusher: { ...options?.smartCrusher, relevance: { query: 'latest' } } }),
})

export const prefixLaw: Law<Sent> = {
  name: 'Law 10: optimizing a longer transcript repeats what was sent for the shorter one',
  inputs: conversations(payloadSpecs({ minRows: 10, maxRows: 50 })),
  runs: 20,
  check: (pipeline, { request }) => checkStages(stagesOf(request), (stage) => pipeline.optimize(stage, { model: 'gpt-4o' })),
  mutants: {
    'ranks old results for the newest question': latestQuestion,
    'shortens what is no longer new': breakOptimize((after) => mapToolTexts(after, (text, path) =>
      (messagesOf(after).length - path.filter((key) => typeof key === 'number')[0]! > 4 ? text.slice(0, 100) : text))),
    'numbers results by what follows': breakOptimize((after) => mapToolTexts(after, (text) => `${text} ${spokenTexts(after, ['user']).length}`)),
  },
}

export const sessionPrefixLaw: Law<Sent> = {
  name: 'Law 10: a session repeats what it sent, and sends what it would send without a memory',
  inputs: conversations(payloadSpecs({ minRows: 10, maxRows: 50 })),
  runs: 20,
  async check(pipeline, { request }) {
    const session = pipeline.createSession({ model: 'gpt-4o' })
    await checkStages(stagesOf(request), (stage) => session.optimize(stage))
    const fresh = await pipeline.optimize(request, { model: 'gpt-4o' })
    expect(JSON.stringify((await session.optimize(request)).request)).toBe(JSON.stringify(fresh.request))
  },
  mutants: {
    'forgets what it decided': breakOptimize((after) => mapToolTexts(after, (text) => `${text} of ${messagesOf(after).length}`)),
    'takes one result for another': (pipeline) => ({
      ...pipeline,
      createSession: (options) => {
        const session = pipeline.createSession(options)
        const memory = new Map<number, string>()
        return {
          optimize: async (request) => {
            const { request: after, report } = await session.optimize(request)
            // Keyed by length alone: two results of one length meet in it.
            const remember = (text: string): string => memory.get(text.length % 2) ?? (memory.set(text.length % 2, text), text)
            return { request: mapToolTexts(after, remember), report }
          },
        }
      },
      optimize: pipeline.optimize,
    }),
  },
}
