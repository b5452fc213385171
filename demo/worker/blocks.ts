import { findShape } from '../../src/adapters/find-adapter.ts'
import { readConversation } from '../../src/read-conversation.ts'
import type { ArrayDecision, Conversation, Decision, Message, Path, Report } from '../../src/index.ts'
import type { BlockView, LineView } from '../protocol.ts'
import { layOut, showLine } from './layout.ts'
import type { Line, WrittenArray } from './layout.ts'

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
export function blocksOfText(before: string, after: string, { decisions }: Report, number: (decision: ArrayDecision) => number): Block[] {
  const decision = decisions[0]
  return [{ title: decision?.toolName ?? 'tool result', role: 'tool', before, after, decision, arrays: (decision?.arrays ?? []).map((one) => ({ array: number(one), decision: one })) }]
}

/** The texts of a request, in the order of what goes out; what was left out stands where it was. */
export async function blocksOfRequest(before: unknown, after: unknown, { decisions }: Report, number: (decision: ArrayDecision) => number): Promise<Block[]> {
  const [old, now] = [await readViews(before), before === after ? undefined : await readViews(after)]
  if (old === undefined) return []
  const byPath = new Map(decisions.map((decision) => [keyOf(decision.path), decision]))
  const oldTexts = listTexts(old)
  const newTexts = now === undefined ? oldTexts : listTexts(now)
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
    const decision = byPath.get(keyOf(text.path)) ?? byPath.get(keyOf(text.path.slice(0, -1)))
    if (at !== undefined) {
      for (; next < at; next++) if (!used.has(next)) push(next)
      used.add(at)
      next = at + 1
    }
    const own = byPath.get(keyOf(text.path))
    blocks.push({
      title: text.title, role: text.role, before: text.text, after: at === undefined ? undefined : newTexts[at]!.text, decision: at === undefined ? decision : own,
      arrays: (own?.arrays ?? []).map((one) => ({ array: number(one), decision: one })),
    })
  }
  for (; next < newTexts.length; next++) if (!used.has(next)) push(next)
  return blocks
}

interface ListedText {
  readonly title: string
  readonly role: string
  readonly text: string
  readonly path: Path
  /** The same before and after. */
  readonly identity: string
}

function listTexts({ tools, system, messages }: Conversation): ListedText[] {
  return [
    ...(tools.length === 0 ? [] : [{
      title: tools.length === 1 ? '1 tool' : `${tools.length} tools`, role: 'tools', text: tools.map(({ name }) => name).join(', '), path: tools[0]!.path.slice(0, -1), identity: 'tools',
    }]),
    ...system.map((part, i) => ({ title: 'system', role: 'system', text: part.text, path: part.path, identity: `system ${i}` })),
    ...messages.flatMap((message) => listParts(message)),
  ]
}

function listParts({ role, parts }: Message): ListedText[] {
  return parts.flatMap((part): ListedText[] => {
    const common = { role: role === 'developer' ? 'system' : role, path: part.path }
    switch (part.kind) {
      case 'text': return [{ ...common, title: role, text: part.text, identity: `text ${role === 'system' || role === 'developer' ? role : part.text}` }]
      case 'tool-call': return [{ ...common, title: `${role} calls ${part.name}`, text: part.argumentsText, identity: `call ${part.id} ${part.argumentsText}` }]
      case 'opaque': return [{ ...common, title: `${role}: ${part.type}`, text: part.text ?? `(${part.type}, not read${part.tokens > 0 ? `, about ${part.tokens} tokens` : ''})`, identity: `opaque ${part.type} ${part.text ?? ''}` }]
      case 'tool-result': return part.slots.map((slot, i) => ({
        role: 'tool', title: `result of ${part.toolName ?? 'a tool'}`, text: slot.text, path: slot.path, identity: `result ${part.callId} ${i}`,
      }))
    }
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
    if (block.after !== undefined) for (const line of layOut(block.after, columns, block.arrays, onLinked)) lines.push(line)
  }
  return lines
}

function noteOf({ before, after, decision }: Block): LineView['spans'] {
  if (after === undefined) return [['muted', '  left out, since the request did not fit']]
  if (before === undefined) return [['muted', '  added']]
  if (decision === undefined || decision.action === 'kept') return []
  return [['muted', `  ${decision.action}, ${decision.tokensBefore.toLocaleString('en-US')} → ${decision.tokensAfter.toLocaleString('en-US')} tokens`]]
}

export function show(line: Line | LineView): LineView {
  return 'spans' in line ? line : showLine(line)
}

function keyOf(path: Path): string {
  return JSON.stringify(path)
}
