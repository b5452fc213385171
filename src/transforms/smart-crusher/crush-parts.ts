import { carriesOurs } from '../../columns/words.ts'
import { findDocuments, type TextDocument } from '../../json/text-documents.ts'
import type { PartDecision, Waste } from '../../report/types.ts'
import { addWaste } from '../add-waste.ts'
import { minCharactersPerToken } from './crush-document.ts'
import type { AskedTask, CrushResult } from './crush-text.ts'
import { findTables } from './find-tables.ts'
import type { ResolvedSmartCrusherOptions } from './options.ts'

/** More documents are the lines of a log rather than parts of a text. */
const maxParts = 8

/** A stretch of a text, in UTF-16 code units: a document, or what stands between two of them, in whole lines. */
interface Stretch {
  readonly start: number
  readonly end: number
  readonly isJson: boolean
}

/** Whether nothing but white space stands around a document. */
export function isAllJson(text: string, [first, second]: readonly TextDocument[]): boolean {
  return first !== undefined && second === undefined && text.slice(0, first.start).trim() === '' && text.slice(first.end).trim() === ''
}

/** Single lines of JSON among more text than they are: a service writes such lines into its log. */
export function areLinesAmongOthers(documents: readonly TextDocument[], text: string): boolean {
  let length = 0
  for (const { start, end } of documents) {
    length += end - start
    const lineEnd = text.indexOf('\n', start)
    if (lineEnd >= 0 && lineEnd < end) return false
  }
  return length < text.length / 2
}

/**
 * Reads what stands between the documents of a text, after these were crushed: a log, a table, a patch. What it is cut at are the documents
 * as they stand now, so that a text that was read before is cut at the same places.
 *
 * @param crushed what became of the documents
 * @param crush reads text without JSON
 */
export async function crushBetween(task: AskedTask, crushed: CrushResult, crush: (task: AskedTask) => Promise<CrushResult>): Promise<CrushResult> {
  const { text } = crushed
  const documents = findDocuments(text)
  const own = documents.filter(({ doc }) => isPart(doc, task.options))
  if (own.length === 0 && areLinesAmongOthers(documents, text)) {
    const folded = await crush({ ...task, text, tokensBefore: crushed.tokensAfter })
    return folded.lines === undefined ? crushed : { ...folded, ...(crushed.waste === undefined ? {} : { waste: crushed.waste }), warnings: [...crushed.warnings, ...folded.warnings] }
  }
  if (own.length === 0 || own.length > maxParts) return crushed
  return crushStretches(task, crushed, partAt(text, own), crush)
}

/** Whether a document is a part of its own: there are rows to choose from in it, or there were. */
function isPart(doc: TextDocument['doc'], { minTokensToCrush, minItemsToAnalyze }: ResolvedSmartCrusherOptions): boolean {
  return carriesOurs(doc) || findTables(doc, minItemsToAnalyze, minTokensToCrush * minCharactersPerToken).length > 0
}

/** Blanks before a document that are looked at. */
const maxIndent = 200

function partAt(text: string, documents: readonly TextDocument[]): Stretch[] {
  const stretches: Stretch[] = []
  let at = 0
  const addText = (end: number): void => {
    const between = text.slice(at, end)
    // The line breaks around a document belong to no part: whatever becomes of a part, they stay.
    const before = at === 0 ? 0 : /^[ \t\r]*\n?/.exec(between)![0].length
    const behind = end === text.length ? 0 : /\r?\n?[ \t]*$/.exec(between.slice(-maxIndent))![0].length
    if (before + behind < between.length) stretches.push({ start: at + before, end: end - behind, isJson: false })
  }
  for (const { start, end } of documents) {
    addText(start)
    stretches.push({ start, end, isJson: true })
    at = end
  }
  addText(text.length)
  return stretches
}

async function crushStretches(task: AskedTask, crushed: CrushResult, stretches: readonly Stretch[], crush: (task: AskedTask) => Promise<CrushResult>): Promise<CrushResult> {
  const { text, tokensAfter: tokensBefore } = crushed
  const { tokens, options } = task
  const results: CrushResult[] = []
  const parts: PartDecision[] = []
  let written = ''
  let at = 0
  let line = 1
  const copyTo = (end: number): void => {
    const between = text.slice(at, end)
    written += between
    line += linesIn(between)
    at = end
  }
  for (const { start, end, isJson } of stretches) {
    copyTo(start)
    const own = text.slice(start, end)
    const tokensOfPart = await tokens.count(own)
    const result = isJson || tokensOfPart < options.minTokensToCrush ? undefined : await crush({ ...task, text: own, tokensBefore: tokensOfPart })
    if (result) results.push(result)
    const { contentType = isJson ? 'json' : 'text', action = isJson ? crushed.action : 'kept', tokensAfter = tokensOfPart, confidence } = result ?? {}
    const part: PartDecision = { contentType, action, tokensBefore: tokensOfPart, tokensAfter, line, lines: linesIn(own) + 1, ...(confidence === undefined ? {} : { confidence }) }
    parts.push(...result?.parts?.map((inner) => ({ ...inner, line: inner.line + line - 1 })) ?? [part])
    line += linesIn(own)
    // A note at the end of a part brings a line break along.
    written += result === undefined || result.text === own ? own : result.text.replace(/\r?\n$/, '')
    at = end
  }
  copyTo(text.length)
  const warnings = [...new Set([...crushed.warnings, ...results.flatMap((result) => result.warnings)])]
  const waste = results.reduce<Partial<Waste>>((sum, result) => addWaste(sum, result.waste), crushed.waste ?? {})
  const changed = results.filter(({ action }) => action !== 'kept')
  const tokensAfter = changed.length === 0 ? tokensBefore : await tokens.count(written)
  if (tokensAfter >= tokensBefore) return { ...crushed, waste, warnings, parts: parts.map((part) => (part.contentType === 'json' ? part : { ...part, action: 'kept', tokensAfter: part.tokensBefore })) }
  const reasons = changed.map(({ contentType, reason }) => `${contentType}: ${reason}`)
  const relevance = crushed.relevance ?? results.find((result) => result.relevance !== undefined)?.relevance
  return {
    ...crushed, text: written, tokensAfter, waste, warnings, parts,
    action: crushed.action === 'crushed' || changed.some(({ action }) => action === 'crushed') ? 'crushed' : 'rewritten',
    reason: (crushed.action === 'kept' ? reasons : [`json: ${crushed.reason}`, ...reasons]).join('; '),
    arrays: [...crushed.arrays, ...results.flatMap((result) => result.arrays)],
    ...(relevance === undefined ? {} : { relevance }),
  }
}

function linesIn(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}
