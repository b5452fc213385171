import { beginsTurn } from '../../conversation/turns.ts'
import type { Conversation, Message, Part, ToolResultPart } from '../../conversation/types.ts'
import { tokensOfPart } from '../../tokens/count-conversation.ts'
import type { ConversationCount } from '../../tokens/count-conversation.ts'
import { readNote } from '../window-note.ts'
import type { LeftOut } from '../window-note.ts'
import { findSteps } from './steps.ts'

/** What leaves the request together, or not at all. */
export type Piece =
  /** One step of an agent; `answeredAt` is a place in `Pieces.growth`, `Infinity` while a call waits for its result. */
  | { readonly kind: 'unit'; readonly turn: number; readonly calls: number; readonly answeredAt: number }
  /** What else was said in a turn. `mayGo` is false where a result without its call stands in it. */
  | { readonly kind: 'turn'; readonly turn: number; readonly mayGo: boolean }
  /** What we said of an earlier cut, in a request that was ours before. */
  | { readonly kind: 'note'; readonly leftOut: LeftOut }

/** A piece by its place in `Pieces.pieces`; `undefined` for what always stays. */
export type Owner = number | undefined

/** How the transcript grew by one message, or by one step inside a message that holds several. */
export interface Growth {
  readonly beginsTurn: boolean
  /** Whether the assistant speaks: what was answered before it has been read. */
  readonly speaks: boolean
  /** Its tokens, and whose they are. */
  readonly shares: readonly Share[]
}

export interface Share {
  readonly owner: Owner
  readonly tokens: number
  /** Of a tool result, which may be written shorter. */
  readonly result?: ToolResultPart
}

/** Whose each part of a message is, and what frames them. */
export interface OwnedMessage {
  readonly message: Message
  readonly ofParts: readonly Owner[]
  readonly ofFrame: Owner
}

export interface Pieces {
  readonly pieces: readonly Piece[]
  readonly growth: readonly Growth[]
  readonly messages: readonly OwnedMessage[]
  /** Tokens of what stands before the transcript: tools, system text, leading system messages. */
  readonly fixedTokens: number
}

/**
 * Cuts a conversation into what may leave it, and says how it grew.
 *
 * What was true of the shorter transcript is true of the longer one: a piece may get more parts, never other ones, and a unit was
 * answered when it was answered. Linear in the conversation.
 */
export function findPieces(conversation: Conversation, count: ConversationCount): Pieces {
  const { messages, format } = conversation
  const { steps, orphans, endsIn } = findSteps(messages)
  const turns = findTurns(messages)
  const turnOf = ({ index }: Message): number => turns[index]! // one for each message
  const pieces: Piece[] = steps.map(({ first, calls, answeredAt }) => ({ kind: 'unit', turn: turnOf(first), calls, answeredAt }))
  const owners = new Map<Part | Message, Owner>()
  steps.forEach(({ parts, empty }, unit) => [...parts, ...empty].forEach((view) => owners.set(view, unit)))
  let unit: Owner
  for (const message of messages) {
    if (message.role !== 'tool') unit = message.role === 'assistant' ? message.parts.flatMap((part) => owners.get(part) ?? []).at(-1) : undefined
    giveBesides(message, owners, unit)
  }
  for (const { part } of orphans) owners.set(part, undefined)

  const stuck = new Set(orphans.map(({ message }) => turnOf(message)))
  const turnPieces = new Map<number, number>()
  const pieceOfTurn = (turn: number): number => {
    const piece = turnPieces.get(turn) ?? pieces.push({ kind: 'turn', turn, mayGo: !stuck.has(turn) }) - 1
    turnPieces.set(turn, piece)
    return piece
  }
  const ownerOf = (message: Message, part: Part): Owner => {
    const leftOut = noteIn(message, part)
    if (leftOut !== undefined) return pieces.push({ kind: 'note', leftOut }) - 1
    if (owners.has(part)) return owners.get(part)
    return isInstruction(message) ? undefined : pieceOfTurn(turnOf(message))
  }
  const owned = messages.map((message): OwnedMessage => {
    const ofParts = message.parts.map((part) => ownerOf(message, part))
    const isOfOne = ofParts.length > 0 && ofParts.every((owner) => owner === ofParts[0])
    const ofNone = owners.has(message) ? owners.get(message) : isInstruction(message) ? undefined : pieceOfTurn(turnOf(message))
    return { message, ofParts, ofFrame: isOfOne ? ofParts[0] : ofNone }
  })

  const leading = messages.findIndex((message) => !isInstruction(message))
  let fixedTokens = count.tokens - count.messages.reduce((sum, tokens) => sum + tokens, 0)
  const growth = owned.flatMap((of, index) => {
    const tokens = of.message.parts.map((part) => tokensOfPart(part, count.views, format))
    const frame = count.messages[index]! - tokens.reduce((sum, more) => sum + more, 0) // one count for each message
    const grown = growBy(of, endsIn(of.message), tokens, frame)
    if (leading !== -1 && index >= leading) return grown
    // Leading instructions are there from the start.
    return grown.map((step) => ({ ...step, shares: step.shares.filter(({ owner, tokens: share }) => {
      if (owner === undefined) fixedTokens += share
      return owner !== undefined
    }) }))
  })
  return { pieces, growth, messages: owned, fixedTokens }
}

export function isInstruction({ role }: Message): boolean {
  return role === 'system' || role === 'developer'
}

/** The turn of each message, from 0. What stands before the first user message is part of the first turn. */
function findTurns(messages: readonly Message[]): number[] {
  let turn = -1
  return messages.map((message) => Math.max(0, beginsTurn(message) ? ++turn : turn))
}

/**
 * What stands beside the results of one unit in a message that says nothing else, such as an image, is part of them, and so is a message
 * of tools without a result, such as a user's consent to a call.
 *
 * @param before the unit that the assistant has just spoken
 */
function giveBesides({ role, parts }: Message, owners: Map<Part | Message, Owner>, before: Owner): void {
  const results = parts.filter((part) => part.kind === 'tool-result')
  const owner = results[0] === undefined ? role === 'tool' ? before : undefined : owners.get(results[0])
  if (owner === undefined || role === 'assistant' || results.some((part) => owners.get(part) !== owner)) return
  if (parts.every((part) => part.kind !== 'text' || part.text === '')) for (const part of parts) owners.set(part, owner)
}

/** Our notes stand in system messages of their own, or as a block beside others in a message of the user. */
function noteIn(message: Message, part: Part): LeftOut | undefined {
  const mayBeOurs = isInstruction(message) ? message.parts.length === 1 : message.role === 'user' && message.parts.length > 1
  return mayBeOurs && part.kind === 'text' ? readNote(part.text) : undefined
}

function growBy({ message, ofParts, ofFrame }: OwnedMessage, ends: readonly number[], tokens: readonly number[], frame: number): Growth[] {
  let from = 0
  return ends.map((end) => {
    const isFirst = from === 0
    const shares: Share[] = isFirst ? [{ owner: ofFrame, tokens: frame }] : []
    for (; from < end; from++) {
      const part = message.parts[from]
      shares.push({ owner: ofParts[from], tokens: tokens[from]!, ...(part?.kind === 'tool-result' ? { result: part } : {}) }) // one count for each part
    }
    return { beginsTurn: isFirst && beginsTurn(message), speaks: message.role === 'assistant', shares }
  })
}
