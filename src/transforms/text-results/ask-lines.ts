import { scoreBm25 } from '../../relevance/bm25.ts'
import { matchTermsInTexts, type TermMatches } from '../../relevance/match-terms.ts'
import { rankByMeaning } from '../../relevance/rank-by-meaning.ts'
import { lineAt, type Lines } from './lines.ts'
import type { AskedText } from './types.ts'

/** What the query says about the lines of a text. */
export interface AskedLines {
  /** Lines that it names, ascending. */
  readonly named: readonly number[]
  /** Lines that are near to it, the nearest first; one of each wording. */
  readonly near: readonly number[]
  readonly by?: string
}

/** Lines that may share an id, a path, a quoted text or a long number that the query names. */
const maxLinesOfName = 25
/** Of more lines so many of the first, and of the last, where they are a small share of all. */
const linesOfEnd = 8
const maxShareOfName = 0.1
/** Lines that may share a plain word that names them, and the share of all lines they may be. */
const maxLinesOfWord = 3
const maxShareOfWord = 0.1
/** Lines by words, and by meaning, that are near. */
const maxNear = 5
/** A line whose words say less is near by chance. */
const leastScore = 0.2
/** Wordings that are compared by meaning: a text with more has no kinds. */
const maxCompared = 2000

/**
 * @param examples one line of each wording, ascending: what is compared by meaning
 * @returns nothing where nothing was asked
 */
export async function askLines(lines: Lines, { text, terms, table }: AskedText, examples: readonly number[]): Promise<AskedLines> {
  if (terms.length === 0) return { named: [], near: [] }
  // A line without words is not asked for, and half a million of them cost as much as if they were.
  const written: number[] = []
  for (let line = 0; line < lines.count; line++) if (lines.ends[line]! > lines.starts[line]!) written.push(line)
  const documents = written.map((line) => lineAt(lines, line))
  const matches = matchTermsInTexts(terms, documents)
  const scores = scoreBm25(matches)
  const near = bestLines(scores, documents).map((place) => written[place]!)
  const named = findNamed(matches).map((place) => written[place]!)
  if (table === undefined || examples.length > maxCompared) return { named, near, by: 'bm25' }
  const scoreOf = new Map(written.map((line, place) => [line, scores[place]!]))
  const ranking = await rankByMeaning(text, {
    text: lines.text,
    starts: Int32Array.from(examples, (line) => lines.starts[line]!),
    ends: Int32Array.from(examples, (line) => lines.ends[line]!),
    lexical: Float64Array.from(examples, (line) => scoreOf.get(line) ?? 0),
  }, { table, embed: undefined, maxEmbeddedRows: 0 })
  if (ranking === undefined) return { named, near, by: 'bm25' }
  const byMeaning = ranking.closest.slice(0, maxNear).map((place) => examples[place]!)
  return { named, near: [...new Set([...near, ...byMeaning])], by: 'static' }
}

function findNamed({ terms, rows, rowCount }: TermMatches): number[] {
  const named = new Set<number>()
  terms.forEach(({ kind }, place) => {
    if (kind === 'hint') return // a piece of a compound says too little
    const holding = rows[place]!
    const most = kind === 'word' || kind === 'name' ? Math.min(maxLinesOfWord, Math.floor(rowCount * maxShareOfWord)) : maxLinesOfName
    if (holding.length <= most) for (const line of holding) named.add(line)
    // How a long story about one id began, and how it ended.
    else if (most === maxLinesOfName && holding.length <= rowCount * maxShareOfName) for (const line of [...holding.slice(0, linesOfEnd), ...holding.slice(-linesOfEnd)]) named.add(line)
  })
  return [...named].sort((a, b) => a - b)
}

/** The best scores in one pass, each wording once; ties go to the earlier line. */
function bestLines(scores: ArrayLike<number>, documents: readonly string[]): number[] {
  const best: number[] = []
  for (let line = 0; line < documents.length; line++) {
    const score = scores[line]!
    if (score < leastScore || (best.length === maxNear && score <= scores[best[maxNear - 1]!]!)) continue
    if (best.some((other) => scores[other] === score && documents[other] === documents[line])) continue
    let at = best.length
    while (at > 0 && scores[best[at - 1]!]! < score) at--
    best.splice(at, 0, line)
    if (best.length > maxNear) best.pop()
  }
  return best
}
