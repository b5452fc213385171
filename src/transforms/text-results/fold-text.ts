import type { ArrayDecision, BlockAction, PartDecision } from '../../report/types.ts'
import type { LoadedCounter } from '../../tokens/counter.ts'
import { foldAgain } from './again/fold-again.ts'
import { askLines } from './ask-lines.ts'
import { detectType, type DetectedType } from './detect.ts'
import { foldLocks } from './diff/fold-locks.ts'
import { shrinkContext } from './diff/shrink-context.ts'
import { lineAt, splitLines, type Lines } from './lines.ts'
import { cleanTerminal } from './terminal/clean-terminal.ts'
import { shortenNoise } from './terminal/shorten-noise.ts'
import { foldLog } from './log/fold-log.ts'
import { unpadNumbers } from './numbered/unpad-numbers.ts'
import { ourNote } from './our-notes.ts'
import { groupByFolder } from './paths/group-by-folder.ts'
import { foldMatches } from './search/fold-matches.ts'
import { groupByFile } from './search/group-by-file.ts'
import { readMatches } from './search/read-matches.ts'
import { defaultTextResultsOptions } from './options.ts'
import type { ResolvedTextResultsOptions } from './options.ts'
import type { CallSource } from './html/page-source.ts'
import { describeShortened, shortenText } from './shorten-text.ts'
import type { ChooseRows } from '../row-chooser.ts'
import { foldParts } from './parts/fold-parts.ts'
import { readsSource } from './parts/reads-source.ts'
import { splitParts } from './parts/split-parts.ts'
import type { AskedText, FoldedText } from './types.ts'

export interface TextTask {
  readonly text: string
  readonly asked: AskedText
  /** Where the text came from. */
  readonly source?: CallSource
  /** What is done; all of it where it is absent. */
  readonly options?: ResolvedTextResultsOptions
  /** Chooses among the rows of tables; without it every row stays. */
  readonly chooseRows?: ChooseRows
  /** A shorter part of a text stays as it is, in tokens. @default 0 */
  readonly minTokens?: number
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
  /** Tables of which rows were left out. */
  readonly arrays?: readonly ArrayDecision[]
  /** Of a text of several kinds: what each part is, and what became of it. */
  readonly parts?: readonly PartDecision[]
}

/** Whether a text has a line that only we write. */
export const wasFolded = (text: string): boolean => ourNote.test(text)

/** Share of the tokens that folding has to save: for less, lines that stand where they stood are worth more. */
const leastSaved = 0.1

/** A task with what is taken where nothing is said. */
type FullTask = TextTask & Required<Pick<TextTask, 'source' | 'options' | 'minTokens'>>

/** Leaves out what no model reads, then folds what is left as if it had come so. */
export async function foldText(given: TextTask): Promise<TextOutcome> {
  const task: FullTask = { source: { call: '' }, options: defaultTextResultsOptions, minTokens: 0, ...given }
  const { asked, source, options, tokens, tokensBefore } = task
  const shortened = shortenText(task.text, { asked, source, options })
  if (shortened === undefined) return foldLines(task)
  const tokensShortened = await tokens.count(shortened.text)
  if (tokensShortened >= tokensBefore) return foldLines(task)
  const reason = describeShortened([shortened])
  const outcome = await foldLines({ ...task, text: shortened.text, tokensBefore: tokensShortened })
  const isFolded = outcome.action !== 'kept'
  return { ...outcome, ...(shortened.isPage ? { contentType: 'html' } : {}), action: 'crushed', reason: isFolded ? `${reason}; ${outcome.reason}` : reason }
}

/** Looks what a text is, or what its parts are, and folds what repeats in it where that is known to be safe. */
async function foldLines(task: FullTask): Promise<TextOutcome> {
  const { text, source, tokens, tokensBefore, options, minTokens } = task
  const cleaned = cleanTerminal(text)
  const lines = splitLines(cleaned)
  if (ourNote.test(text)) return { ...aboutType(detectType(lines)), text, action: 'kept', reason: 'it was folded before', tokensAfter: tokensBefore }
  const isSource = readsSource(source)
  const parts = splitParts(lines, { tables: !isSource && options.tables, mixed: !isSource && options.mixed })
  const [first] = parts
  if (first && parts.length === 1 && !first.table) return foldKind(first, lines, cleaned, task)
  const folded = await foldParts({
    lines, parts, tokens, tokensBefore, chooseRows: task.chooseRows, minTokens,
    foldKind: (part, own, tokensOfPart) => foldKind(part, own, own.text, { ...task, text: own.text, tokensBefore: tokensOfPart }),
  })
  if (folded.action !== 'kept') {
    const tokensAfter = await tokens.count(folded.text)
    if (tokensAfter < tokensBefore) return { ...folded, tokensAfter }
  }
  if (cleaned !== text && isTerminal(text)) {
    const tokensAfter = await tokens.count(cleaned)
    if (tokensAfter < tokensBefore) return { ...folded, text: cleaned, action: 'rewritten', reason: 'what a terminal does not show is gone', tokensAfter }
  }
  return { ...folded, text, action: 'kept', tokensAfter: tokensBefore }
}

const aboutType = ({ type, confidence }: DetectedType): Pick<TextOutcome, 'contentType' | 'confidence'> => ({ contentType: type, ...(type === 'text' ? {} : { confidence }) })

/** @param cleaned `text` of the task without what a terminal does not show; `lines` are its lines */
async function foldKind(detected: DetectedType, lines: Lines, cleaned: string, task: FullTask): Promise<TextOutcome> {
  const { text, tokens, tokensBefore } = task
  const { type } = detected
  const about = aboutType(detected)
  const keep = (reason: string): TextOutcome => ({ ...about, text, action: 'kept', reason, tokensAfter: tokensBefore })
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
  const quiet = type === 'log' ? shortenNoise(cleaned) : cleaned
  if (quiet !== text && (type !== 'text' || isTerminal(text))) {
    const tokensAfter = await tokens.count(quiet)
    if (tokensAfter < tokensBefore) {
      // Read as if it had come so: a tenth of less is less.
      const outcome = await foldLines({ ...task, text: quiet, tokensBefore: tokensAfter })
      return outcome.action !== 'kept' ? outcome : { ...outcome, ...about, text: quiet, action: 'rewritten', reason: quiet === cleaned ? 'what a terminal does not show is gone' : 'what only fills its lines is gone', tokensAfter }
    }
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

async function fold(type: DetectedType['type'], lines: Lines, task: FullTask): Promise<Folded | { readonly text?: undefined, readonly reason: string }> {
  const { asked } = task
  if (type === 'log') {
    const log = await foldLog(lines, asked)
    return log === undefined ? { reason: 'nothing in it repeats' } : counted(log, 'lines, and counted those like them')
  }
  if (type === 'search-results') {
    const found = readMatches(lines)
    const wide = await foldMatches(lines, found, asked)
    if (wide !== undefined) return counted(wide, 'matches, and counted the others by file')
    const text = groupByFile(lines, found)
    return text === undefined ? { reason: 'its matches stand in one file each' } : { text, isInPlace: false, action: 'rewritten', reason: 'each path stands once, above its lines' }
  }
  if (type === 'diff') return foldDiff(lines, task)
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

/** @param what what stays of it, and what becomes of the others */
function counted({ text, linesKept: kept, linesTotal: total, relevance }: FoldedText, what: string): Folded {
  return { text, isInPlace: false, action: 'crushed', reason: `kept ${kept} of ${total} ${what}`, lines: { kept, total }, ...(relevance === undefined ? {} : { relevance }) }
}

/** How a shell, or a tool, is asked for more unchanged lines than usual. */
const wideContext = /(?:^|[\s"',[])(?:-[uUC] ?"?,? ?"?(?:[4-9]|\d{2,})\b|--(?:unified|context)[= ](?:[4-9]|\d{2,})\b|-W\b|--function-context\b|--inter-hunk-context\b)|"(?:unified|context(?:_?lines)?)"\s{0,4}:\s{0,4}"?(?:[4-9]|\d{2,})\b/i

/** Hunks of generated files are counted, and unchanged lines far from any change, unless the call asked for them. */
async function foldDiff(lines: Lines, { asked, source, options }: FullTask): Promise<Folded | { readonly text?: undefined, readonly reason: string }> {
  const locks = foldLocks(lines, (path) => isNamed(path, asked))
  const rest = locks === undefined ? lines : splitLines(locks.text)
  let shrunk: ReturnType<typeof shrinkContext>
  if (options.diffContext && !wideContext.test(source.call)) {
    const stays = new Uint8Array(rest.count)
    const { named, near } = await askLines(rest, asked, [])
    for (const line of [...named, ...near]) stays[line] = 1
    shrunk = shrinkContext(rest, stays)
  }
  const text = shrunk?.text ?? locks?.text
  if (text === undefined) return { reason: 'no generated file was changed in it, and little of it is unchanged' }
  const [ofLocks, unchanged] = [locks?.linesLeftOut ?? 0, shrunk?.linesLeftOut ?? 0]
  return {
    text, isInPlace: false, action: 'crushed',
    reason: `left out ${[...(ofLocks > 0 ? [`${ofLocks} lines of generated files`] : []), ...(unchanged > 0 ? [`${unchanged} unchanged lines`] : [])].join(' and ')}`,
    lines: { kept: lines.count - ofLocks - unchanged, total: lines.count },
  }
}

/** Whether the words of a query have the name of a file. */
function isNamed(path: string, { text, terms }: AskedText): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return text.includes(name) || terms.some((term) => term.text.includes(name))
}
