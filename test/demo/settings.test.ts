import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changedSettings, defaultSettings, readSettings, toOptions } from '../../demo/settings.ts'
import type { Settings } from '../../demo/settings.ts'
import { resolveOptions } from '../../src/options.ts'

/** Values that a link from anywhere may have. */
const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.integer(), fc.double(), fc.boolean(), fc.constantFrom('optimize', 'audit', 'bm25', 'hybrid', 'json', 'columns', -0, 1e308, null, [], {}))
const hostile = fc.record(Object.fromEntries(Object.keys(defaultSettings).map((key) => [key, anything])), { requiredKeys: [] })

describe('readSettings', () => {
  test.each([
    { value: null }, { value: 'rows' }, { value: [] }, { value: { rows: 0 } }, { value: { rows: 1e9 } }, { value: { rows: 1.5 } }, { value: { threshold: 0 } }, { value: { threshold: Number.NaN } },
    { value: { tier: 'minilm' } }, { value: { lossless: 'true' } }, { value: { question: 'x'.repeat(10_001) } }, { value: { profiles: [null] } }, { value: { profiles: [{ tool: 1, rows: 5 }] } },
    { value: { profiles: Array.from({ length: 101 }, () => ({ tool: 'a', rows: 1 })) } }, { value: JSON.parse('{"__proto__":{"rows":3},"unknown":1}') as unknown },
  ])('takes nothing of $value', ({ value }) => { expect(readSettings(value)).toEqual({}) })

  test('whatever it takes, the library takes as well', () => {
    fc.assert(fc.property(hostile, (value) => {
      const settings: Settings = { ...defaultSettings, ...readSettings(value) }
      expect(() => resolveOptions(toOptions(settings, settings.model || 'gpt-4o-mini'))).not.toThrow()
      // As a link has them.
      expect({ ...defaultSettings, ...readSettings(JSON.parse(JSON.stringify(changedSettings(settings)))) }).toEqual(JSON.parse(JSON.stringify(settings)))
    }), { numRuns: 300 })
  })
})

describe('toOptions', () => {
  test('names what was turned and the tier, and nothing else', () => {
    expect(toOptions(defaultSettings, 'm')).toEqual({ model: 'm', smartCrusher: { relevance: { tier: 'bm25' } } })
    expect(toOptions({ ...defaultSettings, indexTokens: 0, pastedData: true, windowTokens: 5, profiles: [{ tool: ' a ', rows: 0 }, { tool: ' ', rows: 5 }] }, '__proto__')).toEqual({
      model: '__proto__', userContent: 'json-blocks', smartCrusher: { index: false, relevance: { tier: 'bm25' } }, toolProfiles: { a: { skipCompression: true } },
      modelContextLimits: Object.fromEntries([['__proto__', 5]]),
    })
  })
})
