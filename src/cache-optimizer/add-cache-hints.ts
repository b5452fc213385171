import { findShape } from '../adapters/find-adapter.ts'
import { isWireObject } from '../adapters/wire-value.ts'
import { applyEdits } from '../conversation/edits.ts'
import type { Conversation } from '../conversation/types.ts'
import { messageOf } from '../errors.ts'
import { findModel } from '../models/find-model.ts'
import type { ModelEntry } from '../models/model-entry.ts'
import type { ResolvedOptions } from '../options.ts'
import { loadRequestCounter } from '../request-counter.ts'
import { describeModel } from '../request-model.ts'
import { countViews } from '../tokens/count-conversation.ts'
import type { ConversationCount } from '../tokens/count-conversation.ts'
import { readConversation } from '../read-conversation.ts'
import { fingerprintPrefix } from '../transforms/cache-aligner/prefix-fingerprint.ts'
import type { DecisionMemory } from '../transforms/transform.ts'
import { placeAnthropicMarks } from './anthropic-marks.ts'
import { priceHint } from './cache-hint.ts'
import type { CacheHint, HintedRequest } from './cache-hint.ts'

export interface HintedCall<Request> {
  /** A copy with the hints; the very same reference where none was added. */
  readonly request: Request
  /** What was added, and what could be; in the order of the request. */
  readonly hints: readonly CacheHint[]
  readonly warnings: readonly string[]
}

/** Google caches prefixes of at least this many tokens, for models whose own minimum nobody told. */
const googleMinimum = 4096
/** OpenAI's minimum, for models whose own nobody told. */
const openAiMinimum = 1024

/**
 * What helps the provider's prefix cache, on the outgoing copy of a request: marks for Anthropic, a key for OpenAI; Google's is only told.
 * The same request gives the same bytes, one that has its hints gets no more, and a request of another shape goes out as it is.
 *
 * @param request the body that is about to be sent, after `optimize`
 * @param settings switched on by `cacheOptimizer.enabled`
 * @param memory of a session, for counts
 * @throws the signal's reason, and nothing else
 */
export async function addCacheHints<Request>(request: Request, settings: ResolvedOptions, memory?: DecisionMemory): Promise<HintedCall<Request>> {
  if (!settings.cacheOptimizer.enabled) return { request, hints: [], warnings: [] }
  try {
    const { shape } = findShape(request, settings.format)
    // A bare array has no place for a key, and nobody says where it goes.
    if (shape === undefined || !isWireObject(request)) return { request, hints: [], warnings: [] }
    const conversation = await readConversation(await shape.load(), request)
    const name = settings.model ?? conversation.model
    const model = name === undefined ? undefined : findModel(name)
    const counter = await loadRequestCounter(await describeModel(name, settings), settings, memory)
    const { edits, hints } = planHints(conversation, await countViews(conversation, counter.lasting), model)
    settings.signal?.throwIfAborted()
    return { request: applyEdits(request, edits), hints, warnings: counter.warnings }
  } catch (error) {
    settings.signal?.throwIfAborted()
    return { request, hints: [], warnings: [`the cache optimizer was passed over: ${messageOf(error)}`] }
  }
}

function planHints(conversation: Conversation, count: ConversationCount, model: ModelEntry | undefined): HintedRequest {
  switch (conversation.format) {
    case 'anthropic': return placeAnthropicMarks(conversation, count, model)
    case 'openai-chat': case 'openai-responses': return keyPrompt(conversation, count, model)
    case 'google': return tellCachedContent(conversation, count, model)
    // Which provider stands behind these is not in the request.
    case 'ai-sdk': case 'langchain': return { edits: [], hints: [] }
  }
}

/** Requests with one stable prefix get one key. Only for OpenAI's own models: a compatible server may refuse a field it does not know. */
function keyPrompt(conversation: Conversation, count: ConversationCount, model: ModelEntry | undefined): HintedRequest {
  const body = conversation.request
  if (model?.provider !== 'openai' || !isWireObject(body) || body.prompt_cache_key !== undefined) return { edits: [], hints: [] }
  const tokens = prefixTokens(conversation, count)
  if (tokens === 0 || count.tokens < (model.minCacheableTokens ?? openAiMinimum)) return { edits: [], hints: [] }
  const key = `headroom-${fingerprintPrefix(conversation).hash}`
  return {
    edits: [{ kind: 'replace', path: [], value: { ...body, prompt_cache_key: key } }],
    hints: [priceHint({ kind: 'prompt-cache-key', path: ['prompt_cache_key'], reason: 'requests with these tools and this system text are sent where their prefix is cached', tokens: count.tokens }, model)],
  }
}

function tellCachedContent(conversation: Conversation, count: ConversationCount, model: ModelEntry | undefined): HintedRequest {
  const tokens = prefixTokens(conversation, count)
  const minimum = model?.minCacheableTokens ?? googleMinimum
  if (tokens < minimum || conversation.serverHeldHistory !== undefined) return { edits: [], hints: [] }
  const reason = `system text and tools have ${tokens} tokens, enough for cached content (at least ${minimum}); storage is charged by the hour and not counted here`
  return { edits: [], hints: [priceHint({ kind: 'cached-content', path: conversation.system[0]?.path ?? ['tools'], reason, tokens }, model)] }
}

/** Tokens of tools and system text. */
function prefixTokens({ tools, system, messages }: Conversation, count: ConversationCount): number {
  const outside = [...tools, ...system].reduce((sum, view) => sum + (count.views.get(view) ?? 0), 0)
  const leading = messages.findIndex(({ role }) => role !== 'system' && role !== 'developer')
  return count.messages.slice(0, leading === -1 ? undefined : leading).reduce((sum, tokens) => sum + tokens, outside)
}
