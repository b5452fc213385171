import type { Query } from '../../conversation/query.ts'
import type { JsonDocument } from '../../json/document.ts'
import { findDocuments } from '../../json/text-documents.ts'
import { spliceNode } from '../../json/splice.ts'
import { carriesOurs, rewriteDocument } from '../../columns/rewrite.ts'
import type { Logger } from '../../logger.ts'
import type { ArrayDecision, BlockAction, Waste } from '../../report/types.ts'
import type { LoadedCounter } from '../../tokens/counter.ts'
import { crushTable, type TableContext } from './crush-table.ts'
import { findTables } from './find-tables.ts'
import type { ResolvedSmartCrusherOptions } from './options.ts'
import { createIsAsked, findQueryWords } from './asked-columns.ts'
import { createRankRows } from './rank-rows.ts'
import { queryText } from './query-rows.ts'

export interface CrushTask {
  readonly text: string
  readonly query: Query
  readonly toolName?: string
  readonly options: ResolvedSmartCrusherOptions
  readonly tokens: LoadedCounter
  readonly tokensBefore: number
  readonly logger: Logger
  readonly signal?: AbortSignal
}

export interface CrushResult {
  /** The very same string when nothing was worth changing. */
  readonly text: string
  readonly contentType: string
  readonly action: BlockAction
  /** Why, in words a person understands. */
  readonly reason: string
  readonly tokensAfter: number
  readonly arrays: readonly ArrayDecision[]
  readonly relevance?: string
  readonly waste?: Partial<Waste>
  readonly warnings: readonly string[]
}

/**
 * Makes one tool result smaller: every JSON document in it is rewritten without loss, and rows of its arrays that nothing
 * speaks for are left out and counted in place. The text around documents stays.
 *
 * @returns the very same text when that would not have fewer tokens; rejects only when `signal` is aborted
 */
export async function crushText(task: CrushTask): Promise<CrushResult> {
  const { text, options, tokens, tokensBefore } = task
  const unchanged = (contentType: string, reason: string, warnings: readonly string[] = []): CrushResult =>
    ({ text, contentType, action: 'kept', reason, tokensAfter: tokensBefore, arrays: [], warnings })
  const documents = findDocuments(text)
  if (documents.length === 0) return unchanged('text', 'no JSON in it')
  const pieces: string[] = []
  const arrays: ArrayDecision[] = []
  const warnings: string[] = []
  let relevance: string | undefined
  let at = 0
  for (const { start, end, doc } of documents) {
    const crushed = await crushDocument(doc, task)
    arrays.push(...crushed.arrays)
    warnings.push(...crushed.warnings)
    relevance ??= crushed.relevance
    pieces.push(text.slice(at, start), crushed.text)
    at = end
  }
  const written = pieces.join('') + text.slice(at)
  const tokensAfter = await tokens.count(written)
  const contentType = 'json'
  if (tokensAfter >= tokensBefore) return unchanged(contentType, 'writing it differently would not have fewer tokens', warnings)
  void options
  return { text: written, contentType, action: arrays.length > 0 ? 'crushed' : 'rewritten', reason: '', tokensAfter, arrays, ...(relevance === undefined ? {} : { relevance }), warnings }
}

async function crushDocument(doc: JsonDocument, task: CrushTask): Promise<{ text: string, arrays: ArrayDecision[], relevance?: string, warnings: string[] }> {
  const { options, tokens } = task
  const query = queryText(task.query)
  const replacements = new Map<number, string>()
  const arrays = new Map<number, ArrayDecision>()
  const warnings: string[] = []
  let relevance: string | undefined
  if (carriesOurs(doc)) return { text: doc.text, arrays: [], warnings }
  if (!options.lossless) {
    const rankRows = createRankRows(query, options.relevance.scorer, options.relevance.timeLimitMs, task.signal)
    const queryWords = findQueryWords(query)
    const context: TableContext = { options, tokens, rankRows, isAsked: createIsAsked(queryWords), queryWords, replacements }
    for (const table of findTables(doc, options.minItemsToAnalyze, options.minTokensToCrush * 3)) {
      task.signal?.throwIfAborted()
      const crushed = await crushTable(table, context)
      if (!crushed) continue
      for (const node of replacements.keys()) {
        if (node > table.node && node < doc.next[table.node]!) {
          replacements.delete(node)
          arrays.delete(node)
        }
      }
      replacements.set(table.node, crushed.text)
      arrays.set(table.node, crushed.decision)
      warnings.push(...crushed.warnings)
      relevance = crushed.relevance
    }
  }
  const text = rewriteDocument(doc, { replacements, quick: tokens.quick }) ?? spliceNode(doc, 0, replacements)
  return { text, arrays: [...arrays.values()], ...(relevance === undefined ? {} : { relevance }), warnings }
}
