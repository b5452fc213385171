import { countTokens, optimize } from '../library.ts'
import { toolResultConversation } from '../conversation.ts'
import { rowsOf100Characters } from '../data/rows.ts'
import { measure, milliseconds } from '../measure.ts'
import { whole, type Table } from '../table.ts'

const sizes = [100, 1000, 10_000, 100_000]
/** A small tool result is optimized in less time than an engine takes to compile what does it: up to this size, calls are timed before and after. */
const largestColdSize = 1000
const warmUpMs = 2000
const question = 'Which export jobs failed, and how long did job backup-078c1c take?'

/** `optimize` of one tool result, crushed and lossless, against reading and counting the same text once. */
export async function run(): Promise<Table[]> {
  const rows: (string | number)[][] = []
  for (const size of sizes) {
    const text = rowsOf100Characters(size)
    const messages = toolResultConversation(question, text)
    const yardstick = async (): Promise<unknown> => {
      JSON.parse(text)
      return await countTokens(text, 'gpt-4o-mini')
    }
    const things = [
      yardstick,
      () => optimize(messages, { model: 'gpt-4o-mini' }),
      () => optimize(messages, { model: 'gpt-4o-mini', smartCrusher: { lossless: true } }),
    ]
    const cold = size <= largestColdSize ? await measure(things, 500) : undefined
    if (cold) await warmUp(things)
    const [base, crush, lossless] = await measure(things, 3000)
    rows.push([
      whole(size), milliseconds(base!.median), milliseconds(crush!.minimum), milliseconds(crush!.median), milliseconds(crush!.spread),
      (crush!.median / base!.median).toFixed(2), (crush!.minimum / base!.minimum).toFixed(2),
      milliseconds(lossless!.median), (lossless!.median / base!.median).toFixed(2), (lossless!.minimum / base!.minimum).toFixed(2), crush!.runs,
      cold ? milliseconds(cold[1]!.median) : '', cold ? (cold[1]!.median / cold[0]!.median).toFixed(2) : '',
    ])
  }
  return [{
    title: 'optimize of one tool result, rows of about 100 characters, in milliseconds',
    columns: [
      'rows', 'JSON.parse and count', 'optimize, least', 'median', 'spread', 'times', 'of the least', 'lossless, median', 'times', 'of the least', 'runs',
      'first calls, median', 'times',
    ],
    rows,
    notes: ['times: median against JSON.parse plus one exact count of the same text, in the same run; the budget is 4. Of the least: the same of the fastest runs, '
      + 'which on a busy machine is nearer to the truth: what takes longer is interrupted more often. Spread: from the first quartile to the third. '
      + 'First calls: the first sixty of a process at most; the others come two seconds later, when the engine has compiled what they run, as in a server.'],
  }]
}

async function warmUp(things: readonly (() => unknown)[]): Promise<void> {
  const end = performance.now() + warmUpMs
  while (performance.now() < end) for (const thing of things) await thing()
}
