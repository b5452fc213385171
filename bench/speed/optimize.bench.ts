import { countTokens, optimize } from '../library.ts'
import { toolResultConversation } from '../conversation.ts'
import { rowsOf100Characters } from '../data/rows.ts'
import { measure, milliseconds } from '../measure.ts'
import { whole, type Table } from '../table.ts'

const sizes = [100, 1000, 10_000, 100_000]
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
    const [base, crush, lossless] = await measure([
      yardstick,
      () => optimize(messages, { model: 'gpt-4o-mini' }),
      () => optimize(messages, { model: 'gpt-4o-mini', smartCrusher: { lossless: true } }),
    ], 3000)
    rows.push([
      whole(size), milliseconds(base!.median), milliseconds(crush!.minimum), milliseconds(crush!.median), milliseconds(crush!.spread),
      (crush!.median / base!.median).toFixed(2), milliseconds(lossless!.median), (lossless!.median / base!.median).toFixed(2), crush!.runs,
    ])
  }
  return [{
    title: 'optimize of one tool result, rows of about 100 characters, in milliseconds',
    columns: ['rows', 'JSON.parse and count', 'optimize, least', 'median', 'spread', 'times', 'lossless, median', 'times', 'runs'],
    rows,
    notes: ['times: median against JSON.parse plus one exact count of the same text, in the same run; the budget is 4. Spread: from the first quartile to the third.'],
  }]
}
