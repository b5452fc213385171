import { findClientKind, isWrapped, wrapClient } from './clients/wrap-client.ts'
import { splitFields } from './clients/headroom-fields.ts'
import type { HeadroomFields, OrWithFields, WithFields } from './clients/headroom-fields.ts'
import type { HeadroomFetch } from './clients/fetch.ts'
import type { WireFormat } from './conversation/types.ts'
import { ConfigurationError, isHeadroomError, messageOf } from './errors.ts'
import { guardLogger, silentLogger } from './logger.ts'
import type { Logger } from './logger.ts'
import type { MetricsStore } from './metrics/store.ts'
import { resolveOptions } from './options.ts'
import type { Options, SessionOptions } from './options.ts'
import type { Provider } from './providers.ts'
import { createHeadroom } from './session.ts'
import type { Headroom } from './session.ts'
import type { HeadroomStats } from './session-stats.ts'
import type { Plan } from './simulate.ts'

export interface HeadroomClientOptions<Client extends object> extends Omit<SessionOptions, 'mode'> {
  /** A client of OpenAI, Anthropic or Google GenAI, or anything with methods of the same names. */
  readonly originalClient: Client
  /** A name, or `new OpenAIProvider()` and its like. @default what the client is */
  readonly provider?: string | Provider
  /** @default 'audit' */
  readonly defaultMode?: 'audit' | 'optimize'
  /** Provider extras on what goes out: cache marks and keys. @default true */
  readonly enableCacheOptimizer?: boolean
  /** Answers from earlier answers: there is none yet. @default false */
  readonly enableSemanticCache?: false
  /** The same as `metrics.store`. */
  readonly store?: MetricsStore
}

/** What `simulate` of a client tells. */
export type ClientPlan = Plan & {
  /** In US dollars: the same as `estimatedSavingsUsd`; absent for a model whose price nobody knows. */
  readonly estimatedSavings?: number
}

/** A method of the original client that takes our fields, and the same as a plan. */
type Endpoint<Resource, Name extends string> = Resource extends { readonly [Method in Name]: unknown }
  ? { readonly [Method in Name]: WithFields<Resource[Method]> } & { readonly [Method in Extract<keyof Resource, 'stream' | 'parse'>]: OrWithFields<Resource[Method]> } & { readonly simulate: <Request extends object>(request: Request & HeadroomFields) => Promise<ClientPlan> }
  : never

type Resource<Client, Name extends string> = Client extends { readonly [Key in Name]: infer Found } ? Found : never

/** Endpoints by where they stand in a client: methods that take a request, and the request's shape. */
const endpoints = {
  'chat.completions': { methods: ['create', 'stream', 'parse'], format: 'openai-chat' },
  responses: { methods: ['create', 'stream', 'parse'], format: 'openai-responses' },
  messages: { methods: ['create', 'stream', 'parse'], format: 'anthropic' },
  models: { methods: ['generateContent', 'generateContentStream'], format: 'google' },
} as const satisfies Readonly<Record<string, { readonly methods: readonly string[]; readonly format: WireFormat }>>

/**
 * A client around another client, as the Python project has it: requests may carry our own fields, are observed by default (`audit`) and
 * made smaller in the mode `optimize`; the answers are the original client's own.
 */
export class HeadroomClient<Client extends object> {
  /** The session behind it. */
  readonly headroom: Headroom
  readonly chat: { readonly completions: Endpoint<Resource<Resource<Client, 'chat'>, 'completions'>, 'create'> }
  readonly responses: Endpoint<Resource<Client, 'responses'>, 'create'>
  readonly messages: Endpoint<Resource<Client, 'messages'>, 'create'>
  readonly models: Endpoint<Resource<Client, 'models'>, 'generateContent' | 'generateContentStream'>
  readonly #provider: Provider

  /** @throws ConfigurationError for wrong options */
  constructor(options: HeadroomClientOptions<Client>) {
    const { originalClient, provider, defaultMode = 'audit', enableCacheOptimizer = true, enableSemanticCache: _none, store, metrics, ...session } = options
    checkClientOptions(options)
    this.#provider = typeof provider === 'object' ? provider : { name: provider ?? findClientKind(originalClient) ?? 'unknown' }
    this.headroom = createHeadroom({ cacheOptimizer: { enabled: enableCacheOptimizer }, ...session, mode: defaultMode, metrics: store === undefined ? metrics ?? {} : { ...metrics, store } })
    const parts = { original: originalClient, headroom: this.headroom, provider: this.#provider, contextLimits: session.modelContextLimits ?? {}, logger: guardLogger(session.logger ?? silentLogger) }
    const endpoint = (name: keyof typeof endpoints): never => createEndpoint({ ...parts, name }) as never // typed by the field it goes to
    this.chat = { completions: endpoint('chat.completions') }
    this.responses = endpoint('responses')
    this.messages = endpoint('messages')
    this.models = endpoint('models')
  }

  getStats(): HeadroomStats {
    const stats = this.headroom.getStats()
    return { ...stats, config: { ...stats.config, provider: this.#provider.name } }
  }

  get getMetrics(): Headroom['getMetrics'] { return this.headroom.getMetrics }
  get getSummary(): Headroom['getSummary'] { return this.headroom.getSummary }
  get onRecord(): Headroom['onRecord'] { return this.headroom.onRecord }
  get toPrometheus(): Headroom['toPrometheus'] { return this.headroom.toPrometheus }
  get validateSetup(): Headroom['validateSetup'] { return this.headroom.validateSetup }
  get close(): Headroom['close'] { return this.headroom.close }
  [Symbol.asyncDispose](): Promise<void> { return this.headroom.close() }
}

function checkClientOptions(options: HeadroomClientOptions<object>): void {
  const { originalClient, provider, enableSemanticCache, defaultMode } = options
  const wrong = (option: string, expected: string): ConfigurationError => new ConfigurationError(`${option} must be ${expected}`, { details: { option } })
  if (typeof originalClient !== 'object' || originalClient === null) throw wrong('originalClient', 'a client, such as new OpenAI()')
  if (isWrapped(originalClient)) throw wrong('originalClient', 'a client that is not wrapped: this class is a wrapper itself')
  if (provider !== undefined && typeof (typeof provider === 'object' ? provider?.name : provider) !== 'string') throw wrong('provider', 'a name or an object with a name, such as new OpenAIProvider()')
  if ('mode' in options) throw new ConfigurationError('unknown option mode; did you mean defaultMode?', { details: { option: 'mode', suggestion: 'defaultMode' } })
  if (defaultMode !== undefined && defaultMode !== 'audit' && defaultMode !== 'optimize') throw wrong('defaultMode', "'audit' or 'optimize'; for one plan there is simulate()")
  if (enableSemanticCache !== undefined && enableSemanticCache !== false) throw wrong('enableSemanticCache', 'false: there is no semantic cache yet')
}

type Method = (request: object, ...rest: unknown[]) => unknown

interface EndpointParts {
  readonly original: object
  readonly name: keyof typeof endpoints
  readonly headroom: Headroom
  readonly provider: Provider
  /** Of the session: a limit of the caller's own wins over the provider's. */
  readonly contextLimits: Readonly<Record<string, number>>
  readonly logger: Logger
}

/** An object like the resource of the original client, whose methods read our fields. A method that the original does not have says so. */
function createEndpoint(parts: EndpointParts): object {
  const { original, name, headroom } = parts
  const endpoint: Record<string, unknown> = {
    async simulate(request: object): Promise<ClientPlan> {
      const split = splitRequest(request, parts)
      const plan = await headroom.simulate(split.request, await withLimit(split, parts))
      return { ...plan, ...(plan.estimatedSavingsUsd === undefined ? {} : { estimatedSavings: plan.estimatedSavingsUsd }) }
    },
  }
  for (const method of endpoints[name].methods) {
    endpoint[method] = (request: object, ...rest: unknown[]): unknown => {
      const split = splitRequest(request, parts)
      const client = wrapOriginal(split, parts)
      return client === undefined ? callDirectly(findMethod(original, name, method), split, rest, parts) : findMethod(client, name, method)(split.request, ...rest)
    }
  }
  return endpoint
}

/** The original client with a `fetch` of ours for one call; undefined for what is no client that we know, or one that cannot be made anew. */
function wrapOriginal(split: SplitRequest, parts: EndpointParts): object | undefined {
  if (findClientKind(parts.original) === undefined) return undefined
  try {
    return wrapClient(parts.original, (send) => createCallFetch(send, split, parts))
  } catch (error) {
    if (!isHeadroomError(error)) throw error
    parts.logger.debug(`the original client is called as it is: ${error.message}`)
    return undefined
  }
}

interface SplitRequest {
  readonly request: object
  readonly options: Options
}

/** @throws ConfigurationError for a field of ours that is wrong, before anything is sent */
function splitRequest(given: object, { name }: EndpointParts): SplitRequest {
  if (typeof given !== 'object' || given === null) throw new ConfigurationError(`a request must be an object, got ${given === null ? 'null' : typeof given}`)
  const { request, options } = splitFields(given)
  const complete = { format: endpoints[name].format, ...options }
  resolveOptions(complete)
  return { request, options: complete }
}

/** The options with the window that the provider knows for the model; one that fails knows none. */
async function withLimit({ request, options }: SplitRequest, { provider, contextLimits, logger }: EndpointParts): Promise<Options> {
  const { model } = request as { readonly model?: unknown }
  if (typeof model !== 'string' || Object.hasOwn(contextLimits, model)) return options
  try {
    const limit = await provider.getContextLimit?.(model)
    if (limit === undefined) return options
    const limited = { ...options, modelContextLimits: { [model]: limit } }
    resolveOptions(limited)
    return limited
  } catch (error) {
    logger.warn(`the provider ${provider.name} does not tell the context window of ${model}: ${messageOf(error)}`)
    return options
  }
}

function createCallFetch(send: typeof fetch | undefined, split: SplitRequest, parts: EndpointParts): HeadroomFetch {
  const { headroom, provider } = parts
  const callFetch = async (input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> => {
    const [{ createSessionFetch }, callOptions] = await Promise.all([import('./clients/fetch.ts'), withLimit(split, parts)])
    return createSessionFetch({ headroom, send, callOptions, provider: provider.name })(input, init)
  }
  return Object.assign(callFetch, { headroom })
}

function findMethod(client: object, name: string, method: string): Method {
  const owner = name.split('.').reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined), client)
  const found = typeof owner === 'object' && owner !== null ? (owner as Readonly<Record<string, unknown>>)[method] : undefined
  if (typeof found !== 'function') throw new ConfigurationError(`the original client has no ${name}.${method}()`, { details: { method: `${name}.${method}` } })
  return (...args) => found.apply(owner, args) as unknown
}

/** Of a client that does not send by a `fetch` we know of: usage is read from the answer, where it is one and no stream. */
async function callDirectly(method: Method, split: SplitRequest, rest: readonly unknown[], parts: EndpointParts): Promise<unknown> {
  const { headroom, provider } = parts
  const prepared = await headroom.prepare(split.request, await withLimit(split, parts))
  try {
    const answer = await method(prepared.request, ...rest)
    // An answer is there, whatever becomes of its numbers.
    const usage = await import('./usage/read-usage.ts').then(({ readUsage }) => readUsage(answer)).catch(() => undefined)
    prepared.finish({ ...(usage === undefined ? {} : { usage }), provider: provider.name })
    return answer
  } catch (error) {
    prepared.finish({ error, provider: provider.name })
    throw error
  }
}
