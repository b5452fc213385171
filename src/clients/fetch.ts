import { findShape } from '../adapters/find-adapter.ts'
import { applyEdits } from '../conversation/edits.ts'
import type { Path } from '../conversation/types.ts'
import { ConfigurationError, ProviderError, messageOf } from '../errors.ts'
import { renderEdited } from '../json/render-edited.ts'
import { guardLogger, silentLogger } from '../logger.ts'
import type { Options, SessionOptions } from '../options.ts'
import type { Headroom, Prepared } from '../session.ts'
import { openHeadroom, prepareCall } from './call-session.ts'
import { openPlatformFetch } from './platform-fetch.ts'
import { readProviderUrl } from './provider-url.ts'
import type { ProviderUrl } from './provider-url.ts'
import { readRequestHeaders } from './request-headers.ts'
import type { RequestWishes } from './request-headers.ts'
import { watchResponse } from './watch-response.ts'

/** What is known of a call before its body is read. */
export interface MatchedCall {
  /** As given; relative where the page's own address completes it. */
  readonly url: string
  /** Upper case. */
  readonly method: string
  readonly headers: Headers
}

export interface FetchOptions extends SessionOptions {
  /** What sends. @default the platform's `fetch`, looked up at each call; this one may become it */
  readonly fetch?: typeof fetch
  /** A session to belong to; the other options of a session are refused beside it. @default a session of its own */
  readonly headroom?: Headroom
  /** Which calls are looked at; others pass by. @default every one whose path does not say that it embeds, counts or judges */
  readonly match?: (call: MatchedCall) => boolean
  /**
   * Where the request or its array of messages stands in a body: keys from the root, or what finds them (undefined: nowhere).
   * @default the body itself
   */
  readonly pick?: Path | ((body: unknown) => Path | undefined)
}

/** A `fetch`, with the session behind it. */
export type HeadroomFetch = typeof fetch & { readonly headroom: Headroom }

/**
 * A `fetch` that makes requests to language models smaller on their way out: any JSON body that has one of the shapes we know, on any
 * host, or where `pick` says. Everything else passes by untouched, and so does a request when something goes wrong here.
 *
 * `x-headroom-mode`, `-keep-turns`, `-output-buffer-tokens` and `-bypass` headers hold for one request and do not leave. With the mode
 * `simulate` nothing is sent: the response is the plan, as JSON.
 *
 * @throws ConfigurationError for wrong options; a call with a wrong header rejects with one
 */
export function createHeadroomFetch(options: FetchOptions = {}): HeadroomFetch {
  const { fetch: send, headroom: given, match, pick, ...sessionOptions } = options
  checkFetchOptions(options)
  return createSessionFetch({ headroom: openHeadroom(given === undefined ? sessionOptions : { ...sessionOptions, headroom: given }), send, match, pick, logger: sessionOptions.logger, callOptions: {} })
}

export interface SessionFetch {
  readonly headroom: Headroom
  readonly send?: typeof fetch | undefined
  readonly match?: FetchOptions['match'] | undefined
  readonly pick?: FetchOptions['pick'] | undefined
  readonly logger?: Options['logger'] | undefined
  /** Such as `openai`. @default by the address */
  readonly provider?: string | undefined
  /** Of every call that goes through it; headers win. */
  readonly callOptions: Options
}

interface OpenFetch extends SessionFetch {
  readonly send: typeof fetch
  /** Whether the caller named the shape of what goes through. */
  readonly hasFormat: boolean
}

/** The same, unchecked. */
export function createSessionFetch(client: SessionFetch): HeadroomFetch {
  const opened: OpenFetch = { ...client, send: client.send ?? openPlatformFetch(), hasFormat: (client.callOptions.format ?? client.headroom.getStats().config.provider) !== undefined }
  const headroomFetch = (input: Request | URL | string, init?: RequestInit): Promise<Response> => callThrough(opened, input, init)
  return Object.assign(headroomFetch, { headroom: client.headroom })
}

function checkFetchOptions({ fetch: send, match, pick }: FetchOptions): void {
  for (const [name, value, fits] of [['fetch', send, isFunction(send)], ['match', match, isFunction(match)], ['pick', pick, isFunction(pick) || Array.isArray(pick)]] as const) {
    if (value !== undefined && !fits) throw new ConfigurationError(`${name} must be a function${name === 'pick' ? ' or an array of keys' : ''}, got ${value === null ? 'null' : typeof value}`, { details: { option: name } })
  }
}

/** A call as its caller wrote it. */
interface Call {
  readonly input: Request | URL | string
  readonly init: RequestInit | undefined
  readonly url: string
  readonly method: string
  readonly headers: HeadersInit | undefined
  readonly signal: AbortSignal | undefined
}

async function callThrough(client: OpenFetch, input: Request | URL | string, init: RequestInit | undefined): Promise<Response> {
  const call = readCall(input, init)
  const wishes = readRequestHeaders(call.headers)
  const address = { ...readProviderUrl(call.url), ...(client.provider === undefined ? {} : { provider: client.provider }) }
  const found = await findRequest(client, call, address)
  const options = optionsOf(client, found?.request, call, wishes, address)
  if (wishes.isSimulation) return simulateCall(client, found?.request, options)
  const plain = (): Promise<Response> => sendPlain(client, call, wishes)
  const prepared = found === undefined ? undefined : await prepareCall(client.headroom, found.request, options, client.logger)
  if (found === undefined || prepared === undefined) return plain()
  const text = writeBody(client, found, prepared.request)
  return sendPrepared(() => (text === undefined || text === found.source ? plain() : sendChanged(client, call, wishes, text)), prepared, address)
}

function readCall(input: Request | URL | string, init: RequestInit | undefined): Call {
  const request = typeof input === 'object' && 'headers' in input ? input : undefined
  const signal = init?.signal ?? request?.signal ?? undefined
  return {
    input, init,
    url: request?.url ?? String(input),
    method: (init?.method ?? request?.method ?? 'GET').toUpperCase(),
    headers: init?.headers ?? request?.headers,
    signal,
  }
}

function isWatched({ match }: SessionFetch, { url, method, headers }: Call, { mayAskModel }: ProviderUrl): boolean {
  if (method === 'GET' || method === 'HEAD') return false
  return match === undefined ? mayAskModel : match({ url, method, headers: new Headers(headers) })
}

interface FoundRequest {
  /** The body as it was given. */
  readonly source: string
  readonly body: unknown
  readonly path: Path
  /** What stands at the path. */
  readonly request: unknown
}

/** What is to be looked at of a call; undefined for a call that passes by, as it does when `match` or `pick` fails. */
async function findRequest(client: OpenFetch, call: Call, address: ProviderUrl): Promise<FoundRequest | undefined> {
  try {
    if (!isWatched(client, call, address)) return undefined
    const source = await readBody(call)
    return source === undefined ? undefined : findInBody(source, client)
  } catch (error) {
    passOver(client, error)
    return undefined
  }
}

/** @returns undefined when the request cannot be put back to where it stood */
function writeBody(client: OpenFetch, { source, body, path, request }: FoundRequest, changed: unknown): string | undefined {
  if (changed === request) return source
  try {
    return renderEdited(source, body, path.length === 0 ? changed : applyEdits(body, [{ kind: 'replace', path, value: changed }]))
  } catch (error) {
    passOver(client, error)
    return undefined
  }
}

function passOver({ logger = silentLogger }: OpenFetch, error: unknown): void {
  guardLogger(logger).warn(`a call goes out as it came in: ${messageOf(error)}`)
}

/** The body as text, where it is JSON in a form that can be read without taking it away from the call. */
async function readBody({ input, init, headers }: Call): Promise<string | undefined> {
  const body = init?.body
  if (typeof body === 'string') return mayBeJson(body) ? body : undefined
  if (body instanceof Uint8Array || body instanceof ArrayBuffer) return decodeUtf8(body)
  if (body !== undefined && body !== null) return undefined
  if (typeof input !== 'object' || !('headers' in input) || input.body === null || input.bodyUsed) return undefined
  if (!/\bjson\b/i.test(new Headers(headers).get('content-type') ?? '')) return undefined
  const text = await input.clone().text()
  return mayBeJson(text) ? text : undefined
}

function decodeUtf8(bytes: Uint8Array | ArrayBuffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return mayBeJson(text) ? text : undefined
  } catch {
    return undefined // compressed, or not text at all
  }
}

function mayBeJson(text: string): boolean {
  return /^\s{0,20}[[{]/.test(text)
}

function findInBody(source: string, { pick, hasFormat }: OpenFetch): FoundRequest | undefined {
  let body: unknown
  try {
    body = JSON.parse(source)
  } catch {
    return undefined
  }
  const keys = typeof pick === 'function' ? pick(body) : pick ?? []
  const found = keys === undefined ? undefined : follow(body, keys)
  // A shape that was named is asked for nevertheless: then the report says why it does not fit.
  return found === undefined || (!hasFormat && findShape(found.request).shape === undefined) ? undefined : { source, body, ...found }
}

/** What stands at the end of these keys; an index may be a text. */
function follow(body: unknown, keys: Path): Pick<FoundRequest, 'path' | 'request'> | undefined {
  if (!Array.isArray(keys)) throw new ConfigurationError('pick() must return an array of keys', { details: { option: 'pick' } })
  const path: (string | number)[] = []
  let request = body
  for (const key of keys as Path) {
    if (typeof request !== 'object' || request === null || !Object.hasOwn(request, key)) return undefined
    path.push(Array.isArray(request) ? Number(key) : key)
    request = (request as Readonly<Record<string | number, unknown>>)[key]
  }
  return { path, request }
}

/** A model that only the address names counts as the request's own, over the session's. */
function optionsOf({ callOptions }: SessionFetch, request: unknown, { signal }: Call, { options }: RequestWishes, { model }: ProviderUrl): Options {
  const isNamed = typeof request === 'object' && request !== null && typeof (request as { readonly model?: unknown }).model === 'string'
  return { ...callOptions, ...options, ...(model === undefined || isNamed ? {} : { model }), ...(signal === undefined ? {} : { signal }) }
}

/** @param request undefined where there is none that we know: then the plan says so */
async function simulateCall({ headroom }: SessionFetch, request: unknown, options: Options): Promise<Response> {
  const plan = await headroom.simulate(request, options)
  return new Response(JSON.stringify(plan), { status: 200, headers: { 'content-type': 'application/json', 'x-headroom-simulated': 'true' } })
}

async function sendPrepared(send: () => Promise<Response>, { finish }: Prepared<unknown>, { provider }: ProviderUrl): Promise<Response> {
  let response: Response
  try {
    response = await send()
  } catch (error) {
    finish({ error, provider })
    throw error
  }
  if (!response.ok) {
    finish({ error: Object.assign(new ProviderError(`the provider answered ${response.status}`), { status: response.status }), provider })
    return response
  }
  return watchResponse(response, (outcome) => { finish({ ...outcome, provider }) })
}

/** The very same call, but for headers of ours. */
function sendPlain({ send }: OpenFetch, { input, init }: Call, { headers }: RequestWishes): Promise<Response> {
  return headers === undefined ? send(input, init) : send(input, { ...init, headers })
}

function sendChanged({ send }: OpenFetch, { input, init, headers }: Call, wishes: RequestWishes, body: string): Promise<Response> {
  const own = new Headers(wishes.headers ?? headers)
  // Of the body as it was.
  own.delete('content-length')
  return send(input, { ...init, headers: own, body })
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function'
}
