import type { Conversation } from '../conversation/types.ts'
import type { Edit } from '../conversation/edits.ts'
import type { LoadedCounter } from '../tokens/counter.ts'
import type { Logger } from '../logger.ts'
import type { ResolvedOptions } from '../options.ts'
import type { RequestModel } from '../request-model.ts'
import type { Decision, Waste, WindowReport } from '../report/types.ts'

export interface TransformContext {
  readonly options: ResolvedOptions
  readonly tokens: LoadedCounter
  readonly logger: Logger
  /** What is known about the model of the request. */
  readonly model: Pick<RequestModel, 'name' | 'contextWindow'>
  readonly signal?: AbortSignal
  /** Remembers what was decided for a content block; absent outside a session. */
  readonly decisions?: DecisionMemory
}

/** A session's memory of decisions. */
export interface DecisionMemory {
  /** @param birth what the decision rests on beside the text: birth context and options, in short */
  get(text: string, birth: string): unknown
  /** @param size what the value keeps alive beside the text, in UTF-16 code units */
  set(text: string, birth: string, value: unknown, size: number): void
}

export type WindowCut = Omit<WindowReport, 'limit' | 'fits'>

export interface TransformOutcome {
  readonly edits: readonly Edit[]
  /** At most one per content block. */
  readonly decisions: readonly Decision[]
  readonly warnings: readonly string[]
  /** What it saw that could be saved, in tokens. */
  readonly waste?: Partial<Waste>
  /** What a step dropped to make the request fit. */
  readonly window?: WindowCut
}

/** One step of the pipeline: reads a conversation, says what to change and why. Never writes to its input. */
export interface Transform {
  readonly name: string
  /** Whether an own step sees the request as the caller wrote it or as our steps left it. @default 'before' */
  readonly runs?: 'before' | 'after'
  apply(conversation: Conversation, context: TransformContext): TransformOutcome | Promise<TransformOutcome>
}
