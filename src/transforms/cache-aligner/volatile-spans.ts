export type VolatileKind = 'date' | 'time' | 'timestamp' | 'id'

/** Text that is likely to differ in the next request, such as today's date. */
export interface VolatileSpan {
  /** Offset of its first UTF-16 code unit. */
  readonly start: number
  /** Offset after its last. */
  readonly end: number
  readonly kind: VolatileKind
}

/**
 * Finds dates, times and ids in a system prompt, in the order of the text; spans do not overlap.
 *
 * A full date, a UUID or a full moment speaks for itself. Everything else needs a label before it ("current time: 14:05",
 * "request id: 8f2c91"): without one, 14:05 is an opening hour and "march" a verb. Dates that stay are left out: a word such as
 * "cutoff" or "effective" before them says so.
 *
 * Every quantifier is bounded, so time is linear in the text.
 */
export function findVolatileSpans(text: string): VolatileSpan[] {
  const found: VolatileSpan[] = []
  for (const { kind, pattern, stays } of patterns) {
    for (const match of text.matchAll(pattern)) {
      // The value is the group `v`; a label before it is not part of the span.
      const value = match.groups?.['v'] ?? match[0]
      const end = match.index + match[0].length
      const start = startOf(text, end - value.length, kind)
      if (stays === undefined || !stays.test(text.slice(Math.max(0, start - labelLength), start))) found.push({ start, end, kind })
    }
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end)
  const apart: VolatileSpan[] = []
  for (const span of found) {
    if (span.start >= (apart.at(-1)?.end ?? 0)) apart.push(span)
  }
  return apart
}

/** A date begins with its weekday. */
function startOf(text: string, start: number, kind: VolatileKind): number {
  return kind === 'date' ? start - (weekdayBefore.exec(text.slice(Math.max(0, start - 16), start))?.[0].length ?? 0) : start
}

/** How far before a date a word may stand that says that the date stays, in UTF-16 code units. */
const labelLength = 48

/** Months in English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Russian and Polish, with the usual short forms. */
const months = [
  'jan(?:uary|uar|vier|eiro|uari)?', 'enero', 'gennaio', 'feb(?:ruary|ruar|brero|braio|ruari)?', 'février', 'fevrier', 'fevereiro',
  'mar(?:ch|s|zo|ço|co)?', 'märz', 'maart', 'apr(?:il|ile)?', 'avril', 'abril', 'ma[iy]', 'mayo', 'maggio', 'maio', 'mei',
  'jun(?:e|i|io|ho)?', 'juin', 'giugno', 'jul(?:y|i|io|ho)?', 'juillet', 'luglio', 'aug(?:ust|ustus)?', 'août', 'aout', 'agosto',
  'sep(?:t|tember|tembre|tiembre)?', 'settembre', 'setembro', 'oct(?:ober|obre)?', 'okt(?:ober)?', 'ottobre', 'octubre', 'outubro',
  'nov(?:ember|embre|iembre|embro)?', 'dec(?:ember)?', 'dez(?:ember|embro)?', 'décembre', 'decembre', 'diciembre', 'dicembre',
  // After a day, in the genitive.
  '(?:янва|сентяб|октяб|нояб|декаб)ря', 'февраля', 'марта', 'апреля', 'мая', 'ию[нл]я', 'августа',
  'stycznia', 'lutego', 'marca', 'kwietnia', 'maja', 'czerwca', 'lipca', 'sierpnia', 'września', 'października', 'listopada', 'grudnia',
].join('|')
const weekday = '(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)'
const day = '(?:0?[1-9]|[12]\\d|3[01])'
const month = '(?:0[1-9]|1[0-2])'
const year = '(?:19|20)\\d{2}'
const zone = '(?: ?(?:Z\\b|UTC|GMT|[A-Z]{2,4}T\\b|[+-]\\d{2}:?\\d{2}))?'
const clock = `(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:[.,]\\d{1,9})?)?(?: ?[ap]\\.?m\\b\\.?)?${zone}`
/** A clock that follows its date: "2025-01-07 15:00", "January 7, 2025 at 3:05 PM", "7. Januar 2025 um 15:00". */
const andClock = `(?:(?:T|,? (?:at |um |à |a las |alle |om )?)${clock})?`
/** Before a date: "Tuesday, January 7, 2025". Looked for backwards: as a part of each pattern it would cost forty times as much. */
const weekdayBefore = new RegExp(`(?<![\\p{L}\\d_])${weekday}\\.?,? $`, 'iu')
const notInWord = '(?<![\\p{L}\\d_/.-])'
const wordEnds = '(?![\\p{L}\\d_]|[/-][\\p{L}\\d])'
const separator = '["\'*`]{0,2} ?(?:is|are|ist|est|es|:|=|#|：)[ "\'*`]{0,4}'

/** A date after one of these is part of what the prompt is about, not of the moment it was sent. */
const stays = /\b(?:cut-?off|effective|since|until|version|released?|published|copyright|founded|born|before|after|between|from|example|e\.g\.|such as|format|like)\b[^.!?\n]{0,40}$/i

interface VolatilePattern { readonly kind: VolatileKind; readonly pattern: RegExp; readonly stays?: RegExp }

const date = (source: string): VolatilePattern =>
  ({ kind: 'date', pattern: new RegExp(`${notInWord}${source}${andClock}${wordEnds}`, 'giu'), stays })

const labelled = (kind: VolatileKind, label: string, value: string): VolatilePattern =>
  ({ kind, pattern: new RegExp(`${notInWord}(?:${label})${separator}(?<v>${value})${wordEnds}`, 'giu') })

const patterns: readonly VolatilePattern[] = [
  date(`${year}-${month}-${day}`),
  date(`${year}/${month}/${day}`),
  date(`${day}/${day}/${year}`),
  date(`${day}\\.(?:0?[1-9]|1[0-2])\\.${year}`),
  date(`(?:${months})\\.? ${day}(?:st|nd|rd|th)?,? ${year}`),
  date(`${day}(?:\\.|st|nd|rd|th|er|º)? (?:de |of )?(?:${months})\\.?,? (?:de |del )?${year}`),
  { kind: 'date', pattern: new RegExp(`${year} ?[年년] ?(?:0?[1-9]|1[0-2]) ?[月월] ?${day} ?[日일]`, 'gu') },
  { kind: 'id', pattern: new RegExp(`${notInWord}[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}${wordEnds}`, 'giu') },
  labelled('time', '(?:current |local |server |now )?time|now|it|uhrzeit|hora(?: actual)?|heure|(?:現在)?時刻|现在时间|当前时间', clock),
  labelled('date', 'today|(?:current )?(?:day|date)|heute|hoy|aujourd\'hui|oggi|hoje', weekday),
  labelled('timestamp', '(?:unix |current )?(?:timestamp|time|epoch)', '\\d{10}(?:\\d{3})?(?:\\.\\d{1,9})?'),
  labelled('id', '(?:request|session|trace|span|conversation|correlation|run|thread|message|user|job|task|build)[ _-]?(?:id|uuid|number|no\\.?)',
    '(?=[A-Za-z_:.-]{0,40}\\d)[\\w:.-]{3,63}[\\w]'),
  labelled('id', 'nonce|(?:git )?(?:commit|revision|sha)', '[0-9a-f]{7,64}'),
]
