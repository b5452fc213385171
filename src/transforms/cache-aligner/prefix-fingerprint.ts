import type { Conversation, TextPart } from '../../conversation/types.ts'
import { hashTexts } from '../../hash/fnv1a.ts'
import { planMoves } from './movable-text.ts'
import { separator } from './move-to-end.ts'
import { findSystemPrompt } from './prefix-texts.ts'
import type { VolatileSpan } from './volatile-spans.ts'

/** What of a request a provider can cache from one call to the next: the tools and the system prompt, in that order. */
export interface PrefixFingerprint {
  /** Hash of what stands before our separator, of all of it where there is none; 16 hexadecimal digits, the same while nothing of that changes. */
  readonly hash: string
  /** Share of it, in UTF-16 code units, before its first volatile text, in [0, 1]; 1 when nothing is volatile or there is no prefix. */
  readonly alignmentScore: number
  /** What is volatile, by block. Blocks without anything are left out. */
  readonly volatile: readonly { readonly block: TextPart; readonly spans: readonly VolatileSpan[] }[]
  /** The texts that come after the first volatile text and so miss the cache, in order: the rest of its block, then whole blocks. */
  readonly missed: readonly string[]
}

export function fingerprintPrefix(conversation: Conversation): PrefixFingerprint {
  const system = findSystemPrompt(conversation)
  const tools = conversation.tools.map((tool) => tool.text)
  const volatile = system
    .map((block) => ({ block, spans: planMoves(block.text).volatile }))
    .filter(({ spans }) => spans.length > 0)
  const texts = system.map((block) => block.text)
  const missed = volatile[0] === undefined ? [] : textsFrom(system, volatile[0].block, volatile[0].spans[0]!.start) // filtered: not empty
  const total = lengthOf(tools) + lengthOf(texts)
  return {
    hash: hashTexts([...tools, '', ...stableTexts(texts)]),
    alignmentScore: total === 0 ? 1 : (total - lengthOf(missed)) / total,
    volatile,
    missed,
  }
}

/** What stands before our separator. */
function stableTexts(texts: readonly string[]): readonly string[] {
  const block = texts.findIndex((text) => text.includes(separator))
  if (block === -1) return texts
  const text = texts[block]! // found
  return [...texts.slice(0, block), text.slice(0, text.indexOf(separator))]
}

function textsFrom(blocks: readonly TextPart[], first: TextPart, start: number): string[] {
  const [block, ...rest] = blocks.slice(blocks.indexOf(first))
  return [block!.text.slice(start), ...rest.map((later) => later.text)] // `first` is one of the blocks
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0)
}
