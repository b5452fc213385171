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
  /** How often the query has it; 0 for a name from outside the text that ranks rows, which names rows and does not rank them. */
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
  const reader = createTextReader()
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

  for (const text of findQuotedTexts(query)) add('quoted', text, reader.wordsOf(text))
  for (const text of findNames(query)) add('name', text, reader.wordsOf(text))
  for (const written of splitTokens(query)) {
    const token = tokens.get(written) ?? readToken(written, reader)
    tokens.set(written, token)
    const { kind, prefix, runs, text } = token
    if (kind !== 'word') add(kind, text, wordsOfRuns(runs), prefix)
    for (const form of otherForms(token, reader)) add(form.kind, form.text, form.words, form.prefix)
    if (kind === 'word' || kind === 'name') for (const run of runs) addWord('word', run)
    else if (runs.length > 1) for (const run of runs) if (run.word.length > 2) addWord('hint', run)
  }
  return [...terms.values()]
}

/** Longer tokens are data (base64, a list without spaces), not what anything is called, in UTF-16 code units. */
const MAX_NAME_LENGTH = 200

/**
 * The terms of a text that may name a row by themselves, wherever it stands: ids, e-mails, paths, quoted texts, numbers of four digits
 * and more; each once, in the order in which they stand but for quoted texts, which come first. All have the count 0. Linear in the text.
 *
 * @param most of a text that has more, the first and the last are taken
 */
export function findNamingTerms(text: string, most: number): readonly QueryTerm[] {
  const terms = new Map<string, QueryTerm>()
  const reader = createTextReader()
  const add = ({ kind, text: written, words, prefix }: Form): void => {
    if (words.length > 0) terms.set(`${kind} ${words.join(' ')}`, { kind, text: written, words, prefix, count: 0 })
  }
  for (const quoted of findQuotedTexts(text)) add({ kind: 'quoted', text: quoted, words: reader.wordsOf(quoted), prefix: false })
  for (const written of splitTokens(text)) {
    // A plain word names nothing: most tokens are not even read.
    if (written.length > MAX_NAME_LENGTH || !/[\p{Nd}\-_./\\:@]/u.test(written)) continue
    const token = readToken(written, reader)
    if (NAMING_KINDS.has(token.kind)) add({ ...token, words: wordsOfRuns(token.runs) })
    for (const form of otherForms(token, reader)) if (NAMING_KINDS.has(form.kind)) add(form)
  }
  const found = [...terms.values()]
  return found.length <= most ? found : [...found.slice(0, Math.ceil(most / 2)), ...found.slice(-Math.floor(most / 2))]
}

const NAMING_KINDS: ReadonlySet<QueryTermKind> = new Set<QueryTermKind>(['id', 'email', 'path', 'quoted', 'number'])

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

/** Stretches of letters, digits and joiners, with one whole number where thousands are set off: 5,963 and 5.963 and 5'963. */
function splitTokens(query: string): string[] {
  const tokens: string[] = []
  let start = 0
  for (let i = 0; i <= query.length; i++) {
    if (i < query.length && (isWordUnit(query.charCodeAt(i)) || JOINERS.includes(query[i]!))) continue
    if (i > start) tokens.push(query.slice(start, i))
    start = i + 1
  }
  for (const [grouped] of query.matchAll(/(?<![\w,.'’[])\d{1,3}(?:([,.'’\u00a0\u202f])\d{3})(?:\1\d{3}){0,4}(?!\w|[,.'’]\d)/g)) tokens.push(grouped.replace(/\D/g, ''))
  return tokens
}

interface Token {
  readonly kind: Exclude<QueryTermKind, 'hint' | 'quoted'>
  readonly text: string
  readonly runs: readonly Run[]
  readonly prefix: boolean
}

type Form = Omit<QueryTerm, 'count'>

const wordsOfRuns = (runs: readonly Run[]): string[] => runs.map(({ word }) => word)

/** Pieces of a token that are looked at one by one; a token with more is a list of data. */
const MAX_PIECES = 40
/** Compounds shorter than this, joined, are too like ordinary words. */
const MIN_JOINED_LETTERS = 6

/** What else a token names: the file of a path, ids that a slash joins, what follows `mailto:`, an identifier in the other spellings. */
function otherForms({ kind, text, runs }: Token, reader: TextReader): Form[] {
  const forms: Form[] = []
  const addToken = (written: string, isWanted: (token: Token) => boolean): void => {
    const token = readToken(written, reader)
    if (isWanted(token)) forms.push({ kind: token.kind, text: token.text, words: wordsOfRuns(token.runs), prefix: token.prefix })
  }
  const scheme = /^\p{L}{2,12}:(?!\/)/u.exec(text)
  if (scheme) addToken(text.slice(scheme[0].length), (token) => NAMING_KINDS.has(token.kind))
  const pieces = /[/\\]/.test(text) ? text.split(/[/\\]/).filter((piece) => piece !== '') : []
  const last = pieces.at(-1)
  if (kind === 'path' && last !== undefined && last.length < text.length && last.includes('.')) {
    forms.push({ kind: 'id', text: last, words: reader.wordsOf(last), prefix: false })
  }
  if (last !== undefined && pieces.length <= MAX_PIECES && /\p{L}/u.test(text)) {
    // `ORD-1/ORD-2` is a list, `api/users/20151` ends in what it is about; `v1/users` and `01/02/2024` are neither.
    const isList = pieces.length > 1 && pieces.every((piece) => isNumbered(piece) && isSpecific(readToken(piece, reader)))
    for (const piece of isList ? pieces : [last]) addToken(piece, (token) => isNumbered(piece) && (isList || NAMING_KINDS.has(token.kind)))
  }
  if (kind === 'id' && runs.length > 1 && /^[\p{L}\p{N}_-]+$/u.test(text) && /\p{L}/u.test(text)) {
    const joined = wordsOfRuns(runs).join('')
    if (joined.length >= MIN_JOINED_LETTERS) forms.push({ kind: 'id', text, words: [joined], prefix: false })
  } else if (kind === 'id' && runs.length === 1 && runs[0]!.parts.length > 1) {
    forms.push({ kind: 'id', text, words: runs[0]!.parts, prefix: false })
  }
  return forms
}

const isNumbered = (piece: string): boolean => /\p{Nd}/u.test(piece)
const isSpecific = ({ kind }: Token): boolean => kind === 'name' || NAMING_KINDS.has(kind)

function readToken(token: string, { runsOf }: TextReader): Token {
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
