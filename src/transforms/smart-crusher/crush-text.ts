import type { Query } from '../../conversation/query.ts'
import { messageOf } from '../../errors.ts'
import type { JsonDocument } from '../../json/document.ts'
import { findBreak, findDocuments, type TextDocument } from '../../json/text-documents.ts'
import { loadOnce } from '../../load-once.ts'
import type { Logger } from '../../logger.ts'
import type { ArrayDecision, BlockAction, LineCounts, PartDecision, Waste } from '../../report/types.ts'
import type { StaticTable } from '../../relevance/static-table.ts'
import { findQueryTerms } from '../../relevance/terms.ts'
import type { LoadedCounter } from '../../tokens/counter.ts'
import type { ResolvedTextResultsOptions } from '../text-results/options.ts'
import { areLinesAmongOthers, crushBetween, isAllJson } from './crush-parts.ts'
import { createRowChooser } from './choose-text-rows.ts'
import { crushDocument, type DocumentContext } from './crush-document.ts'
import { findJsonWaste, type JsonWaste } from './json-waste.ts'
import type { ResolvedSmartCrusherOptions } from './options.ts'
import { findNamesSaid, withNames } from './query-names.ts'
import { queryText } from './query-text.ts'
import { createQuestion, type Question } from './question.ts'

export interface CrushTask {
  readonly text: string
  readonly query: Query
  readonly toolName?: string
  readonly options: ResolvedSmartCrusherOptions
  /** What is done to text that holds no JSON; nothing where it is absent. */
  readonly textResults?: ResolvedTextResultsOptions
  readonly tokens: LoadedCounter
  readonly tokensBefore: number
  readonly logger: Logger
  readonly signal?: AbortSignal
  /** Own scorers and embedders that failed or did not answer at all in this request; more are added, and none of them is asked again. */
  readonly silent?: Set<object>
}

/** A task whose parts share what is asked of them: the time, the vectors of texts and the warnings. */
export interface AskedTask extends CrushTask {
  /** What rows are ranked against; read when it is first asked for. */
  readonly question: () => Question
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
  /** Of a text that is no JSON: how sure its type is, and the lines that stay, of how many. */
  readonly confidence?: number
  readonly lines?: LineCounts
  readonly relevance?: string
  readonly parts?: readonly PartDecision[]
  readonly waste?: Partial<Waste>
  readonly warnings: readonly string[]
}

/**
 * Makes one tool result smaller: every JSON document in it is rewritten without loss, and rows of its arrays that nothing
 * speaks for are left out and counted in place. What stands around them is read as what it is.
 *
 * @returns the very same text when that would not have fewer tokens; rejects only when `signal` is aborted
 */
export async function crushText(task: CrushTask): Promise<CrushResult> {
  const { text, query, options, silent = new Set<object>(), signal } = task
  const failures = new Set<string>()
  const question = readOnce(() => createQuestion(query, { relevance: options.relevance, silent, signal, textLength: text.length, warn: (warning) => failures.add(warning) }))
  const result = await crushAny({ ...task, question })
  return failures.size === 0 ? result : { ...result, warnings: [...failures, ...result.warnings] }
}

async function crushAny(task: AskedTask): Promise<CrushResult> {
  const { text } = task
  // Documents in a page may be what its scripts hold.
  const page = mayBePage.test(text.slice(0, furthestPage)) ? await crushPlainText(task) : undefined
  if (page?.contentType === 'html') return page
  const found = findDocuments(text)
  if (found.length === 0) {
    const brokenAt = findBreak(text)
    return brokenAt === undefined ? page ?? crushPlainText(task) : keep(task, 'text', describeBreak(brokenAt, text.length))
  }
  const readsBetween = task.textResults?.enabled === true && task.textResults.mixed && !task.options.lossless && !isAllJson(text, found)
  if (readsBetween && mayHoldNotes.test(text) && (await loadFoldText()).wasFolded(text)) return keep(task, typeOf(found, text), 'it was folded before')
  if ((!readsBetween || found.length > maxDocuments) && areLinesAmongOthers(found, text)) {
    const folded = await crushPlainText(task)
    if (folded.lines !== undefined) return folded
  }
  const crushed = await crushDocuments(task, found)
  return readsBetween ? crushBetween(task, crushed, crushPlainText) : crushed
}

/** More documents in a text are the lines of a log: what they are is looked at after all of them, or it would take too long. */
const maxDocuments = 64

/** Lines that may be notes of ours; what tells for sure is loaded with the first. */
const mayHoldNotes = /^\[(?:[a-z]{3,7} |#\d|\.{3} \d)/m

async function crushDocuments(task: AskedTask, found: readonly TextDocument[]): Promise<CrushResult> {
  const { text, tokens, tokensBefore } = task
  const { documents, between, reason: shortened } = await shorten(found, task)
  const context: DocumentContext = { question: task.question, options: task.options, tokens, signal: task.signal }
  const contentType = typeOf(found, text)
  const arrays: ArrayDecision[] = []
  const waste: JsonWaste[] = []
  let relevance: string | undefined
  let written = ''
  for (const [place, { start, end, doc }] of documents.entries()) {
    waste.push(findJsonWaste(text.slice(start, end), doc, tokens.quick))
    const crushed = await crushDocument(doc, context)
    arrays.push(...crushed.arrays)
    relevance ??= crushed.relevance
    written += between[place]! + crushed.text // one before each
  }
  written += between.at(-1)! // and one behind the last
  const facts = { waste: addWaste(waste), warnings: [] }
  if (written === text) return { ...keep(task, contentType, 'nothing in it could be written shorter'), ...facts }
  const tokensAfter = await tokens.count(written)
  if (tokensAfter >= tokensBefore) return { ...keep(task, contentType, 'a shorter form would not have fewer tokens'), ...facts }
  for (const { rowsKept, rowsTotal } of arrays) task.logger.info(`kept ${rowsKept} of ${rowsTotal} items`)
  task.logger.info(`${tokensBefore} -> ${tokensAfter} tokens`)
  return {
    text: written, contentType, tokensAfter, arrays, ...facts,
    action: arrays.length > 0 || shortened !== undefined ? 'crushed' : 'rewritten',
    reason: [...(shortened === undefined ? [] : [shortened]), ...(arrays.length > 0 ? [describe(arrays)] : [])].join('; ') || 'written shorter without loss',
    ...(relevance === undefined ? {} : { relevance }),
  }
}

const mayBePage = /<(?:!doctype|html)\b/i
const furthestPage = 4096

const loadFoldText = loadOnce(() => import('../text-results/fold-text.ts'))

const loadShorten = loadOnce(async () => (await import('../text-results/shorten-document.ts')).shortenDocuments)

/** Documents in whose strings, and between which, nothing stands that no model reads, such as a picture. */
async function shorten(documents: readonly TextDocument[], task: CrushTask): Promise<ReturnType<Awaited<ReturnType<typeof loadShorten>>>> {
  const { text, textResults, options, query } = task
  const between = [...documents.map(({ start }, place) => text.slice(documents[place - 1]?.end ?? 0, start)), text.slice(documents.at(-1)?.end ?? 0)]
  const mayHoldData = between.some((stretch) => stretch.length >= longString) || documents.some(({ doc }) => hasLongString(doc))
  if (textResults?.enabled !== true || options.lossless || !mayHoldData) return { documents, between }
  const shortenDocuments = await loadShorten()
  const asked = queryText(query)
  const terms = readOnce(() => findQueryTerms(asked))
  return shortenDocuments(documents, between, { asked: { text: asked, get terms() { return terms() } }, source: sourceOf(task), options: textResults })
}

/** Read where it is asked for: most texts are of a kind that does not, and a query takes as long to read as a page of source. */
function readOnce<Value extends object>(read: () => Value): () => Value {
  let value: Value | undefined
  return () => value ??= read()
}

function sourceOf({ toolName, query }: CrushTask): { readonly toolName?: string, readonly call: string } {
  return { call: query.call, ...(toolName === undefined ? {} : { toolName }) }
}

/** In UTF-16 code units; shorter stretches, and literals, hold nothing of the kind. */
const longString = 1024

function hasLongString({ text, start, end, count }: JsonDocument): boolean {
  if (text.length < longString) return false
  for (let node = 0; node < count; node++) if (end[node]! - start[node]! >= longString && text.charCodeAt(start[node]!) === 0x22) return true
  return false
}

/** Text without JSON: what it is is looked at, and read by what is made for it, loaded when the first such text is worth reading. */
async function crushPlainText(task: AskedTask): Promise<CrushResult> {
  const { text, query, options, textResults, tokens, tokensBefore } = task
  if (textResults?.enabled !== true || options.lossless) return keep(task, 'text', 'there is no JSON in it')
  const { foldText } = await loadFoldText()
  const { table, tier } = options.relevance
  const asked = queryText(query)
  const terms = readOnce(() => withNames(findQueryTerms(asked), findNamesSaid(query)))
  const chooseRows = createRowChooser(task.question, options, tokens)
  const fold = (by: { readonly table?: StaticTable }): ReturnType<typeof foldText> => foldText({
    text, tokens, tokensBefore, options: textResults, source: sourceOf(task), chooseRows, minTokens: options.minTokensToCrush,
    asked: { text: asked, get terms() { return terms() }, ...by },
  })
  const warnings: string[] = []
  const folded = table === undefined || tier === 'bm25' || tier === 'embedding' ? await fold({}) : await fold({ table }).catch(async (error: unknown) => {
    // Whatever else failed will fail again.
    const byWords = await fold({})
    warnings.push(`ranking by meaning failed (${messageOf(error)}); lines were ranked by bm25`)
    return byWords
  })
  if (folded.lines) task.logger.info(`kept ${folded.lines.kept} of ${folded.lines.total} lines`)
  if (folded.text !== text) task.logger.info(`${tokensBefore} -> ${folded.tokensAfter} tokens`)
  const relevance = folded.relevance === 'static' && tier === 'hybrid' ? 'hybrid (bm25, static)' : folded.relevance
  return { ...folded, ...(relevance === undefined ? {} : { relevance }), arrays: folded.arrays ?? [], warnings }
}

function keep({ text, tokensBefore }: CrushTask, contentType: string, reason: string): CrushResult {
  return { text, contentType, action: 'kept', reason, tokensAfter: tokensBefore, arrays: [], warnings: [] }
}

function describeBreak(at: number, length: number): string {
  return at >= length ? `it looks like JSON that was cut off after ${length} characters` : `it looks like JSON that is broken at character ${at + 1} of ${length}`
}

function typeOf(documents: readonly TextDocument[], text: string): string {
  const [first] = documents
  if (documents.length > 1 || first!.end - first!.start < text.trim().length) return 'text with json'
  return first!.doc.lines ? 'json-lines' : 'json'
}

/** `kept 15 of 1000 rows whole and 40 as index lines`, of several arrays the sums. */
function describe(arrays: readonly ArrayDecision[]): string {
  const sum = (count: (array: ArrayDecision) => number): number => arrays.reduce((total, array) => total + count(array), 0)
  const indexed = sum(({ rowsIndexed }) => rowsIndexed)
  return `kept ${sum(({ rowsKept }) => rowsKept)} of ${sum(({ rowsTotal }) => rowsTotal)} rows whole${indexed > 0 ? ` and ${indexed} as index lines` : ''}`
    + (arrays.length > 1 ? `, in ${arrays.length} arrays` : '')
}

function addWaste(list: readonly JsonWaste[]): Partial<Waste> {
  const sum = (count: (waste: JsonWaste) => number): number => list.reduce((total, waste) => total + count(waste), 0)
  return { whiteSpace: sum(({ whiteSpace }) => whiteSpace), repeatedKeys: sum(({ repeatedKeys }) => repeatedKeys), repeatedRows: sum(({ repeatedRows }) => repeatedRows) }
}
