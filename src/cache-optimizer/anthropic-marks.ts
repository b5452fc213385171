import type { Edit } from '../conversation/edits.ts'
import type { Conversation, Message, Part, Path, SystemPart } from '../conversation/types.ts'
import type { ModelEntry } from '../models/model-entry.ts'
import { tokensOfPart } from '../tokens/count-conversation.ts'
import type { ConversationCount } from '../tokens/count-conversation.ts'
import { planMoves } from '../transforms/cache-aligner/movable-text.ts'
import { separator } from '../transforms/cache-aligner/move-to-end.ts'
import { priceHint } from './cache-hint.ts'
import type { HintedRequest } from './cache-hint.ts'
import { countMarks } from './count-marks.ts'

/** The provider takes no more, all of a request together. */
const mostMarks = 4
/** How far before a mark the provider looks for what an earlier request has written, in blocks. */
const lookback = 20
/** The largest minimum of any model, for one whose own nobody told. */
const largestMinimum = 4096

const mark = { cache_control: { type: 'ephemeral' } } as const

/** A place that can be marked. */
interface Candidate {
  readonly path: Path
  readonly edits: readonly Edit[]
  readonly reason: string
  /** Tokens from the start of the request up to it. */
  readonly upTo: number
  /** The lower, the sooner it is chosen. */
  readonly rank: number
}

/**
 * `cache_control` marks where the next request will find them: at the end of tools and system, of what does not change in them, and at the
 * last block of the newest user message; where more than twenty blocks came in one step, also where the request before ended. Where the
 * caller has set marks, in tools and system or in the messages, that part is the caller's. None stands under the model's minimum.
 */
export function placeAnthropicMarks(conversation: Conversation, count: ConversationCount, model: ModelEntry | undefined): HintedRequest {
  const marks = countMarks(conversation.request)
  const minimum = model?.minCacheableTokens ?? largestMinimum
  const candidates = [
    ...(marks.prefix > 0 ? [] : prefixCandidates(conversation, count)),
    ...(marks.messages > 0 || marks.request > 0 || changesEveryTime(conversation) ? [] : messageCandidates(conversation, count)),
  ].filter(({ upTo }) => upTo >= minimum)
  const room = Math.max(0, mostMarks - marks.prefix - marks.messages - marks.request)
  const chosen = candidates.sort((a, b) => a.rank - b.rank).slice(0, room).sort((a, b) => a.upTo - b.upTo)
  return {
    edits: chosen.flatMap(({ edits }) => edits),
    hints: chosen.map(({ path, reason, upTo }, at) => priceHint({ kind: 'cache-control', path, reason, tokens: upTo - (chosen[at - 1]?.upTo ?? 0) }, model)),
  }
}

function prefixCandidates({ request, tools, system }: Conversation, { views }: ConversationCount): Candidate[] {
  const toolTokens = tools.reduce((sum, tool) => sum + (views.get(tool) ?? 0), 0)
  const found: Candidate[] = []
  const lastTool = tools.at(-1)
  const volatile = system.some(({ text }) => planMoves(text).volatile.length > 0)
  const parted = system.findIndex(({ text }) => text.indexOf(separator) > 0)
  const last = parted === -1 ? lastSpoken(system) : parted
  if (lastTool !== undefined && (last === -1 || (volatile && parted === -1))) {
    const value = valueAt(request, lastTool.path)
    if (isObject(value)) {
      found.push({ path: [...lastTool.path, 'cache_control'], edits: [{ kind: 'replace', path: lastTool.path, value: { ...value, ...mark } }], reason: 'the end of the tools', upTo: toolTokens, rank: 3 })
    }
  }
  const block = system[last]
  if (block === undefined) return found
  const tokens = system.slice(0, last + 1).reduce((sum, part) => sum + (views.get(part) ?? 0), toolTokens)
  const end = block.text.indexOf(separator)
  // What is new in every request is no part of what is cached: estimated by its share of the block.
  const share = end === -1 ? 0 : Math.ceil((views.get(block) ?? 0) * (1 - end / block.text.length))
  const [stable, tail] = end === -1 ? [block.text, ''] : [block.text.slice(0, end), block.text.slice(end)]
  return [...found, { ...markSystem(request, block, stable, tail), reason: 'the end of what does not change in tools and system text', upTo: tokens - share, rank: 1 }]
}

/** The last text that is not blank: the provider takes no mark on an empty one. */
function lastSpoken(system: readonly SystemPart[]): number {
  return system.map(({ text }) => text.trim() !== '').lastIndexOf(true)
}

/** A system text as marked blocks: a string becomes a list, and what stands behind our separator a block of its own. */
function markSystem(request: unknown, { path }: SystemPart, stable: string, tail: string): Pick<Candidate, 'path' | 'edits'> {
  const rest = tail === '' ? [] : [{ type: 'text', text: tail }]
  if (path.length === 1) return { path: [...path, 0, 'cache_control'], edits: [{ kind: 'replace', path, value: [{ type: 'text', text: stable, ...mark }, ...rest] }] }
  const at = path.slice(0, -1)
  const block = valueAt(request, at) as object // a text was read out of it
  const next = [...at.slice(0, -1), Number(at.at(-1)) + 1]
  return {
    path: [...at, 'cache_control'],
    edits: [{ kind: 'replace', path: at, value: { ...block, text: stable, ...mark } }, ...rest.map((value): Edit => ({ kind: 'insert', path: next, value }))],
  }
}

/** Whether a clock stands in the system text: what follows it is never read from the cache, and writing it would only cost. */
function changesEveryTime({ system }: Conversation): boolean {
  return system.some(({ text }) => planMoves(text).volatile.some(({ start, end, kind }) => kind === 'time' || kind === 'timestamp' || /\d:\d\d/.test(text.slice(start, end))))
}

function messageCandidates({ request, messages, format }: Conversation, count: ConversationCount): Candidate[] {
  const newest = lastMarkable(messages, messages.length)
  if (newest === undefined) return []
  const upTo = (place: Place): number => {
    const after = messages.slice(place.message.index).reduce((sum, { index }) => sum + count.messages[index]!, 0) // one count for each message
    const within = place.message.parts.slice(0, place.at + 1).reduce((sum, part) => sum + tokensOfPart(part, count.views, format), 0)
    return count.tokens - after + within
  }
  const found: Candidate[] = [{ ...markPart(request, newest), reason: 'the end of the request, where the next one goes on', upTo: upTo(newest), rank: 0 }]
  const lastSaid = messages.map(({ role }) => role === 'assistant').lastIndexOf(true, newest.message.index)
  const before = lastSaid < 1 ? undefined : lastMarkable(messages, lastSaid)
  if (before !== undefined && blocksBetween(messages, before, newest) >= lookback) {
    found.push({ ...markPart(request, before), reason: `where the request before ended, more than ${lookback} blocks earlier`, upTo: upTo(before), rank: 2 })
  }
  return found
}

/** A part of a message, by its place in it. */
interface Place {
  readonly message: Message
  readonly at: number
}

/** The last block of a user that takes a mark, before a place in the messages. */
function lastMarkable(messages: readonly Message[], end: number): Place | undefined {
  for (let index = end - 1; index >= 0; index--) {
    const message = messages[index]!
    if (message.role !== 'user') continue
    const at = message.parts.map(takesMark).lastIndexOf(true)
    if (at !== -1) return { message, at }
  }
  return undefined
}

function takesMark(part: Part): boolean {
  switch (part.kind) {
    case 'text': return part.text.trim() !== ''
    case 'tool-call': case 'tool-result': return true
    case 'opaque': return part.type === 'image' || part.type === 'document'
  }
}

function blocksBetween(messages: readonly Message[], from: Place, to: Place): number {
  const between = messages.slice(from.message.index, to.message.index).reduce((sum, { parts }) => sum + parts.length, 0)
  return between - from.at + to.at
}

function markPart(request: unknown, { message, at }: Place): Pick<Candidate, 'path' | 'edits'> {
  const part = message.parts[at]! // a place in the message
  const content = [...message.path, 'content']
  // Words that are the content itself become a block.
  if (part.kind === 'text' && part.path.length === content.length) {
    return { path: [...content, 0, 'cache_control'], edits: [{ kind: 'replace', path: content, value: [{ type: 'text', text: part.text, ...mark }] }] }
  }
  const path = part.path.slice(0, content.length + 1)
  return { path: [...path, 'cache_control'], edits: [{ kind: 'replace', path, value: { ...valueAt(request, path) as object, ...mark } }] }
}

function valueAt(request: unknown, path: Path): unknown {
  // A path of a view leads through objects and arrays of the request.
  return path.reduce<unknown>((value, key) => (value as Readonly<Record<string | number, unknown>>)[key], request)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
