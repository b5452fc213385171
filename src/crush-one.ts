import type { Query } from './conversation/query.ts'
import type { Crushed } from './crush.ts'
import { hashTexts } from './hash/fnv1a.ts'
import type { ResolvedOptions } from './options.ts'
import { buildReport } from './report/build-report.ts'
import { measureTextWaste } from './report/waste.ts'
import { measureWindow } from './report/window.ts'
import { loadRequestCounter } from './request-counter.ts'
import { describeModel } from './request-model.ts'
import { createTransformContext } from './transform-context.ts'
import { crushBlock } from './transforms/content-block.ts'
import { logKept } from './transforms/content.ts'
import { crushTextOnDemand } from './transforms/smart-crusher/crush-text-on-demand.ts'
import type { DecisionMemory } from './transforms/transform.ts'

interface Asked {
  readonly query: string
  readonly toolName: string | undefined
  readonly settings: ResolvedOptions
  /** Of a session. */
  readonly memory: DecisionMemory | undefined
}

/** One tool result outside any conversation, with checked options. */
export async function crushOne(text: string, { query, toolName, settings, memory }: Asked): Promise<Crushed> {
  const startedAt = performance.now()
  const model = await describeModel(settings.model, settings)
  const counter = await loadRequestCounter(model, settings, memory)
  const context = createTransformContext(settings, model, counter.lasting, memory)
  const asked: Query = { user: query === '' ? undefined : { text: query, earlier: undefined }, assistant: '', call: '', after: [] }
  const block = { path: [], text, ...(toolName === undefined ? {} : { toolName }), isError: false, query: () => asked }
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
