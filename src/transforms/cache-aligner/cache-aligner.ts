import type { Edit } from '../../conversation/edits.ts'
import type { Conversation, TextPart } from '../../conversation/types.ts'
import type { Decision } from '../../report/types.ts'
import type { TransformContext, TransformOutcome } from '../transform.ts'
import { planMoves } from './movable-text.ts'
import type { MovePlan } from './movable-text.ts'
import { separator, takeOut } from './move-to-end.ts'
import { fingerprintPrefix } from './prefix-fingerprint.ts'
import { findAlignableBlocks } from './system-blocks.ts'
import type { SystemBlock } from './system-blocks.ts'
import { checkToolOrder, sortTools } from './tool-order.ts'
import type { VolatileKind } from './volatile-spans.ts'

export { fingerprintPrefix }

/** The most that the separator and its line breaks may cost, in tokens. */
const mostGrowth = 24

/**
 * Makes the prefix stable that a provider can cache: what is new in every request moves to the end of the system prompt, by whole
 * sentences and lines; tools take the order of their names where that is asked for.
 *
 * What it does to the system prompt follows from the system prompt alone. One that has our separator is left as it is.
 */
export async function alignPrefix(conversation: Conversation, context: TransformContext): Promise<TransformOutcome> {
  const { edits, decisions } = await alignSystem(findAlignableBlocks(conversation), context)
  const { cacheAligner } = context.options
  const sorted = cacheAligner.sortTools ? sortTools(conversation) : { edits: [], decisions: [] }
  const warnings = cacheAligner.sortTools ? [] : checkToolOrder(conversation, context)
  return { edits: [...edits, ...sorted.edits], decisions: [...decisions, ...sorted.decisions], warnings }
}

interface PlannedBlock extends SystemBlock {
  readonly plan: MovePlan
}

async function alignSystem(blocks: readonly SystemBlock[], context: TransformContext): Promise<Pick<TransformOutcome, 'edits' | 'decisions'>> {
  if (blocks.some(({ part }) => part.text.includes(separator.trim()))) return { edits: [], decisions: [] }
  const planned = blocks.map((block): PlannedBlock => ({ ...block, plan: planMoves(block.part.text) }))
  const written = writeBlocks(planned)
  const tokens = await Promise.all(planned.map(async ({ part }, at) => {
    const before = await context.tokens.count(part.text)
    const text = written.texts[at]! // one for each block
    return { before, after: text === part.text ? before : await context.tokens.count(text) }
  }))
  const grown = tokens.reduce((sum, { before, after }) => sum + after - before, 0)
  const pays = written.moves && grown <= mostGrowth
  const why = written.moves && !pays ? `would cost ${grown} tokens to move it` : undefined
  return {
    edits: pays ? planned.flatMap(({ part }, at): Edit[] => (written.texts[at] === part.text ? [] : [{ kind: 'replace', path: part.path, value: written.texts[at] }])) : [],
    decisions: planned.flatMap((block, at) => {
      const count = tokens[at]!
      const isChanged = pays && written.texts[at] !== block.part.text
      const reason = isChanged ? describeMoved(block, written.left[at]!) : describeStaying(block, why ?? written.left[at]!)
      return reason === undefined ? [] : [decide(block.part, isChanged ? 'moved' : 'kept', reason, count.before, isChanged ? count.after : count.before)]
    }),
  }
}

interface Written {
  readonly moves: boolean
  /** Of each block, as it would go out. */
  readonly texts: readonly string[]
  /** Why what could move of a block stays nevertheless; '' where nothing does. */
  readonly left: readonly string[]
}

/** Every block without what moves, the last one with all of it behind the separator. */
function writeBlocks(blocks: readonly PlannedBlock[]): Written {
  const last = blocks.length - 1
  const left = blocks.map(() => '')
  const texts = blocks.map(({ part }) => part.text)
  const moved: string[] = []
  let isBroken = false
  blocks.forEach(({ part, plan, isFree }, at) => {
    const blocked = plan.stays.find(({ breaksPrefix }) => breaksPrefix)?.at ?? Infinity
    const first = plan.moved[0]?.start
    if (first === undefined) isBroken ||= blocked < Infinity
    else if (!isFree) {
      left[at] = 'stands at or before a cache mark'
      isBroken = true
    } else if (isBroken || blocked < first) {
      left[at] = 'comes after volatile text that has to stay'
      isBroken = true
    } else {
      const parted = takeOut(part.text, plan.moved)
      if (parted.stable.trim() === '') {
        left[at] = at === last ? 'is at the end already' : 'is all that its block holds'
        isBroken ||= at !== last
      } else {
        texts[at] = parted.stable
        moved.push(...parted.moved)
        isBroken ||= blocked < Infinity
      }
    }
  })
  if (moved.length > 0) texts[last] = `${texts[last]!.trimEnd()}${separator}${moved.join('\n')}`
  return { moves: moved.length > 0, texts, left }
}

const names: Readonly<Record<VolatileKind, string>> = { date: 'a date', time: 'a time', timestamp: 'a timestamp', id: 'an id' }

function nameKinds(kinds: Iterable<VolatileKind>): string {
  return [...new Set(kinds)].map((kind) => names[kind]).join(', ')
}

function describeMoved({ plan }: PlannedBlock, left: string): string {
  const moved = nameKinds(plan.moved.flatMap(({ kinds }) => kinds))
  const stays = plan.stays.filter(({ breaksPrefix }) => breaksPrefix)
  const rest = stays.length === 0 ? '' : `; ${nameKinds(stays.map(({ kind }) => kind))} ${stays[0]!.why}` // not empty
  if (moved === '' || left !== '') return `takes what moved from the blocks before it${rest}`
  return `${moved} moved behind the text that does not change${rest}`
}

/** Why volatile text stays in a block; undefined where there is none. */
function describeStaying({ plan }: PlannedBlock, left: string): string | undefined {
  const stays = [...plan.stays].sort((a, b) => Number(b.breaksPrefix) - Number(a.breaksPrefix)).map(({ kind, why }) => `${names[kind]} stays: it ${why}`)
  if (plan.moved.length > 0) stays.unshift(`${nameKinds(plan.moved.flatMap(({ kinds }) => kinds))} stays: it ${left}`)
  return stays.length === 0 ? undefined : [...new Set(stays)].slice(0, 2).join('; ')
}

function decide({ path }: TextPart, action: Decision['action'], reason: string, tokensBefore: number, tokensAfter: number): Decision {
  return { path, transform: 'cache-aligner', contentType: 'text', action, reason, tokensBefore, tokensAfter, arrays: [] }
}
