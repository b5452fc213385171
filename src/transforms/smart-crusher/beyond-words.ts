import { messageOf } from '../../errors.ts'
import type { Embedder } from '../../relevance/embedder.ts'
import type { Nearest } from '../../relevance/nearest.ts'
import type { MeaningSources, RowsToRank } from '../../relevance/rank-by-meaning.ts'
import type { Scorer } from '../../relevance/scorer.ts'
import type { StaticTable } from '../../relevance/static-table.ts'
import { TimeoutError, withinTime } from '../../relevance/within-time.ts'
import type { ResolvedSmartCrusherOptions } from './options.ts'

/** What a scorer other than BM25 says about the rows of a table. */
export interface BeyondWords {
  /** Of an own scorer, per row in [0, 1]. */
  readonly scores?: readonly number[]
  /** By meaning. */
  readonly nearest?: Nearest
  /** Name of what ranked. */
  readonly by: string
}

export interface BeyondWordsOptions {
  readonly relevance: ResolvedSmartCrusherOptions['relevance']
  /** Scorers and embedders that did not answer at all, or failed, and are not asked again; more are added. */
  readonly silent: Set<object>
  readonly signal: AbortSignal | undefined
  /** Of the whole tool result, in UTF-16 code units. */
  readonly textLength: number
  /** Told of every failure, whether or not its rows are left out in the end. */
  readonly warn: (warning: string) => void
}

/** Asks whatever the tier and the options name; its failure gives way to the next cheaper one, with a warning. */
export type AskBeyondWords = (rows: RowsToRank) => Promise<BeyondWords>

/**
 * What ranks rows of the tables of one tool result beside their words: an own scorer, or else the table and the embedder of the tier.
 *
 * @returns undefined where there is none of them
 */
export function createBeyondWords(query: string, options: BeyondWordsOptions): AskBeyondWords | undefined {
  const { scorer, tier, table, embedder } = options.relevance
  if (query === '') return undefined
  const clock: Clock = { leftMs: options.relevance.timeLimitMs }
  if (scorer) return (rows) => askScorer(scorer, query, rows, clock, options)
  const usesTable = table !== undefined && (tier === 'static' || tier === 'hybrid')
  const usesEmbedder = embedder !== undefined && (tier === 'embedding' || tier === 'hybrid')
  if (!usesTable && !usesEmbedder) return undefined
  const vectors = new Map<string, ArrayLike<number>>()
  return (rows) => askMeaning(query, rows, clock, { ...options, vectors, table: usesTable ? table : undefined, embedder: usesEmbedder ? embedder : undefined })
}

/** Milliseconds that all tables of a tool result share. */
interface Clock { leftMs: number }

const byWords: BeyondWords = { by: 'bm25' }

async function askScorer(scorer: Scorer, query: string, { text, starts, ends }: RowsToRank, clock: Clock, { relevance: { timeLimitMs }, silent, signal, warn }: BeyondWordsOptions): Promise<BeyondWords> {
  if (clock.leftMs <= 0 || silent.has(scorer)) return byWords
  const startedAt = performance.now()
  try {
    const documents = Array.from(starts, (start, row) => text.slice(start, ends[row]!))
    const scores = await withinTime(Promise.resolve(scorer.score(query, documents, signal ? { signal } : {})), clock.leftMs)
    checkScores(scores, documents.length)
    return { scores, by: scorer.name }
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof TimeoutError) {
      stopAsking(scorer, clock, timeLimitMs, silent)
      warn(`relevance scorer ${scorer.name} failed (no answer within ${timeLimitMs} ms); rows were ranked by bm25, and it is not asked again${forHowLong(scorer, silent)}`)
    } else warn(`relevance scorer ${scorer.name} failed (${messageOf(error)}); rows were ranked by bm25`)
    return byWords
  } finally {
    clock.leftMs -= performance.now() - startedAt
  }
}

function checkScores(scores: readonly number[], rows: number): void {
  if (scores.length !== rows) throw new RangeError(`${rows} rows gave ${scores.length} scores`)
  const wrong = scores.findIndex((score) => !(score >= 0 && score <= 1))
  if (wrong >= 0) throw new RangeError(`row ${wrong} got the score ${scores[wrong]}, which is not in [0, 1]`)
}

/** What answered before is only slow: the next tool result is its again. */
function stopAsking(asked: object, clock: Clock, timeLimitMs: number, silent: Set<object>): void {
  if (clock.leftMs === timeLimitMs) silent.add(asked)
  clock.leftMs = 0
}

function forHowLong(asked: object, silent: ReadonlySet<object>): string {
  return silent.has(asked) ? '' : ' for this result'
}

interface MeaningOptions extends BeyondWordsOptions {
  /** Of the texts that this tool result had embedded before; its arrays may share many. */
  readonly vectors: Map<string, ArrayLike<number>>
  readonly table: StaticTable | undefined
  readonly embedder: Embedder | undefined
}

async function askMeaning(query: string, rows: RowsToRank, clock: Clock, { table, embedder, ...options }: MeaningOptions): Promise<BeyondWords> {
  const { relevance: { tier, maxEmbeddedRows }, silent, signal, warn } = options
  try {
    const { rankByMeaning } = await import('../../relevance/rank-by-meaning.ts')
    const embed = embedder && createGuardedEmbed(embedder, clock, options, (reason) => {
      warn(`the embedder ${embedder.id} failed (${reason}); rows were ranked by ${table ? 'bm25 and the static table' : 'bm25'}, and it is not asked again${forHowLong(embedder, silent)}`)
    })
    const ranked = await rankByMeaning(query, rows, { table, embed, maxEmbeddedRows })
    if (!ranked) return byWords
    const { by, ...nearest } = ranked
    return { nearest, by: tier === 'hybrid' ? `hybrid (${['bm25', ...by].join(', ')})` : tier }
  } catch (error) {
    signal?.throwIfAborted()
    warn(`ranking by meaning failed (${messageOf(error)}); rows were ranked by bm25`)
    return byWords
  }
}

/** The embedder as long as it is good for something. @param onFailure told once, why not any more */
function createGuardedEmbed(
  embedder: Embedder, clock: Clock, { relevance: { timeLimitMs }, vectors, silent, signal }: Omit<MeaningOptions, 'table' | 'embedder'>, onFailure: (reason: string) => void,
): MeaningSources['embed'] {
  if (clock.leftMs <= 0 || silent.has(embedder)) return undefined
  return async (texts) => {
    const startedAt = performance.now()
    try {
      const { embedChecked } = await import('../../relevance/embed-checked.ts')
      const missing = texts.filter((text) => !vectors.has(text))
      const added = missing.length === 0 ? [] : await embedChecked(embedder, missing, { timeLimitMs: clock.leftMs, signal })
      for (const [i, text] of missing.entries()) vectors.set(text, added[i]!)
      return texts.map((text) => vectors.get(text)!) // those that were missing have been added
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof TimeoutError) {
        stopAsking(embedder, clock, timeLimitMs, silent)
        onFailure(`no answer within ${timeLimitMs} ms`)
      } else {
        silent.add(embedder)
        onFailure(messageOf(error))
      }
      return undefined
    } finally {
      clock.leftMs -= performance.now() - startedAt
    }
  }
}
