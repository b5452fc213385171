import { messageOf } from '../errors.ts'
import type { Query, Said } from '../conversation/query.ts'
import type { Path, TextSlot } from '../conversation/types.ts'
import { hashTexts } from '../hash/fnv1a.ts'
import type { Decision } from '../report/types.ts'
import type { CrushResult, CrushTask } from './smart-crusher/crush-text.ts'
import { settingsForTool } from './tool-profiles.ts'
import type { ToolSettings } from './tool-profiles.ts'
import type { DecisionMemory, TransformContext } from './transform.ts'

/** What reads one tool result: `crushText`, or another in tests. */
export type CrushText = (task: CrushTask) => Promise<CrushResult>

/** One text of a tool result, or what a user pasted. */
export interface ContentBlock {
  /** Where it stands; empty for a lone text. */
  readonly path: Path
  readonly text: string
  /** As in `TextSlot`. */
  readonly json?: TextSlot['json']
  readonly toolName?: string
  /** As in `Decision`: it is a part of a user's text. */
  readonly pasted?: Decision['pasted']
  /** The provider's own mark for a failed call. */
  readonly isError: boolean
  /** What was known at its birth, and at the end; asked for only when the block is worth reading. */
  readonly query: (when: 'at-birth' | 'latest') => Query
  /** Why it has to stay as it is, where that does not depend on what it says. */
  readonly settled?: string
}

export interface BlockOutcome {
  /** The very same string when nothing was worth changing. */
  readonly text: string
  readonly decision: Decision
  readonly waste: CrushResult['waste']
  readonly warnings: readonly string[]
}

/**
 * Decides one content block. What goes wrong in the crusher leaves the block as it was, with a warning; an aborted call rejects with
 * the signal's reason.
 */
export async function crushBlock(block: ContentBlock, crush: CrushText, context: TransformContext): Promise<BlockOutcome> {
  const { signal, tokens, logger } = context
  signal?.throwIfAborted()
  const settings = settingsForTool(context.options, block.toolName)
  const tokensBefore = await tokens.count(block.text)
  const obstacle = findObstacle(block, settings, tokensBefore)
  if (obstacle !== undefined) return keep(block, tokensBefore, obstacle, [])

  const { toolName } = block
  const task: CrushTask = {
    text: block.text,
    query: block.query(settings.smartCrusher.relevance.query),
    ...(toolName === undefined ? {} : { toolName }),
    options: settings.smartCrusher,
    // What users say is theirs, to the last character of a picture.
    textResults: block.pasted === undefined ? settings.textResults : { ...settings.textResults, blobs: false, html: false },
    tokens,
    tokensBefore,
    logger,
    ...(signal === undefined ? {} : { signal }),
    silent: silentScorers(context),
  }
  let result: CrushResult
  try {
    result = await decideOnce(task, crush, context)
  } catch (error) {
    signal?.throwIfAborted()
    return keep(block, tokensBefore, 'could not be read', [`${describeBlock(block)} goes out as it came in: ${messageOf(error)}`])
  }
  if (result.text !== block.text && result.tokensAfter >= tokensBefore) {
    return keep(block, tokensBefore, 'a shorter form would not have fewer tokens', result.warnings, result)
  }
  return { text: result.text, decision: decide(block, tokensBefore, result), waste: result.waste, warnings: result.warnings }
}

/** Own scorers that did not answer in time and embedders that failed, for as long as one request is optimized. */
function silentScorers(context: TransformContext): Set<object> {
  const known = silentByContext.get(context) ?? new Set<object>()
  silentByContext.set(context, known)
  return known
}

const silentByContext = new WeakMap<TransformContext, Set<object>>()

/** Why a block is not even read, in words; undefined when it is. */
function findObstacle(block: ContentBlock, settings: ToolSettings, tokensBefore: number): string | undefined {
  const { minTokensToCrush } = settings.smartCrusher
  if (block.isError) return 'the tool reported an error'
  if (block.settled !== undefined) return block.settled
  if (settings.skipCompression) return `the tool profile '${settings.profile}' skips it`
  if (!settings.smartCrusher.enabled) return 'smartCrusher is switched off'
  if (tokensBefore < minTokensToCrush) return `${tokensBefore} tokens are fewer than the ${minTokensToCrush} from which it pays`
  return undefined
}

function keep(block: ContentBlock, tokens: number, reason: string, warnings: readonly string[], result?: CrushResult): BlockOutcome {
  const decision: Decision = {
    path: block.path,
    transform: 'smart-crusher',
    ...sourceOf(block),
    contentType: result?.contentType ?? guessContentType(block.text),
    action: 'kept',
    reason,
    tokensBefore: tokens,
    tokensAfter: tokens,
    arrays: [],
  }
  return { text: block.text, decision, waste: result?.waste, warnings }
}

function decide(block: ContentBlock, tokensBefore: number, result: CrushResult): Decision {
  const { contentType, action, reason, tokensAfter, arrays, confidence, lines, relevance, parts } = result
  return {
    path: block.path,
    transform: 'smart-crusher',
    ...sourceOf(block),
    contentType, action, reason, tokensBefore, tokensAfter, arrays,
    ...(confidence === undefined ? {} : { confidence }),
    ...(lines === undefined ? {} : { lines }),
    ...(relevance === undefined ? {} : { relevance }),
    ...(parts === undefined ? {} : { parts }),
  }
}

function sourceOf({ toolName, pasted }: ContentBlock): Pick<Decision, 'toolName' | 'pasted'> {
  return { ...(toolName === undefined ? {} : { toolName }), ...(pasted === undefined ? {} : { pasted }) }
}

/** By its first character alone: the block has not been read. */
function guessContentType(text: string): string {
  return /^[\s\ufeff]{0,20}[[{]/.test(text) ? 'json' : 'text'
}

function describeBlock({ path, toolName, pasted }: ContentBlock): string {
  if (pasted !== undefined) return `what a user pasted at ${path.join('.')}`
  const where = path.length === 0 ? 'the text' : `the tool result at ${path.join('.')}`
  return toolName === undefined ? where : `${where} (${toolName})`
}

/** In a session, a block that was born into the same words under the same options is not read a second time. */
async function decideOnce(task: CrushTask, crush: CrushText, context: TransformContext): Promise<CrushResult> {
  const { decisions } = context
  if (decisions === undefined) return crush(task)
  const birth = birthOf(task, context, decisions)
  // Only this function writes into the memory.
  const remembered = decisions.get(task.text, birth) as CrushResult | undefined
  if (remembered !== undefined) return remembered
  const result = await crush(task)
  // What failed then is news of that request alone.
  decisions.set(task.text, birth, { ...result, warnings: [] }, result.text === task.text ? 0 : result.text.length)
  return result
}

/**
 * What a decision rests on beside the text, in 16 digits. What is an object of the caller's counts by identity; the table and the embedder
 * do not count, so that one that is loaded later changes only what comes later.
 */
function birthOf({ query, toolName, options, textResults, tokens }: CrushTask, context: TransformContext, decisions: DecisionMemory): string {
  const hash = (text: string): string => hashOnce(text, decisions)
  return hashTexts([
    settingsOf(options), JSON.stringify(textResults), String(identify(context.options.tokenCounter)), tokens.name, toolName === undefined ? '' : `of ${toolName}`,
    hashSaid(query.user, hash), ...query.after.map(hash), '', hash(query.assistant), hash(query.call),
  ])
}

/** Options as text, written once for all results of a request. */
function settingsOf(options: CrushTask['options']): string {
  const known = settingTexts.get(options)
  if (known !== undefined) return known
  const { scorer, table: _table, embedder: _embedder, ...relevance } = options.relevance
  const text = JSON.stringify([{ ...options, relevance }, identify(scorer)])
  settingTexts.set(options, text)
  return text
}

const settingTexts = new WeakMap<CrushTask['options'], string>()

/** To hash a shorter text again costs less than to remember it; in UTF-16 code units. */
const shortestRemembered = 100

/** The next request of a session holds nearly all texts of this one: each is hashed when it is new. */
function hashOnce(text: string, decisions: DecisionMemory): string {
  if (text.length < shortestRemembered) return hashTexts([text])
  // Only this function writes hashes into the memory.
  const known = decisions.get(text, 'hash') as string | undefined
  if (known !== undefined) return known
  const hash = hashTexts([text])
  decisions.set(text, 'hash', hash, 0)
  return hash
}

/** The hash of a list is that of its newest text's and of the list before: a request goes through its list once. */
function hashSaid(newest: Said | undefined, hashOf: (text: string) => string): string {
  const open: Said[] = []
  let said = newest
  for (; said !== undefined && !saidHashes.has(said); said = said.earlier) open.push(said)
  let hash = said === undefined ? '' : saidHashes.get(said)!
  while (open.length > 0) {
    const next = open.pop()!
    hash = hashTexts([hashOf(next.text), hash])
    saidHashes.set(next, hash)
  }
  return hash
}

const saidHashes = new WeakMap<Said, string>()

const identities = new WeakMap<object, number>()
let identityCount = 0

/** A number of its own for every object; 0 for anything else. */
function identify(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const known = identities.get(value)
  if (known !== undefined) return known
  identities.set(value, ++identityCount)
  return identityCount
}
