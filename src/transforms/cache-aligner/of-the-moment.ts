import type { VolatileKind } from './volatile-spans.ts'

const speaksOfNow = new RegExp([
  '\\b(?:today|tonight|now|current(?:ly)?|at the moment|at present)\\b', '\\bit(?:\'s| is) (?:[\\p{L}]+,? ){0,3}\\d',
  '\\b(?:heute|heutige[snmr]?|jetzt|aktuell\\w*|derzeit\\w*|gegenwärtig\\w*)\\b', '\\b(?:hoy|ahora|actual(?:mente)?)\\b',
  '\\b(?:aujourd[\'’]hui|nous sommes|maintenant|actuelle?s?|actuellement)\\b', '\\b(?:oggi|adesso|attual[ei]|attualmente)\\b',
  '\\b(?:hoje|agora|atual|atualmente)\\b', '\\b(?:vandaag|huidige)\\b', 'сегодня|сейчас|текущ', '\\b(?:dzisiaj|dziś|teraz)\\b', '\\bi ?dag\\b',
  '今天|今日|现在|現在|当前|當前|本日', '오늘|현재',
].join('|'), 'iu')

const what = 'date|time|day|datetime|timestamp|clock|datum|zeit|uhrzeit|stand|fecha|hora|heure|jour|data|ora|giorno|tijd|dia|generated|retrieved|started|rendered|issued|sent|fetched'
/** A label at the start of a sentence: "Date:", "System time (UTC) is", "Generated at". A noun before it makes it another date: "Due date:". */
const isLabel = new RegExp(
  `^[\\s>*_#"'\`(<[-]*(?:(?:the|system|server|local|utc|request|session|conversation|chat|prompt|message|user(?:'s)?|report)[\\s_-]+)*(?:${what})(?:[\\s_-]*(?:and|&|\\/|und|y|et|e)?[\\s_-]*(?:${what}))*`
  + '(?:\\s*\\([^()\\n]{1,20}\\))?(?:\\s+(?:at|on|is|am|is now))?["\'*`_>)\\]]{0,3}\\s*(?:[:=：]|\\b(?:at|on|is|am)\\b|>|$)', 'iu',
)
const labelInWideLetters = /^[\s*_#"'`(<[-]*(?:日期|时间|時間|日付|日時|時刻|날짜|시간)/u

const namesItsId = /\b(?:session|request|conversation|chat|trace|span|thread|run|correlation|message|invocation|execution|job|task|build|user|commit|revision|sha|nonce|sitzung|anfrage|sesión|sessione|requête)\b/i

/** Whether a sentence or line says that what is volatile in it is of the moment it is sent, and not a date that it tells of. */
export function isOfTheMoment(words: string, kinds: readonly VolatileKind[]): boolean {
  const unit = words.replaceAll('_', ' ')
  return kinds.some((kind) => {
    switch (kind) {
      // Found by their label only.
      case 'time': case 'timestamp': return true
      case 'date': return speaksOfNow.test(unit) || isLabel.test(unit) || labelInWideLetters.test(unit)
      case 'id': return namesItsId.test(unit)
    }
  })
}
