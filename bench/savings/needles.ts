import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { percent, type Table } from '../table.ts'
import { countExactly } from '../tokens.ts'
import { crowdPayloads } from './crowd.ts'
import { readRows } from './read-rows.ts'
import { positionsOf, scoreNeedle, type Needle, type QuestionKind, type SquashedTexts } from './score.ts'
import { loadTierSources, tierVariants } from './tiers.ts'
import { variants as allVariants, type Variant } from './variants.ts'

export const kinds: readonly QuestionKind[] = ['exact', 'error', 'first', 'last', 'outlier', 'filter', 'paraphrase', 'aggregate']

interface Payload {
  readonly file: string
  readonly text: string
  readonly tokens: number
  readonly needles: readonly Needle[]
}

/** A question that fails, and what of its answer stands nowhere in the text; nothing when values stand too far apart or bare. */
interface Failure {
  readonly id: string
  readonly query: string
  readonly missing: readonly string[]
}

/** What one variant does to all payloads. */
export interface VariantOutcome {
  readonly name: string
  /** Tokens left as a share: mean over the files, and of all files together. */
  readonly meanShare: number
  readonly totalShare: number
  /** Questions answerable, by the plain scorer and by the one that also reads rows as a model would. */
  readonly plain: ReadonlyMap<QuestionKind, number>
  readonly read: ReadonlyMap<QuestionKind, number>
  readonly asked: ReadonlyMap<QuestionKind, number>
  readonly failed: readonly Failure[]
  /** Share of the tokens left, by file. */
  readonly shares: ReadonlyMap<string, number>
  readonly milliseconds: number
}

/** The payloads with questions about them; none where the shared data folder is not there. */
export function loadPayloads(dataFolder: string): Payload[] {
  const list = join(dataFolder, 'needles/payloads.json')
  if (!existsSync(list)) return []
  const needles = JSON.parse(readFileSync(list, 'utf8')) as Needle[]
  const files = [...new Set(needles.map((needle) => needle.payload!))]
  return files.map((file) => {
    const text = readFileSync(join(dataFolder, file), 'utf8')
    return { file, text, tokens: countExactly(text), needles: needles.filter((needle) => needle.payload === file) }
  })
}

/** One compression per question where the question steers it, else one per file; a file's tokens are the mean over its questions. */
export async function measureVariant(variant: Variant, payloads: readonly Payload[]): Promise<VariantOutcome> {
  const plain = new Map<QuestionKind, number>()
  const read = new Map<QuestionKind, number>()
  const asked = new Map<QuestionKind, number>()
  const shares = new Map<string, number>()
  const failed: Failure[] = []
  let tokensBefore = 0
  let tokensAfter = 0
  let milliseconds = 0
  for (const { file, text, tokens, needles } of payloads) {
    const squashedTexts: SquashedTexts = new Map()
    const counts = new Map<string, number>()
    let sum = 0
    let sent = ''
    for (const [i, needle] of needles.entries()) {
      if (i === 0 || variant.steered) {
        const started = performance.now()
        sent = await variant.compress(text, needle.query)
        milliseconds += performance.now() - started
      }
      if (!counts.has(sent)) counts.set(sent, countExactly(sent))
      sum += counts.get(sent)!
      const seen = variant.read?.(sent) ?? sent
      const isPlain = scoreNeedle(needle, text, seen, squashedTexts).pass
      const isRead = isPlain || (needle.kind !== 'aggregate' && scoreNeedle(needle, text, readRows(seen), squashedTexts).pass)
      add(asked, needle.kind, 1)
      add(plain, needle.kind, isPlain ? 1 : 0)
      add(read, needle.kind, isRead ? 1 : 0)
      if (!isRead) failed.push({ id: needle.id, query: needle.query, missing: missingOf(needle, seen) })
    }
    const left = sum / needles.length
    shares.set(file, left / tokens)
    tokensBefore += tokens
    tokensAfter += left
  }
  const meanShare = [...shares.values()].reduce((a, b) => a + b, 0) / shares.size
  return { name: variant.name, meanShare, totalShare: tokensAfter / tokensBefore, plain, read, asked, failed, shares, milliseconds }
}

/** Tokens left and questions answerable, for each variant. */
export async function runNeedles(dataFolder: string, { verbose = false, names = [] as readonly string[] } = {}): Promise<Table[]> {
  const payloads = loadPayloads(dataFolder)
  if (payloads.length === 0) return []
  const chosen = names.length === 0 ? allVariants : allVariants.filter((variant) => names.includes(variant.name))
  return tabulate(payloads, chosen, verbose)
}

/** Rows of one array, in the table of larger ones. */
const crowdSize = 500

/** The same for what ranks rows, over the payloads as they are and with their arrays filled up. */
export async function runTiers(root: string, dataFolder: string, { verbose = false, names = [] as readonly string[] } = {}): Promise<Table[]> {
  const payloads = loadPayloads(dataFolder)
  if (payloads.length === 0) return []
  const sources = await loadTierSources(root)
  const chosen = tierVariants(sources).filter(({ name }) => names.length === 0 || names.includes(name))
  const crowded = crowdPayloads(payloads, crowdSize).map(({ file, text, needles }) => ({ file, text, needles, tokens: countExactly(text) }))
  const tables = [...await tabulate(payloads, chosen, verbose), ...await tabulate(crowded, chosen, verbose, `The same with arrays of ${crowdSize} rows`)]
  await sources.close()
  return tables
}

async function tabulate(payloads: readonly Payload[], chosen: readonly Variant[], verbose: boolean, title = 'Questions still answerable, next to the tokens left'): Promise<Table[]> {
  const outcomes: VariantOutcome[] = []
  for (const variant of chosen) outcomes.push(await measureVariant(variant, payloads))
  const asked = outcomes[0]!.asked
  const tables: Table[] = [{
    title,
    columns: ['variant', 'mean', 'total', ...kinds.map((kind) => `${kind} ${asked.get(kind) ?? 0}`), 'all', 'seconds'],
    rows: outcomes.map((outcome) => [
      outcome.name, percent(outcome.meanShare), percent(outcome.totalShare),
      ...kinds.map((kind) => both(outcome.plain.get(kind) ?? 0, outcome.read.get(kind) ?? 0)),
      both(total(outcome.plain), total(outcome.read)), (outcome.milliseconds / 1000).toFixed(1),
    ]),
    notes: ['mean: over the files, of the tokens left against the source as it is; total: of all files together. '
      + 'Questions: by the plain scorer and, where that differs, after the slash by the one that also reads rows as a model would.'],
  }]
  if (verbose) {
    tables.push(...outcomes.map((outcome) => ({
      title: `Questions that fail: ${outcome.name}`,
      columns: ['question', '', 'stands nowhere in the text'],
      rows: outcome.failed.map(({ id, query, missing }) => [id, query, missing.length === 0 ? '(too far apart, or not stated as a count)' : missing.join(' · ')]),
    })))
    tables.push({
      title: 'Tokens left, by file', columns: ['file', 'tokens', ...outcomes.map((outcome) => outcome.name)],
      rows: payloads.map(({ file, tokens }) => [file, tokens, ...outcomes.map((outcome) => percent(outcome.shares.get(file)!))]),
    })
  }
  return tables
}

function missingOf(needle: Needle, text: string): string[] {
  const wanted = needle.mustKeep.map((part) => part.token ?? part.value ?? null)
  return wanted.filter((value) => positionsOf(text, value).length === 0).map((value) => String(value).slice(0, 60))
}

const add = (counts: Map<QuestionKind, number>, kind: QuestionKind, by: number): void => void counts.set(kind, (counts.get(kind) ?? 0) + by)
const total = (counts: ReadonlyMap<QuestionKind, number>): number => [...counts.values()].reduce((a, b) => a + b, 0)
const both = (plain: number, read: number): string | number => plain === read ? plain : `${plain}/${read}`
