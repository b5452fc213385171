import { characterClass, DIGIT, SEPARATOR, UNSPACED } from './characters.ts'
import { findNames } from './names.ts'
import { findQuotedTexts } from './quoted.ts'
import { isStopWord } from './stop-words.ts'
import { createWordScanner } from './words.ts'

/**
 * What a query term is, and so how much a row that holds it is worth:
 * - `word`: an ordinary word, matched by its stem; a pair of letters in scripts without spaces
 * - `hint`: a piece of a compound, or a number of one or two digits. Counts for ranking; too weak to guarantee a row
 * - `name`: capitalised or hyphenated words that stand together ("Burkina Faso", "South-East")
 * - `number`: four digits and more, or any number after `#`
 * - `id`: mixed letters and digits, UUID, hash, version, date, or a compound such as `sg-c67c7dba` and `innodb_log_file_size`
 * - `email`, `path`, `quoted`: as they say
 */
export type QueryTermKind = 'word' | 'hint' | 'name' | 'number' | 'id' | 'email' | 'path' | 'quoted'

export interface QueryTerm {
  readonly kind: QueryTermKind
  /** As the query writes it. */
  readonly text: string
  /** Folded words that stand next to each other in a match; one word of kind `word` or `hint` matches by its stem. */
  readonly words: readonly string[]
  /** How often the query has it, at least 1. */
  readonly count: number
  /** A hexadecimal id of seven digits and more matches longer words that begin with it, as abbreviated commit hashes do. */
  readonly prefix: boolean
}

/** What may stand inside a token beside letters and digits. */
const JOINERS = '-_./\\:@#+~'

/**
 * The terms of a query, each once, in the order of their kinds' finders: quoted texts, names, then token by token.
 *
 * Words that only ask are dropped ("which", "how many"), unless written in capitals in a query that is not ("IT", "WHO"). Linear in the query.
 */
export function findQueryTerms(query: string): QueryTerm[] {
  const terms = new Map<string, QueryTerm>()
  const tokens = new Map<string, Token>()
  const { runsOf, wordsOf } = createTextReader()
  const shouting = query === query.toUpperCase()

  function add(kind: QueryTermKind, text: string, words: readonly string[], prefix = false): void {
    if (words.length === 0) return
    const key = `${kind} ${words.join(' ')}`
    terms.set(key, { kind, text, words, prefix, count: (terms.get(key)?.count ?? 0) + 1 })
  }

  function addWord(kind: 'word' | 'hint', run: Run): void {
    const acronym = !shouting && run.text.length > 1 && run.text === run.text.toUpperCase()
    if (isStopWord(run.word) && !acronym) return
    const short = run.text.length === 1 && !isUnspaced(run.text)
    if (short && (kind === 'hint' || !isDigits(run.text)) && run.text === run.text.toLowerCase()) return
    add(isDigits(run.text) && run.text.length < 3 ? 'hint' : kind, run.text, [run.word])
    for (const part of run.parts) if (part.length > 2 && !isStopWord(part)) add('hint', part, [part])
  }

  for (const text of findQuotedTexts(query)) add('quoted', text, wordsOf(text))
  for (const text of findNames(query)) add('name', text, wordsOf(text))
  for (const token of splitTokens(query)) {
    const known = tokens.get(token)
    const { kind, prefix, runs, text } = known ?? readToken(token, runsOf)
    if (known === undefined) tokens.set(token, { kind, prefix, runs, text })
    if (kind !== 'word') add(kind, text, runs.map((run) => run.word), prefix)
    if (kind === 'path') {
      const file = text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1)
      if (file.length < text.length && file.includes('.')) add('id', file, wordsOf(file))
    }
    if (kind === 'word' || kind === 'name') for (const run of runs) addWord('word', run)
    else if (runs.length > 1) for (const run of runs) if (run.word.length > 2) addWord('hint', run)
  }
  return [...terms.values()]
}

interface Run {
  /** As written; as folded for pairs of letters. */
  readonly text: string
  readonly word: string
  /** Folded parts of a camelCase run, none of any other. */
  readonly parts: readonly string[]
}

interface TextReader {
  /** The runs of letters and digits of a token; each pair of letters of a script without spaces is one. */
  runsOf(text: string): Run[]
  /** The words of a phrase; a stretch of a script without spaces is one of them, not its pairs of letters. */
  wordsOf(text: string): string[]
}

/** Reads the pieces of one query with one scanner: its buffers are larger than most tokens. */
function createTextReader(): TextReader {
  let words: { word: string; offset: number; parts: string[] }[] = []
  const scan = createWordScanner((letters, from, to, offset, whole) => {
    const word = String.fromCharCode(...letters.subarray(from, to))
    if (whole) words.push({ word, offset, parts: [] })
    else words.at(-1)!.parts.push(word)
  })

  function read(text: string): typeof words {
    words = []
    scan(text, 0, text.length, false)
    return words
  }

  return {
    runsOf: (text) => read(text).map(({ word, offset, parts }) => {
      if (isUnspaced(word)) return { text: word, word, parts }
      let end = offset + 1
      while (end < text.length && isWordUnit(text.charCodeAt(end))) end++
      return { text: text.slice(offset, end), word, parts }
    }),
    wordsOf(text) {
      const joined: string[] = []
      let pairAt = -2
      for (const { word, offset } of read(text)) {
        const unspaced = isUnspaced(word)
        if (unspaced && pairAt === offset - 1) joined[joined.length - 1] += word[1]!
        else joined.push(word)
        pairAt = unspaced && word.length === 2 ? offset : -2
      }
      return joined
    },
  }
}

/** Stretches of letters, digits and joiners, with one whole number where thousands are set off by commas. */
function splitTokens(query: string): string[] {
  const tokens: string[] = []
  let start = 0
  for (let i = 0; i <= query.length; i++) {
    if (i < query.length && (isWordUnit(query.charCodeAt(i)) || JOINERS.includes(query[i]!))) continue
    if (i > start) tokens.push(query.slice(start, i))
    start = i + 1
  }
  for (const [grouped] of query.matchAll(/(?<![\w,.[])\d{1,3}(?:,\d{3}){1,5}(?![\w,])/g)) tokens.push(grouped.replaceAll(',', ''))
  return tokens
}

interface Token {
  readonly kind: Exclude<QueryTermKind, 'hint' | 'quoted'>
  readonly text: string
  readonly runs: readonly Run[]
  readonly prefix: boolean
}

function readToken(token: string, runsOf: TextReader['runsOf']): Token {
  let from = 0
  let to = token.length
  while (from < to && JOINERS.includes(token[from]!)) from++
  while (to > from && JOINERS.includes(token[to - 1]!)) to--
  const text = token.slice(from, to)
  const runs = runsOf(text)
  const lead = token.slice(0, from)
  const first = runs[0]
  if (first === undefined || runs.some((run) => isUnspaced(run.word))) return { kind: 'word', text, runs, prefix: false }
  const prefix = runs.length === 1 && isHex(first.word)
  if (runs.length > 1) {
    const kind = compoundKind(text, lead, runs)
    // "and/or", "e-mail": a name needs two words that say something.
    const empty = kind === 'name' && runs.filter((run) => !isStopWord(run.word)).length < 2
    return { kind: empty ? 'word' : kind, text, runs, prefix }
  }
  return { kind: lead.endsWith('@') ? 'id' : singleKind(first.word, lead), text, runs, prefix }
}

function singleKind(word: string, lead: string): 'word' | 'number' | 'id' {
  if (isDigits(word)) return word.length > 3 || lead.endsWith('#') ? 'number' : 'word'
  return isMixed(word) ? 'id' : 'word'
}

function compoundKind(text: string, lead: string, runs: readonly Run[]): Exclude<QueryTermKind, 'hint' | 'quoted'> {
  const digits = runs.reduce((sum, run) => sum + (isDigits(run.word) ? run.word.length : 0), 0)
  const at = text.indexOf('@')
  if (at > 0 && at === text.lastIndexOf('@') && text.indexOf('.', at) > at + 1 && !text.includes('/')) return 'email'
  const slashes = text.split(/[/\\]/).length - 1
  if (slashes > 0) {
    // "and/or" and "owner/repository" are two words that stand together; the rest says that it is a path.
    const spelled = slashes > 1 || /[/\\~]/.test(lead) || /[._\d]/.test(text)
    return spelled && !runs.every((run) => isDigits(run.word)) ? 'path' : 'name'
  }
  if (runs.every((run) => isDigits(run.word))) {
    if (runs.length > 2) return 'id'
    return digits > 3 ? 'number' : 'name'
  }
  if (text.includes('_') || digits > 3 || runs.some((run) => isMixed(run.word)) || (digits > 0 && runs.length > 2)) return 'id'
  if (text.includes(':')) return 'name'
  if (text.includes('.')) return runs.some((run) => run.word.length > 1) ? 'id' : 'name'
  return runs.length > 2 && !runs.some((run) => isStopWord(run.word)) ? 'id' : 'name'
}

/** Letters and digits in one word of five and more, but no ordinal and no number with its unit ("21st", "500MB"). */
function isMixed(word: string): boolean {
  return word.length > 4 && /\d/.test(word) && /[^\d]/.test(word) && !/^\d+[^\d]{1,3}$/.test(word)
}

function isHex(word: string): boolean {
  return word.length > 6 && /^[\da-f]+$/.test(word) && /\d/.test(word) && /[a-f]/.test(word)
}

function isDigits(word: string): boolean {
  for (let i = 0; i < word.length; i++) if (characterClass(word.charCodeAt(i)) !== DIGIT) return false
  return true
}

function isUnspaced(word: string): boolean {
  return characterClass(word.charCodeAt(0)) === UNSPACED
}

function isWordUnit(unit: number): boolean {
  return characterClass(unit) !== SEPARATOR
}
