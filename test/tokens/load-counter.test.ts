import { describe, expect, test } from 'vitest'
import { isHeadroomError } from '../../src/errors.ts'
import { estimateTokens } from '../../src/tokens/estimate.ts'
import { loadCounter } from '../../src/tokens/load-counter.ts'

const text = 'The quick brown fox jumps over the lazy dog'
const offline = (): Promise<never> => Promise.reject(new Error('Failed to fetch'))
/** Ten tokens for every text, and the vocabulary it was asked for. */
function createLoad(): { asked: string[]; load: (name: string) => Promise<() => number> } {
  const asked: string[] = []
  return { asked, load: async (name) => { asked.push(name); return () => 10 } }
}

test('counts exactly with the vocabulary of the model', async () => {
  const { warnings, ...counter } = await loadCounter('exact', { name: 'cl100k_base', factor: 1 })
  expect(counter).toMatchObject({ counting: 'exact', name: 'cl100k_base' })
  expect([counter.count(text), counter.quick(text), counter.count('')]).toEqual([9, 9, 0])
  expect(warnings).toEqual([])
})

test.each([
  { name: 'an unknown model', encoding: undefined, vocabulary: 'o200k_base', said: 'o200k_base', tokens: 10, counting: 'estimated' },
  { name: 'a public tokenizer', encoding: { name: 'p50k_base', factor: 1 }, vocabulary: 'p50k_base', said: 'p50k_base', tokens: 10, counting: 'exact' },
  { name: 'a private tokenizer', encoding: { name: 'o200k_base', factor: 1.1 }, vocabulary: 'o200k_base', said: 'o200k_base x 1.1', tokens: 11, counting: 'estimated' },
  { name: 'one that needs rounding', encoding: { name: 'o200k_base', factor: 1.35 }, vocabulary: 'o200k_base', said: 'o200k_base x 1.35', tokens: 14, counting: 'estimated' },
] as const)('$name is counted as $said', async ({ encoding, vocabulary, said, tokens, counting }) => {
  const { asked, load } = createLoad()
  const counter = await loadCounter('exact', encoding, load)
  expect(asked).toEqual([vocabulary])
  expect(counter).toMatchObject({ counting, name: said, warnings: [] })
  expect([counter.count('x'), counter.quick('x')]).toEqual([tokens, tokens])
})

test('estimates without loading anything', async () => {
  const { asked, load } = createLoad()
  const counter = await loadCounter('estimate', { name: 'o200k_base', factor: 1.1 }, load)
  expect(asked).toEqual([])
  expect(counter).toMatchObject({ counting: 'estimated', name: 'estimate x 1.1', warnings: [] })
  expect(counter.count(text)).toBe(Math.ceil(estimateTokens(text) * 1.1))
})

test('a vocabulary that cannot be loaded gives way to the estimate, with a warning', async () => {
  const counter = await loadCounter('exact', { name: 'o200k_base', factor: 1 }, offline)
  expect(counter).toMatchObject({ counting: 'estimated', name: 'estimate' })
  expect(counter.warnings).toEqual(['the vocabulary o200k_base could not be loaded, so tokens are estimated: Failed to fetch'])
  expect([counter.count(text), counter.quick(text)]).toEqual([estimateTokens(text), estimateTokens(text)])
})

describe('an own counter', () => {
  test.each([
    { name: 'at once', count: (counted: string) => counted.length },
    { name: 'later', count: (counted: string) => Promise.resolve(counted.length) },
  ])('that counts $name is asked, and loads nothing', async ({ count }) => {
    const { asked, load } = createLoad()
    const counter = await loadCounter({ count }, undefined, load)
    expect(asked).toEqual([])
    expect(counter).toMatchObject({ counting: 'exact', name: 'own', warnings: [] })
    expect(await counter.count('12345')).toBe(5)
    expect(counter.quick(text)).toBe(estimateTokens(text))
  })

  test('is called as a method of its object', async () => {
    const own = { perText: 7, count() { return this.perText } }
    expect((await loadCounter(own, undefined)).count('x')).toBe(7)
  })

  test.each([-1, 1.5, NaN, Infinity, '7', null, undefined, {}])('that gives %s is refused, now and later', async (tokens) => {
    const atOnce = await loadCounter({ count: () => tokens as number }, undefined)
    const later = await loadCounter({ count: () => Promise.resolve(tokens as number) }, undefined)
    const isRefused = (error: unknown): boolean => isHeadroomError(error) && error.code === 'TOKENIZATION' && error.message.includes('whole number')
    expect(() => atOnce.count('x')).toThrow(expect.toSatisfy(isRefused))
    await expect(later.count('x')).rejects.toSatisfy(isRefused)
  })

  test('that throws does so to whoever asked', async () => {
    const counter = await loadCounter({ count: () => { throw new Error('quota') } }, undefined)
    expect(() => counter.count('x')).toThrow('quota')
  })
})
