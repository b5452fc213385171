import type { Request } from '../arbitraries/conversation.ts'
import type { Options } from '../../src/options.ts'
import type { Report } from '../../src/report/types.ts'

/** A request on its way out, and what was done to it. */
export interface Optimized {
  readonly request: Request
  readonly report: Report
}

/** What a law looks at: the real pipeline, or one that was broken on purpose. */
export interface Pipeline {
  optimize(request: Request, options?: Options): Promise<Optimized>
  /** Optimizers that remember, as `createHeadroom` makes them. */
  createSession(options?: Options): { optimize(request: Request): Promise<Optimized> }
  crush(text: string, options?: Options & { readonly query?: string, readonly toolName?: string }): Promise<{ readonly text: string, readonly report: Report }>
  expand(text: string): string
  countTokens(text: string, model: string): Promise<number>
}

/** A way to break the pipeline. */
export type Mutant = (pipeline: Pipeline) => Pipeline

/** A mutant that changes what `optimize` sends out, in sessions too. */
export const breakOptimize = (change: (after: Request, before: Request, report: Report) => Request): Mutant => (pipeline) => {
  const broken = async (running: Promise<Optimized>, before: Request): Promise<Optimized> => {
    const { request, report } = await running
    return { request: change(request, before, report), report }
  }
  return {
    ...pipeline,
    optimize: (request, options) => broken(pipeline.optimize(request, options), request),
    createSession: (options) => {
      const session = pipeline.createSession(options)
      return { optimize: (request) => broken(session.optimize(request), request) }
    },
  }
}

/** A mutant that changes what `crush` writes. */
export const breakCrush = (change: (after: string, before: string) => string): Mutant => (pipeline) => ({
  ...pipeline,
  crush: async (text, options) => {
    const { text: after, report } = await pipeline.crush(text, options)
    return { text: change(after, text), report }
  },
})
