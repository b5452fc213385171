import { ConfigurationError, isHeadroomError, messageOf } from '../errors.ts'
import { guardLogger, silentLogger } from '../logger.ts'
import type { Logger } from '../logger.ts'
import type { Options, SessionOptions } from '../options.ts'
import { createHeadroom } from '../session.ts'
import type { Headroom, Prepared } from '../session.ts'

/** Options of a session, or a session to belong to. */
export type SessionChoice = SessionOptions & { readonly headroom?: Headroom }

/** @throws ConfigurationError for wrong options, and for options of a session beside a session */
export function openHeadroom({ headroom, ...options }: SessionChoice): Headroom {
  if (headroom === undefined) return createHeadroom(options)
  const beside = Object.keys(options)[0]
  if (beside !== undefined) throw new ConfigurationError(`${beside} belongs to the session: give it to createHeadroom(), not beside headroom`, { details: { option: beside } })
  return headroom
}

/**
 * A request on its way out.
 *
 * @returns undefined when it failed in a way that nobody foresaw: the request then goes out as it is
 * @throws the signal's reason, and what is the caller's mistake: a closed session, a wrong option
 */
export async function prepareCall<Request>(headroom: Headroom, request: Request, options: Options, logger: Logger = silentLogger): Promise<Prepared<Request> | undefined> {
  try {
    return await headroom.prepare(request, options)
  } catch (error) {
    options.signal?.throwIfAborted()
    if (isHeadroomError(error)) throw error
    guardLogger(logger).warn(`the request goes out as it came in: ${messageOf(error)}`)
    return undefined
  }
}
