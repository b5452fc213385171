import { applyEdits } from '../conversation/edits.ts'
import type { Conversation } from '../conversation/types.ts'
import { TransformError, messageOf } from '../errors.ts'
import type { Decision, Waste } from '../report/types.ts'
import { addWaste } from './add-waste.ts'
import type { Transform, TransformContext, TransformOutcome, WindowCut } from './transform.ts'

export interface TransformedConversation {
  /** The very same conversation when nothing changed. */
  readonly conversation: Conversation
  /** One per transform, in their order. */
  readonly steps: readonly TransformStep[]
  readonly decisions: readonly Decision[]
  readonly waste: Partial<Waste>
  readonly warnings: readonly string[]
  /** Of the step that cut; absent when none did. */
  readonly window?: WindowCut
}

export interface TransformStep {
  readonly name: string
  readonly changed: boolean
  readonly timeMs: number
}

/**
 * Runs transforms in their order; each reads what the one before it left.
 *
 * One that throws, or whose edits cannot be applied or leave no readable request, is passed over: its input goes on, with a warning.
 *
 * @param parse reads a request of the same shape again, after edits
 * @throws the signal's reason, and nothing else
 */
export async function runTransforms(
  input: Conversation,
  transforms: readonly Transform[],
  context: TransformContext,
  parse: (request: unknown) => Conversation | Promise<Conversation>,
): Promise<TransformedConversation> {
  let conversation = input
  let waste: Partial<Waste> = {}
  let decisions: readonly Decision[] = []
  let warnings: readonly string[] = []
  const steps: TransformStep[] = []
  let window: WindowCut | undefined
  for (const transform of transforms) {
    context.signal?.throwIfAborted()
    const startedAt = performance.now()
    let changed = false
    try {
      const outcome = checkOutcome(await transform.apply(conversation, context))
      const request = applyEdits(conversation.request, outcome.edits)
      const next = request === conversation.request ? conversation : await parse(request)
      waste = addWaste(waste, outcome.waste)
      changed = next !== conversation
      conversation = next
      decisions = mergeDecisions(decisions, outcome.decisions)
      window = outcome.window ?? window
      warnings = warnings.concat(outcome.warnings)
    } catch (error) {
      context.signal?.throwIfAborted()
      warnings = warnings.concat(`transform '${transform.name}' failed and was passed over: ${messageOf(error)}`)
    }
    steps.push({ name: transform.name, changed, timeMs: performance.now() - startedAt })
  }
  return { conversation, steps, decisions, waste, warnings, ...(window === undefined ? {} : { window }) }
}

/** One decision for each block: what a later step decides stands for both, with the tokens that the block had at first. */
function mergeDecisions(earlier: readonly Decision[], later: readonly Decision[]): readonly Decision[] {
  if (earlier.length === 0 || later.length === 0) return earlier.concat(later)
  const places = new Map(earlier.map((decision, place) => [keyOf(decision), place]))
  const merged = [...earlier]
  for (const decision of later) {
    const place = places.get(keyOf(decision))
    // A place found in the map is one of `merged`.
    if (place === undefined) merged.push(decision)
    else merged[place] = mergeTwo(merged[place]!, decision)
  }
  return merged
}

const keyOf = ({ path, pasted }: Decision): string => JSON.stringify([path, pasted])

/** What a block is made of, and what happened inside it, an earlier step knows better than one that only looks at its lines. */
function mergeTwo(earlier: Decision, later: Decision): Decision {
  const { tokensBefore, contentType, arrays } = earlier
  const isByLines = later.action === 'folded' || later.action === 'unfolded'
  return { ...earlier, ...later, tokensBefore, ...(isByLines ? { contentType, arrays } : {}) }
}

/** An own transform is the caller's code, perhaps without types. */
function checkOutcome(outcome: TransformOutcome): TransformOutcome {
  if (typeof outcome !== 'object' || outcome === null) throw new TransformError('apply() must return { edits, decisions, warnings }')
  for (const field of ['edits', 'decisions', 'warnings'] as const) {
    if (!Array.isArray(outcome[field])) throw new TransformError(`apply() must return an array of ${field}`)
  }
  return outcome
}
