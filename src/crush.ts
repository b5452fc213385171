import type { Query } from './conversation/query.ts'
import { deliverReport } from './deliver-report.ts'
import { ConfigurationError, ValidationError } from './errors.ts'
import { hashTexts } from './hash/fnv1a.ts'
import { guardLogger } from './logger.ts'
import { resolveOptions } from './options.ts'
import type { Options, ResolvedOptions } from './options.ts'
import { buildReport } from './report/build-report.ts'
import type { Report } from './report/types.ts'
import { measureTextWaste } from './report/waste.ts'
import { measureWindow } from './report/window.ts'
import { loadRequestCounter } from './request-counter.ts'
import { describeModel } from './request-model.ts'
import { crushTextOnDemand } from './transforms/smart-crusher/crush-text-on-demand.ts'
import type { DecisionMemory, TransformContext } from './transforms/transform.ts'
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
  const crushed = await untilAborted(settings.signal, () => crushOne(text, query, toolName, settings, memory))
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

async function crushOne(text: string, query: string, toolName: string | undefined, settings: ResolvedOptions, memory: DecisionMemory | undefined): Promise<Crushed> {
  const startedAt = performance.now()
  const model = await describeModel(settings.model, settings)
  const counter = await loadRequestCounter(model, settings, memory)
  const context: TransformContext = {
    options: settings,
    tokens: counter.lasting,
    logger: guardLogger(settings.logger),
    model,
    ...(settings.signal === undefined ? {} : { signal: settings.signal }),
    ...(memory === undefined ? {} : { decisions: memory }),
  }
  const asked: Query = { user: query === '' ? undefined : { text: query, earlier: undefined }, assistant: '', call: '', after: [] }
  const block = { path: [], text, ...(toolName === undefined ? {} : { toolName }), isError: false, query: () => asked }
  const [{ crushBlock }, { logKept }] = await Promise.all([import('./transforms/content-block.ts'), import('./transforms/content.ts')])
  const { text: smaller, decision, waste, warnings } = await crushBlock(block, crushTextOnDemand, context)
  logKept(decision, context)
  const isAudit = settings.mode === 'audit'
  const report = buildReport({
    ...(model.name === undefined ? {} : { model: model.name }),
    mode: settings.mode,
    tokensBefore: decision.tokensBefore,
    tokensAfter: isAudit ? decision.tokensBefore : decision.tokensAfter,
    tokenCounting: counter.tokens.counting,
    ...(model.price === undefined ? {} : { price: model.price }),
    transforms: isAudit || smaller === text ? [] : [decision.transform],
    decisions: [decision],
    waste: await measureTextWaste([text], waste),
    prefix: { hash: hashTexts([]), alignmentScore: 1 },
    window: measureWindow(decision.tokensAfter, model.contextWindow, settings.rollingWindow.outputBufferTokens),
    warnings: [...counter.warnings, ...warnings],
    timings: { total: performance.now() - startedAt },
  })
  return { text: isAudit ? text : smaller, report }
}
