import { deliverReport } from './deliver-report.ts'
import { optimizeRequest } from './optimize-request.ts'
import { resolveOptions } from './options.ts'
import type { Options } from './options.ts'
import type { Report } from './report/types.ts'

/** What `optimize` would do to a request: its report, in which nothing has happened yet. */
export type Plan = Report & { readonly mode: 'simulate' }

/**
 * What `optimize` would save, and how. Nothing is changed, and `onReport` is not called, since nothing goes out.
 *
 * @param request an array of messages or a whole request body
 * @throws ConfigurationError for wrong options, and the signal's reason when it is aborted; nothing else
 */
export async function simulate(request: unknown, options: Options = {}): Promise<Plan> {
  const { logger, ...settings } = resolveOptions(options)
  const { report } = await optimizeRequest(request, { ...settings, logger }, 'simulate')
  deliverReport(report, request, { logger })
  return { ...report, mode: 'simulate' }
}
