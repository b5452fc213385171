import { messageOf } from './errors.ts'
import { guardLogger } from './logger.ts'
import type { ResolvedOptions } from './options.ts'
import type { Report } from './report/types.ts'

/** Writes a report's log lines and hands it to the caller's `onReport`, whose failure, at once or later, is a log line too. */
export function deliverReport(report: Report, sent: unknown, { logger: unguarded, onReport }: Pick<ResolvedOptions, 'logger' | 'onReport'>): void {
  const logger = guardLogger(unguarded)
  for (const warning of report.warnings) logger.warn(warning)
  logger.info(`${report.tokensBefore} -> ${report.tokensAfter} tokens (${report.savingsPercent.toFixed(1)} % saved, ${report.mode})`)
  if (onReport === undefined) return
  const complain = (error: unknown): void => { logger.warn(`onReport failed: ${messageOf(error)}`) }
  try {
    // An async callback fits the type; its rejection must not stay unhandled.
    Promise.resolve<unknown>(onReport(report, sent)).catch(complain)
  } catch (error) {
    complain(error)
  }
}
