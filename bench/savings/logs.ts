import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { resolveOptions } from '../../src/options.ts'
import { silentLogger } from '../../src/logger.ts'
import { loadStaticTable } from '../../src/relevance/drivers/static.ts'
import { loadCounter } from '../../src/tokens/load-counter.ts'
import type { SmartCrusherOptions } from '../../src/transforms/smart-crusher/options.ts'
import { crushText } from '../library.ts'
import { percent, type Table } from '../table.ts'
import { countExactly } from '../tokens.ts'
import { positionsOf, scoreNeedle, squash, type Needle, type QuestionKind, type SquashedTexts } from './score.ts'

const kinds: readonly QuestionKind[] = ['error', 'first', 'last', 'rare', 'aggregate', 'paraphrase']

/** What the failure of a build says, as people marked it, whole. */
interface BuildTruth {
  readonly log: string
  readonly chunk: readonly string[]
}

interface Outcome {
  readonly name: string
  readonly passed: ReadonlyMap<QuestionKind, number>
  readonly asked: ReadonlyMap<QuestionKind, number>
  readonly truths: number
  readonly failed: readonly Needle[]
  readonly shares: ReadonlyMap<string, number>
  readonly totalShare: number
  readonly milliseconds: number
}

/** A question that cannot be understood without the one before it, such as "How many such lines are there?". */
const followUp = /\b(?:such|these|those)\b/

/**
 * Questions about logs that can be answered from what is left of them, by the same rule as those about JSON; the question is known before
 * the call, a follow-up together with the one that it follows.
 */
export async function runLogs(root: string, dataFolder: string, { verbose = false } = {}): Promise<Table[]> {
  const list = join(dataFolder, 'needles/logs.json')
  if (!existsSync(list)) return []
  const needles = JSON.parse(readFileSync(list, 'utf8')) as Needle[]
  const truths = JSON.parse(readFileSync(join(dataFolder, 'needles/ci_truth.json'), 'utf8')) as BuildTruth[]
  const texts = new Map([...new Set(needles.map(({ log }) => log!))].map((file) => [file, readFileSync(join(dataFolder, file), 'utf8')]))
  const table = await loadStaticTable({ vectors: readFileSync(`${root}models/static/vectors.i8`), vocabulary: readFileSync(`${root}models/static/vocab.bin`) })
  const outcomes = [
    await measure('folded', {}, needles, truths, texts),
    await measure('folded, static table', { relevance: { table } }, needles, truths, texts),
  ]
  const { asked } = outcomes[0]!
  const tables: Table[] = [{
    title: 'Questions about logs still answerable, next to the tokens left',
    columns: ['variant', 'mean', 'total', ...kinds.map((kind) => `${kind} ${asked.get(kind) ?? 0}`), `build failures ${truths.length}`, 'seconds'],
    rows: outcomes.map(({ name, shares, totalShare, passed, truths: kept, milliseconds }) => [
      name, percent([...shares.values()].reduce((a, b) => a + b, 0) / shares.size), percent(totalShare),
      ...kinds.map((kind) => passed.get(kind) ?? 0), kept, (milliseconds / 1000).toFixed(1),
    ]),
    notes: ['mean: over the files, of the tokens left; total: of all files together. Build failures: the lines that people marked as the reason, whole: half of them and the first or the longest.'],
  }]
  if (!verbose) return tables
  return [...tables, ...outcomes.map(({ name, failed }): Table => ({
    title: `Questions about logs that fail: ${name}`, columns: ['question', '', 'wanted'],
    rows: failed.map(({ id, query, mustKeep }) => [id, query, mustKeep.map(({ token, text, fragment }) => (token ?? text ?? fragment ?? '').slice(0, 60)).join(' · ').slice(0, 200)]),
  })), {
    title: 'Tokens left of logs, by file', columns: ['file', 'tokens', ...outcomes.map(({ name }) => name)],
    rows: [...texts].map(([file, text]) => [file, countExactly(text), ...outcomes.map(({ shares }) => percent(shares.get(file)!))]),
  }]
}

const counter = loadCounter('exact', { name: 'o200k_base', factor: 1 })

async function measure(
  name: string, smartCrusher: SmartCrusherOptions, needles: readonly Needle[], truths: readonly BuildTruth[], texts: ReadonlyMap<string, string>,
): Promise<Outcome> {
  const tokens = await counter
  const { smartCrusher: options, textResults } = resolveOptions({ smartCrusher })
  const passed = new Map<QuestionKind, number>()
  const asked = new Map<QuestionKind, number>()
  const shares = new Map<string, number>()
  const failed: Needle[] = []
  let keptTruths = 0
  let before = 0
  let after = 0
  let milliseconds = 0
  for (const [file, text] of texts) {
    const squashedTexts: SquashedTexts = new Map()
    const tokensBefore = await tokens.count(text)
    const countedBefore = countExactly(text)
    const questions = needles.filter(({ log }) => log === file)
    let sum = 0
    let earlier = ''
    for (const [i, needle] of questions.entries()) {
      const query = followUp.test(needle.query) ? `${earlier} ${needle.query}` : needle.query
      if (!followUp.test(needle.query)) earlier = needle.query
      const started = performance.now()
      const { text: sent } = await crushText({
        text, tokens, tokensBefore, options, textResults, logger: silentLogger,
        query: { user: { text: query, earlier: undefined }, assistant: '', call: '', after: [] },
      })
      milliseconds += performance.now() - started
      sum += countExactly(sent)
      asked.set(needle.kind, (asked.get(needle.kind) ?? 0) + 1)
      if (scoreNeedle(needle, text, sent, squashedTexts).pass) passed.set(needle.kind, (passed.get(needle.kind) ?? 0) + 1)
      else failed.push(needle)
      const truth = truths.find(({ log }) => `logs/${log}` === file)
      if (i === 0 && truth !== undefined && isTold(truth, sent)) keptTruths++
    }
    shares.set(file, sum / questions.length / countedBefore)
    before += countedBefore
    after += sum / questions.length
  }
  return { name, passed, asked, truths: keptTruths, failed, shares, totalShare: after / before, milliseconds }
}

function isTold({ chunk }: BuildTruth, sent: string): boolean {
  const seen = squash(sent)
  const kept = chunk.filter((line) => line.trim() === '' || positionsOf(seen, line).length > 0)
  const longest = chunk.reduce((a, b) => (b.length > a.length ? b : a))
  return kept.length >= chunk.length / 2 && (kept.includes(chunk[0]!) || kept.includes(longest))
}
