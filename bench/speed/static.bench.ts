import { readFileSync } from 'node:fs'
import { loadStaticTable } from '../../src/relevance/drivers/static.ts'
import { createNaturalTextReader } from '../../src/relevance/natural-text.ts'
import { issues } from '../data/issues.ts'
import { measure, milliseconds } from '../measure.ts'
import { whole, type Table } from '../table.ts'

const sizes = [100, 1000, 10_000]
const question = 'Which of these is about somebody who is thrown out of the application again and again?'
/** Two rounds warm up, and 60 are kept at most. */
const rounds = 62

/** The static table: how long it takes to load, and to rank rows that it has and has not seen before. */
export async function run(root: string): Promise<Table[]> {
  const load = async () => loadStaticTable({
    vectors: readFileSync(`${root}models/static/vectors.i8`), vocabulary: readFileSync(`${root}models/static/vocab.bin`),
  })
  const started = performance.now()
  const table = await load()
  const first = performance.now() - started
  const [loading] = await measure([load], 1000)

  const read = createNaturalTextReader()
  const rows: (string | number)[][] = []
  for (const size of sizes) {
    // Of the largest size fewer sets will do: what is not remembered any more is new again.
    const sets = Array.from({ length: size > 1000 ? 4 : rounds }, (_, seed) => issues(size, seed + 1))
    const texts = sets.map((set) => set.map((row) => read(row)))
    let turn = 0
    const known = await loadTableThatKnows(texts[0]!, load)
    const [parsing, reading, fresh, again] = await measure([
      () => sets[turn++ % sets.length]!.map((row) => JSON.parse(row) as unknown),
      () => sets[turn % sets.length]!.map((row) => read(row)),
      () => table.cosines(question, texts[turn % texts.length]!),
      () => known.cosines(question, texts[0]!),
    ], 3000)
    rows.push([
      whole(size), milliseconds(parsing!.median), milliseconds(reading!.minimum), milliseconds(reading!.median), milliseconds(fresh!.minimum), milliseconds(fresh!.median),
      milliseconds(reading!.minimum + fresh!.minimum), milliseconds(reading!.median + fresh!.median), milliseconds(again!.median), fresh!.runs,
    ])
  }
  return [{
    title: 'The static table, in milliseconds',
    columns: ['rows', 'JSON.parse', 'natural text, least', 'median', 'new to the table, least', 'median', 'both, least', 'median', 'seen before, median', 'runs'],
    rows,
    notes: [
      'Rows of about 400 characters, 30 to 40 word pieces of natural text each; the budget for 1,000 of them is 15.',
      `Loading, files in the system's cache: ${milliseconds(first)} ms the first time, ${milliseconds(loading!.median)} ms when the code is warm.`,
    ],
  }]
}

type LoadedTable = Awaited<ReturnType<typeof loadStaticTable>>

async function loadTableThatKnows(texts: readonly string[], load: () => Promise<LoadedTable>): Promise<LoadedTable> {
  const table = await load()
  table.cosines(question, texts)
  return table
}
