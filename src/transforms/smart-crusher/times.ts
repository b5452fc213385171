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
  const plain = readPlainIso(text)
  if (plain !== undefined) return plain
  const iso = isoLike.exec(text)
  if (iso) return toMilliseconds(iso[1], Number(iso[2]) - 1, iso[3], iso[4], iso[5], iso[6], iso[7], iso[8])
  const first = dayFirst.exec(text)
  if (first) return toMilliseconds(first[3], monthOf(first[2]), first[1], first[4], first[5], first[6], undefined, first[7])
  const last = yearLast.exec(text)
  if (last) return toMilliseconds(last[7], monthOf(last[1]), last[2], last[3], last[4], last[5], undefined, last[6])
  return NaN
}

/** What almost every time of a tool result looks like, read without a pattern: `2026-02-10T17:50`, seconds and `Z` allowed. */
function readPlainIso(text: string): number | undefined {
  const { length } = text
  const end = text.charCodeAt(length - 1) === 0x5a ? length - 1 : length
  if ((end !== 16 && end !== 19) || text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d || text.charCodeAt(10) !== 0x54) return undefined
  if (text.charCodeAt(13) !== 0x3a || (end === 19 && text.charCodeAt(16) !== 0x3a)) return undefined
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const second = end === 19 ? twoDigits(text, 17) : 0
  const time = Date.UTC(year, month - 1, twoDigits(text, 8), twoDigits(text, 11), twoDigits(text, 14), second)
  // Digits that are none make NaN, months that are none are for the pattern to refuse, and `Date.UTC` takes year 26 for 1926.
  return month >= 1 && month <= 12 && year >= 100 && !Number.isNaN(time) ? time : undefined
}

/** NaN where there are no two digits. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30
  const ones = text.charCodeAt(at + 1) - 0x30
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN
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
