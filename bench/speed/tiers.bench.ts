import { crush } from '../../src/index.ts'
import type { RelevanceOptions } from '../../src/index.ts'
import { createMiniLm } from '../../src/relevance/drivers/minilm.ts'
import { createMemoryVectors } from '../../src/relevance/memory-vectors.ts'
import { cacheVectors } from '../../src/relevance/vector-cache.ts'
import { issues } from '../data/issues.ts'
import { milliseconds, summarize } from '../measure.ts'
import { loadTierSources } from '../savings/tiers.ts'
import { whole, type Table } from '../table.ts'

const query = 'Which of these is about somebody who is thrown out of the application again and again?'
const rounds = 7

/** One tool result in every tier: of rows that nobody has seen, and of the same rows a second time. */
export async function run(root: string): Promise<Table[]> {
  const { table, close } = await loadTierSources(root)
  const miniLm = createMiniLm({ modelPath: `${root}models/all-MiniLM-L6-v2` })
  await miniLm.embed(['warm up'])
  const rows: (string | number)[][] = []
  for (const size of [1000, 10_000]) {
    const tiers: readonly (readonly [name: string, relevance: RelevanceOptions])[] = [
      ['bm25', { tier: 'bm25' }],
      ['static', { tier: 'static', table }],
      ...[72, 96, 144].map((maxEmbeddedRows) => [`hybrid, ${maxEmbeddedRows * 2 / 3} texts`, { table, embedder: cacheVectors(miniLm, createMemoryVectors({ maxVectors: 65_536 })), maxEmbeddedRows }] as const),
      ...(size > 1000 ? [] : [['hybrid, all texts', { table, embedder: cacheVectors(miniLm, createMemoryVectors({ maxVectors: 65_536 })), maxEmbeddedRows: size, timeLimitMs: 60_000 }] as const]),
    ]
    for (const [name, relevance] of tiers) {
      const [first, second]: [number[], number[]] = [[], []]
      for (let round = 0; round < (name.endsWith('all texts') ? 2 : rounds); round++) {
        const text = `[${issues(size, 500 + round).join(',')}]`
        for (const times of [first, second]) {
          const started = performance.now()
          const { report } = await crush(text, { query, model: 'gpt-4o', smartCrusher: { relevance } })
          times.push(performance.now() - started)
          if (report.warnings.length > 0) throw new Error(`${name}, ${size} rows: ${report.warnings.join('; ')}`)
        }
      }
      // The first round warms the code.
      const [fresh, again] = [summarize(first.slice(1)), summarize(second.slice(1))]
      rows.push([whole(size), name, milliseconds(fresh.minimum), milliseconds(fresh.median), milliseconds(again.minimum), milliseconds(again.median)])
    }
  }
  await miniLm.unload()
  await close()
  return [{
    title: 'One tool result by tier, in milliseconds',
    columns: ['rows', 'tier', 'new rows, least', 'median', 'the same again, least', 'median'],
    rows,
    notes: ['Rows of about 400 characters, in Node with two threads for MiniLM; the model is loaded and the tokenizer warm. Budgets: 1,000 rows in 500, the same again in 1.5 times what bm25 takes, 10,000 rows in twice that.'],
  }]
}
