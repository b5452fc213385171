import type { Options, RelevanceTier } from '../src/index.ts'

/** What holds for one tool, by name or glob. */
export interface Profile {
  readonly tool: string
  /** Room for one array in rows; 0 leaves results of this tool as they are. */
  readonly rows: number
}

/** All that a visitor can turn, apart from the source. Plain data: it goes to the worker, into links and into history. */
export interface Settings {
  /** What is asked of a lone tool result; a request brings its own. */
  readonly question: string
  /** '' for the model that the request names. */
  readonly model: string
  readonly mode: 'optimize' | 'audit' | 'simulate'
  readonly tier: RelevanceTier
  /** Room for one array, in rows of its median size. */
  readonly rows: number
  /** Tokens for index lines of one array; 0 for none. */
  readonly indexTokens: number
  readonly lossless: boolean
  readonly format: 'auto' | 'json' | 'columns'
  /** Robust deviations that make a value an anomaly. */
  readonly threshold: number
  readonly changePoints: boolean
  /** Rank against the newest question instead of what was known when the result was born. */
  readonly latestQuestion: boolean
  readonly alignCache: boolean
  readonly sortTools: boolean
  /** Data pasted into a user's message is treated like a tool result. */
  readonly pastedData: boolean
  /** Context window in tokens; 0 for the model's own. */
  readonly windowTokens: number
  readonly keepTurns: number
  readonly outputTokens: number
  readonly profiles: readonly Profile[]
}

/** The library's own defaults; the tier is the cheapest, so that nobody waits for a download that nobody asked for. */
export const defaultSettings: Settings = {
  question: '', model: '', mode: 'optimize', tier: 'bm25', rows: 15, indexTokens: 800, lossless: false, format: 'auto', threshold: 2,
  changePoints: true, latestQuestion: false, alignCache: true, sortTools: false, pastedData: false, windowTokens: 0, keepTurns: 2, outputTokens: 4000, profiles: [],
}

/** The model whose tokens and prices are shown where nothing names one. */
export const fallbackModel = 'gpt-4o-mini'

/**
 * The settings as options of the library, without what is the default there. The tier is always named: the library's own default depends
 * on what is loaded.
 *
 * @param model the one that counts, with the request's own looked up
 */
export function toOptions(settings: Settings, model: string): Options {
  const { rows, indexTokens, lossless, format, threshold, changePoints, tier, latestQuestion, alignCache, sortTools, pastedData, windowTokens, keepTurns, outputTokens, profiles } = settings
  const aligner = { ...(alignCache ? {} : { enabled: false }), ...(sortTools ? { sortTools } : {}) }
  const window = { ...unless(keepTurns, 2, { keepTurns }), ...unless(outputTokens, 4000, { outputBufferTokens: outputTokens }) }
  const named = profiles.filter(({ tool }) => tool.trim() !== '')
  return {
    model,
    ...unless(settings.mode !== 'audit', true, { mode: 'audit' as const }),
    smartCrusher: {
      ...unless(rows, 15, { maxItemsAfterCrush: rows }),
      ...unless(indexTokens, 800, { index: indexTokens === 0 ? false as const : { maxTokens: indexTokens } }),
      ...(lossless ? { lossless } : {}),
      ...unless(format, 'auto', { format }),
      ...unless(threshold, 2, { varianceThreshold: threshold }),
      ...(changePoints ? {} : { preserveChangePoints: false }),
      relevance: { tier, ...(latestQuestion ? { query: 'latest' as const } : {}) },
    },
    ...(Object.keys(aligner).length === 0 ? {} : { cacheAligner: aligner }),
    ...(Object.keys(window).length === 0 ? {} : { rollingWindow: window }),
    ...(pastedData ? { userContent: 'json-blocks' as const } : {}),
    ...(windowTokens > 0 ? { modelContextLimits: { [model]: windowTokens } } : {}),
    ...(named.length === 0 ? {} : { toolProfiles: Object.fromEntries(named.map(({ tool, rows: room }) => [tool.trim(), room === 0 ? { skipCompression: true } : { maxItems: room }])) }),
  }
}

/** What each setting may be; a link may come from anyone. */
const rules: { readonly [Name in keyof Settings]: (value: unknown) => boolean } = {
  question: isText, model: isText, mode: isOneOf('optimize', 'audit', 'simulate'), tier: isOneOf('bm25', 'static', 'embedding', 'hybrid'),
  rows: isWhole(1, 100_000), indexTokens: isWhole(0, 1_000_000), lossless: isFlag, format: isOneOf('auto', 'json', 'columns'),
  threshold: (value) => typeof value === 'number' && value > 0 && value <= 1000, changePoints: isFlag, latestQuestion: isFlag, alignCache: isFlag, sortTools: isFlag, pastedData: isFlag,
  windowTokens: isWhole(0, 1e9), keepTurns: isWhole(1, 10_000), outputTokens: isWhole(0, 1e8),
  profiles: (value) => Array.isArray(value) && value.length <= 100
    && value.every((one: unknown) => typeof one === 'object' && one !== null && isText((one as Partial<Profile>).tool) && isWhole(0, 100_000)((one as Partial<Profile>).rows)),
}

/** The settings among what was stored or sent, as far as they are such. */
export function readSettings(value: unknown): Partial<Settings> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(rules).filter(([name, isRight]) => Object.hasOwn(value, name) && isRight((value as Readonly<Record<string, unknown>>)[name])).map(([name]) => [name, (value as Readonly<Record<string, unknown>>)[name]]))
}

/** What differs from the page's own settings. */
export function changedSettings(settings: Settings): Partial<Settings> {
  return Object.fromEntries(Object.entries(settings).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(defaultSettings[name as keyof Settings])))
}

function isText(value: unknown): boolean { return typeof value === 'string' && value.length <= 10_000 }
function isFlag(value: unknown): boolean { return typeof value === 'boolean' }
function isWhole(least: number, most: number): (value: unknown) => boolean { return (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most }
function isOneOf(...values: readonly string[]): (value: unknown) => boolean { return (value) => values.some((one) => one === value) }

function unless<Value, Part>(value: Value, usual: Value, part: Part): Part | Record<never, never> {
  return value === usual ? {} : part
}
