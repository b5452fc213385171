import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findShape } from '../../src/adapters/find-adapter.ts'
import type { Conversation } from '../../src/conversation/types.ts'
import { optimize } from '../../src/index.ts'
import { readTranscripts } from '../../bench/savings/read-transcripts.ts'
import { convert, conversions } from './convert.ts'
import type { ConvertedShape } from './convert.ts'
import { resolveReferences } from '../transforms/repeats/resolve.ts'
import { sharedData } from './folder.ts'

async function parse(request: unknown): Promise<Conversation> {
  const found = findShape(request, undefined)
  if (found.shape === undefined) throw new Error(found.reason)
  return (await found.shape.load()).parse(request)
}

const textsOf = (conversation: Conversation): string[] =>
  conversation.messages.flatMap(({ parts }) => parts).flatMap((part) => (part.kind === 'tool-result' ? part.slots.map(({ text }) => text) : []))

const transcripts = existsSync(sharedData) ? readTranscripts(sharedData) : []
// Estimated: what the tokenizer costs is not what is tested here.
const alone = { model: 'gpt-4o', tokenCounter: 'estimate', smartCrusher: { enabled: false }, textResults: { enabled: false }, rollingWindow: { enabled: false } } as const

async function roundTrip(request: object): Promise<{ folded: number, saved: number }> {
  const outcome = await optimize(request, alone) as { readonly report: Awaited<ReturnType<typeof optimize>>['report'], readonly messages?: unknown, readonly request?: unknown }
  const resolved = resolveReferences(await parse(outcome.messages ?? outcome.request))
  expect(resolved.map(({ text }) => text)).toEqual(textsOf(await parse(request)))
  return { folded: resolved.filter(({ references }) => references > 0).length, saved: outcome.report.tokensSaved }
}

describe.skipIf(transcripts.length === 0)('recorded conversations', () => {
  test('every reference in them gets back the exact text, and references are what saves', async () => {
    let folded = 0
    let saved = 0
    for (const { messages } of transcripts) {
      const outcome = await roundTrip(messages)
      folded += outcome.folded
      saved += outcome.saved
    }
    expect(folded).toBeGreaterThan(150)
    expect(saved).toBeGreaterThan(50_000)
  })

  test('under a window references point to what is still there', async () => {
    const { messages } = transcripts.find(({ file }) => file.endsWith('cc_packmind_15.json'))!
    const whole = textsOf(await parse(messages))
    const { report: { tokensAfter } } = await optimize(messages, alone)
    for (const share of [0.3, 0.6, 0.9]) {
      const limit = Math.floor(tokensAfter * share)
      const { messages: after, report } = await optimize(messages, { ...alone, modelContextLimits: { 'gpt-4o': limit }, rollingWindow: { outputBufferTokens: 0 } })
      expect(report.window).toMatchObject({ cut: true, fits: true })
      const resolved = resolveReferences(await parse(after)).map(({ text }) => text)
      expect(resolved).toEqual(whole.slice(whole.length - resolved.length))
    }
  })

  test('so they do at a window of two fifths of each of them', async () => {
    let cuts = 0
    for (const { messages } of transcripts) {
      const { report: { tokensAfter: tokens } } = await optimize(messages, { ...alone, bypass: true })
      const { messages: after, report } = await optimize(messages, { ...alone, modelContextLimits: { 'gpt-4o': Math.floor(0.4 * tokens) }, rollingWindow: { outputBufferTokens: 0 } })
      if (report.window.cut) cuts++
      const whole = textsOf(await parse(messages))
      const resolved = resolveReferences(await parse(after)).map(({ text }) => text)
      expect(resolved).toEqual(whole.slice(whole.length - resolved.length))
    }
    expect(cuts).toBeGreaterThan(30)
  })

  test.each(Object.keys(conversions) as ConvertedShape[])('the same as %s', async (shape) => {
    const request = JSON.parse(readFileSync(`${sharedData}conversations/openai/cc_packmind_11.json`, 'utf8')) as { readonly messages: readonly unknown[] }
    expect((await roundTrip(convert(request, shape))).folded).toBeGreaterThan(2)
  })
})
