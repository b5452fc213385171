import type { Conversation, ToolResultPart } from '../conversation/types.ts'
import type { TransformContext } from './transform.ts'

/** Shortens results as they come into a transcript that grows, and that loses some of them. */
export interface ResultShortening {
  /** Tokens that a result loses by what stands before it: asked for in the order of the request, of results that are still there. */
  shorten(part: ToolResultPart): Promise<number>
  /** Some results are gone: all that are left will be asked for again, from the first. */
  restart(): void
}

/** Which results will be gone when the request has been made to fit, were the others shortened like this; none where it fits or cannot be made to. */
export type PlanCuts = (conversation: Conversation, shortening: ResultShortening, context: TransformContext) => Promise<ReadonlySet<ToolResultPart>>
