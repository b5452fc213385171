import { findShape } from '../../src/adapters/find-adapter.ts'
import { readConversation } from '../../src/read-conversation.ts'
import type { ArrayDecision, Conversation, Decision, Message, Path, Report } from '../../src/index.ts'
import type { findPasted, PastedBlock } from '../../src/transforms/user-content/find-pasted.ts'
import type { BlockView, LineView } from '../protocol.ts'
import { describeAction } from '../reasons.ts'
import { layOut, showLine } from './layout.ts'
import type { Line, WrittenArray } from './layout.ts'
import { findOurLines } from './our-lines.ts'
import { findRewritten } from './rewritten.ts'
import { markTableRows } from './text-tables.ts'

/** One text of the request or the tool result, before and after. */
export interface Block {
  readonly title: string
  readonly role: string
  /** Undefined for what was added. */
  readonly before: string | undefined
  /** Undefined for what was left out. */
  readonly after: string | undefined
  readonly decision: Decision | undefined
  /** Numbers of its arrays among all of the run. */
  readonly arrays: readonly WrittenArray[]
}

/** A tool result alone. */
export function blocksOfText(before: string, after: string, { decisions }: Report, number: Numbering): Block[] {
  const decision = decisions[0]
  return [{ title: decision?.toolName ?? 'tool result', role: 'tool', before, after, decision, arrays: listArrays(before, after, decision, number) }]
}

/** The number of an array among all of the run. */
type Numbering = (decision: ArrayDecision) => number

/** Those of which rows went, as decided, and those that were only written shorter. */
function listArrays(before: string | undefined, after: string | undefined, decision: Decision | undefined, number: Numbering): readonly WrittenArray[] {
  if (decision === undefined) return []
  const rewritten = before === undefined || after === undefined || decision.action === 'moved' ? [] : findRewritten(before, after, decision.arrays)
  return [...decision.arrays, ...rewritten].map((one) => ({ array: number(one), decision: one }))
}

/** The texts of a request, in the order of what goes out; what was left out stands where it was. */
export async function blocksOfRequest(before: unknown, after: unknown, { decisions }: Report, number: Numbering): Promise<Block[]> {
  // Most requests have none: what finds it is loaded for those that do.
  const find = decisions.some(({ pasted }) => pasted !== undefined) ? (await import('../../src/transforms/user-content/find-pasted.ts')).findPasted : undefined
  const [old, now] = [await readViews(before), before === after ? undefined : await readViews(after)]
  if (old === undefined) return []
  const byPath = new Map(decisions.map((decision) => [keyOf(decision.path, decision.pasted), decision]))
  const oldTexts = listTexts(old, find)
  const newTexts = now === undefined ? oldTexts : listTexts(now, find)
  const used = new Set<number>()
  const blocks: Block[] = []
  let next = 0
  const matchOf = (text: ListedText): number | undefined => {
    for (let i = next; i < newTexts.length; i++) if (!used.has(i) && newTexts[i]!.identity === text.identity) return i
    return undefined
  }
  const push = (i: number): void => {
    used.add(i)
    const { title, role, text } = newTexts[i]!
    blocks.push({ title, role, before: undefined, after: text, decision: undefined, arrays: [] })
  }
  for (const text of oldTexts) {
    const at = matchOf(text)
    const own = byPath.get(keyOf(text.path, text.pasted))
    // Of what was left out the message decides, or the turn.
    const decision = own ?? byPath.get(keyOf(text.path)) ?? byPath.get(keyOf(text.path.slice(0, -1)))
    if (at !== undefined) {
      for (; next < at; next++) if (!used.has(next)) push(next)
      used.add(at)
      next = at + 1
    }
    const written = at === undefined ? undefined : newTexts[at]!.text
    blocks.push({ title: text.title, role: text.role, before: text.text, after: written, decision: at === undefined ? decision : own, arrays: listArrays(text.text, written, own, number) })
  }
  for (; next < newTexts.length; next++) if (!used.has(next)) push(next)
  return blocks
}

interface ListedText {
  readonly title: string
  readonly role: string
  readonly text: string
  readonly path: Path
  /** Where it stands in the text at that path, for data that a user pasted. */
  readonly pasted?: PastedBlock
  /** The same before and after. */
  readonly identity: string
}

/** What finds data in a user's text, where it was read as such: then it stands apart from the words around it. */
type Find = typeof findPasted | undefined

function listTexts({ tools, system, messages }: Conversation, find: Find): ListedText[] {
  return [
    ...(tools.length === 0 ? [] : [{
      title: tools.length === 1 ? '1 tool' : `${tools.length} tools`, role: 'tools', text: tools.map(({ name }) => name).join(', '), path: tools[0]!.path.slice(0, -1), identity: 'tools',
    }]),
    ...system.map((part, i) => ({ title: 'system', role: 'system', text: part.text, path: part.path, identity: `system ${i}` })),
    ...messages.flatMap((message) => listParts(message, find)),
  ]
}

function listParts({ role, parts }: Message, find: Find): ListedText[] {
  return parts.flatMap((part): ListedText[] => {
    const common = { role: role === 'developer' ? 'system' : role, path: part.path }
    switch (part.kind) {
      case 'text': return find !== undefined && role === 'user' ? splitText(part.text, part.path, find(part.text)) : [{ ...common, title: role, text: part.text, identity: `text ${role === 'system' || role === 'developer' ? role : part.text}` }]
      case 'tool-call': return [{ ...common, title: `${role} calls ${part.name}`, text: part.argumentsText, identity: `call ${part.id} ${part.argumentsText}` }]
      case 'opaque': return [{ ...common, title: `${role}: ${part.type}`, text: part.text ?? `(${part.type}, not read${part.tokens > 0 ? `, about ${part.tokens} tokens` : ''})`, identity: `opaque ${part.type} ${part.text ?? ''}` }]
      case 'tool-result': return part.slots.map((slot, i) => ({
        role: 'tool', title: `result of ${part.toolName ?? 'a tool'}`, text: slot.text, path: slot.path, identity: `result ${part.callId} ${i}`,
      }))
    }
  })
}

/** A user's words and the data pasted among them, each on its own. Data is known again by the words around it, which stay. */
function splitText(text: string, path: Path, blocks: readonly PastedBlock[]): ListedText[] {
  const wordsBetween = [...blocks, undefined].map((block, i) => text.slice(blocks[i - 1]?.end ?? 0, block?.start))
  const all = wordsBetween.join('')
  return wordsBetween.flatMap((words, i): ListedText[] => {
    const pasted = blocks[i]
    return [
      ...(words.trim() === '' && blocks.length > 0 ? [] : [{ title: 'user', role: 'user', path, text: words, identity: `words ${i} ${words}` }]),
      ...(pasted === undefined ? [] : [{ title: 'pasted by the user', role: 'pasted', path, pasted, text: text.slice(pasted.start, pasted.end), identity: `pasted ${i} ${all}` }]),
    ]
  })
}

export async function readViews(request: unknown): Promise<Conversation | undefined> {
  const { shape } = findShape(request)
  return shape === undefined ? undefined : readConversation(await shape.load(), request)
}

export function describeBlock({ title, role, before, after, decision }: Block): BlockView {
  const action = decision?.action ?? (before === undefined ? 'added' : after === undefined ? 'dropped' : undefined)
  return { title, role, ...(decision === undefined ? {} : { tokensBefore: decision.tokensBefore, tokensAfter: decision.tokensAfter }), ...(action === undefined ? {} : { action }) }
}

/** The lines of what goes out. A request has a heading for every block; what was left out has nothing but that. */
export function layOutBlocks(blocks: readonly Block[], isRequest: boolean, columns: number, onLinked: (array: number) => void): (Line | LineView)[] {
  const lines: (Line | LineView)[] = []
  for (const block of blocks) {
    if (isRequest) lines.push({ kind: 'head', indent: 0, spans: [['key', block.title], ...noteOf(block)] })
    if (block.after !== undefined) for (const line of layOutBlock(block, block.after, columns, onLinked)) lines.push(line)
  }
  return lines
}

/** What goes out of one block; in a tool result and in pasted data our notes are marked, and rows of tables. */
export function layOutBlock(block: Block, after: string, columns: number, onLinked?: (array: number) => void): Line[] {
  if (!isData(block)) return layOut(after, columns, block.arrays, onLinked)
  const isOurs = findOurLines(block.before, after, block.decision?.action)
  const rows = markTableRows(block.before ?? '', after, block.arrays, isOurs)
  for (const { array } of rows.values()) onLinked?.(array!)
  return layOut(after, columns, block.arrays, onLinked, (line, offset) => rows.get(offset) ?? (isOurs(line) ? { kind: 'note' } : undefined))
}

/** Whether a block holds data that is compressed, and no words. */
export function isData({ role }: Block): boolean {
  return role === 'tool' || role === 'pasted'
}

function noteOf({ before, after, decision }: Block): LineView['spans'] {
  if (after === undefined) return [['muted', '  left out, since the request did not fit']]
  if (before === undefined) return [['muted', '  added']]
  if (decision === undefined || decision.action === 'kept') return []
  return [['muted', `  ${describeAction(decision)}: ${decision.tokensBefore.toLocaleString('en-US')} → ${decision.tokensAfter.toLocaleString('en-US')} tokens`]]
}

export function show(line: Line | LineView): LineView {
  return 'spans' in line ? line : showLine(line)
}

function keyOf(path: Path, pasted?: PastedBlock): string {
  return `${JSON.stringify(path)} ${pasted?.start ?? ''}`
}
