import type { Adapter } from './adapters/adapter.ts'
import { findShape } from './adapters/find-adapter.ts'
import type { Conversation } from './conversation/types.ts'
import { ValidationError, messageOf } from './errors.ts'
import { hashTexts } from './hash/fnv1a.ts'
import { loadOnce } from './load-once.ts'
import type { ResolvedOptions } from './options.ts'
import { buildReport } from './report/build-report.ts'
import type { Report } from './report/types.ts'
import { measureWaste, noWaste } from './report/waste.ts'
import { measureWindow, warnAboutWindow } from './report/window.ts'
import { readConversation } from './read-conversation.ts'
import { loadRequestCounter } from './request-counter.ts'
import type { RequestCounter } from './request-counter.ts'
import { describeModel } from './request-model.ts'
import type { RequestModel } from './request-model.ts'
import { countViews } from './tokens/count-conversation.ts'
import type { ConversationCount } from './tokens/count-conversation.ts'
import { createTransformContext } from './transform-context.ts'
import { alignOnDemand } from './transforms/cache-aligner/align-on-demand.ts'
import { hasSystemPrompt } from './transforms/cache-aligner/has-system-prompt.ts'
import type { PrefixFingerprint } from './transforms/cache-aligner/prefix-fingerprint.ts'
import { readPastedOnDemand, readResultsOnDemand } from './transforms/read-results-on-demand.ts'
import { runTransforms } from './transforms/run-transforms.ts'
import type { TransformedConversation } from './transforms/run-transforms.ts'
import { createRepeatsOnDemand } from './transforms/repeats/fold-on-demand.ts'
import { createWindowOnDemand } from './transforms/rolling-window/window-on-demand.ts'
import type { DecisionMemory, Transform } from './transforms/transform.ts'
import { untilAborted } from './until-aborted.ts'

export interface RequestOutcome {
  /** The very same reference when nothing changed, and in every mode but `optimize`. */
  readonly request: unknown
  readonly report: Report
}

/**
 * The whole flow: parse, transform, render, report.
 *
 * @param memory of a session
 * @throws the signal's reason, and nothing else: what goes wrong sends the request out untouched, with a warning
 */
export function optimizeRequest(request: unknown, settings: ResolvedOptions, mode: Report['mode'], memory?: DecisionMemory): Promise<RequestOutcome> {
  return untilAborted(settings.signal, async () => {
    const startedAt = performance.now()
    try {
      const { adapter, before } = await readRequest(request, settings)
      const model = await describeModel(settings.model ?? before.model, settings)
      return await transformRequest({ adapter, before, model, settings, mode, memory, startedAt })
    } catch (error) {
      settings.signal?.throwIfAborted()
      return { request, report: reportUntouched(messageOf(error), settings, mode) }
    }
  })
}

interface Run {
  readonly adapter: Adapter
  readonly before: Conversation
  readonly model: RequestModel
  readonly settings: ResolvedOptions
  readonly mode: Report['mode']
  readonly memory: DecisionMemory | undefined
  readonly startedAt: number
}

/** @throws ValidationError that says what was expected, for what has no shape we know or not the one that was named */
async function readRequest(request: unknown, { format }: ResolvedOptions): Promise<Pick<Run, 'adapter' | 'before'>> {
  const found = findShape(request, format)
  if (found.shape === undefined) throw new ValidationError(found.reason)
  const adapter = await found.shape.load()
  return { adapter, before: await readConversation(adapter, request) }
}

async function transformRequest(run: Run): Promise<RequestOutcome> {
  const { adapter, before, model, settings, mode, memory, startedAt } = run
  const parsedAt = performance.now()
  const counter = await loadRequestCounter(model, settings, memory)
  const loadedAt = performance.now()
  const context = createTransformContext(settings, model, counter.tokens, memory)
  const count = rememberCounts(counter)
  const ran = await runTransforms(before, orderTransforms(run, count), context, (changed) => readConversation(adapter, changed))
  const transformedAt = performance.now()
  const totals = await countBoth(before, ran.conversation, count, counter)
  const finishedAt = performance.now()
  const timings = {
    parse: parsedAt - startedAt,
    load: loadedAt - parsedAt,
    ...Object.fromEntries(ran.steps.map(({ name, timeMs }) => [name, timeMs])),
    count: finishedAt - transformedAt,
    total: finishedAt - startedAt,
  }
  const accepted = acceptOutcome(before, ran, totals, settings)
  return {
    request: mode === 'optimize' ? accepted.conversation.request : before.request,
    report: await describeRun(run, accepted, counter, timings),
  }
}

/** Own steps run before ours, so that we shorten what they leave, but for those that ask to run after. */
function orderTransforms({ adapter, model, settings }: Run, count: Count): Transform[] {
  const { transforms: own, bypass, cacheAligner, repeats, rollingWindow, userContent } = settings
  if (bypass) return []
  const isLast = ({ runs }: Transform): boolean => runs === 'after'
  const steps = own.filter((transform) => !isLast(transform))
  if (cacheAligner.enabled) steps.push(alignOnDemand)
  // Before results, which are asked for by what users say: so they are the same when it is sent again.
  if (userContent !== 'never') steps.push(readPastedOnDemand)
  steps.push(readResultsOnDemand)
  const { contextWindow } = model
  const window = rollingWindow.enabled && contextWindow !== undefined
    ? createWindowOnDemand(contextWindow - rollingWindow.outputBufferTokens, adapter.placeNote, count)
    : undefined
  // Before anything leaves, since what is written shorter may fit; what will leave nevertheless is asked of the window, and nothing refers to it.
  if (repeats.enabled) steps.push(createRepeatsOnDemand(window?.planCuts))
  if (window !== undefined) steps.push(window.step)
  return [...steps, ...own.filter(isLast)]
}

type Count = (conversation: Conversation) => Promise<ConversationCount>

/** Counts each conversation once, until an own counter fails: from then on all are estimated. */
function rememberCounts({ lasting }: RequestCounter): Count {
  const counted = new Map<Conversation, { readonly count: ConversationCount, readonly counting: string }>()
  return async (conversation) => {
    const known = counted.get(conversation)
    if (known?.counting === lasting.counting) return known.count
    const count = await countViews(conversation, lasting)
    counted.set(conversation, { count, counting: lasting.counting })
    return count
  }
}

interface Totals {
  readonly tokensBefore: number
  readonly tokensAfter: number
}

/** Both with the same counter: when an own one fails half way, both are estimated. */
async function countBoth(before: Conversation, after: Conversation, count: Count, counter: RequestCounter): Promise<Totals> {
  const { counting } = counter.tokens
  const { tokens: tokensBefore } = await count(before)
  const { tokens: tokensAfter } = await count(after)
  return counter.tokens.counting === counting ? { tokensBefore, tokensAfter } : countBoth(before, after, count, counter)
}

type Accepted = TransformedConversation & Totals

/** The most tokens by which the separator of the aligner may make a request larger. */
const mostGrowth = 24

/** Whatever a caller's own steps add is theirs to add; what ours alone made larger goes out as it came in, but for the aligner's separator. */
function acceptOutcome(before: Conversation, ran: TransformedConversation, totals: Totals, { transforms }: ResolvedOptions): Accepted {
  const { tokensBefore, tokensAfter } = totals
  const isAligned = ran.steps.some(({ name, changed }) => changed && name === alignOnDemand.name)
  if (tokensAfter <= tokensBefore + (isAligned ? mostGrowth : 0)) return { ...ran, ...totals }
  const grown = `from ${tokensBefore} to ${tokensAfter} tokens`
  const own = new Set(transforms.map(({ name }) => name))
  if (ran.steps.some(({ name, changed }) => changed && own.has(name))) {
    return { ...ran, ...totals, warnings: [...ran.warnings, `own transforms made the request larger: ${grown}`] }
  }
  const warnings = [...ran.warnings, `the request would have grown ${grown}, so it goes out as it came in`]
  return { ...ran, conversation: before, steps: [], decisions: [], warnings, tokensBefore, tokensAfter: tokensBefore }
}

async function describeRun(run: Run, accepted: Accepted, counter: RequestCounter, timings: Report['timings']): Promise<Report> {
  const { before, model, mode } = run
  // What goes out in audit mode is what came in; decisions and waste say what could be.
  const after = mode === 'audit' ? before : accepted.conversation
  const tokensAfter = mode === 'audit' ? accepted.tokensBefore : accepted.tokensAfter
  const prefix = await describePrefix(after)
  const prefixBefore = after === before ? prefix : await describePrefix(before)
  const { outputBufferTokens } = run.settings.rollingWindow
  const window = measureWindow(tokensAfter, model.contextWindow, outputBufferTokens, mode === 'audit' ? undefined : accepted.window)
  const tooLarge = warnAboutWindow(tokensAfter, window, outputBufferTokens)
  return buildReport({
    ...(model.name === undefined ? {} : { model: model.name }),
    format: before.format,
    mode,
    tokensBefore: accepted.tokensBefore,
    tokensAfter,
    tokenCounting: counter.tokens.counting,
    ...(model.price === undefined ? {} : { price: model.price }),
    transforms: mode === 'audit' ? [] : accepted.steps.filter(({ changed }) => changed).map(({ name }) => name),
    decisions: accepted.decisions,
    waste: await measureWaste(before, prefixBefore, accepted.waste, counter.tokens),
    prefix,
    window,
    warnings: [...(tooLarge === undefined ? [] : [tooLarge]), ...warnAboutUnreadable(before), ...counter.warnings, ...accepted.warnings, ...prefix.warnings],
    timings,
  })
}

type DescribedPrefix = Omit<PrefixFingerprint, 'volatile'> & { readonly warnings: readonly string[] }

const loadFingerprint = loadOnce(async () => (await import('./transforms/cache-aligner/cache-aligner.ts')).fingerprintPrefix)

/** What looks for volatile text is loaded with the first system prompt. */
async function describePrefix(conversation: Conversation): Promise<DescribedPrefix> {
  const unread = { hash: hashTexts([...conversation.tools.map(({ text }) => text), '', ...conversation.system.map(({ text }) => text)]), alignmentScore: 1, missed: [], warnings: [] }
  if (!hasSystemPrompt(conversation)) return unread
  try {
    return { ...(await loadFingerprint())(conversation), warnings: [] }
  } catch (error) {
    return { ...unread, warnings: [`nobody looked for dates and ids in the system prompt: ${messageOf(error)}`] }
  }
}

/** Messages that threw when they were read, as a getter of the caller may. */
function warnAboutUnreadable({ messages }: Conversation): string[] {
  const unreadable = messages.filter(({ parts: [part] }) => part?.kind === 'opaque' && part.type === 'unreadable')
  return unreadable.length === 0 ? [] : [`messages that cannot be read go out as they came in: ${unreadable.map(({ path }) => path.join('.')).join(', ')}`]
}

/** For a request that nobody could read: nothing was counted. */
function reportUntouched(problem: string, { model }: ResolvedOptions, mode: Report['mode']): Report {
  return buildReport({
    ...(model === undefined ? {} : { model }),
    mode,
    tokensBefore: 0,
    tokensAfter: 0,
    tokenCounting: 'estimated',
    transforms: [],
    decisions: [],
    waste: noWaste,
    prefix: { hash: hashTexts([]), alignmentScore: 1 },
    window: measureWindow(0, undefined, 0),
    warnings: [`the request goes out untouched and uncounted: ${problem}`],
    timings: {},
  })
}
