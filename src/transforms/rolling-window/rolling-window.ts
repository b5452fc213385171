import type { Adapter } from '../../adapters/adapter.ts'
import type { Edit } from '../../conversation/edits.ts'
import type { Conversation, Message, Part, ToolResultPart, WireFormat } from '../../conversation/types.ts'
import type { Decision } from '../../report/types.ts'
import { tokensOfPart } from '../../tokens/count-conversation.ts'
import type { ConversationCount } from '../../tokens/count-conversation.ts'
import type { ResultShortening } from '../cut-planning.ts'
import type { TransformContext, TransformOutcome } from '../transform.ts'
import { longestNote, writeNote } from '../window-note.ts'
import type { LeftOut } from '../window-note.ts'
import { findPieces, isInstruction } from './pieces.ts'
import type { OwnedMessage, Owner, Piece } from './pieces.ts'
import { replayCuts } from './replay.ts'
import type { Replayed, WindowBudget } from './replay.ts'

/** What a note costs beside its words: a message of its own, or a block. */
const noteFrameTokens = 8

/**
 * What has to leave a conversation once its results are shortened.
 *
 * @param count of the conversation as it is, with the request's own counter
 */
export async function planWindow(
  conversation: Conversation, count: ConversationCount, limit: number, context: TransformContext, shortening: ResultShortening,
): Promise<{ readonly replayed: Replayed; readonly gone: ReadonlySet<ToolResultPart> }> {
  const found = findPieces(conversation, count)
  const replayed = await replayCuts(found, await budgetOf(limit, context), shortening)
  const lost = replayed.fits ? found.messages.flatMap((owned) => readLost(owned, replayed.dropped).lost) : []
  return { replayed, gone: new Set(lost.filter((part) => part.kind === 'tool-result')) }
}

async function budgetOf(limit: number, { options: { rollingWindow }, tokens }: TransformContext): Promise<WindowBudget> {
  const { keepTurns, keepToolUnits, lowWater } = rollingWindow
  return { limit, noteTokens: await tokens.count(longestNote) + noteFrameTokens, keepTurns, keepToolUnits, lowWater }
}

/**
 * Makes a request fit that does not: drops the oldest tool units and turns, and says so in one note.
 *
 * @param count of the conversation, with the request's own counter
 * @param limit tokens for the whole request: the model's window less the room for the answer
 * @param planned what was found to leave before results were shortened
 */
export async function cutToWindow(
  conversation: Conversation, count: ConversationCount, limit: number, placeNote: Adapter['placeNote'], context: TransformContext, planned?: Replayed,
): Promise<TransformOutcome> {
  const found = findPieces(conversation, count)
  const { dropped, fits, protectedTokens } = planned ?? await replayCuts(found, await budgetOf(limit, context))
  if (!fits) return { edits: [], decisions: [], warnings: [], window: { cut: false, unitsDropped: 0, turnsDropped: 0, tokensDropped: 0, protectedTokens } }

  const messages = found.messages.map((owned) => readLost(owned, dropped))
  const host = messages.find(({ isGone, message }) => !isGone && message.role === 'user') ?? messages.find(({ isGone, message }) => !isGone && !isInstruction(message))
  const gone = [...dropped].map((at) => found.pieces[at]!) // places of pieces
  if (host === undefined || gone.length === 0) return { edits: [], decisions: [], warnings: [] }
  const tokensDropped = sum(found.growth.flatMap(({ shares }) => shares.map(({ owner, tokens }) => (owner !== undefined && dropped.has(owner) ? tokens : 0))))
  const note = writeNote(sumUp(gone))
  context.logger.info(`rolling-window: ${note.slice(1, -1)}: ${tokensDropped} tokens`)
  return {
    edits: [...messages.flatMap(removeLost), ...placeNote(conversation, note, host.message)],
    decisions: messages.flatMap(({ lost }) => lost.flatMap((part) => decideDropped(part, count, conversation.format))),
    warnings: [],
    window: { cut: true, unitsDropped: ofKind(gone, 'unit').length, turnsDropped: ofKind(gone, 'turn').length, tokensDropped },
  }
}

/** What a message loses. */
interface Lost {
  readonly message: Message
  readonly lost: readonly Part[]
  /** Whether nothing of it is left. */
  readonly isGone: boolean
}

function readLost({ message, ofParts, ofFrame }: OwnedMessage, dropped: ReadonlySet<number>): Lost {
  const isDropped = (owner: Owner): boolean => owner !== undefined && dropped.has(owner)
  const lost = message.parts.filter((_, at) => isDropped(ofParts[at]))
  return { message, lost, isGone: lost.length === message.parts.length && (lost.length > 0 || isDropped(ofFrame)) }
}

/** The whole message, or the elements of its content that the lost parts stand in. */
function removeLost({ message, lost, isGone }: Lost): Edit[] {
  if (isGone) return [{ kind: 'remove', path: message.path }]
  // A call and its result may share their element.
  const elements = new Map(lost.map(({ path }) => path.slice(0, message.path.length + 2)).map((path) => [path.join('.'), path]))
  return [...elements.values()].map((path) => ({ kind: 'remove', path }))
}

/** What is left out in all, with what an earlier note said. */
function sumUp(gone: readonly Piece[]): LeftOut {
  const notes = gone.flatMap((piece) => (piece.kind === 'note' ? [piece.leftOut] : []))
  return {
    turns: ofKind(gone, 'turn').length + sum(notes.map(({ turns }) => turns)),
    calls: sum(gone.map((piece) => (piece.kind === 'unit' ? piece.calls : 0))) + sum(notes.map(({ calls }) => calls)),
  }
}

function ofKind(pieces: readonly Piece[], wanted: Piece['kind']): readonly Piece[] {
  return pieces.filter(({ kind }) => kind === wanted)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** One decision for each text of a result, so that it meets what was decided for that text before; else one for each part. */
function decideDropped(part: Part, { views }: ConversationCount, format: WireFormat): Decision[] {
  const dropped = { transform: 'rolling-window', action: 'dropped', reason: 'the request did not fit the context window', tokensAfter: 0, arrays: [] } as const
  const toolName = part.kind === 'tool-call' ? part.name : part.kind === 'tool-result' ? part.toolName : undefined
  const named = { ...dropped, contentType: part.kind === 'opaque' ? part.type : part.kind, ...(toolName === undefined ? {} : { toolName }) }
  if (part.kind !== 'tool-result') return [{ ...named, path: part.path, tokensBefore: tokensOfPart(part, views, format) }]
  return [
    ...part.slots.map((slot): Decision => ({ ...named, path: slot.path, tokensBefore: views.get(slot) ?? 0 })),
    ...part.opaque.map((opaque): Decision => ({ ...named, contentType: opaque.type, path: opaque.path, tokensBefore: tokensOfPart(opaque, views, format) })),
  ]
}
