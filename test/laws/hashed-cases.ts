import { buildConversation, conversationSpecOf } from '../arbitraries/conversation.ts'
import type { Shape } from '../arbitraries/conversation.ts'
import { buildPayload, payloadSpecOf } from '../arbitraries/payload.ts'
import type { PayloadKind } from '../arbitraries/payload.ts'
import { hashTexts } from '../../src/hash/fnv1a.ts'
import { realPipeline } from './real-pipeline.ts'

// Cases whose bytes are fixed across runtimes: each follows from its seed alone.

export const conversationSeeds = Array.from({ length: 24 }, (_, i) => i + 1)
/** Shapes that came later, each with seeds of its own. */
export const shapeSeeds = (['openai-responses', 'google', 'ai-sdk', 'ai-sdk-ui', 'langchain'] as const).flatMap((shape) => Array.from({ length: 8 }, (_, i) => [shape, 201 + i] as const))
export const payloadSeeds = Array.from({ length: 30 }, (_, i) => 1000 + i)
/** Kinds of tool results that came later. */
export const kindSeeds = Array.from({ length: 8 }, (_, i) => ['columns', 1101 + i] as const)

/** Hash of what is sent for the conversation of a seed. */
export async function conversationHash(seed: number, shape?: Shape): Promise<string> {
  const { request } = buildConversation(conversationSpecOf(seed, shape))
  const { request: after } = await realPipeline.optimize(request, { model: 'gpt-4o' })
  return hashTexts([JSON.stringify(after)])
}

/** Hash of what the tool result of a seed is crushed to, with its lossless rewriting. */
export async function payloadHash(seed: number, kind?: PayloadKind): Promise<string> {
  const { text } = buildPayload(payloadSpecOf(seed, kind))
  const crushed = await realPipeline.crush(text, { query: 'Which harbor entries failed?', model: 'gpt-4o' })
  const lossless = await realPipeline.crush(text, { model: 'gpt-4o', smartCrusher: { lossless: true } })
  return hashTexts([crushed.text, lossless.text])
}
