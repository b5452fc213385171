import { shapes } from '../../../src/adapters/find-adapter.ts'
import { applyEdits } from '../../../src/conversation/edits.ts'
import type { Conversation } from '../../../src/conversation/types.ts'
import { silentLogger } from '../../../src/logger.ts'
import { resolveOptions } from '../../../src/options.ts'
import type { Options } from '../../../src/options.ts'
import { countViews } from '../../../src/tokens/count-conversation.ts'
import type { LoadedCounter } from '../../../src/tokens/counter.ts'
import { cutToWindow } from '../../../src/transforms/rolling-window/rolling-window.ts'
import type { TransformOutcome } from '../../../src/transforms/transform.ts'
import { formatOf } from '../../arbitraries/conversation.ts'
import type { Shape } from '../../arbitraries/conversation.ts'

/** One token for each four characters, so that a budget can be read off a text. */
export const counter: LoadedCounter = {
  counting: 'exact', name: 'fours', count: (text) => Math.ceil(text.length / 4), quick: (text) => Math.ceil(text.length / 4),
}

export async function parse(of: Shape, request: unknown): Promise<Conversation> {
  return (await shapes.find((shape) => shape.format === formatOf(of))!.load()).parse(request)
}

export interface Cut {
  readonly request: unknown
  readonly outcome: TransformOutcome
  readonly tokensBefore: number
  readonly tokensAfter: number
}

/** Sends a request through the window alone. */
export async function cut(of: Shape, request: unknown, limit: number, options: Options['rollingWindow'] = {}): Promise<Cut> {
  const adapter = await shapes.find((shape) => shape.format === formatOf(of))!.load()
  const conversation = adapter.parse(request)
  const count = await countViews(conversation, counter)
  if (count.tokens <= limit) return { request, outcome: { edits: [], decisions: [], warnings: [] }, tokensBefore: count.tokens, tokensAfter: count.tokens }
  const outcome = await cutToWindow(conversation, count, limit, adapter.placeNote, {
    options: resolveOptions({ rollingWindow: options }), tokens: counter, logger: silentLogger, model: {},
  })
  const after = applyEdits(request, outcome.edits)
  const parsed: Conversation = adapter.parse(after)
  return { request: after, outcome, tokensBefore: count.tokens, tokensAfter: (await countViews(parsed, counter)).tokens }
}
