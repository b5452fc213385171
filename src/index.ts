// Requests
export { optimize } from './optimize.ts'
export type { OptimizedMessages, OptimizedRequest } from './optimize.ts'
export { simulate } from './simulate.ts'
export type { Plan } from './simulate.ts'

// One tool result
export { crush } from './crush.ts'
export type { Crushed, CrushOptions } from './crush.ts'
export { expand } from './columns/expand.ts'

// Sessions
export { createHeadroom } from './session.ts'
export type { Answer, Headroom, Prepared } from './session.ts'
export type { HeadroomStats } from './session-stats.ts'
export type { SetupCheck } from './validate-setup.ts'
export type { Usage } from './usage/usage.ts'

// A client around another client
export { HeadroomClient } from './headroom-client.ts'
export type { ClientPlan, HeadroomClientOptions } from './headroom-client.ts'
export type { HeadroomFields, WithFields } from './clients/headroom-fields.ts'
export type { Wrapped } from './clients/wrap-client.ts'
export { AnthropicProvider, GoogleProvider, OpenAIProvider } from './providers.ts'
export type { CostQuestion, Provider } from './providers.ts'

// Prefix caches
export { explainPrefixChange } from './explain-prefix-change.ts'
export type { PrefixChange } from './prefix-change/explain-change.ts'
export type { Difference } from './prefix-change/find-change.ts'
export type { CacheHint } from './cache-optimizer/cache-hint.ts'

// Tokens
export { countTokens } from './count-tokens.ts'
export type { TokenCount } from './count-tokens.ts'
export type { LoadedCounter, TokenCounter } from './tokens/counter.ts'

// Reports
export { formatReport } from './report/format-report.ts'
export type { FormatOptions } from './report/format-report.ts'
export type { ArrayDecision, BlockAction, Decision, KeepReason, LineCounts, PartDecision, Report, Waste, WindowReport } from './report/types.ts'

// Options
export type { Options, ResolvedOptions, SessionMetricsOptions, SessionOptions, ToolProfile } from './options.ts'
export type { RelevanceOptions, RelevanceTier, ResolvedSmartCrusherOptions, SmartCrusherOptions } from './transforms/smart-crusher/options.ts'
export type { ResolvedTextResultsOptions, TextResultsOptions } from './transforms/text-results/options.ts'
export type { CacheAlignerOptions, ResolvedCacheAlignerOptions } from './transforms/cache-aligner/options.ts'
export type { RepeatsOptions, ResolvedRepeatsOptions } from './transforms/repeats/options.ts'
export type { ResolvedRollingWindowOptions, RollingWindowOptions } from './transforms/rolling-window/options.ts'
export type { Logger } from './logger.ts'

// Own transforms and scorers
export type { DecisionMemory, Transform, TransformContext, TransformOutcome, WindowCut } from './transforms/transform.ts'
export type { Scorer, ScorerContext } from './relevance/scorer.ts'
export type { EmbedContext, Embedder } from './relevance/embedder.ts'
export type { StaticTable, StaticVector } from './relevance/static-table.ts'
export type { Edit } from './conversation/edits.ts'
export type {
  Conversation, Message, OpaquePart, Part, Path, Role, SystemPart, TextPart, TextSlot, ToolCallPart, ToolDefinition, ToolResultPart, WireFormat,
} from './conversation/types.ts'

// Errors
export {
  CacheError, CompressionError, ConfigurationError, HeadroomError, ProviderError, StorageError, TokenizationError, TransformError, ValidationError,
  isHeadroomError,
} from './errors.ts'
export type { HeadroomErrorCode, HeadroomErrorOptions } from './errors.ts'

export { version } from './version.ts'
