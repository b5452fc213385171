import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Request } from '../arbitraries/conversation.ts'
import { messagesOf } from '../arbitraries/conversation.ts'
import { validateAnthropic, validateOpenAiChat } from '../conversation/provider-rules.ts'
import { spokenTexts, systemTexts } from '../laws/wire-reading.ts'
import { cut } from '../transforms/rolling-window/window-case.ts'
import { sharedData } from './folder.ts'

const folders = { openai: 'openai-chat', anthropic_messages: 'anthropic' } as const
const files = Object.entries(folders).flatMap(([folder, shape]) => {
  const path = `${sharedData}conversations/${folder}/`
  return existsSync(path) ? readdirSync(path).map((name) => ({ name: `${folder}/${name}`, shape })) : []
})

const read = (name: string): Request => JSON.parse(readFileSync(`${sharedData}conversations/${name}`, 'utf8')) as Request

const problemsOf = (request: unknown, shape: 'openai-chat' | 'anthropic'): string[] =>
  (shape === 'anthropic' ? validateAnthropic : validateOpenAiChat)(messagesOf(request as Request)).map((problem) => problem.replace(/^messages\[\d+\]: /, ''))

const shares = [0.01, 0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.97, 1]
const settings = [{}, { keepTurns: 1, keepToolUnits: 1 }, { keepToolUnits: 0, lowWater: 1 }, { keepToolUnits: 'all', keepTurns: 3, lowWater: 0.3 }] as const

describe.skipIf(files.length === 0)('recorded conversations under every budget', () => {
  test.each(files)('$name', async ({ name, shape }) => {
    const request = read(name)
    const whole = (await cut(shape, request, Infinity)).tokensBefore
    const said = new Set(spokenTexts(request, ['user', 'assistant']))
    const question = spokenTexts(request, ['user']).at(-1)
    const known = new Set(problemsOf(request, shape))
    for (const options of settings) {
      for (const share of shares) {
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
        expect(notes.length).toBe(shape === 'anthropic' ? 1 : 0)
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
