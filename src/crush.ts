import { deliverReport } from './deliver-report.ts'
import { ConfigurationError, ValidationError } from './errors.ts'
import { loadOnce } from './load-once.ts'
import { resolveOptions } from './options.ts'
import type { Options, ResolvedOptions } from './options.ts'
import type { Report } from './report/types.ts'
import type { DecisionMemory } from './transforms/transform.ts'
import { untilAborted } from './until-aborted.ts'

export interface CrushOptions extends Options {
  /** What is asked: rows that it names stay whole, others are ranked by it. @default nothing is asked */
  readonly query?: string
  /** The tool that gave the result; its profile holds. */
  readonly toolName?: string
}

export interface Crushed {
  /** The very same string when nothing was worth changing, and in audit mode. */
  readonly text: string
  readonly report: Report
}

/** Whoever optimizes requests does not need it. */
const loadCrushOne = loadOnce(async () => (await import('./crush-one.ts')).crushOne)

/**
 * Makes one tool result smaller, outside any conversation. Own `transforms` do not run: they take a conversation.
 *
 * @throws ConfigurationError for wrong options, ValidationError when `text` is no string, and the signal's reason when it is aborted
 */
export async function crush(text: string, options: CrushOptions = {}): Promise<Crushed> {
  return crushWith(text, options, {}, undefined)
}

/** @param base options of a session @param memory of a session */
export async function crushWith(text: string, options: CrushOptions, base: Options, memory: DecisionMemory | undefined): Promise<Crushed> {
  const { settings, query, toolName } = resolveCrushOptions(options, base)
  if (typeof text !== 'string') throw new ValidationError(`crush takes the text of a tool result, got ${text === null ? 'null' : typeof text}; for a request there is optimize`)
  const crushed = await untilAborted(settings.signal, async () => (await loadCrushOne())(text, { query, toolName, settings, memory }))
  deliverReport(crushed.report, crushed.text, settings)
  return crushed
}

function resolveCrushOptions({ query = '', toolName, ...options }: CrushOptions, base: Options): { settings: ResolvedOptions; query: string; toolName: string | undefined } {
  for (const [name, value] of Object.entries({ query, toolName })) {
    if (value !== undefined && typeof value !== 'string') {
      throw new ConfigurationError(`${name} must be a text, got ${value === null ? 'null' : typeof value}`, { details: { option: name } })
    }
  }
  return { settings: resolveOptions(options, base), query, toolName }
}
