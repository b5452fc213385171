import type { LoadedCounter } from '../../tokens/counter.ts'
import { detectType } from './detect.ts'
import { splitLines } from './lines.ts'
import { cleanTerminal } from './terminal/clean-terminal.ts'
import { foldLog } from './log/fold-log.ts'
import type { AskedText } from './types.ts'

export interface TextTask {
  readonly text: string
  readonly asked: AskedText
  readonly tokens: LoadedCounter
  readonly tokensBefore: number
}

/** What became of a tool result that holds no JSON. */
export interface TextOutcome {
  /** The very same string when nothing was worth changing. */
  readonly text: string
  readonly contentType: string
  /** How sure the type is, in [0, 1]; absent for a text that is of no known type. */
  readonly confidence?: number
  readonly reason: string
  readonly tokensAfter: number
  readonly lines?: { readonly kept: number, readonly total: number }
  readonly relevance?: string
}

/** Share of the tokens that folding has to save: for less, lines that stand where they stood are worth more. */
const leastSaved = 0.1

/** A text that has such a line was folded before, or looks like it: it stays as it is. */
const ourNote = /^\[(?:log of \d+ lines: \d+ stand here|#\d+: \d+ lines like this|\.\.\. \d+ (?:lines?\b|like #))/m

/** Looks what a text is, and folds what repeats in it where that is known to be safe. */
export async function foldText({ text, asked, tokens, tokensBefore }: TextTask): Promise<TextOutcome> {
  const cleaned = cleanTerminal(text)
  const lines = splitLines(cleaned)
  const { type, confidence } = detectType(lines)
  const keep = (reason: string): TextOutcome => ({ text, contentType: type, ...(type === 'text' ? {} : { confidence }), reason, tokensAfter: tokensBefore })
  if (ourNote.test(text)) return keep('it was folded before')
  if (type !== 'log') return keep(type === 'text' ? 'there is no JSON in it' : `${type} stay as they are`)
  const folded = await foldLog(lines, asked)
  if (folded === undefined) return keep('nothing in it repeats')
  const tokensAfter = await tokens.count(folded.text)
  if (tokensAfter > (1 - leastSaved) * tokensBefore) return keep('to fold what repeats in it would save less than a tenth')
  return {
    text: folded.text, contentType: type, confidence, tokensAfter,
    reason: `kept ${folded.linesKept} of ${folded.linesTotal} lines, and counted those like them`,
    lines: { kept: folded.linesKept, total: folded.linesTotal },
    ...(folded.relevance === undefined ? {} : { relevance: folded.relevance }),
  }
}
