import type { BlockAction } from '../../report/types.ts'
import type { LoadedCounter } from '../../tokens/counter.ts'
import { foldAgain } from './again/fold-again.ts'
import { askLines } from './ask-lines.ts'
import { detectType, type DetectedType } from './detect.ts'
import { foldLocks } from './diff/fold-locks.ts'
import { lineAt, splitLines, type Lines } from './lines.ts'
import { cleanTerminal } from './terminal/clean-terminal.ts'
import { foldLog } from './log/fold-log.ts'
import { unpadNumbers } from './numbered/unpad-numbers.ts'
import { ourNote } from './our-notes.ts'
import { groupByFolder } from './paths/group-by-folder.ts'
import { groupByFile } from './search/group-by-file.ts'
import { describeBlobs, nameBlobs } from './blobs/name-blobs.ts'
import type { ResolvedTextResultsOptions } from './options.ts'
import type { AskedText } from './types.ts'

export interface TextTask {
  readonly text: string
  readonly asked: AskedText
  /** What is done; all of it where it is absent. */
  readonly options?: ResolvedTextResultsOptions
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
  readonly action: BlockAction
  readonly reason: string
  readonly tokensAfter: number
  readonly lines?: { readonly kept: number, readonly total: number }
  readonly relevance?: string
}

/** Share of the tokens that folding has to save: for less, lines that stand where they stood are worth more. */
const leastSaved = 0.1

/** Names what encodes something that no model reads, then folds what is left as if it had come so. */
export async function foldText(task: TextTask): Promise<TextOutcome> {
  const named = task.options?.blobs === false ? undefined : nameBlobs(task.text, task.asked)
  if (named === undefined) return foldLines(task)
  const tokensNamed = await task.tokens.count(named.text)
  if (tokensNamed >= task.tokensBefore) return foldLines(task)
  const reason = describeBlobs(named.count)
  const outcome = await foldLines({ ...task, text: named.text, tokensBefore: tokensNamed })
  return outcome.action === 'kept' ? { ...outcome, action: 'crushed', reason } : { ...outcome, action: 'crushed', reason: `${reason}; ${outcome.reason}` }
}

/** Looks what a text is, and folds what repeats in it where that is known to be safe. */
async function foldLines(task: TextTask): Promise<TextOutcome> {
  const { text, tokens, tokensBefore } = task
  const cleaned = cleanTerminal(text)
  const lines = splitLines(cleaned)
  const detected = detectType(lines)
  const { type } = detected
  const about = { contentType: type, ...(type === 'text' ? {} : { confidence: detected.confidence }) }
  const keep = (reason: string): TextOutcome => ({ ...about, text, action: 'kept', reason, tokensAfter: tokensBefore })
  if (ourNote.test(text)) return keep('it was folded before')
  const folded = await fold(type, lines, task)
  if (folded.text !== undefined) {
    const tokensAfter = await tokens.count(folded.text)
    const { isInPlace, ...outcome } = folded
    if (isInPlace ? tokensAfter < tokensBefore : tokensAfter <= (1 - leastSaved) * tokensBefore) return { ...about, ...outcome, tokensAfter }
  }
  if (type === 'log' || (type === 'text' && isOutput(lines, text))) {
    const again = foldAgain(lines)
    const tokensAfter = again === undefined ? tokensBefore : await tokens.count(again.text)
    if (again !== undefined && tokensAfter <= (1 - leastSaved) * tokensBefore) {
      return { ...about, text: again.text, action: 'rewritten', reason: `${again.linesFolded} of its lines stand above in it`, tokensAfter }
    }
  }
  if (cleaned !== text && (type !== 'text' || isTerminal(text))) {
    const tokensAfter = await tokens.count(cleaned)
    if (tokensAfter < tokensBefore) return { ...about, text: cleaned, action: 'rewritten', reason: 'what a terminal does not show is gone', tokensAfter }
  }
  return keep(folded.text === undefined ? folded.reason : 'to fold what repeats in it would save less than a tenth')
}

/** How an agent's shell begins: with the command, or with how it ended. Text without it may be source that is about to be edited. */
const commandLine = /^(?:Exit code \d{1,3}|\$ \S.*)$/
const furthestCommand = 4

/** @param text as it came: its lines are those of a cleaned one */
function isOutput(lines: Lines, text: string): boolean {
  for (let line = 0; line < Math.min(lines.count, furthestCommand); line++) if (commandLine.test(lineAt(lines, line).slice(0, 400))) return true
  // Carriage returns alone are white space of data that cannot be read, too.
  return text.includes('\u001b') && isTerminal(text)
}

/** Share of the lines with an escape sequence or an inner carriage return from which a text of no known type is what a program wrote to a terminal. */
const terminalShare = 0.2
const leastTerminalLines = 6

function isTerminal(text: string): boolean {
  const lines = splitLines(text)
  let marked = 0
  for (let line = 0; line < lines.count; line++) if (/[\u001b\r]/.test(lineAt(lines, line))) marked++ // oxlint-disable-line no-control-regex
  return lines.count >= leastTerminalLines && marked >= terminalShare * lines.count
}

type Folded = Pick<TextOutcome, 'action' | 'reason' | 'lines' | 'relevance'> & {
  readonly text: string
  /** Whether every line stands where it stood: then whatever it saves is a gain. */
  readonly isInPlace: boolean
}

async function fold(type: DetectedType['type'], lines: Lines, { asked }: TextTask): Promise<Folded | { readonly text?: undefined, readonly reason: string }> {
  if (type === 'log') {
    const log = await foldLog(lines, asked)
    if (log === undefined) return { reason: 'nothing in it repeats' }
    return {
      text: log.text, isInPlace: false, action: 'crushed', reason: `kept ${log.linesKept} of ${log.linesTotal} lines, and counted those like them`,
      lines: { kept: log.linesKept, total: log.linesTotal },
      ...(log.relevance === undefined ? {} : { relevance: log.relevance }),
    }
  }
  if (type === 'search-results') {
    const text = groupByFile(lines)
    return text === undefined ? { reason: 'its matches stand in one file each' } : { text, isInPlace: false, action: 'rewritten', reason: 'each path stands once, above its lines' }
  }
  if (type === 'diff') {
    const diff = foldLocks(lines, (path) => isNamed(path, asked))
    if (diff === undefined) return { reason: 'no generated file was changed in it' }
    return {
      text: diff.text, isInPlace: false, action: 'crushed', reason: `left out ${diff.linesLeftOut} lines of generated files`,
      lines: { kept: lines.count - diff.linesLeftOut, total: lines.count },
    }
  }
  if (type === 'paths') {
    const staysWhole = new Uint8Array(lines.count)
    const { named, near } = await askLines(lines, asked, [])
    for (const line of [...named, ...near]) staysWhole[line] = 1
    const text = groupByFolder(lines, staysWhole)
    return text === undefined ? { reason: 'its paths are few, or in one folder each' } : { text, isInPlace: false, action: 'rewritten', reason: 'each folder stands once, above the names in it' }
  }
  if (type === 'numbered-source') {
    const text = unpadNumbers(lines)
    return text === undefined ? { reason: 'source stays as it is' } : { text, isInPlace: true, action: 'rewritten', reason: 'blanks before the numbers of its lines are gone' }
  }
  return { reason: type === 'text' ? 'there is no JSON in it' : `${type} stays as it is` }
}

/** Whether the words of a query have the name of a file. */
function isNamed(path: string, { text, terms }: AskedText): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return text.includes(name) || terms.some((term) => term.text.includes(name))
}
