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
  const date = new Date(time)
  const milliseconds = date.getTime()
  if (!(milliseconds >= first && milliseconds <= last)) {
    const shown = typeof time === 'string' ? JSON.stringify(time.slice(0, 40)) : String(time instanceof Date ? milliseconds : time)
    throw new ConfigurationError(`${name} must be a Date, milliseconds since 1970 or an ISO 8601 time between the years 0 and 9999, got ${shown}`, {
      details: { option: name, value: shown },
    })
  }
  return date.toISOString()
}

/** The day of a timestamp, in UTC: `2026-11-22`. */
export function dayOf(timestamp: string): string {
  return timestamp.slice(0, 10)
}
