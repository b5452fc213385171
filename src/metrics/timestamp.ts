import { ConfigurationError } from '../errors.ts'

const first = Date.parse('0000-01-01T00:00:00.000Z')
const last = Date.parse('9999-12-31T23:59:59.999Z')

/**
 * ISO 8601 in UTC with milliseconds, always 24 characters: later years have more digits and would not sort.
 *
 * @param name what the caller calls it, for the error
 * @throws ConfigurationError for what is no time between the years 0 and 9999
 */
export function toTimestamp(time: Date | number | string, name: string): string {
  const date = new Date(isTime(time) ? time : NaN)
  const milliseconds = date.getTime()
  if (!(milliseconds >= first && milliseconds <= last)) {
    const shown = typeof time === 'string' ? JSON.stringify(time.slice(0, 40)) : typeof time === 'object' && time !== null ? 'an object that is no such time' : String(time)
    throw new ConfigurationError(`${name} must be a Date, milliseconds since 1970 or an ISO 8601 time between the years 0 and 9999, got ${shown}`, {
      details: { option: name, value: shown },
    })
  }
  return date.toISOString()
}

/** Others are a time to `Date` as well: null is 1970, a text such as `7` some year that depends on the engine. */
function isTime(time: unknown): boolean {
  if (typeof time === 'string') return /^\d{4}(-|$)/.test(time)
  return typeof time === 'number' || (typeof time === 'object' && time !== null && typeof (time as { readonly getTime?: unknown }).getTime === 'function')
}

/** The day of a timestamp, in UTC: `2026-11-22`. */
export function dayOf(timestamp: string): string {
  return timestamp.slice(0, 10)
}
