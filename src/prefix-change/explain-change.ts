import { findShape } from '../adapters/find-adapter.ts'
import type { Conversation, Path } from '../conversation/types.ts'
import { ValidationError } from '../errors.ts'
import { findModel } from '../models/find-model.ts'
import type { ModelEntry } from '../models/model-entry.ts'
import { priceUsd, pricesDate } from '../models/price.ts'
import type { ResolvedOptions } from '../options.ts'
import { loadRequestCounter } from '../request-counter.ts'
import { describeModel } from '../request-model.ts'
import { countViews } from '../tokens/count-conversation.ts'
import { readConversation } from '../read-conversation.ts'
import { findChange } from './find-change.ts'
import type { Difference, FoundChange } from './find-change.ts'
import { listPrefixBlocks } from './prefix-blocks.ts'
import type { PrefixBlock } from './prefix-blocks.ts'

/** What a provider's prefix cache makes of the second of two requests. Plain data. */
export interface PrefixChange {
  /** `none`: the second goes on where the first ended. `model`: caches of two models share nothing. */
  readonly kind: 'none' | 'model' | FoundChange['kind']
  /** What broke the prefix; absent for `none` and `model`. */
  readonly where?: PrefixBlock['where']
  /** Where that stands: in the second request, of what was removed in the first. */
  readonly path?: Path
  /** Of a block that changed: the first characters that differ, with some before them. */
  readonly difference?: Difference
  /** Tokens of the second request that the cache still holds. */
  readonly tokensShared: number
  /** Tokens of the second request that it does not hold. */
  readonly tokensToWrite: number
  /** Tokens of the first request that it holds in vain. */
  readonly tokensLost: number
  readonly tokenCounting: 'exact' | 'estimated'
  /** What `tokensToWrite` cost, at the model's price for writing to the cache, in US dollars; absent for an unknown price. */
  readonly writeUsd?: number
  /** How much of that the break caused: writing `tokensLost` again instead of reading them. */
  readonly wastedUsd?: number
  /** Day of the price table, ISO 8601; stands with the prices. */
  readonly pricesDate?: string
  /** All of it in a sentence. */
  readonly explanation: string
}

/** @throws ValidationError for a request that has no shape we know, or two that have not the same */
export async function explainChange(before: unknown, after: unknown, options: ResolvedOptions): Promise<PrefixChange> {
  const [first, second] = [await read(before, options, 'before'), await read(after, options, 'after')]
  if (first.format !== second.format) {
    throw new ValidationError(`both requests must have one shape, got ${first.format} and ${second.format}`, { details: { before: first.format, after: second.format } })
  }
  const name = options.model ?? second.model
  const counter = await loadRequestCounter(await describeModel(name, options), options, undefined)
  const [blocksBefore, blocksAfter] = [listPrefixBlocks(first, await countViews(first, counter.tokens)), listPrefixBlocks(second, await countViews(second, counter.tokens))]
  const isOtherModel = first.model !== undefined && second.model !== undefined && first.model !== second.model
  const found = isOtherModel ? undefined : findChange(blocksBefore, blocksAfter)
  const shared = isOtherModel ? 0 : found?.at ?? Math.min(blocksBefore.length, blocksAfter.length)
  const within = found?.difference === undefined || second.format === 'anthropic' ? 0 : sharedWithin(found.difference, blocksAfter[shared]!, counter.tokens.quick)
  const tokensShared = sum(blocksAfter.slice(0, shared)) + within
  const tokensToWrite = sum(blocksAfter) - tokensShared
  const tokensLost = found === undefined && !isOtherModel ? 0 : Math.max(0, sum(blocksBefore) - tokensShared)
  const block = found === undefined ? undefined : (found.kind === 'removed' ? blocksBefore : blocksAfter)[found.at]
  const facts = {
    kind: isOtherModel ? 'model' as const : found?.kind ?? 'none' as const,
    ...(block === undefined ? {} : { where: block.where, path: found?.difference?.path ?? block.path }),
    ...(found?.difference === undefined ? {} : { difference: found.difference }),
    tokensShared, tokensToWrite, tokensLost,
    tokenCounting: counter.tokens.counting,
    ...pricesOf(name === undefined ? undefined : findModel(name), tokensToWrite, tokensLost),
  }
  return { ...facts, explanation: explain(facts, found, [first.model, second.model]) }
}

async function read(request: unknown, { format }: ResolvedOptions, which: string): Promise<Conversation> {
  const found = findShape(request, format)
  if (found.shape === undefined) throw new ValidationError(`${which}: ${found.reason}`)
  return readConversation(await found.shape.load(), request)
}

function sum(blocks: readonly PrefixBlock[]): number {
  return blocks.reduce((total, { tokens }) => total + tokens, 0)
}

/** Anthropic caches whole blocks; others cache up to the token that differs. */
function sharedWithin({ path, offset }: Difference, { texts, json, tokens }: PrefixBlock, count: (text: string) => number): number {
  const at = texts.findIndex((slot) => slot.path === path)
  const text = texts[at]
  if (text === undefined) return Math.min(tokens, Math.floor(tokens * offset / Math.max(1, json.length)))
  return Math.min(tokens, texts.slice(0, at).reduce((total, slot) => total + count(slot.text), 0) + count(text.text.slice(0, offset)))
}

function pricesOf(model: ModelEntry | undefined, tokensToWrite: number, tokensLost: number): Pick<PrefixChange, 'writeUsd' | 'wastedUsd' | 'pricesDate'> {
  if (model?.price === undefined) return {}
  const again = Math.min(tokensLost, tokensToWrite)
  return {
    writeUsd: priceUsd(model, tokensToWrite, 'cache-write'),
    wastedUsd: priceUsd(model, again, 'cache-write') - priceUsd(model, again, 'cached-input'),
    pricesDate,
  }
}

const nouns = { tool: 'tool definition', system: 'system text', message: 'message' } as const

function explain(change: Omit<PrefixChange, 'explanation'>, found: FoundChange | undefined, [before, after]: readonly (string | undefined)[]): string {
  const { kind, where, path, difference, tokensShared, tokensToWrite, writeUsd } = change
  const money = writeUsd === undefined ? '' : ` for $${writeUsd.toPrecision(2)}`
  const tokens = `${tokensShared} tokens are read from the cache, ${tokensToWrite} are written${money}`
  if (kind === 'none') return `the prefix is whole: ${tokens}`
  if (kind === 'model' || where === undefined || path === undefined) return `the model changed from ${before} to ${after}, and caches of two models share nothing: ${tokens}`
  const noun = `${nouns[where]} at ${path.join('.')}`
  const several = found === undefined || found.blocks < 2 ? '' : ` and ${found.blocks - 1} more behind it`
  const what = {
    changed: `the ${noun} changed`,
    inserted: `the ${noun}${several} came in`,
    removed: `the ${noun}${several} of the request before is gone`,
    reordered: `the ${noun} stands in another order than before`,
  }[kind]
  const how = difference === undefined ? '' : ` at character ${difference.offset}, from ${JSON.stringify(difference.before)} to ${JSON.stringify(difference.after)}`
  return `${what}${how}: ${tokens}`
}
