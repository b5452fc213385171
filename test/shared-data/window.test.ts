import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Request, Shape } from '../arbitraries/conversation.ts'
import { messagesOf } from '../arbitraries/conversation.ts'
import { validateLangChain, validateModelMessages, validateUiMessages } from '../conversation/provider-rules-frameworks.ts'
import { validateGoogle } from '../conversation/provider-rules-google.ts'
import { validateResponses } from '../conversation/provider-rules-responses.ts'
import { validateAnthropic, validateOpenAiChat } from '../conversation/provider-rules.ts'
import { spokenTexts, systemTexts } from '../laws/wire-reading.ts'
import { cut } from '../transforms/rolling-window/window-case.ts'
import { conversions, convert } from './convert.ts'
import type { ConvertedShape } from './convert.ts'
import { sharedData } from './folder.ts'

const folders = { openai: 'openai-chat', anthropic_messages: 'anthropic' } as const

interface RecordedCase {
  readonly name: string
  readonly shape: Shape
  readonly read: () => Request
}

const readFile = (name: string): Request => JSON.parse(readFileSync(`${sharedData}conversations/${name}`, 'utf8')) as Request

const recorded = Object.entries(folders).flatMap(([folder, shape]): RecordedCase[] => {
  const path = `${sharedData}conversations/${folder}/`
  return existsSync(path) ? readdirSync(path).map((file) => ({ name: `${folder}/${file}`, shape, read: () => readFile(`${folder}/${file}`) })) : []
})
const converted = recorded.filter(({ shape }) => shape === 'openai-chat').flatMap(({ name, read }) => (Object.keys(conversions) as ConvertedShape[]).map((shape): RecordedCase => (
  { name: `${name} as ${shape}`, shape, read: () => convert(read() as { readonly messages: readonly unknown[] }, shape) })))
  // Every third: no shape and no long conversation is left out.
  .filter((_, at) => at % 3 === 0)

const validators: Readonly<Record<Shape, (messages: readonly unknown[]) => string[]>> = {
  'openai-chat': validateOpenAiChat, anthropic: validateAnthropic, 'openai-responses': validateResponses, google: validateGoogle,
  'ai-sdk': validateModelMessages, 'ai-sdk-ui': validateUiMessages, langchain: validateLangChain,
}

const problemsOf = (request: unknown, shape: Shape): string[] => validators[shape](messagesOf(request as Request)).map((problem) => problem.replace(/^\w+\[\d+\]: /, ''))

/** In the other shapes the note is no message of its own, but stands with what the user says. */
const notesByUser = (shape: Shape): number => (shape === 'openai-chat' || shape === 'openai-responses' ? 0 : 1)

const shares = [0.01, 0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.97, 1]
/** For what is the same conversation once more. */
const fewerShares = [0.1, 0.4, 0.7, 0.97]
const settings = [{}, { keepTurns: 1, keepToolUnits: 1 }, { keepToolUnits: 0, lowWater: 1 }, { keepToolUnits: 'all', keepTurns: 3, lowWater: 0.3 }] as const

describe.skipIf(recorded.length === 0)('recorded conversations, and what they are in other shapes, under every budget', () => {
  test.each([...recorded.map((of) => ({ ...of, shares })), ...converted.map((of) => ({ ...of, shares: fewerShares }))])('$name', async ({ shape, read, shares: ofCase }) => {
    const request = read()
    const whole = (await cut(shape, request, Infinity)).tokensBefore
    const said = new Set(spokenTexts(request, ['user', 'assistant']))
    const question = spokenTexts(request, ['user']).at(-1)
    const known = new Set(problemsOf(request, shape))
    for (const options of settings) {
      for (const share of ofCase) {
        const limit = Math.floor(whole * share)
        const { request: after, outcome, tokensAfter } = await cut(shape, request, limit, options)
        if (outcome.window?.cut !== true) {
          expect(after).toBe(request)
          if (whole > limit) expect(outcome.window?.protectedTokens).toBeGreaterThan(limit - 40)
          continue
        }
        expect(whole).toBeGreaterThan(limit)
        expect(tokensAfter).toBeLessThanOrEqual(limit)
        expect(problemsOf(after, shape).filter((problem) => !known.has(problem))).toEqual([])
        const spoken = spokenTexts(after as Request, ['user', 'assistant'])
        const notes = spoken.filter((text) => text.endsWith('left out to fit the context window]'))
        expect(notes.length).toBe(notesByUser(shape))
        expect(spoken.filter((text) => !notes.includes(text) && !said.has(text))).toEqual([])
        const instructs = new Set(systemTexts(after as Request))
        expect(systemTexts(request).filter((text) => !instructs.has(text))).toEqual([])
        expect(spoken).toContain(question)
        const again = await cut(shape, after, limit, options)
        expect(again.request).toBe(after)
      }
    }
  })
})
