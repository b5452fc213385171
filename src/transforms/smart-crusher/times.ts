/** Names of months in English, three letters, as in RFC 5322 dates and access logs. */
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const isoLike = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i
/** RFC 5322 `Tue, 24 Nov 2026 03:10:00 +0000`, access logs `24/Nov/2026:03:10:00 +0000`. */
const dayFirst = /^(?:[a-z]{3},? )?(\d{1,2})[ /-]([a-z]{3})[a-z]{0,6}[ /-](\d{4})(?:[ :T](\d{1,2}):(\d{2})(?::(\d{2}))?)? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i
/** C's ctime and its relatives: `Wed Oct 10 20:19:24 +0000 2018`, `Wed Oct 10 20:19:24 2018`. */
const yearLast = /^(?:[a-z]{3} )?([a-z]{3}) {1,2}(\d{1,2}) (\d{2}):(\d{2}):(\d{2})(?: ([+-]\d{4}|UTC|GMT))? (\d{4})$/i

/**
 * Milliseconds since 1970 of a text that is a date, with or without a time; NaN for any other text.
 * A time without a zone counts as UTC: only the order within a column matters.
 */
export function parseTime(text: string): number {
  if (text.length < 8 || text.length > 40) return NaN
  const iso = isoLike.exec(text)
  if (iso) return toMilliseconds(iso[1], Number(iso[2]) - 1, iso[3], iso[4], iso[5], iso[6], iso[7], iso[8])
  const first = dayFirst.exec(text)
  if (first) return toMilliseconds(first[3], monthOf(first[2]), first[1], first[4], first[5], first[6], undefined, first[7])
  const last = yearLast.exec(text)
  if (last) return toMilliseconds(last[7], monthOf(last[1]), last[2], last[3], last[4], last[5], undefined, last[6])
  return NaN
}

function monthOf(name: string | undefined): number {
  return months.indexOf((name ?? '').toLowerCase())
}

function toMilliseconds(
  year: string | undefined, month: number, day: string | undefined,
  hour = '0', minute = '0', second = '0', fraction = '0', zone = 'Z',
): number {
  if (month < 0 || month > 11) return NaN
  const local = Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second)) + Number(`0.${fraction}`) * 1000
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone)
  if (!offset) return local
  const minutes = Number(offset[2]) * 60 + Number(offset[3])
  return local - (offset[1] === '-' ? -minutes : minutes) * 60_000
}
