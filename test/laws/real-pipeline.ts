import { countTokens, createHeadroom, crush, expand, optimize } from '../../src/index.ts'
import { isBare } from '../arbitraries/conversation.ts'
import type { Request } from '../arbitraries/conversation.ts'
import type { Optimized, Pipeline } from './pipeline.ts'
import type { Report } from '../../src/report/types.ts'

/** What both forms of the answer of `optimize` have in common. */
interface Answer { readonly report: Report, readonly messages?: unknown, readonly request?: unknown }

const optimized = (source: Request, answer: Answer): Optimized => ({
  // The shape that goes in comes out: this is what the laws check.
  request: (isBare(source) ? answer.messages : answer.request) as Request,
  report: answer.report,
})

/** The pipeline as users get it. */
export const realPipeline: Pipeline = {
  optimize: async (request, options) => optimized(request, isBare(request) ? await optimize(request, options) : await optimize(request, options)),
  createSession: (options) => {
    const headroom = createHeadroom(options)
    return { optimize: async (request) => optimized(request, isBare(request) ? await headroom.optimize(request) : await headroom.optimize(request)) }
  },
  crush,
  expand,
  countTokens: async (text, model) => (await countTokens(text, model)).tokens,
}
