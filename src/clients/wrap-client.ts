import { ConfigurationError, messageOf } from '../errors.ts'
import type { Headroom } from '../session.ts'
import type { SessionChoice } from './call-session.ts'
import type { HeadroomFetch } from './fetch.ts'
import { isOurs } from './platform-fetch.ts'

/** Options of a session, or a session to belong to. */
export type WrapOptions = SessionChoice

/** The same client, with the session behind it. */
export type Wrapped<Client> = Client & { readonly headroom: Headroom }

export type ClientKind = 'openai' | 'anthropic' | 'google'

/**
 * A client of the same class and options that sends through us: everything else of it, streams, helpers, retries, other endpoints, is its
 * own. The client that was given stays as it is.
 *
 * @param makeFetch what the new client sends with, around what the given one sends with
 * @param expected what the caller says it is; any of them when left out
 * @throws ConfigurationError for what is no such client, is wrapped already, or has a class that takes other options than the client's own
 */
export function wrapClient<Client extends object>(
  client: Client, makeFetch: (send: typeof fetch | undefined) => HeadroomFetch, expected?: ClientKind,
): Wrapped<Client> {
  const kind = findClientKind(client)
  if (kind === undefined || (expected !== undefined && kind !== expected)) {
    throw new ConfigurationError(
      `expected a client of ${expected === undefined ? 'OpenAI, Anthropic or Google GenAI' : titles[expected]}, got ${describe(client, kind)}; any client that takes a fetch takes createHeadroomFetch()`,
      { details: { expected: expected ?? 'any', found: kind ?? null } },
    )
  }
  const opened = openClient(client, kind)
  if (opened.fetch !== undefined && isOurs(opened.fetch)) throw new ConfigurationError('this client is wrapped already')
  const headroomFetch = makeFetch(opened.fetch)
  const rebuilt = rebuildClient(client, opened, headroomFetch)
  carryOver(client, rebuilt)
  // The class and the options are the client's own, so its type is.
  return Object.defineProperty(rebuilt, 'headroom', { value: headroomFetch.headroom }) as Wrapped<Client>
}

/** Whether what a client sends with goes through a session. */
export function isWrapped(client: object): boolean {
  const kind = findClientKind(client)
  const send = kind === undefined ? undefined : openClient(client, kind).fetch
  return send !== undefined && isOurs(send)
}

function openClient(client: object, kind: ClientKind): OpenedClient {
  // What it is was found by the fields that are read here.
  return kind === 'google' ? openGoogle(client as GoogleClient) : openStainless(client as StainlessClient)
}

/** A class of the caller's may take arguments of its own, and so make a client that sends past us. */
function rebuildClient(client: object, { rebuild, sendsWith }: OpenedClient, headroomFetch: HeadroomFetch): object {
  const refuse = (why: string, cause?: unknown): ConfigurationError => new ConfigurationError(
    `no client like this ${client.constructor.name} can be made, since ${why}; give createHeadroomFetch() as \`fetch\` to its own constructor instead`, { cause },
  )
  let rebuilt: object
  try {
    rebuilt = rebuild(headroomFetch)
  } catch (error) {
    throw refuse(`its class threw: ${messageOf(error)}`, error)
  }
  if (sendsWith(rebuilt) !== headroomFetch) throw refuse('its class does not hand on the options of a client')
  return rebuilt
}

/** What the caller has set on the client since it was made, and what a wrapper of another kind has put on it. */
function carryOver(client: object, rebuilt: object): void {
  for (const key of Reflect.ownKeys(client)) {
    const property = Object.getOwnPropertyDescriptor(client, key)
    const own = Object.getOwnPropertyDescriptor(rebuilt, key)
    if (property === undefined || (own !== undefined && (own.writable !== true || isObject(property.value) || typeof property.value === 'function' || property.value === own.value))) continue
    Object.defineProperty(rebuilt, key, property)
  }
}

const titles: Readonly<Record<ClientKind, string>> = { openai: 'OpenAI', anthropic: 'Anthropic', google: 'Google GenAI' }

/** By structure: there may be several copies of a client's package, and subclasses of its clients. */
export function findClientKind(client: unknown): ClientKind | undefined {
  if (!isObject(client)) return undefined
  if (typeof client.withOptions === 'function' && typeof client.fetch === 'function') {
    if (isObject(client.chat) && isObject(client.chat.completions)) return 'openai'
    return isObject(client.messages) ? 'anthropic' : undefined
  }
  return isObject(client.models) && isObject(client.apiClient) && isObject(client.apiClient.clientOptions) ? 'google' : undefined
}

interface OpenedClient {
  /** What it sends with; undefined for the platform's. */
  readonly fetch: typeof fetch | undefined
  readonly rebuild: (headroomFetch: HeadroomFetch) => object
  /** What a client made by `rebuild` sends with. */
  readonly sendsWith: (rebuilt: object) => unknown
}

/** What clients generated by Stainless (OpenAI, Anthropic) have in common. */
interface StainlessClient {
  readonly fetch: typeof fetch
  withOptions(options: { readonly fetch: typeof fetch }): object
}

function openStainless(client: StainlessClient): OpenedClient {
  return {
    fetch: client.fetch,
    rebuild: (headroomFetch) => client.withOptions({ fetch: headroomFetch }),
    sendsWith: (rebuilt) => (rebuilt as Partial<StainlessClient>).fetch,
  }
}

interface GoogleOptions {
  readonly auth?: unknown
  readonly apiKey?: string
  readonly project?: string
  readonly location?: string
  readonly apiVersion?: string
  readonly vertexai?: boolean
  readonly httpOptions?: Readonly<Record<string, unknown>> & { readonly fetch?: typeof fetch }
}

interface GoogleClient {
  readonly apiClient: { clientOptions: GoogleOptions }
  readonly live?: { auth?: unknown }
  readonly constructor: new (options: object) => GoogleClient
}

/** There is no way to ask this client for another of its kind: one is made of its options, and authenticates with what the first one has. */
function openGoogle(client: GoogleClient): OpenedClient {
  const { auth, httpOptions, apiKey, project, location, apiVersion, vertexai } = client.apiClient.clientOptions
  return {
    fetch: httpOptions?.fetch,
    rebuild(headroomFetch) {
      const own = Object.fromEntries(Object.entries({ apiKey, project, location, apiVersion, vertexai }).filter(([, value]) => value !== undefined))
      const rebuilt = new client.constructor({ ...own, httpOptions: { ...httpOptions, fetch: headroomFetch } })
      rebuilt.apiClient.clientOptions = { ...rebuilt.apiClient.clientOptions, auth }
      if (rebuilt.live !== undefined && client.live !== undefined) rebuilt.live.auth = client.live.auth
      return rebuilt
    },
    sendsWith: (rebuilt) => (rebuilt as Partial<GoogleClient>).apiClient?.clientOptions.httpOptions?.fetch,
  }
}

function describe(client: unknown, kind: ClientKind | undefined): string {
  if (kind !== undefined) return `one of ${titles[kind]}`
  if (!isObject(client)) return client === null ? 'null' : `a ${typeof client}`
  const name = typeof client.constructor === 'function' ? client.constructor.name : ''
  return name !== '' && name !== 'Object' ? `a ${name}` : 'an object that is none'
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
