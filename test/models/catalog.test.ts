import { describe, expect, test } from 'vitest'
import { catalog } from '../../src/models/catalog.ts'
import { pricesDate } from '../../src/models/price.ts'

const byId = new Map(catalog.map((entry) => [entry.id, entry]))

describe('the catalogue', () => {
  test('gives no name to two models', () => {
    const names = catalog.flatMap((entry) => [entry.id, ...(entry.aliases ?? [])])
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  test('writes names in lower case, without blanks or a provider', () => {
    const names = catalog.flatMap((entry) => [entry.id, ...(entry.aliases ?? [])])
    expect(names.filter((name) => !/^[a-z0-9][a-z0-9.:-]*[a-z0-9]$/.test(name))).toEqual([])
  })

  test.each(catalog.map((entry) => [entry.id, entry] as const))('%s has possible numbers', (_id, entry) => {
    const { contextWindow, maxOutputTokens, minCacheableTokens, tokenFactor, price } = entry
    for (const tokens of [contextWindow, maxOutputTokens, minCacheableTokens]) {
      if (tokens !== undefined) expect(Number.isSafeInteger(tokens) && tokens > 0, `${tokens}`).toBe(true)
    }
    if (contextWindow !== undefined) {
      expect(contextWindow).toBeGreaterThan(1_000)
      expect(maxOutputTokens ?? 0).toBeLessThanOrEqual(contextWindow)
      expect(minCacheableTokens ?? 0).toBeLessThan(contextWindow)
    }
    expect(tokenFactor).toBeGreaterThanOrEqual(1)
    expect(tokenFactor).toBeLessThan(2)
    if (entry.counting === 'exact') expect(tokenFactor).toBe(1)
    if (price === undefined) return
    const { inputUsdPerMillion, outputUsdPerMillion, cachedInputUsdPerMillion, cacheWriteUsdPerMillion } = price
    expect(inputUsdPerMillion).toBeGreaterThan(0)
    expect(inputUsdPerMillion).toBeLessThanOrEqual(200)
    expect(outputUsdPerMillion).toBeGreaterThanOrEqual(inputUsdPerMillion)
    if (cachedInputUsdPerMillion !== undefined) {
      expect(cachedInputUsdPerMillion).toBeGreaterThan(0)
      expect(cachedInputUsdPerMillion).toBeLessThanOrEqual(inputUsdPerMillion)
    }
    if (cacheWriteUsdPerMillion !== undefined) {
      expect(cacheWriteUsdPerMillion / inputUsdPerMillion).toBeGreaterThanOrEqual(1.2)
      expect(cacheWriteUsdPerMillion / inputUsdPerMillion).toBeLessThanOrEqual(1.25)
    }
  })

  test.each([
    { id: 'gpt-3.5-turbo', encoding: 'cl100k_base', tokenFactor: 1, counting: 'exact' },
    { id: 'gpt-4', encoding: 'cl100k_base', tokenFactor: 1, counting: 'exact' },
    { id: 'gpt-4o', encoding: 'o200k_base', tokenFactor: 1, counting: 'exact' },
    { id: 'gpt-4.1', encoding: 'o200k_base', tokenFactor: 1, counting: 'exact' },
    { id: 'o1', encoding: 'o200k_base', tokenFactor: 1, counting: 'exact' },
    { id: 'gpt-5.6-sol', encoding: 'o200k_base', tokenFactor: 1, counting: 'exact' },
    { id: 'text-davinci-003', encoding: 'p50k_base', tokenFactor: 1, counting: 'exact' },
    { id: 'davinci', encoding: 'r50k_base', tokenFactor: 1, counting: 'exact' },
    { id: 'claude-3-haiku', encoding: 'o200k_base', tokenFactor: 1.1, counting: 'estimated' },
    { id: 'claude-opus-4-6', encoding: 'o200k_base', tokenFactor: 1.1, counting: 'estimated' },
    { id: 'claude-opus-4-7', encoding: 'o200k_base', tokenFactor: 1.35, counting: 'estimated' },
    { id: 'claude-sonnet-5', encoding: 'o200k_base', tokenFactor: 1.35, counting: 'estimated' },
    { id: 'gemini-2.5-pro', encoding: 'o200k_base', tokenFactor: 1.1, counting: 'estimated' },
    { id: 'llama-3.1', encoding: 'o200k_base', tokenFactor: 1, counting: 'estimated' },
  ])('$id is counted by $encoding x $tokenFactor, $counting', ({ id, ...counted }) => {
    expect(byId.get(id)).toMatchObject(counted)
  })

  test('leaves out the price of models that every host prices by itself', () => {
    expect(catalog.filter(({ provider, price }) => price && !['openai', 'anthropic', 'google'].includes(provider))).toEqual([])
  })

  test('holds the numbers of a model of each kind as their providers publish them', () => {
    expect(byId.get('gpt-4o-mini')).toMatchObject({
      contextWindow: 128_000, maxOutputTokens: 16_384, minCacheableTokens: 1_024,
      price: { inputUsdPerMillion: 0.15, outputUsdPerMillion: 0.6, cachedInputUsdPerMillion: 0.075 },
    })
    expect(byId.get('claude-sonnet-4-5')).toMatchObject({
      contextWindow: 200_000, maxOutputTokens: 64_000, minCacheableTokens: 1_024,
      price: { inputUsdPerMillion: 3, outputUsdPerMillion: 15, cachedInputUsdPerMillion: 0.3, cacheWriteUsdPerMillion: 3.75 },
    })
  })

  test('is dated with a day of the calendar', () => {
    expect(new Date(`${pricesDate}T00:00:00Z`).toISOString().slice(0, 10)).toBe(pricesDate)
  })
})
