import { crush, optimize, simulate } from '../../src/index.ts'
import type { ArrayDecision, KeepReason, Report } from '../../src/index.ts'
import { findStringChanges, spliceStrings } from '../../src/cli/splice-strings.ts'
import { describeModel } from '../../src/request-model.ts'
import { fallbackModel, toOptions } from '../settings.ts'
import type { Settings } from '../settings.ts'
import type { ArrayView, Outcome } from '../protocol.ts'
import { blocksOfRequest, blocksOfText, describeBlock, layOutBlocks } from './blocks.ts'
import type { Block } from './blocks.ts'
import type { Meaning } from './meaning.ts'
import { viewMoved, viewPrefix } from './prefix.ts'
import type { Input } from './read-source.ts'
import { isRevived, storeMessages, storedPath } from './stored-messages.ts'

/** What a run leaves for those who ask about it. */
export interface Run {
  readonly input: Input
  readonly settings: Settings
  readonly model: string
  /** What goes out: the text to copy. */
  readonly output: string
  readonly report: Report
  readonly blocks: readonly Block[]
  /** All arrays of all decisions, in order. */
  readonly arrays: readonly { readonly block: number; readonly decision: ArrayDecision }[]
}

/** Compresses what was read, by the settings. */
export async function run(input: Input, settings: Settings, meaning: Meaning, signal: AbortSignal, onReport: (report: Report) => void): Promise<{ readonly run: Run; readonly outcome: Outcome }> {
  const model = modelFor(input, settings)
  const options = toOptions(settings, model)
  // A simulation sends nothing, and so reports to nobody.
  const full = { ...options, signal, ...(settings.mode === 'simulate' ? {} : { onReport }), smartCrusher: { ...options.smartCrusher, relevance: { ...options.smartCrusher?.relevance, ...meaning, timeLimitMs: 600_000 } } }
  const startedAt = performance.now()
  const numbers = new Map<ArrayDecision, number>()
  const number = (decision: ArrayDecision): number => numbers.get(decision) ?? (numbers.set(decision, numbers.size), numbers.size - 1)
  let output: string
  let report: Report
  let after: unknown
  if (input.kind === 'tool-result') {
    const crushed = await crush(input.text, { ...full, query: settings.question })
    report = settings.mode === 'simulate' ? { ...crushed.report, mode: 'simulate' } : crushed.report
    output = settings.mode === 'simulate' ? input.text : crushed.text
  } else {
    const { request } = input
    if (settings.mode === 'simulate') {
      report = await simulate(request, full)
      after = request
    } else if (Array.isArray(request)) {
      const optimized = await optimize(request, full)
      report = optimized.report
      after = optimized.messages
    } else {
      const optimized = await optimize(request as Record<string, unknown>, full) // what has a shape is an array or an object
      report = optimized.report
      after = optimized.request
    }
    output = writeAsPasted(input, after)
  }
  const ms = performance.now() - startedAt
  // What lost rows comes first, and then what was only written shorter.
  for (const { arrays } of report.decisions) for (const array of arrays) number(array)
  const blocks = input.kind === 'tool-result' ? blocksOfText(input.text, output, report, number) : await blocksOfRequest(input.request, after, report, number)
  const arrays = blocks.flatMap((block, at) => block.arrays.map(({ array, decision }) => ({ array, block: at, decision }))).sort((a, b) => a.array - b.array)
  const linked = new Set<number>()
  layOutBlocks(blocks, input.kind === 'request', 100, (array) => { linked.add(array) })
  const { price } = await describeModel(model, { modelContextLimits: {} })
  const { prefix, moved } = input.kind === 'request' ? { prefix: await viewPrefix(input.request, report, model), moved: viewMoved(blocks) } : { prefix: [], moved: [] }
  return {
    run: { input, settings, model, output, report, blocks, arrays },
    outcome: {
      isRequest: input.kind === 'request',
      ...(input.kind === 'request' ? { format: input.format } : {}),
      report: { ...report, decisions: report.decisions.map((decision) => ({ ...decision, arrays: decision.arrays.map((array) => ({ ...array, keptRows: [], indexedRows: [] })) })) },
      possible: report.decisions.reduce((sum, { tokensBefore, tokensAfter }) => sum + tokensBefore - tokensAfter, 0),
      ...(price === undefined ? {} : { usd: { before: price.inputUsd(report.tokensBefore), after: price.inputUsd(report.tokensAfter) } }),
      arrays: arrays.map(({ array, block, decision }) => viewArray(decision, block, blocks[block]!, linked.has(array))),
      blocks: blocks.map(describeBlock),
      prefix, moved, ms,
    },
  }
}

function viewArray(decision: ArrayDecision, block: number, { decision: around }: Block, isLinked: boolean): ArrayView {
  const reasons: Partial<Record<KeepReason, number>> = {}
  for (const { reasons: own } of decision.keptRows) for (const reason of own) reasons[reason] = (reasons[reason] ?? 0) + 1
  if (decision.rowsKept === decision.rowsTotal) reasons['all-rows'] = decision.rowsTotal
  const telling = decision.keptRows.find(({ reasons: own }) => own.includes('named-by-query') || own.includes('error'))?.row
  return {
    ...(telling === undefined ? {} : { telling }), ...(decision.line === undefined ? {} : { line: decision.line }),
    block, pointer: decision.pointer, rows: decision.rowsTotal, whole: decision.rowsKept, indexed: decision.rowsIndexed, counted: decision.rowsCounted, reasons, isLinked,
    ...(around?.toolName === undefined ? {} : { toolName: around.toolName }),
  }
}

/** The model that counts: the one set, the request's own, or one that is known. */
export function modelFor(input: Input, settings: Settings): string {
  return settings.model.trim() || modelOf(input) || fallbackModel
}

/** What stays keeps its spelling: 0 in place of 0.0 would look as if the library had changed it. */
function writeAsPasted(input: Input & { readonly kind: 'request' }, after: unknown): string {
  if (input.isLines && Array.isArray(after)) return after.map((message) => JSON.stringify(message)).join('\n')
  const changes = findStringChanges(input.request, after)
  if (changes === undefined) return JSON.stringify(isRevived(after) ? storeMessages(after) : after, null, 2)
  return spliceStrings(input.text, isRevived(input.request) ? changes.map(({ path, text }) => ({ path: storedPath(input.request, path), text })) : changes)
}

function modelOf(input: Input): string | undefined {
  const model = input.kind === 'tool-result' || Array.isArray(input.request) ? undefined : (input.request as { readonly model?: unknown }).model
  return typeof model === 'string' && model !== '' ? model : undefined
}
