import { ConfigurationError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { Options } from '../options.ts'
import type { Headroom } from '../session.ts'
import type { Usage } from '../usage/usage.ts'
import { openHeadroom } from './call-session.ts'
import type { SessionChoice } from './call-session.ts'
import { readRequestHeaders } from './request-headers.ts'

/** Options of a session, or a session to belong to. */
export type MiddlewareOptions = SessionChoice

/** A session and what holds for calls through it. */
export interface MiddlewareSession {
  readonly headroom: Headroom
  readonly logger: Logger | undefined
  /** Whether the session names a model: it stands over what the request names. */
  readonly hasModel: boolean
}

/** @throws ConfigurationError for wrong options, and for options of a session beside a session */
export function openSession(options: MiddlewareOptions): MiddlewareSession {
  const headroom = openHeadroom(options)
  return { headroom, logger: options.logger, hasModel: headroom.getStats().config.model !== undefined }
}

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

/** Usage of what a framework says, which may be anything; undefined where nothing of it is a number of tokens. */
export function usageOf(said: Readonly<Record<keyof Usage, unknown>>): Usage | undefined {
  const counts = Object.entries(said).filter(([, tokens]) => typeof tokens === 'number' && Number.isFinite(tokens) && tokens >= 0)
  return counts.length === 0 ? undefined : Object.fromEntries(counts) as Usage // what is left has a number each
}
