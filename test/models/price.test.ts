import { describe, expect, test } from 'vitest'
import { findModel } from '../../src/models/find-model.ts'
import { priceUsd } from '../../src/models/price.ts'

describe('priceUsd', () => {
  test.each([
    { name: 'gpt-4o', tokens: 1_000_000, use: 'input', usd: 2.5 },
    { name: 'gpt-4o', tokens: 1_000_000, use: 'output', usd: 10 },
    { name: 'gpt-4o', tokens: 1_000_000, use: 'cached-input', usd: 1.25 },
    { name: 'gpt-4o-mini', tokens: 39_910, use: 'input', usd: 0.0059865 },
    { name: 'claude-sonnet-4-20250514', tokens: 10_000, use: 'cache-write', usd: 0.0375 },
    { name: 'claude-sonnet-4-20250514', tokens: 10_000, use: 'cached-input', usd: 0.003 },
    { name: 'gpt-4o', tokens: -2_000, use: 'input', usd: -0.005 },
    { name: 'gpt-4o', tokens: 0, use: 'input', usd: 0 },
  ] as const)('$tokens tokens of $name as $use cost $usd', ({ name, tokens, use, usd }) => {
    expect(priceUsd(findModel(name), tokens, use)).toBeCloseTo(usd, 12)
  })

  test('takes plain input for granted', () => {
    const model = findModel('gpt-4o')
    expect(priceUsd(model, 1_000)).toBe(priceUsd(model, 1_000, 'input'))
    expect(priceUsd(model, 1_000)).toBeCloseTo(0.0025, 12)
  })

  test('charges the input price where the cache has none of its own', () => {
    const [cacheless, freeWrites] = [findModel('gpt-4'), findModel('gpt-4o')]
    expect(priceUsd(cacheless, 1_000_000, 'cached-input')).toBe(30)
    expect(priceUsd(freeWrites, 1_000_000, 'cache-write')).toBe(2.5)
  })

  test.each(['llama-3.1', 'gpt-5.6-cyber', 'ft:gpt-4o:org::id', 'my-model'])('does not invent a price for %s', (name) => {
    expect(priceUsd(findModel(name), 1_000)).toBeUndefined()
  })
})
