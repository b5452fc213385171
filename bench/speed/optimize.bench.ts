import { countTokens as countWithGptTokenizer } from 'gpt-tokenizer/encoding/o200k_base'
import { countTokens, optimize } from '../library.ts'
import { toolResultConversation } from '../conversation.ts'
import { rowsOf100Characters } from '../data/rows.ts'
import { measure, milliseconds } from '../measure.ts'
import { whole, type Table } from '../table.ts'

const sizes = [100, 1000, 10_000, 100_000]
/** A small tool result is optimized in less time than an engine takes to compile what does it: up to this size, calls are timed before and after. */
const largestColdSize = 1000
const warmUpMs = 2000
const asText = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() }
const question = 'Which export jobs failed, and how long did job backup-078c1c take?'

/**
 * `optimize` of one tool result, crushed and lossless, against reading and counting the same text once: with the fastest peer, a
 * yardstick that stays when our own counting becomes faster, and with our own.
 */
export async function run(): Promise<Table[]> {
  const rows: (string | number)[][] = []
  for (const size of sizes) {
    const text = rowsOf100Characters(size)
    const messages = toolResultConversation(question, text)
    const things = [
      () => [JSON.parse(text), countWithGptTokenizer(text, asText)],
      async () => [JSON.parse(text), await countTokens(text, 'gpt-4o-mini')],
      () => optimize(messages, { model: 'gpt-4o-mini' }),
      () => optimize(messages, { model: 'gpt-4o-mini', smartCrusher: { lossless: true } }),
    ]
    const cold = size <= largestColdSize ? await measure(things, 500) : undefined
    if (cold) await warmUp(things)
    const [peer, own, crush, lossless] = await measure(things, 3000)
    rows.push([
      whole(size), milliseconds(peer!.median), milliseconds(own!.median), milliseconds(crush!.minimum), milliseconds(crush!.median), milliseconds(crush!.spread),
      (crush!.median / peer!.median).toFixed(2), (crush!.median / own!.median).toFixed(2),
      milliseconds(lossless!.median), (lossless!.median / peer!.median).toFixed(2), (lossless!.median / own!.median).toFixed(2), crush!.runs,
      cold ? milliseconds(cold[2]!.median) : '',
    ])
  }
  return [{
    title: 'optimize of one tool result, rows of about 100 characters, in milliseconds',
    columns: [
      'rows', 'JSON.parse and a count by gpt-tokenizer', 'by ours', 'optimize, least', 'median', 'spread', 'times gpt-tokenizer\'s', 'times ours',
      'lossless, median', 'times gpt-tokenizer\'s', 'times ours', 'runs', 'first calls, median',
    ],
    rows,
    notes: ['times: median against JSON.parse plus one exact count of the same text, in the same run; the budget is 4 times, and 2, 10 and 100 ms on an ordinary machine. '
      + 'gpt-tokenizer is the fastest peer; a yardstick of our own alone would reward slow counting. Spread: from the first quartile to the third. '
      + 'First calls: the first sixty of a process at most; the others come two seconds later, when the engine has compiled what they run, as in a server.'],
  }]
}

async function warmUp(things: readonly (() => unknown)[]): Promise<void> {
  const end = performance.now() + warmUpMs
  while (performance.now() < end) for (const thing of things) await thing()
}
