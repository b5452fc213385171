import { applyEdits } from '../conversation/edits.ts'
import type { Conversation } from '../conversation/types.ts'
import { TransformError, messageOf } from '../errors.ts'
import type { Decision, Waste } from '../report/types.ts'
import { addWaste } from './content.ts'
import type { Transform, TransformContext, TransformOutcome } from './transform.ts'

export interface TransformedConversation {
  /** The very same conversation when nothing changed. */
  readonly conversation: Conversation
  /** One per transform, in their order. */
  readonly steps: readonly TransformStep[]
  readonly decisions: readonly Decision[]
  readonly waste: Partial<Waste>
  readonly warnings: readonly string[]
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
  parse: (request: unknown) => Conversation,
): Promise<TransformedConversation> {
  let conversation = input
  let waste: Partial<Waste> = {}
  let decisions: readonly Decision[] = []
  let warnings: readonly string[] = []
  const steps: TransformStep[] = []
  for (const transform of transforms) {
    context.signal?.throwIfAborted()
    const startedAt = performance.now()
    let changed = false
    try {
      const outcome = checkOutcome(await transform.apply(conversation, context))
      const request = applyEdits(conversation.request, outcome.edits)
      const next = request === conversation.request ? conversation : parse(request)
      waste = addWaste(waste, outcome.waste)
      changed = next !== conversation
      conversation = next
      decisions = decisions.concat(outcome.decisions)
      warnings = warnings.concat(outcome.warnings)
    } catch (error) {
      context.signal?.throwIfAborted()
      warnings = warnings.concat(`transform '${transform.name}' failed and was passed over: ${messageOf(error)}`)
    }
    steps.push({ name: transform.name, changed, timeMs: performance.now() - startedAt })
  }
  return { conversation, steps, decisions, waste, warnings }
}

/** An own transform is the caller's code, perhaps without types. */
function checkOutcome(outcome: TransformOutcome): TransformOutcome {
  if (typeof outcome !== 'object' || outcome === null) throw new TransformError('apply() must return { edits, decisions, warnings }')
  for (const field of ['edits', 'decisions', 'warnings'] as const) {
    if (!Array.isArray(outcome[field])) throw new TransformError(`apply() must return an array of ${field}`)
  }
  return outcome
}
