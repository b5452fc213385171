import type { Logger } from './logger.ts'
import type { Report } from './report/types.ts'
import type { TokenCounter } from './tokens/counter.ts'
import type { Transform } from './transforms/transform.ts'
import type { WireFormat } from './conversation/types.ts'
import type { ResolvedSmartCrusherOptions, SmartCrusherOptions } from './transforms/smart-crusher/options.ts'

/** All a caller may set. Wrong values throw `ConfigurationError` at once. */
export interface Options {
  readonly model?: string
  readonly mode?: 'audit' | 'optimize'
  readonly format?: WireFormat
  readonly smartCrusher?: SmartCrusherOptions
  readonly toolProfiles?: Readonly<Record<string, ToolProfile>>
  readonly modelContextLimits?: Readonly<Record<string, number>>
  readonly tokenCounter?: 'exact' | 'estimate' | TokenCounter
  readonly transforms?: readonly Transform[]
  readonly onReport?: (report: Report, request: unknown) => void
  readonly logger?: Logger
  readonly signal?: AbortSignal
}

/** What holds for one tool; whatever it does not name is as `smartCrusher` says. */
export interface ToolProfile extends SmartCrusherOptions {
  /** Leaves results of this tool as they are. */
  readonly skipCompression?: boolean
  /** The same as `maxItemsAfterCrush`. */
  readonly maxItems?: number
}

export interface ResolvedOptions {
  readonly model?: string
  readonly mode: 'audit' | 'optimize'
  readonly format?: WireFormat
  readonly smartCrusher: ResolvedSmartCrusherOptions
  readonly toolProfiles: Readonly<Record<string, ToolProfile>>
  readonly modelContextLimits: Readonly<Record<string, number>>
  readonly tokenCounter: 'exact' | 'estimate' | TokenCounter
  readonly transforms: readonly Transform[]
  readonly onReport?: (report: Report, request: unknown) => void
  readonly logger: Logger
  readonly signal?: AbortSignal
}
