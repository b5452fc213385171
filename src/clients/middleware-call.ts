import { ConfigurationError, isHeadroomError, messageOf } from '../errors.ts'
import { guardLogger } from '../logger.ts'
import type { Logger } from '../logger.ts'
import type { Options, SessionOptions } from '../options.ts'
import { createHeadroom } from '../session.ts'
import type { Headroom, Prepared } from '../session.ts'
import type { Usage } from '../usage/usage.ts'
import { readRequestHeaders } from './request-headers.ts'

/** Options of a session, or a session to belong to. */
export type MiddlewareOptions = SessionOptions & { readonly headroom?: Headroom }

/** A session and what holds for calls through it. */
export interface MiddlewareSession {
  readonly headroom: Headroom
  readonly logger: Logger
  /** Whether the session names a model: it stands over what the request names. */
  readonly hasModel: boolean
}

/** @throws ConfigurationError for wrong options, and for options of a session beside a session */
export function openSession({ headroom, ...options }: MiddlewareOptions): MiddlewareSession {
  const beside = headroom === undefined ? undefined : Object.keys(options)[0]
  if (beside !== undefined) throw new ConfigurationError(`${beside} belongs to the session: give it to createHeadroom(), not beside headroom`, { details: { option: beside } })
  const session = headroom ?? createHeadroom(options)
  const { logger = silent } = options
  return { headroom: session, logger: guardLogger(logger), hasModel: session.getStats().config.model !== undefined }
}

const ignore = (): void => undefined
const silent: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore }

type HeaderRecord = Readonly<Record<string, unknown>>

export interface CallWishes {
  readonly options: Options
  /** The headers without ours; the very same when there are none of ours. */
  readonly headers: HeaderRecord | undefined
}

/**
 * What a call asks of us in the headers that its framework sends along.
 *
 * @throws ConfigurationError for a header that we do not know or a value that it cannot have, and for a simulation: a middleware has to
 * bring an answer of the model
 */
export function readCallWishes(headers: HeaderRecord | undefined): CallWishes {
  const isOurs = ([name]: readonly [string, unknown]): boolean => name.toLowerCase().startsWith('x-headroom-')
  const entries = Object.entries(headers ?? {}).filter(([, value]) => value !== undefined)
  if (!entries.some(isOurs)) return { options: {}, headers }
  const { options, isSimulation } = readRequestHeaders(Object.fromEntries(entries.filter(isOurs).map(([name, value]) => [name, String(value)])))
  if (isSimulation) throw new ConfigurationError('x-headroom-mode cannot be simulate here: call simulate() of the session with the messages', { details: { header: 'x-headroom-mode' } })
  return { options, headers: Object.fromEntries(entries.filter((entry) => !isOurs(entry))) }
}

/**
 * A request on its way out.
 *
 * @returns undefined when it failed in a way that nobody foresaw: the request then goes out as it is
 * @throws the signal's reason, and what is the caller's mistake: a closed session, a wrong option
 */
export async function prepareCall<Request>({ headroom, logger }: MiddlewareSession, request: Request, options: Options): Promise<Prepared<Request> | undefined> {
  try {
    return await headroom.prepare(request, options)
  } catch (error) {
    options.signal?.throwIfAborted()
    if (isHeadroomError(error)) throw error
    logger.warn(`the request goes out as it came in: ${messageOf(error)}`)
    return undefined
  }
}

/** Usage of what a framework says, which may be anything; undefined where nothing of it is a number of tokens. */
export function usageOf(said: Readonly<Record<keyof Usage, unknown>>): Usage | undefined {
  const counts = Object.entries(said).filter(([, tokens]) => typeof tokens === 'number' && Number.isFinite(tokens) && tokens >= 0)
  return counts.length === 0 ? undefined : Object.fromEntries(counts) as Usage // what is left has a number each
}
