import type { ArrayDecision, PartDecision } from '../../../report/types.ts'
import type { LoadedCounter } from '../../../tokens/counter.ts'
import type { ChooseRows } from '../../row-chooser.ts'
import type { TextOutcome } from '../fold-text.ts'
import type { Lines } from '../lines.ts'
import { foldTable } from '../table/fold-table.ts'
import type { TextTable } from '../table/types.ts'
import { linesFrom, type TextPart } from './split-parts.ts'

export interface PartsTask {
  readonly lines: Lines
  readonly parts: readonly TextPart[]
  readonly tokens: LoadedCounter
  /** Of the whole text. */
  readonly tokensBefore: number
  /** A shorter part stays as it is, in tokens. */
  readonly minTokens: number
  readonly chooseRows: ChooseRows | undefined
  /** Folds lines of one kind that are no table. */
  readonly foldKind: (part: TextPart, lines: Lines, tokensBefore: number) => Promise<TextOutcome>
}

/** A text in parts, each read by what is made for its kind. */
export interface FoldedParts extends Pick<TextOutcome, 'text' | 'contentType' | 'confidence' | 'action' | 'reason' | 'lines' | 'relevance' | 'arrays'> {
  /** In the order in which they stand; absent where the text is all of one kind. */
  readonly parts?: readonly PartDecision[]
}

/** Reads every part for itself and puts them together again; what no part claims stays where it stood. */
export async function foldParts({ lines, parts, tokens, tokensBefore: tokensOfAll, minTokens, chooseRows, foldKind }: PartsTask): Promise<FoldedParts> {
  const outcomes: (TextOutcome & { readonly part: TextPart, readonly tokensBefore: number })[] = []
  for (const part of parts) {
    const own = linesFrom(lines, part.from, part.to)
    const tokensBefore = parts.length === 1 ? tokensOfAll : await tokens.count(own.text)
    const kept: TextOutcome = { text: own.text, contentType: part.type, action: 'kept', reason: 'too short to be worth it', tokensAfter: tokensBefore }
    const outcome = tokensBefore < minTokens ? kept
      : part.table ? await foldTablePart(part.table, chooseRows)
      : await foldKind(part, own, tokensBefore)
    outcomes.push({ ...outcome, part, tokensBefore })

    async function foldTablePart(table: TextTable, choose: ChooseRows | undefined): Promise<TextOutcome> {
      const folded = choose && await foldTable(lines, table, { choose, tokens, tokensBefore })
      if (!folded) return { ...kept, reason: 'its rows fit, or nothing speaks for some of them, or too little would be saved' }
      const { text, tokens: tokensAfter, decision, lines: counts, relevance } = folded
      return { text, contentType: 'table', action: 'crushed', reason: describeRows(decision), tokensAfter, lines: counts, arrays: [decision], relevance }
    }
  }
  const changed = outcomes.filter(({ action }) => action !== 'kept')
  const known = outcomes.filter(({ part }) => part.type !== 'text')
  const kinds = new Set(known.map(({ part }) => part.type))
  const [relevance] = outcomes.flatMap((outcome) => outcome.relevance ?? [])
  const linesLeftOut = changed.reduce((sum, { lines: counts }) => sum + (counts ? counts.total - counts.kept : 0), 0)
  return {
    text: changed.length === 0 ? lines.text : outcomes.map(({ text }) => text).join(''),
    contentType: kinds.size === 1 ? known[0]!.part.type : 'mixed',
    confidence: Math.min(...known.map(({ part }) => part.confidence)),
    action: changed.some(({ action }) => action === 'crushed') ? 'crushed' : changed.length > 0 ? 'rewritten' : 'kept',
    reason: describe(changed.length > 0 ? changed : known),
    ...(linesLeftOut > 0 ? { lines: { kept: lines.count - linesLeftOut, total: lines.count } } : {}),
    ...(relevance === undefined ? {} : { relevance }),
    arrays: outcomes.flatMap(({ arrays = [] }) => arrays),
    ...(outcomes.length > 1 ? { parts: outcomes.map(decide) } : {}),
  }
}

function decide({ part, action, tokensBefore, tokensAfter }: TextOutcome & { readonly part: TextPart, readonly tokensBefore: number }): PartDecision {
  return { contentType: part.type, ...(part.type === 'text' ? {} : { confidence: part.confidence }), line: part.from + 1, lines: part.to - part.from, action, tokensBefore, tokensAfter }
}

function describeRows({ rowsKept, rowsTotal, rowsIndexed }: ArrayDecision): string {
  return `kept ${rowsKept} of ${rowsTotal} rows whole${rowsIndexed > 0 ? ` and ${rowsIndexed} as index lines` : ''}`
}

/** What became of one part, or of each kind of several. */
function describe(outcomes: readonly TextOutcome[]): string {
  if (outcomes.length === 1) return outcomes[0]!.reason
  const shown = outcomes.slice(0, 4).map(({ contentType, reason }) => `${contentType}: ${reason}`).join('; ')
  return outcomes.length > 4 ? `${shown}; and ${outcomes.length - 4} more ${outcomes.length === 5 ? 'part' : 'parts'}` : shown
}
