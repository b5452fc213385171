import { findShape } from './adapters/find-adapter.ts'
import { ValidationError } from './errors.ts'
import { resolveOptions } from './options.ts'
import type { Options } from './options.ts'
import { loadRequestCounter } from './request-counter.ts'
import { describeModel } from './request-model.ts'
import { readConversation } from './read-conversation.ts'
import { countConversation } from './tokens/count-conversation.ts'

export interface TokenCount {
  readonly tokens: number
  readonly counting: 'exact' | 'estimated'
}

/**
 * The tokens of a text, or of a request with its tools, its system prompt and what frames its messages, as every report counts them.
 *
 * @param model default: the request's own; a text without a model is counted with the newest public tokenizer
 * @throws ValidationError for what is neither a text nor a request of a shape we know
 */
export async function countTokens(textOrRequest: unknown, model?: string, options: Pick<Options, 'tokenCounter' | 'format'> = {}): Promise<TokenCount> {
  const settings = resolveOptions(model === undefined ? options : { ...options, model })
  if (typeof textOrRequest === 'string') {
    const { tokens: counter } = await loadRequestCounter(await describeModel(model, settings), settings, undefined)
    const tokens = await counter.count(textOrRequest)
    return { tokens, counting: counter.counting }
  }
  const found = findShape(textOrRequest, settings.format)
  if (found.shape === undefined) throw new ValidationError(`countTokens takes a text or a request: ${found.reason}`)
  const conversation = await readConversation(await found.shape.load(), textOrRequest)
  const { tokens: counter } = await loadRequestCounter(await describeModel(model ?? conversation.model, settings), settings, undefined)
  const tokens = await countConversation(conversation, counter)
  return { tokens, counting: counter.counting }
}
