import type { Embedder, StaticTable } from '../../src/index.ts'
import { createBm25Scorer } from '../../src/relevance/bm25.ts'
import { readNaturalTexts } from '../../src/relevance/natural-text.ts'
import { firstsOfTexts, orderByValue } from '../../src/relevance/row-order.ts'
import { chooseShortlist } from '../../src/relevance/shortlist.ts'
import { naturalQuery } from '../../src/relevance/static-scorer.ts'
import { findContentBlocks } from '../../src/transforms/content.ts'
import { defaultSmartCrusherOptions } from '../../src/transforms/smart-crusher/options.ts'
import { queryText } from '../../src/transforms/smart-crusher/query-text.ts'
import type { Ranking, Rankings } from '../protocol.ts'
import { readViews } from './blocks.ts'
import type { Meaning } from './meaning.ts'
import type { Run } from './run.ts'
import { summarize } from './rows.ts'
import type { RowTexts } from './rows.ts'

const shown = 10
/** As many as the pipeline shows MiniLM of one array. */
const maxEmbedded = defaultSmartCrusherOptions.relevance.maxEmbeddedRows

/** What the rows of a tool result are ranked against in a run: the question, or what a request says before the result. */
export async function findQuery({ input, settings, blocks }: Run, block: number): Promise<string> {
  if (input.kind === 'tool-result') return settings.question
  const decision = blocks[block]?.decision
  const path = JSON.stringify(decision?.path)
  const conversation = await readViews(input.request)
  if (conversation === undefined) return ''
  if (decision?.pasted !== undefined) {
    const { texts, latest } = (await import('../../src/transforms/user-content/user-texts.ts')).readUserTexts(conversation)
    const text = texts.find(({ part }) => JSON.stringify(part.path) === path)
    return text === undefined ? '' : queryText(settings.latestQuestion ? latest : text.atBirth)
  }
  const found = findContentBlocks(conversation).find((one) => JSON.stringify(one.path) === path)
  return found === undefined ? '' : queryText(found.query(settings.latestQuestion ? 'latest' : 'at-birth'))
}

/** The same rows against the same words in every way that is loaded, each on its own; the pipeline blends them. */
export async function rankRows(query: string, rows: RowTexts, { table, embedder }: Meaning, signal: AbortSignal): Promise<Rankings> {
  const sources = Array.from({ length: rows.count }, (_, row) => rows.textOf(row))
  const ends: number[] = []
  for (const source of sources) ends.push((ends.at(-1) ?? -1) + 1 + source.length)
  const texts = readNaturalTexts(sources.join('\n'), sources.map((source, row) => ends[row]! - source.length), ends)
  const startedAt = performance.now()
  const lexical = await createBm25Scorer().score(query, sources)
  const words = list('bm25', lexical, sources, performance.now() - startedAt)
  return { query, rankings: [words, ...(table === undefined ? [] : [rankByTable(table, query, texts, sources)]), ...(embedder === undefined ? [] : [await rankByModel(embedder, query, texts, sources, lexical, signal)])] }
}

function rankByTable(table: StaticTable, query: string, texts: readonly string[], sources: readonly string[]): Ranking {
  const startedAt = performance.now()
  const cosines = table.cosines(naturalQuery(query), texts)
  return list('static', cosines, sources, performance.now() - startedAt)
}

async function rankByModel(embedder: Embedder, query: string, texts: readonly string[], sources: readonly string[], lexical: ArrayLike<number>, signal: AbortSignal): Promise<Ranking> {
  const startedAt = performance.now()
  const shortlist = chooseShortlist({ firsts: firstsOfTexts(texts), orders: [orderByValue(lexical)], room: maxEmbedded, minRoom: 1 })
  const chosen = shortlist.map((row) => texts[row]!).filter((text) => text !== '')
  const [asked, ...vectors] = await embedder.embed([naturalQuery(query), ...chosen], { signal })
  const nearness = new Map(chosen.map((text, i) => [text, dot(asked!, vectors[i]!)]))
  return list('embedding', texts.map((text) => nearness.get(text) ?? -1), sources, performance.now() - startedAt, chosen.length)
}

function list(by: Ranking['by'], scores: ArrayLike<number>, sources: readonly string[], ms: number, seen = sources.length): Ranking {
  return { by, seen, ms, top: Array.from(orderByValue(scores)).slice(0, shown).filter((row) => scores[row]! > 0).map((row) => ({ row, score: scores[row]!, text: summarize(sources[row]!, 300) })) }
}

/** Of unit vectors the cosine. */
function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
