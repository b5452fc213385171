/** Where in a line its time stands, in UTF-16 code units from the line's start. */
export interface TimeSpan {
  readonly from: number
  readonly to: number
}

const clock = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?`
const zone = String.raw`(?:Z| ?[+-]\d{2}:?\d{2}| UTC| GMT)?`
const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)'
const day = '(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?'

/** Each begins with what is rare in text, so that the engine finds its place fast; none has a part that can repeat at its own cost. */
const pattern = new RegExp([
  String.raw`\d{2,4}[-/.]\d{1,2}[-/.]\d{1,4}[T ,_:]{1,2}${clock}${zone}`, // 2026-11-26T10:00:00.123Z, 26/11/26 10:00:00
  String.raw`\d{1,2}[/-]${month}[/-]\d{4}[: ]${clock}(?: [+-]\d{4})?`, // 26/Nov/2026:10:00:00 +0000, 26-Nov-2026 10:00:00
  String.raw`${day}${month} {1,2}\d{1,2},?(?: \d{4})? ${clock}(?: \d{4})?`, // Thu Nov 26 10:00:00 2026
  String.raw`${day}\d{1,2} ${month} \d{4} ${clock}${zone}`, // Thu, 26 Nov 2026 10:00:00 GMT
  String.raw`\d{1,2}[.-]\d{1,2} ${clock}`, // 26.11 10:00:00, 11-26 10:00:00.123
  String.raw`(?<!\d)\d{8}[-T_ ]\d{1,2}:?\d{1,2}:?\d{1,2}(?::\d{1,3}|[.,]\d{1,9})?${zone}(?!\d)`, // 20261126-10:00:00:123
  String.raw`^\d{6} \d{6}(?= )`, // 261126 100000
  String.raw`^\[ {0,6}\d{1,7}\.\d{6}\]`, // seconds since a machine was started
  String.raw`(?<![\w.:-])1\d{9}(?:\.\d{1,6}|\d{3})?(?![\w.:-])`, // seconds or milliseconds since 1970
  String.raw`(?<![\d:.])\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?![\d:])`, // 10:00:00.123
].map((form) => `(?:${form})`).join('|'))

/** A time further to the right belongs to what the line says, in UTF-16 code units. */
const furthest = 60

/** The time at the head of a line; undefined where there is none. */
export function findTime(line: string): TimeSpan | undefined {
  const found = pattern.exec(line.slice(0, 100))
  return found && found.index <= furthest ? { from: found.index, to: found.index + found[0].length } : undefined
}
