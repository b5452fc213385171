import { createRandom } from '../data/random.ts'
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

const readTwice = (one: string, two = one): readonly object[] => [one, two].flatMap((content, at) => [
  { role: 'assistant', content: null, tool_calls: [{ id: `r${at}`, type: 'function', function: { name: 'read', arguments: '{}' } }] },
  { role: 'tool', tool_call_id: `r${at}`, content },
])

const lines = (count: number, make: (at: number) => string): string => Array.from({ length: count }, (_, at) => make(at)).join('\n')
const random = createRandom(7)

/** Lines that stand in very many places, and what makes a run of them fail again and again. */
const repeats = ([
  ['blank lines', (n) => readTwice('\n'.repeat(n))],
  ['equal lines', (n) => readTwice('the same line\n'.repeat(n))],
  ['brackets and blank lines', (n) => readTwice(lines(n, (at) => ['}', '', '  }', ''][at % 4]!), lines(n, (at) => ['}', '', '', '  }'][at % 4]!))],
  ['lines of a few kinds', (n) => readTwice(lines(n, () => random.pick(['a', 'b', '', 'c d e'])), lines(n, () => random.pick(['a', 'b', '', 'c d e'])))],
  ['runs of four lines', (n) => readTwice(lines(n, (at) => `line ${at}`), lines(n, (at) => (at % 5 === 4 ? `other ${at}` : `line ${at}`)))],
  ['numbered lines that moved', (n) => readTwice(lines(n, (at) => `${at + 1}: line ${at}`), lines(n, (at) => `${at + 8}: line ${at + (at > n / 2 ? 1 : 0)}`))],
  ['numbered lines of one kind', (n) => readTwice(lines(n, (at) => `${at + 1}: }`), lines(n, (at) => `${at + 8}: }`))],
  ['lines like references', (n) => readTwice(lines(n, (at) => `line ${at}`), '[lines 1-3000 of the result of read() above, unchanged]\n'.repeat(n))],
  ['results that say the same', (n) => Array.from({ length: n / 40 }, (_, at) => readTwice(lines(20, (line) => `line ${line} of what is read again`), `other ${at}`)).flat()],
] satisfies [string, (lines: number) => readonly object[]][]).map(([name, make]): GrowingRequest => ({
  name: `repeats: 20,000 ${name}`,
  length: 20_000,
  make,
  options: { rollingWindow: { enabled: false }, smartCrusher: { enabled: false }, textResults: { enabled: false } },
}))

/** An agent that reads what it has read before, in a window that holds about a third of it. */
const rereading: GrowingRequest = {
  name: 'window and repeats: a file read 600 times',
  length: 600,
  make: (times) => [{ role: 'user', content: 'Go on.' }, ...Array.from({ length: times / 2 }, (_, at) => readTwice(
    lines(30, (line) => `line ${line} of file ${at % 7} says ${line % 5 === 0 ? at : 'something'}`), lines(30, (line) => `line ${line} of file ${(at + 3) % 7} says something`))).flat()],
  options: { smartCrusher: { enabled: false }, textResults: { enabled: false } },
}

/** Twice the conversation never takes three times as long. */
export async function run(): Promise<Table[]> {
  const rows: (string | number)[][] = []
  for (const { name, length, make, options } of [transcript, rereading, ...prompts, ...repeats]) {
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
