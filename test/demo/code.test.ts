import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { targets, writeCode } from '../../demo/code.ts'
import type { Target } from '../../demo/code.ts'
import { defaultSettings, toOptions } from '../../demo/settings.ts'
import type { Settings } from '../../demo/settings.ts'

/** Everything turned, so that every option is in the code. */
const turned: Settings = {
  ...defaultSettings, mode: 'audit', tier: 'hybrid', rows: 30, indexTokens: 0, lossless: true, format: 'columns', threshold: 3.5, changePoints: false, latestQuestion: true,
  alignCache: false, sortTools: true, pastedData: true, windowTokens: 32_000, keepTurns: 3, outputTokens: 1000, profiles: [{ tool: 'search_*', rows: 5 }, { tool: "it's", rows: 0 }],
}
/** What the code declares: unused, the compiler would refuse it. */
const declared: Readonly<Record<Target, string>> = { openai: 'client', anthropic: 'client', google: 'client', 'ai-sdk': 'model', langchain: 'agent', fetch: 'client', optimize: 'messages, report' }

describe('writeCode', () => {
  // These files are checked by the compiler like any other, against the real SDKs.
  test.each(targets)('code for $label is what the compiler has seen', async ({ id }) => {
    await expect(`${writeCode(turned, 'gpt-4o-mini', id)}\n\nexport { ${declared[id]} }\n`).toMatchFileSnapshot(`code/${id}.ts`)
  })

  const readOptions = (code: string): unknown => {
    const written = /const options: Options = ([\s\S]*)\n\nconst conversation/.exec(code)![1]!
    return new Function(`return ${written}`)() as unknown
  }
  const name = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', "a'b", 'a\\', '\\"', '</script>', '${x}', 'a\nb', '\u2028', 'constructor', "']: 1, x: ['", '\u202Eabc'))

  test('says what the settings say, whatever tools and models are called', () => {
    fc.assert(fc.property(name, name, fc.integer({ min: 0, max: 1e6 }), (tool, model, windowTokens) => {
      const settings: Settings = { ...turned, tier: 'bm25', windowTokens, profiles: [{ tool, rows: 5 }] }
      const { model: _model, ...options } = toOptions(settings, model)
      expect(Object.entries((readOptions(writeCode(settings, model, 'optimize')) as typeof options).modelContextLimits ?? {})).toEqual(Object.entries(options.modelContextLimits ?? {}))
      expect(readOptions(writeCode(settings, model, 'optimize'))).toEqual(options)
    }), { numRuns: 300 })
  })
})
