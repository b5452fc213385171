import { deliverReport } from './deliver-report.ts'
import { optimizeRequest } from './optimize-request.ts'
import type { RequestOutcome } from './optimize-request.ts'
import { resolveOptions } from './options.ts'
import type { Options } from './options.ts'
import type { Report } from './report/types.ts'

/** An array of messages on its way out. */
export interface OptimizedMessages<Messages> {
  /** The very same array when nothing was worth changing, and in audit mode. */
  readonly messages: Messages
  readonly report: Report
}

/** A request body on its way out. */
export interface OptimizedRequest<Request> {
  /** The very same object when nothing was worth changing, and in audit mode. */
  readonly request: Request
  readonly report: Report
}

/**
 * Makes a request smaller: tool results are rewritten in place, everything else is the same reference. The input is never written to.
 *
 * What has no shape we know goes out untouched, and so does the input of a step that fails; the report carries a warning.
 * In audit mode nothing changes: the report's totals say so, and its decisions and waste say what `optimize` would do.
 *
 * @param messages an array of messages of any shape we know: OpenAI, Anthropic, Google, AI SDK, LangChain
 * @throws ConfigurationError for wrong options, and the signal's reason when it is aborted; nothing else
 */
export function optimize<Messages extends readonly unknown[]>(messages: Messages, options?: Options): Promise<OptimizedMessages<Messages>>
/**
 * The same for a whole request body: model, messages, tools, system.
 *
 * @throws ConfigurationError for wrong options, and the signal's reason when it is aborted; nothing else
 */
export function optimize<Request>(request: Request, options?: Options): Promise<OptimizedRequest<Request>>
export async function optimize(request: unknown, options: Options = {}): Promise<OptimizedMessages<unknown> | OptimizedRequest<unknown>> {
  const settings = resolveOptions(options)
  const outcome = await optimizeRequest(request, settings, settings.mode)
  deliverReport(outcome.report, outcome.request, settings)
  return nameOutcome(request, outcome)
}

/** An array of messages comes back as `messages`, anything else as `request`. */
export function nameOutcome(input: unknown, { request, report }: RequestOutcome): OptimizedMessages<unknown> | OptimizedRequest<unknown> {
  return Array.isArray(input) ? { messages: request, report } : { request, report }
}
