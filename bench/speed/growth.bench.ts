import { optimize } from '../library.ts'
import { measure, milliseconds } from '../measure.ts'
import type { Table } from '../table.ts'

/** A request that a careless transform takes more than linear time for, at any length. */
interface GrowingRequest {
  readonly name: string
  readonly length: number
  make(length: number): readonly object[]
  readonly options: object
}

const words = (count: number): string => 'abcdefgh '.repeat(count)

const turn = (name: string): readonly object[] => [
  { role: 'user', content: name },
  { role: 'assistant', content: null, tool_calls: [{ id: name, type: 'function', function: { name: 'list', arguments: '{}' } }] },
  { role: 'tool', tool_call_id: name, content: words(20) },
  { role: 'assistant', content: `answer to ${name}` },
]

/** A transcript of which the window keeps about a third. */
const transcript: GrowingRequest = {
  name: 'window: a transcript of 2,000 turns',
  length: 2000,
  make: (turns) => Array.from({ length: turns }, (_, i) => turn(`t${i}`)).flat(),
  options: {},
}

/** What the aligner looks for in a system prompt: dates by line, by label, in elements, and what only begins like one. */
const promptPieces: readonly (readonly [string, string])[] = [
  ['dates', 'Today is 2025-01-07. '], ['dated lines', 'Current date: 2025-01-07\n'], ['bare values', 'Date:\n2025-01-07\n'], ['open elements', '<env>\n'], ['open brackets', '{\n'],
  ['quotation marks', '" today 2025-01-07 '], ['headings', '# Today\n2025-01-07\n'], ['blank lines', '\n \n'], ['one long line', 'today 2025-01-07 '], ['spaces', ' '.repeat(50)],
]

const prompts = promptPieces.map(([name, piece]): GrowingRequest => ({
  name: `aligner: 4,000 ${name}`,
  length: 4000,
  make: (times) => [{ role: 'system', content: piece.repeat(times) }, { role: 'user', content: 'What day is it?' }],
  options: { rollingWindow: { enabled: false } },
}))

/** Twice the conversation never takes three times as long. */
export async function run(): Promise<Table[]> {
  const rows: (string | number)[][] = []
  for (const { name, length, make, options } of [transcript, ...prompts]) {
    const model = 'gpt-4o-mini'
    // The limit grows with the transcript, so that as large a part leaves.
    const optionsAt = (n: number): object => ({ model, modelContextLimits: { [model]: n * 20 }, outputBufferTokens: 0, ...options })
    const [once, twice] = [make(length), make(2 * length)]
    const [small, large] = await measure([() => optimize(once, optionsAt(length)), () => optimize(twice, optionsAt(2 * length))], 600)
    rows.push([name, milliseconds(small!.minimum), milliseconds(large!.minimum), (large!.minimum / small!.minimum).toFixed(2)])
  }
  return [{
    title: 'Conversations that grow, in milliseconds',
    columns: ['request', 'n', '2n', 'times'],
    rows,
    notes: ['The least of several runs; the budget is 3 times.'],
  }]
}
