import { crush, optimize } from '../src/index.ts'
import type { Decision, Report } from '../src/index.ts'
import { findStringChanges, spliceStrings } from '../src/cli/splice-strings.ts'
import { formatCount } from './format.ts'
import { readInput } from './input.ts'
import type { CompressAnswer, CompressRequest, Outcome } from './protocol.ts'

const defaultModel = 'gpt-4o-mini'

self.addEventListener('message', (event: MessageEvent<CompressRequest>) => {
  void answer(event.data).then((reply) => { self.postMessage(reply) })
})

async function answer({ id, source, question, model }: CompressRequest): Promise<CompressAnswer> {
  const input = readInput(source)
  if (input.kind === 'unreadable') return { id, kind: 'failed', problem: input.problem }
  try {
    if (input.kind === 'tool-result') {
      const { text, report } = await crush(input.text, { query: question, model: model || defaultModel })
      return { id, kind: 'done', outcome: describe(text, report) }
    }
    return { id, kind: 'done', outcome: await optimizeRequest(source, input.request, model) }
  } catch (error) {
    return { id, kind: 'failed', problem: error instanceof Error ? error.message : String(error) }
  }
}

async function optimizeRequest(source: string, request: unknown, model: string): Promise<Outcome> {
  const chosen = model || modelOf(request) || defaultModel
  if (Array.isArray(request)) {
    const { messages, report } = await optimize(request, { model: chosen })
    return describe(writeAsPasted(source, request, messages), report)
  }
  const { request: smaller, report } = await optimize(request as Record<string, unknown>, { model: chosen })
  return describe(writeAsPasted(source, request, smaller), report)
}

/** What stays keeps its spelling: 0 in place of 0.0 would look as if the library had changed it. */
function writeAsPasted(source: string, before: unknown, after: unknown): string {
  const changes = findStringChanges(before, after)
  return changes === undefined ? JSON.stringify(after, null, 2) : spliceStrings(source, changes)
}

function modelOf(request: unknown): string | undefined {
  const model = Array.isArray(request) ? undefined : (request as { model?: unknown }).model
  return typeof model === 'string' ? model : undefined
}

function describe(output: string, report: Report): Outcome {
  const { tokensBefore, tokensAfter, savingsPercent, estimatedSavingsUsd, warnings } = report
  return {
    output, tokensBefore, tokensAfter, savingsPercent, warnings,
    counting: report.tokenCounting,
    decisions: report.decisions.map(describeDecision),
    ...(estimatedSavingsUsd === undefined ? {} : { estimatedSavingsUsd }),
  }
}

function describeDecision(decision: Decision): string {
  const where = [decision.path.join('.'), decision.toolName].filter(Boolean).join(' · ')
  const rows = decision.arrays.filter((array) => array.rowsKept < array.rowsTotal)
    .map((array) => `${array.pointer || 'the array'}: ${formatCount(array.rowsKept)} of ${formatCount(array.rowsTotal)} rows whole, `
      + `${formatCount(array.rowsIndexed)} as index lines, ${formatCount(array.rowsCounted)} only counted`)
  const tokens = decision.action === 'kept' ? '' : `, ${formatCount(decision.tokensBefore)} → ${formatCount(decision.tokensAfter)} tokens`
  return `${where ? `${where}: ` : ''}${decision.action}${tokens}: ${rows.length === 0 ? decision.reason : rows.join('; ')}`
}
