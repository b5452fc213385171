import { describe, expect, test } from 'vitest'
import { agentRun } from '../../bench/data/agent-run.ts'
import { repeatedTokens } from '../../bench/savings/repeated-tokens.ts'
import { countExactly } from '../../bench/tokens.ts'
import { validateOpenAiChat } from '../conversation/provider-rules.ts'

const runs = (['coding', 'operations'] as const).flatMap((work) => [false, true].map((isLeftAlone) => ({ work, turns: 50, seed: 1, isLeftAlone })))

describe.each(runs)('a run of $work, left alone: $isLeftAlone', (options) => {
  const { messages, facts } = agentRun(options)

  test('is the same for the same seed and another for another, and a valid request of 80,000 tokens within 3 %', () => {
    expect(agentRun(options).messages).toEqual(messages)
    expect(agentRun({ ...options, seed: 2 }).messages).not.toEqual(messages)
    expect(validateOpenAiChat(messages)).toEqual([])
    const tokens = messages.reduce((sum, { content, tool_calls: calls = [] }) => sum + countExactly(content ?? '') + calls.reduce((of, call) => of + countExactly(call.function.arguments) + 10, 4), 0)
    expect(Math.abs(tokens / 80_000 - 1)).toBeLessThan(0.03)
  })

  test('every fact stands in a result before the agent uses it, where the agent writes it, and in no words of the user', () => {
    expect(facts.length).toBeGreaterThan(40)
    for (const { token, first, uses } of facts) {
      expect(messages[first]).toMatchObject({ role: 'tool', content: expect.stringContaining(token) as string })
      for (const use of uses) {
        expect(use).toBeGreaterThan(first)
        expect(messages[use]!.role).toBe('assistant')
        expect(JSON.stringify(messages[use])).toContain(JSON.stringify(token).slice(1, -1))
      }
      expect(messages.some(({ role, content }) => role === 'user' && content?.includes(token) === true)).toBe(false)
    }
  })
})

test('the mix of a coding run is that of recorded ones: two thirds and more are source with numbers, and a fifth stands there already', () => {
  const results = agentRun(runs[0]!).messages.flatMap(({ role, content }) => (role === 'tool' && content !== null ? [content] : []))
  const tokensOf = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + countExactly(text), 0)
  const all = tokensOf(results)
  expect(tokensOf(results.filter((text) => /^ *\d+\u2192|cat -n/.test(text))) / all).toBeCloseTo(0.7, 1)
  expect(tokensOf(results.filter((text) => text.startsWith('{'))) / all).toBeCloseTo(0.05, 1)
  expect(repeatedTokens(results, { minLines: 1, withoutNumbers: true }) / all).toBeCloseTo(0.2, 1)
})
