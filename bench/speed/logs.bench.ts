import { countTokens as countWithGptTokenizer } from 'gpt-tokenizer/encoding/o200k_base'
import { toolResultConversation } from '../conversation.ts'
import { serviceLog } from '../data/logs.ts'
import { countTokens, optimize } from '../library.ts'
import { measure, milliseconds } from '../measure.ts'
import { whole, type Table } from '../table.ts'

const sizes = [100_000, 1_000_000, 10_000_000]
const question = 'Which broker could not be reached, and how often?'

/** `optimize` of one log against one exact count of the same text, which it has to do as well. */
export async function run(): Promise<Table[]> {
  const rows: (string | number)[][] = []
  for (const size of sizes) {
    const text = serviceLog(size)
    const messages = toolResultConversation(question, text)
    const [peer, own, folded] = await measure([
      () => countWithGptTokenizer(text), () => countTokens(text, 'gpt-4o-mini'), () => optimize(messages, { model: 'gpt-4o-mini' }),
    ], size > 1_000_000 ? 6000 : 3000)
    rows.push([
      whole(text.length), milliseconds(peer!.median), milliseconds(own!.median), milliseconds(folded!.minimum), milliseconds(folded!.median),
      (folded!.median / peer!.median).toFixed(2), (folded!.median / own!.median).toFixed(2), folded!.runs,
    ])
  }
  return [{
    title: 'optimize of one log, in milliseconds',
    columns: ['bytes', 'a count by gpt-tokenizer', 'by ours', 'optimize, least', 'median', 'times gpt-tokenizer\'s', 'times ours', 'runs'],
    rows,
    notes: ['times: median against one exact count of the same text, in the same run; the budget is 4 times.'],
  }]
}
