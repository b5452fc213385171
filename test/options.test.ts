import { expect, test } from 'vitest'
import { isHeadroomError } from '../src/errors.ts'
import { resolveOptions } from '../src/options.ts'
import type { Options } from '../src/options.ts'

test('without options every default of the documentation holds', () => {
  const { logger, ...options } = resolveOptions()
  expect(Object.keys(logger)).toEqual(['debug', 'info', 'warn', 'error'])
  expect(options).toEqual({
    mode: 'optimize',
    smartCrusher: {
      enabled: true,
      minTokensToCrush: 200,
      minItemsToAnalyze: 5,
      maxItemsAfterCrush: 15,
      varianceThreshold: 2,
      preserveChangePoints: true,
      index: { maxTokensPerRow: 24, maxTokens: 800 },
      lossless: false,
      format: 'auto',
      relevance: { tier: 'hybrid', maxEmbeddedRows: 96, timeLimitMs: 5000, query: 'at-birth' },
    },
    textResults: { enabled: true, blobs: true, html: true, diffContext: true, tables: true, mixed: true },
    cacheAligner: { enabled: true, sortTools: false },
    cacheOptimizer: { enabled: false },
    repeats: { enabled: true, minLines: 5, minTokens: 60 },
    rollingWindow: { enabled: true, keepTurns: 2, keepToolUnits: 4, lowWater: 0.7, outputBufferTokens: 4000 },
    bypass: false,
    toolProfiles: {},
    userContent: 'never',
    modelContextLimits: {},
    tokenCounter: 'exact',
    transforms: [],
  })
})

test("a call's options win over the session's, field by field", () => {
  const session: Options = {
    model: 'gpt-4o',
    smartCrusher: { maxItemsAfterCrush: 30, index: { maxTokens: 100 } },
    toolProfiles: { search: { maxItems: 3 }, log: { lossless: true } },
    modelContextLimits: { mine: 1000 },
  }
  const resolved = resolveOptions(
    { model: 'mine', smartCrusher: { index: { maxTokensPerRow: 10 } }, toolProfiles: { search: { maxItems: 5 } }, modelContextLimits: { other: 5 } },
    session,
  )
  expect(resolved.model).toBe('mine')
  expect(resolved.smartCrusher.maxItemsAfterCrush).toBe(30)
  expect(resolved.smartCrusher.index).toEqual({ maxTokensPerRow: 10, maxTokens: 100 })
  expect(resolved.toolProfiles).toEqual({ search: { maxItems: 5 }, log: { lossless: true } })
  expect(resolved.modelContextLimits).toEqual({ mine: 1000, other: 5 })
})

test('index lines that a session switched off come back with the defaults for what the call leaves out', () => {
  const resolved = resolveOptions({ smartCrusher: { index: { maxTokens: 50 } } }, { smartCrusher: { index: false } })
  expect(resolved.smartCrusher.index).toEqual({ maxTokensPerRow: 24, maxTokens: 50 })
  expect(resolveOptions({ smartCrusher: { index: false } }).smartCrusher.index).toBe(false)
})

test('options of the window that a request may carry win over the group, those of a call over those of the session', () => {
  const { rollingWindow } = resolveOptions({ keepTurns: 5, rollingWindow: { keepTurns: 3, lowWater: 0.5 } }, { outputBufferTokens: 100, rollingWindow: { keepToolUnits: 'all' } })
  expect(rollingWindow).toEqual({ enabled: true, keepTurns: 5, keepToolUnits: 'all', lowWater: 0.5, outputBufferTokens: 100 })
})

test('an option that is undefined counts as not given', () => {
  const untyped = { model: undefined, smartCrusher: { maxItemsAfterCrush: undefined } } as unknown as Options
  expect(resolveOptions(untyped, { model: 'gpt-4o' }).model).toBe('gpt-4o')
  expect(resolveOptions(untyped).smartCrusher.maxItemsAfterCrush).toBe(15)
})

interface Mistake { name: string; options: unknown; message: string }

test.each([
  { name: 'a misspelled option', options: { smartCrsher: {} }, message: 'unknown option smartCrsher; did you mean smartCrusher?' },
  {
    name: 'the spelling of the Python configuration', options: { smartCrusher: { max_items_after_crush: 5 } },
    message: 'unknown option smartCrusher.max_items_after_crush; did you mean smartCrusher.maxItemsAfterCrush?',
  },
  {
    name: 'an option that stands one level deeper', options: { maxItemsAfterCrush: 5 },
    message: 'unknown option maxItemsAfterCrush; did you mean smartCrusher.maxItemsAfterCrush?',
  },
  {
    name: 'an unknown field of a tool profile', options: { toolProfiles: { search: { skip: true } } },
    message: 'unknown option toolProfiles["search"].skip; did you mean toolProfiles["search"].skipCompression?',
  },
  { name: 'a name like nothing we know', options: { zzzzzzzz: 1 }, message: 'unknown option zzzzzzzz; known here are model, mode, format,' },
  { name: 'a name from the prototype', options: { constructor: 1 }, message: 'unknown option constructor' },
  { name: 'an own __proto__', options: JSON.parse('{"__proto__": 1}'), message: 'unknown option __proto__' },
  { name: 'an unknown mode', options: { mode: 'simulate' }, message: "mode must be 'audit' or 'optimize', got \"simulate\"" },
  { name: 'an unknown shape', options: { format: 'openai' }, message: "format must be 'openai-chat' or 'openai-responses' or 'anthropic' or 'google' or 'ai-sdk' or 'langchain', got \"openai\"" },
  { name: 'a number of rows below one', options: { smartCrusher: { maxItemsAfterCrush: 0 } }, message: 'smartCrusher.maxItemsAfterCrush must be a whole number of at least 1, got 0' },
  { name: 'half a row', options: { smartCrusher: { minItemsToAnalyze: 2.5 } }, message: 'smartCrusher.minItemsToAnalyze must be a whole number of at least 1, got 2.5' },
  { name: 'a threshold that is no number', options: { smartCrusher: { varianceThreshold: NaN } }, message: 'smartCrusher.varianceThreshold must be a number above 0, got NaN' },
  { name: 'a number written as text', options: { smartCrusher: { minTokensToCrush: '200' } }, message: 'smartCrusher.minTokensToCrush must be a whole number of at least 0, got "200"' },
  { name: 'index: true', options: { smartCrusher: { index: true } }, message: 'smartCrusher.index must be an object, got true' },
  { name: 'an unknown tier', options: { smartCrusher: { relevance: { tier: 'magic' } } }, message: "smartCrusher.relevance.tier must be 'bm25' or 'static' or 'embedding' or 'hybrid', got \"magic\"" },
  { name: 'a table that is none', options: { smartCrusher: { relevance: { table: {} } } }, message: 'smartCrusher.relevance.table must be a static table: an object with cosines(), got an object' },
  { name: 'an embedder that cannot embed', options: { smartCrusher: { relevance: { embedder: { id: 'mine' } } } }, message: 'smartCrusher.relevance.embedder must be an embedder: an object with embed(), got an object' },
  { name: 'no rows to embed', options: { smartCrusher: { relevance: { maxEmbeddedRows: 0 } } }, message: 'smartCrusher.relevance.maxEmbeddedRows must be a whole number of at least 1, got 0' },
  { name: 'the static tier without a table', options: { smartCrusher: { relevance: { tier: 'static' } } }, message: "smartCrusher.relevance.tier 'static' needs smartCrusher.relevance.table, from loadStaticTable() of 'headroom-ts/relevance/static'" },
  { name: 'a tool profile with the embedding tier without an embedder', options: { toolProfiles: { logs: { relevance: { tier: 'embedding' } } } }, message: "toolProfiles[\"logs\"].relevance.tier 'embedding' needs toolProfiles[\"logs\"].relevance.embedder" },
  { name: 'an embedder at the top', options: { embedder: {} }, message: 'did you mean smartCrusher.relevance.embedder?' },
  { name: 'a scorer that cannot score', options: { smartCrusher: { relevance: { scorer: {} } } }, message: 'smartCrusher.relevance.scorer must be a scorer: an object with score(), got an object' },
  { name: 'a context window of nothing', options: { modelContextLimits: { 'gpt-4o': 0 } }, message: 'modelContextLimits["gpt-4o"] must be a whole number of at least 1, got 0' },
  { name: 'a counter that cannot count', options: { tokenCounter: 'guess' }, message: "tokenCounter must be 'exact', 'estimate' or a counter: an object with count(), got \"guess\"" },
  { name: 'a transform without apply', options: { transforms: [{ name: 'mine' }] }, message: 'transforms[0] must be a transform: an object with a name and apply(), got an object' },
  { name: 'a transform at no known place', options: { transforms: [{ name: 'mine', runs: 'first', apply: () => null }] }, message: "transforms[0].runs must be 'before' or 'after', got \"first\"" },
  { name: 'one transform outside an array', options: { transforms: { name: 'mine', apply: () => null } }, message: 'transforms must be an array, got an object' },
  { name: 'a logger without warn', options: { logger: { debug() {}, info() {}, error() {} } }, message: 'logger must be a logger: an object with debug(), info(), warn(), error(), got an object' },
  { name: 'a callback that is no function', options: { onReport: 'log' }, message: 'onReport must be a function, got "log"' },
  { name: 'a signal that is none', options: { signal: {} }, message: 'signal must be an AbortSignal, got an object' },
  { name: 'what only looks like a signal', options: { signal: { aborted: false } }, message: 'signal must be an AbortSignal, got an object' },
  { name: 'options that are null', options: null, message: 'options must be an object, got null' },
  { name: 'options that are an array', options: [], message: 'options must be an object, got an array of 0' },
  { name: 'a profile with two different row limits', options: { toolProfiles: { a: { maxItems: 1, maxItemsAfterCrush: 2 } } }, message: 'must agree, got 1 and 2' },
] satisfies Mistake[])('$name throws at once and says what would be right', ({ options, message }) => {
  let thrown: unknown
  try {
    resolveOptions(options as Options)
  } catch (error) {
    thrown = error
  }
  expect(isHeadroomError(thrown) && thrown.code).toBe('CONFIGURATION')
  expect((thrown as Error).message).toContain(message)
})

test("a session's wrong options throw as well", () => {
  expect(() => resolveOptions({}, { mode: 'none' } as unknown as Options)).toThrow('mode must be')
})
