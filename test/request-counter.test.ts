import { expect, test } from 'vitest'
import { createDecisionMemory } from '../src/decision-memory.ts'
import { createRequestCounter } from '../src/request-counter.ts'
import type { LoadedCounter } from '../src/tokens/counter.ts'

const long = 'x'.repeat(100)

function counterOf(count: LoadedCounter['count']): { loaded: LoadedCounter; counted: string[] } {
  const counted: string[] = []
  const loaded: LoadedCounter = {
    counting: 'exact', name: 'own', quick: () => 1,
    count(text) {
      counted.push(text)
      return count(text)
    },
  }
  return { loaded, counted }
}

test('a text is counted once', async () => {
  const { loaded, counted } = counterOf((text) => Promise.resolve(text.length))
  const { tokens, lasting } = createRequestCounter(loaded, undefined, undefined)
  expect([await tokens.count(long), await lasting.count(long), await tokens.count(`${long}y`)]).toEqual([100, 100, 101])
  expect(counted).toEqual([long, `${long}y`])
})

test('a session remembers what lasting texts cost, and nothing of what was only tried', () => {
  const memory = createDecisionMemory()
  const { loaded, counted } = counterOf((text) => text.length)
  const first = createRequestCounter(loaded, memory, undefined)
  expect([first.lasting.count(long), first.tokens.count(`${long}y`)]).toEqual([100, 101])
  const second = createRequestCounter(loaded, memory, undefined)
  expect([second.tokens.count(long), second.tokens.count(`${long}y`)]).toEqual([100, 101])
  expect(counted).toEqual([long, `${long}y`, `${long}y`])
})

test('a session also remembers what was tried before it turned out to last', () => {
  const memory = createDecisionMemory()
  const { loaded, counted } = counterOf((text) => text.length)
  const first = createRequestCounter(loaded, memory, undefined)
  expect([first.tokens.count(long), first.lasting.count(long)]).toEqual([100, 100])
  expect(createRequestCounter(loaded, memory, undefined).tokens.count(long)).toBe(100)
  expect(counted).toEqual([long])
})

test.each([
  { name: 'throws', count: () => { throw new Error('down') }, message: 'down' },
  { name: 'rejects', count: () => Promise.reject(new Error('down')), message: 'down' },
])('a counter that $name gives way to our estimate, with one warning', async ({ count, message }) => {
  const { loaded, counted } = counterOf(count)
  const { tokens, warnings } = createRequestCounter(loaded, createDecisionMemory(), undefined)
  expect([await tokens.count('a'), await tokens.count('b')]).toEqual([1, 1])
  expect(counted).toEqual(['a'])
  expect(tokens.counting).toBe('estimated')
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toContain(message)
})

test('after a failure texts that were counted before are estimated as well', () => {
  const { loaded } = counterOf((text) => {
    if (text === 'bad') throw new Error('down')
    return 50
  })
  const { tokens } = createRequestCounter(loaded, undefined, undefined)
  expect([tokens.count(long), tokens.count('bad'), tokens.count(long)]).toEqual([50, 1, 1])
})

test('an abort that makes a counter fail is no failure of the counter', async () => {
  const controller = new AbortController()
  const { loaded } = counterOf(() => {
    controller.abort('enough')
    return Promise.reject(new Error('aborted'))
  })
  const { tokens, warnings } = createRequestCounter(loaded, undefined, controller.signal)
  await expect(tokens.count('a')).rejects.toBe('enough')
  expect(warnings).toEqual([])
})

test('a counter that does not answer is waited for once; then all texts are estimated', async () => {
  const { loaded, counted } = counterOf(() => new Promise<number>(() => undefined))
  const { tokens, warnings } = createRequestCounter(loaded, undefined, undefined, 20)
  expect([await tokens.count(long), await tokens.count(`${long}y`), await tokens.count('short')]).toEqual([1, 1, 1])
  expect(counted).toEqual([long])
  expect(tokens.counting).toBe('estimated')
  expect(warnings).toEqual([expect.stringContaining('no answer within 20 ms')])
})
