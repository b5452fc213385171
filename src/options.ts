import { ConfigurationError } from './errors.ts'
import { silentLogger } from './logger.ts'
import type { Logger } from './logger.ts'
import { flag, group, listOf, literalOr, nonEmptyText, oneOf, record, rule, wholeNumber, withMethods } from './option-checks.ts'
import type { OptionRule } from './option-checks.ts'
import type { Report } from './report/types.ts'
import type { TokenCounter } from './tokens/counter.ts'
import type { Transform } from './transforms/transform.ts'
import { cacheAlignerRules, resolveCacheAlignerOptions } from './transforms/cache-aligner/options.ts'
import type { CacheAlignerOptions, ResolvedCacheAlignerOptions } from './transforms/cache-aligner/options.ts'
import { repeatsRules, resolveRepeatsOptions } from './transforms/repeats/options.ts'
import type { RepeatsOptions, ResolvedRepeatsOptions } from './transforms/repeats/options.ts'
import { resolveRollingWindowOptions, rollingWindowRules } from './transforms/rolling-window/options.ts'
import type { ResolvedRollingWindowOptions, RollingWindowOptions } from './transforms/rolling-window/options.ts'
import type { MetricsStore, PruneLimits } from './metrics/store.ts'
import type { WireFormat } from './conversation/types.ts'
import { checkTier, resolveSmartCrusherOptions, smartCrusherRules } from './transforms/smart-crusher/options.ts'
import type { ResolvedSmartCrusherOptions, SmartCrusherOptions } from './transforms/smart-crusher/options.ts'
import { resolveTextResultsOptions, textResultsRules } from './transforms/text-results/options.ts'
import type { ResolvedTextResultsOptions, TextResultsOptions } from './transforms/text-results/options.ts'

/** All a caller may set. Wrong values throw `ConfigurationError` at once. */
export interface Options {
  /** Tokenizer, context window and prices follow from it; an unknown one works, in tokens only. @default the request's own model */
  readonly model?: string
  /** `audit` observes and reports what `optimize` would do, and changes nothing. @default 'optimize' */
  readonly mode?: 'audit' | 'optimize'
  /** The shape of the request. @default found by its structure */
  readonly format?: WireFormat
  readonly smartCrusher?: SmartCrusherOptions
  readonly textResults?: TextResultsOptions
  readonly cacheAligner?: CacheAlignerOptions
  /** Provider extras (cache marks and keys), on what clients and `fetch` send and nowhere else. @default { enabled: false } */
  readonly cacheOptimizer?: { readonly enabled?: boolean }
  readonly repeats?: RepeatsOptions
  readonly rollingWindow?: RollingWindowOptions
  /** The same as `rollingWindow.keepTurns`. */
  readonly keepTurns?: number
  /** The same as `rollingWindow.outputBufferTokens`. */
  readonly outputBufferTokens?: number
  /** Sends the request out as it is: nothing is changed, and nothing is looked for. @default false */
  readonly bypass?: boolean
  /** By tool name or glob (`search_*`); the most specific profile holds, alone. @default {} */
  readonly toolProfiles?: Readonly<Record<string, ToolProfile>>
  /**
   * `json-blocks`: large JSON and logs that users pasted into their messages are treated like tool results, and their words around them
   * stay. @default 'never'
   */
  readonly userContent?: 'never' | 'json-blocks'
  /** Context windows in tokens by model name; they override what we know. @default {} */
  readonly modelContextLimits?: Readonly<Record<string, number>>
  /** `exact` where the model's tokenizer is public; `estimate` loads no vocabulary; or an own counter. @default 'exact' */
  readonly tokenCounter?: 'exact' | 'estimate' | TokenCounter
  /** Own steps beside ours, in their order: before ours, or after with `runs: 'after'`. @default [] */
  readonly transforms?: readonly Transform[]
  /** Called with every report and the request that goes out. What it throws becomes a log line, never a failed call. */
  readonly onReport?: (report: Report, request: unknown) => void
  /** Where log lines go; `console` fits. @default silent */
  readonly logger?: Logger
  /** An aborted call rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

/** Options of a session: those of every call, and where the numbers of requests are kept. */
export interface SessionOptions extends Options {
  /** `false` for no records. @default in files in Node, in IndexedDB in a browser, in memory elsewhere */
  readonly metrics?: false | SessionMetricsOptions
}

export interface SessionMetricsOptions {
  /** Stays open when the session closes: it is the caller's. @default the one of the platform */
  readonly store?: MetricsStore
  /** Where files are kept, in Node. @default `metrics` in the state folder of the platform */
  readonly folder?: string
  /** Name of the database, in a browser. @default 'headroom-metrics' */
  readonly databaseName?: string
  /** What is deleted, after the first records and then once an hour, from a store of the caller's too; `false` for nothing. @default 90 days, 50 MB */
  readonly limits?: Omit<PruneLimits, 'now'> | false
  /** Keeps each request as it went out with its numbers: all of the conversation, in plain text. @default false */
  readonly content?: boolean
}

/** What holds for one tool; whatever it does not name is as `smartCrusher` says. */
export interface ToolProfile extends SmartCrusherOptions {
  /** Leaves results of this tool as they are. @default false */
  readonly skipCompression?: boolean
  /** What it does not name is as the option `repeats` says. */
  readonly repeats?: RepeatsOptions
  readonly textResults?: TextResultsOptions
  /** The same as `maxItemsAfterCrush`. */
  readonly maxItems?: number
}

export interface ResolvedOptions {
  readonly model?: string
  readonly mode: 'audit' | 'optimize'
  readonly format?: WireFormat
  readonly smartCrusher: ResolvedSmartCrusherOptions
  readonly textResults: ResolvedTextResultsOptions
  readonly cacheAligner: ResolvedCacheAlignerOptions
  readonly cacheOptimizer: { readonly enabled: boolean }
  readonly repeats: ResolvedRepeatsOptions
  readonly rollingWindow: ResolvedRollingWindowOptions
  readonly bypass: boolean
  readonly toolProfiles: Readonly<Record<string, ToolProfile>>
  readonly userContent: 'never' | 'json-blocks'
  readonly modelContextLimits: Readonly<Record<string, number>>
  readonly tokenCounter: 'exact' | 'estimate' | TokenCounter
  readonly transforms: readonly Transform[]
  readonly onReport?: (report: Report, request: unknown) => void
  readonly logger: Logger
  readonly signal?: AbortSignal
}

const toolProfileRules: Readonly<Record<keyof ToolProfile, OptionRule>> =
  { ...smartCrusherRules, textResults: group(textResultsRules), skipCompression: flag, repeats: group(repeatsRules), maxItems: wholeNumber(1) }

const optionRules: Readonly<Record<keyof Options, OptionRule>> = {
  model: nonEmptyText,
  mode: oneOf('audit', 'optimize'),
  format: oneOf('openai-chat', 'openai-responses', 'anthropic', 'google', 'ai-sdk', 'langchain'),
  smartCrusher: group(smartCrusherRules),
  textResults: group(textResultsRules),
  cacheAligner: group(cacheAlignerRules),
  cacheOptimizer: group({ enabled: flag }),
  repeats: group(repeatsRules),
  rollingWindow: group(rollingWindowRules),
  keepTurns: rollingWindowRules.keepTurns,
  outputBufferTokens: rollingWindowRules.outputBufferTokens,
  bypass: flag,
  toolProfiles: record(toolProfile),
  userContent: oneOf('never', 'json-blocks'),
  modelContextLimits: record(wholeNumber(1)),
  tokenCounter: rule("'exact', 'estimate' or a counter: an object with count()", (value) =>
    value === 'exact' || value === 'estimate' || hasMethod(value, 'count')),
  transforms: listOf(ownTransform),
  onReport: rule('a function', (value) => typeof value === 'function'),
  logger: withMethods('a logger', 'debug', 'info', 'warn', 'error'),
  signal: rule('an AbortSignal', (value) => hasMethod(value, 'throwIfAborted') && hasMethod(value, 'addEventListener')),
}

/** Where the options of a group stand, for those who look for them at the top. */
const fullNames: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.keys(smartCrusherRules).filter((name) => name !== 'format').map((name) => [name, `smartCrusher.${name}`])),
  tier: 'smartCrusher.relevance.tier',
  scorer: 'smartCrusher.relevance.scorer',
  table: 'smartCrusher.relevance.table',
  embedder: 'smartCrusher.relevance.embedder',
  maxEmbeddedRows: 'smartCrusher.relevance.maxEmbeddedRows',
  timeLimitMs: 'smartCrusher.relevance.timeLimitMs',
  query: 'smartCrusher.relevance.query',
  maxItems: 'smartCrusher.maxItemsAfterCrush',
  sortTools: 'cacheAligner.sortTools',
  lowWater: 'rollingWindow.lowWater',
  keepToolUnits: 'rollingWindow.keepToolUnits',
}

const checkOptions = group(optionRules, fullNames)

/** @throws ConfigurationError */
export function checkSessionMetrics(metrics: unknown): void {
  if (metrics === false || metrics === undefined) return
  const limit = rule('a number of at least 0', (value) => typeof value === 'number' && value >= 0)
  group({
    store: withMethods('a metrics store', 'append', 'query', 'summarize', 'prune', 'clear', 'close'),
    folder: nonEmptyText,
    databaseName: nonEmptyText,
    limits: literalOr(false, group({ maxAgeDays: limit, maxBytes: limit })),
    content: flag,
  })(metrics, 'metrics')
}

/**
 * Every option with its value.
 *
 * @param options of this call; they win, field by field: groups, tool profiles and context limits are merged by name
 * @param base of the session, if there is one
 * @throws ConfigurationError naming the option, its value and what would be right
 */
export function resolveOptions(options: Options = {}, base: Options = {}): ResolvedOptions {
  checkOptions(base, '')
  checkOptions(options, '')
  const model = options.model ?? base.model
  const format = options.format ?? base.format
  const onReport = options.onReport ?? base.onReport
  const signal = options.signal ?? base.signal
  const smartCrusher = resolveSmartCrusherOptions(options.smartCrusher, resolveSmartCrusherOptions(base.smartCrusher))
  const toolProfiles = { ...base.toolProfiles, ...options.toolProfiles }
  checkTier(smartCrusher, 'smartCrusher')
  for (const [name, profile] of Object.entries(toolProfiles)) checkTier(resolveSmartCrusherOptions(profile, smartCrusher), `toolProfiles[${JSON.stringify(name)}]`)
  return {
    ...(model === undefined ? {} : { model }),
    mode: options.mode ?? base.mode ?? 'optimize',
    ...(format === undefined ? {} : { format }),
    smartCrusher,
    textResults: resolveTextResultsOptions(options.textResults, resolveTextResultsOptions(base.textResults)),
    cacheAligner: resolveCacheAlignerOptions(options.cacheAligner, resolveCacheAlignerOptions(base.cacheAligner)),
    cacheOptimizer: { enabled: options.cacheOptimizer?.enabled ?? base.cacheOptimizer?.enabled ?? false },
    repeats: resolveRepeatsOptions(options.repeats, resolveRepeatsOptions(base.repeats)),
    rollingWindow: resolveRollingWindowOptions(windowOptions(options), resolveRollingWindowOptions(windowOptions(base))),
    bypass: options.bypass ?? base.bypass ?? false,
    toolProfiles,
    userContent: options.userContent ?? base.userContent ?? 'never',
    modelContextLimits: { ...base.modelContextLimits, ...options.modelContextLimits },
    tokenCounter: options.tokenCounter ?? base.tokenCounter ?? 'exact',
    transforms: options.transforms ?? base.transforms ?? [],
    ...(onReport === undefined ? {} : { onReport }),
    logger: options.logger ?? base.logger ?? silentLogger,
    ...(signal === undefined ? {} : { signal }),
  }
}

/** The two options of the window that every request may carry stand at the top too; there they win. */
function windowOptions({ rollingWindow = {}, keepTurns, outputBufferTokens }: Options): RollingWindowOptions {
  return {
    ...rollingWindow,
    ...(keepTurns === undefined ? {} : { keepTurns }),
    ...(outputBufferTokens === undefined ? {} : { outputBufferTokens }),
  }
}

function toolProfile(value: unknown, path: string): void {
  group(toolProfileRules)(value, path)
  const { maxItems, maxItemsAfterCrush } = value as ToolProfile // the rules have just been held against it
  if (maxItems !== undefined && maxItemsAfterCrush !== undefined && maxItems !== maxItemsAfterCrush) {
    throw new ConfigurationError(
      `${path}.maxItems and ${path}.maxItemsAfterCrush are the same option and must agree, got ${maxItems} and ${maxItemsAfterCrush}`,
      { details: { option: `${path}.maxItems`, maxItems, maxItemsAfterCrush } },
    )
  }
}

function ownTransform(value: unknown, path: string): void {
  rule('a transform: an object with a name and apply()', (candidate) =>
    hasMethod(candidate, 'apply') && typeof candidate['name'] === 'string' && candidate['name'] !== '')(value, path)
  const runs = (value as { readonly runs?: unknown }).runs
  if (runs !== undefined) oneOf('before', 'after')(runs, `${path}.runs`)
}

function hasMethod(value: unknown, name: string): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[name] === 'function'
}
