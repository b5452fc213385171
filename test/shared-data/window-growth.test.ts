import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Message, Request } from '../arbitraries/conversation.ts'
import { messagesOf } from '../arbitraries/conversation.ts'
import { counter, cut } from '../transforms/rolling-window/window-case.ts'
import { stagesOf, tokensWrittenAgain } from '../transforms/rolling-window/written-tokens.ts'
import { sharedData } from './folder.ts'

const folders = { openai: 'openai-chat', anthropic_messages: 'anthropic' } as const
const files = Object.entries(folders).flatMap(([folder, shape]) => {
  const path = `${sharedData}conversations/${folder}/`
  return existsSync(path) ? readdirSync(path).map((name) => ({ name: `${folder}/${name}`, shape })) : []
})

/** What the window is of the whole transcript. */
const windowShare = 0.4

/** Sends every stage of a transcript that fits after a cut, or without one. */
async function sendStages(request: Request, shape: 'openai-chat' | 'anthropic', lowWater: number): Promise<readonly (readonly Message[])[]> {
  const limit = Math.floor((await cut(shape, request, Infinity)).tokensBefore * windowShare)
  const sent: (readonly Message[])[] = []
  for (const stage of stagesOf(request)) {
    const { request: after, tokensAfter } = await cut(shape, stage, limit, { lowWater })
    if (tokensAfter <= limit) sent.push(messagesOf(after as Request))
  }
  return sent
}

const noteOf = (messages: readonly Message[]): string | undefined => /\[[^[\]]* left out to fit the context window\]/.exec(JSON.stringify(messages))?.[0]

describe.skipIf(files.length === 0)('transcripts that grow under a window', () => {
  test('send the same bytes again between cuts, and make a prefix cache write a quarter of what dropping the oldest each turn does', async () => {
    const tokensOf = (message: Message): number => counter.quick(JSON.stringify(message))
    let inSteps = 0
    let eachTurn = 0
    let cuts = 0
    for (const { name, shape } of files) {
      const request = JSON.parse(readFileSync(`${sharedData}conversations/${name}`, 'utf8')) as Request
      const sent = await sendStages(request, shape, 0.7)
      let before: readonly Message[] = []
      for (const messages of sent) {
        if (noteOf(messages) === noteOf(before)) expect(JSON.stringify(messages.slice(0, before.length))).toBe(JSON.stringify(before))
        else cuts++
        before = messages
      }
      inSteps += tokensWrittenAgain(sent, tokensOf)
      eachTurn += tokensWrittenAgain(await sendStages(request, shape, 1), tokensOf)
    }
    expect(cuts).toBeGreaterThan(50)
    expect(inSteps / eachTurn).toBeLessThan(0.25)
  }, 120_000)
})
