import type { VolatileKind } from './volatile-spans.ts'

const what = 'date|time|day|datetime|timestamp|clock|datum|zeit|uhrzeit|stand|fecha|hora|heure|jour|data|ora|giorno|tijd|dia|generated|retrieved|started|rendered|issued|sent|fetched'
/** Before a date. An adjective has to go with a word for the moment: a current price or policy has a date of its own. */
const speaksOfNow = new RegExp([
  '\\b(?:today|tonight|now|currently|at the moment|at present)\\b', '\\bit(?:\'s| is) (?:[\\p{L}]+,? ){0,3}\\d',
  '\\b(?:heute|jetzt|derzeit|gegenwärtig)\\b', '\\b(?:hoy|ahora)\\b', '\\b(?:aujourd[\'’]hui|nous sommes|maintenant)\\b', '\\b(?:oggi|adesso)\\b',
  '\\b(?:hoje|agora)\\b', '\\b(?:vandaag)\\b', 'сегодня|сейчас', '\\b(?:dzisiaj|dziś|teraz)\\b', '\\bi ?dag\\b',
  '今天|今日|现在|現在|当前|當前|本日', '오늘|현재',
  `\\b(?:current|heutige[snmr]?|aktuelle[snmr]?|derzeitige[snmr]?|gegenwärtige[snmr]?|actuelle?|attuale|huidige|aktualna)\\s(?:[\\p{L}\\d]+\\s){0,2}?(?:${what}|дата|время|month|year|week)\\b`,
  `\\b(?:${what})\\s(?:actual|actuelle?|attuale|atual)\\b`, 'текущ\\p{L}+\\s(?:дата|время|день)',
].join('|'), 'iu')
/** Behind one: "January 7, 2025 is today's date". */
const isCalledNow = /^[^\p{L}\d]{0,8}(?:(?:is|ist|es|est|è|é)\s)?(?:the\s)?(?:today|current (?:date|time|day)|heute|hoy|aujourd['’]hui|oggi|hoje|vandaag|сегодня|dzisiaj|dziś)/iu
/** A rule for one day says the same tomorrow. What may hold at any time begins before the date and is not over at it. */
const isCondition = /^[\s"'*_([>-]*(?:(?:if|when|whenever|unless|once|until|suppose|wenn|falls|sobald|si|cuando|quand|lorsque|quando|als|wanneer|если|когда|jeśli|gdy|när)\s|如果|假如|もし|만약)[^,;:，；：]*$/iu

/** A label at the start of a sentence: "Date:", "System time (UTC) is", "Generated at". A noun before it makes it another date: "Due date:". */
const isLabel = new RegExp(
  `^[\\s>*_#"'\`(<[-]*(?:(?:the|system|server|local|utc|request|session|conversation|chat|prompt|message|user(?:'s)?|report)[\\s_-]+)*(?:${what})(?:[\\s_-]*(?:and|&|\\/|und|y|et|e)?[\\s_-]*(?:${what}))*`
  + '(?:\\s*\\([^()\\n]{1,20}\\))?(?:\\s+(?:at|on|is|am|is now))?["\'*`_>)\\]]{0,3}\\s*(?:[:=：]|\\b(?:at|on|is|am)\\b|>|$)', 'iu',
)
const labelInWideLetters = /^[\s*_#"'`(<[-]*(?:日期|时间|時間|日付|日時|時刻|날짜|시간)/u

const namesItsId = /\b(?:session|request|conversation|chat|trace|span|thread|run|correlation|message|invocation|execution|job|task|build|user|commit|revision|sha|nonce|sitzung|anfrage|sesión|sessione|requête)\b/i

/** Something volatile in a sentence, by its place in it. */
export interface PlacedValue {
  readonly kind: VolatileKind
  readonly start: number
  readonly end: number
}

/** Whether a sentence or line says that what is volatile in it is of the moment it is sent, and not a date that it tells of. */
export function isOfTheMoment(words: string, values: readonly PlacedValue[]): boolean {
  const unit = words.replaceAll('_', ' ')
  return values.some(({ kind, start, end }) => {
    if (isCondition.test(unit.slice(0, start))) return false
    switch (kind) {
      // Found by their label only.
      case 'time': case 'timestamp': return true
      case 'date': return speaksOfNow.test(unit.slice(0, end)) || isCalledNow.test(unit.slice(end)) || isLabel.test(unit) || labelInWideLetters.test(unit)
      case 'id': return namesItsId.test(unit)
    }
  })
}
