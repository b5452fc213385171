import { describe, expect, test } from 'vitest'
import { generatedRun, promisedTokens, sendRun, unlimited, windowOf } from '../../bench/savings/promise.ts'
import type { LongRun } from '../../bench/savings/promise.ts'

/** Every fact as if it were used once more behind the last message. */
const usedAtTheEnd = ({ facts, messages, ...run }: LongRun): LongRun => ({ ...run, messages, facts: facts.map(({ token }) => ({ token, uses: [messages.length] })) })

describe('a long talk of an agent, 50 turns and 80,000 tokens', () => {
  const coding = generatedRun({ work: 'coding', turns: 50, seed: 1 })
  const leftAlone = generatedRun({ work: 'coding', turns: 50, seed: 1, isLeftAlone: true })
  const operations = generatedRun({ work: 'operations', turns: 50, seed: 1, isLeftAlone: true })

  test.each([{ name: 'coding', run: coding, most: 5 / 6 }, { name: 'operations', run: operations, most: 0.5 }])('of $name: the steps without the window lose no fact, and leave so much less', async ({ run, most }) => {
    const sent = await sendRun(usedAtTheEnd(run), unlimited)
    expect(sent.tokensBefore).toBeGreaterThan(78_000)
    expect(sent.tokensAfter / sent.tokensBefore).toBeLessThan(most)
    expect(sent.lost).toEqual([])
  })

  test.each([
    { name: 'coding', run: coding, mostLost: 1 },
    // Without turns to keep, what the agent said goes with what it called.
    { name: 'coding, left alone', run: leftAlone, mostLost: 7 },
    { name: 'operations, left alone', run: operations, mostLost: 0 },
  ])('of $name: every request fits 32,000 tokens, and what is used later is there', async ({ run, mostLost }) => {
    const sent = await sendRun(run, windowOf(promisedTokens))
    expect(sent.largest).toBeLessThanOrEqual(promisedTokens)
    expect(sent.unfitting).toBe(0)
    expect(sent.uses).toBeGreaterThan(100)
    expect(sent.changes).toBeGreaterThan(0)
    expect(sent.changes).toBeLessThan(8)
    expect(sent.lost.length).toBeLessThanOrEqual(mostLost)
  })

  test('without a window what was sent is sent again to the byte', async () => {
    expect((await sendRun(operations, unlimited)).changes).toBe(0)
  })

  test('a fact that is not in what is sent is told to be lost', async () => {
    const { lost } = await sendRun({ ...operations, facts: [{ token: 'nowhere-to-be-seen', uses: [5, 9] }] }, unlimited)
    expect(lost).toEqual([{ token: 'nowhere-to-be-seen', use: 5 }, { token: 'nowhere-to-be-seen', use: 9 }])
  })
})
